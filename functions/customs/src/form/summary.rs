//! The goods of a form in short.

use kernel::{Currency, Money};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Form;
use super::amount::{grams, money};
use super::good::Good;
use crate::code::GoodsNumber;

/// What there is to know of the goods without reading the form. A sum is there when every one of
/// the goods has its part.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GoodsSummary {
    /// How many.
    pub count: u16,
    /// Their numbers, in their order.
    pub numbers: Vec<GoodsNumber>,
    /// Gross weight of all, rounded to a gram.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gross_grams: Option<u64>,
    /// Net weight of all, rounded to a gram.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net_grams: Option<u64>,
    /// What is invoiced for all, in the currency of the contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoiced: Option<Money>,
    /// Customs value of all, in the currency that the form names for it, roubles if it names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customs_value: Option<Money>,
}

impl GoodsSummary {
    /// Of a form.
    pub(super) fn of(form: &Form) -> Self {
        let goods = form.goods();
        let sum = |part: fn(&Good) -> Option<Decimal>| total(&goods, part);
        let amount = |sum: Option<Decimal>, currency: Option<Currency>| money(sum?, currency?);
        Self {
            count: u16::try_from(goods.len()).unwrap_or(u16::MAX),
            numbers: goods.iter().map(|good| good.number).collect(),
            gross_grams: sum(|good| good.gross_kilograms).and_then(grams),
            net_grams: sum(|good| good.net_kilograms).and_then(grams),
            invoiced: amount(sum(|good| good.invoiced), form.contract_currency()),
            customs_value: amount(sum(|good| good.customs_value), form.customs_currency()),
        }
    }
}

/// The sum of a part that every one of the goods has; `None` when one lacks it, or there are none.
pub(super) fn total(goods: &[Good], part: fn(&Good) -> Option<Decimal>) -> Option<Decimal> {
    let first = goods.first().and_then(part)?;
    goods.iter().skip(1).try_fold(first, |sum, good| sum.checked_add(part(good)?))
}
