//! One of the goods of a declaration, as it is filled in: each decimal exact, each part optional,
//! because a draft is incomplete for most of its life.

use kernel::identifier::Country;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::{Box44Code, CommodityCode, GoodsNumber};

/// Goods of one commodity code and origin: box 31 and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Good {
    /// Its number, box 32.
    pub number: GoodsNumber,
    /// What it is, box 31; empty when nothing is written.
    #[serde(default)]
    pub description: String,
    /// Its commodity code, box 33.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commodity: Option<CommodityCode>,
    /// Where it is from, box 34.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Country>,
    /// The maker's mark or article, box 31.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// Gross weight in kilograms, box 35.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub gross_kilograms: Option<Decimal>,
    /// Net weight in kilograms, box 38.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub net_kilograms: Option<Decimal>,
    /// Price in the currency of the contract, box 42.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub invoiced: Option<Decimal>,
    /// Customs value in the currency of the country, box 45.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub customs_value: Option<Decimal>,
    /// Statistical value, box 46.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub statistical_value: Option<Decimal>,
    /// How much of it in its supplementary unit, box 41.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplementary: Option<Supplementary>,
    /// The method by which the customs value was found, box 43: a digit from 1 to 6.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valuation_method: Option<String>,
    /// What is to be paid, box 47.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payments: Vec<GoodPayment>,
    /// What is presented for it, box 44.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<GoodDocument>,
}

impl Good {
    /// Goods of which only the number is known.
    pub const fn new(number: GoodsNumber) -> Self {
        Self {
            number,
            description: String::new(),
            commodity: None,
            origin: None,
            article: None,
            gross_kilograms: None,
            net_kilograms: None,
            invoiced: None,
            customs_value: None,
            statistical_value: None,
            supplementary: None,
            valuation_method: None,
            payments: Vec::new(),
            documents: Vec::new(),
        }
    }
}

/// A quantity in the supplementary unit of the commodity code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Supplementary {
    /// How much.
    #[schemars(with = "String")]
    pub quantity: Decimal,
    /// The unit's code in the classifier of units: `796` is a piece.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_code: Option<String>,
    /// The unit's name: `ШТ`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_name: Option<String>,
}

/// One line of the calculation of payments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GoodPayment {
    /// The kind: `1010` customs fee, `2010` import duty, `5010` value added tax.
    pub mode: String,
    /// What it is computed from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub base: Option<Decimal>,
    /// The rate, as it is written: a percentage or an amount a unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub rate: Option<Decimal>,
    /// How much is to be paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub amount: Option<Decimal>,
    /// In which currency, as it is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// A document of box 44.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GoodDocument {
    /// Its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Box44Code>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its day, as it is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}
