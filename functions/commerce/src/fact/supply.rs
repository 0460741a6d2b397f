//! The lines of a fact between two parties: what they fulfil, and what they are worth.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Facts, Line, Money, Quantity};
use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;
use rust_decimal::prelude::ToPrimitive;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tax::SupplyKind;

use super::line::{EXTENSION_FIELDS_MAX, EXTENSION_NAME_CHARACTERS_MAX};
use super::{Batch, Commercial, FactLine, FactRefusal, LINES_MAX, Location, OBLIGATIONS_MAX, Priced};
use crate::obligation::{Goods, Obligation, ObligationLine, Standing, StockUnit};
use crate::{ContractId, ObligationId};

/// A line of a fact, as it is typed: the obligation says what it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SuppliedLine {
    /// The obligation that it fulfils.
    pub obligation_id: ObligationId,
    /// Which line of that; the first when absent.
    #[serde(default = "first")]
    pub obligation_line: u16,
    /// How much, in the unit of the obligation.
    pub quantity: Quantity,
    /// What one unit cost the supplier, in the currency of the supplier's book.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_cost: Option<Money>,
    /// Which lot; needed for goods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<Batch>,
    /// Where goods of an own supplier leave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Location>,
    /// Where goods come to an own receiver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Location>,
    /// What an industry needs to know besides.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extension: BTreeMap<String, Line>,
}

const fn first() -> u16 {
    1
}

/// Which of the two parties are own companies, and so keep stock here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Own {
    pub(super) seller: bool,
    pub(super) buyer: bool,
}

/// Refuses no lines, or more than a fact has, before anything is looked up.
pub(super) fn check_count(lines: usize) -> Result<(), FactRefusal> {
    if (1..=LINES_MAX).contains(&lines) { Ok(()) } else { Err(FactRefusal::LineCount) }
}

/// The obligations that lines name, each once.
pub(super) fn obligations(lines: &[SuppliedLine]) -> BTreeSet<ObligationId> {
    lines.iter().take(LINES_MAX).map(|line| line.obligation_id).collect()
}

/// The lines with what their obligations say, amounts still as agreed.
pub(super) fn lines(
    typed: &[SuppliedLine],
    what: Commercial,
    contract: ContractId,
    facts: &Facts,
    own: Own,
) -> Result<Vec<FactLine>, FactRefusal> {
    check_count(typed.len())?;
    if obligations(typed).len() > OBLIGATIONS_MAX {
        return Err(FactRefusal::ObligationCount);
    }
    // What the lines before have taken of each line of an obligation.
    let mut taken: BTreeMap<(ObligationId, u16), Decimal> = BTreeMap::new();
    let line = |(n, typed): (u16, &SuppliedLine)| {
        let (obligation, goods, promised) = promised(typed, n, contract, facts)?;
        let key = (typed.obligation_id, typed.obligation_line);
        let before = taken.get(&key).copied().unwrap_or_default().saturating_add(obligation.fulfilled(promised.n));
        check_quantity(obligation, promised, typed.quantity, before, n)?;
        taken.entry(key).and_modify(|sum| *sum = sum.saturating_add(typed.quantity.decimal())).or_insert(typed.quantity.decimal());
        check_goods(typed, what, promised, own, n)?;
        let agreed = agreed(promised, typed.quantity, before).ok_or(FactRefusal::TooMuch)?;
        Ok(FactLine {
            n,
            obligation: typed.obligation_id,
            obligation_line: promised.n,
            article: promised.article.clone(),
            quantity: typed.quantity,
            unit: promised.unit.clone(),
            priced: Some(Priced {
                supply: promised.supply,
                tax_code: promised.tax_code.clone(),
                price: promised.price,
                price_includes_tax: goods.price_includes_tax,
                agreed,
                amount: agreed,
            }),
            unit_cost: typed.unit_cost,
            batch: typed.batch.clone(),
            from: typed.from.clone(),
            to: typed.to.clone(),
            stock: promised.stock.clone(),
            extension: typed.extension.clone(),
        })
    };
    (1..).zip(typed).map(line).collect()
}

fn promised<'a>(
    typed: &SuppliedLine,
    n: u16,
    contract: ContractId,
    facts: &'a Facts,
) -> Result<(&'a Obligation, &'a Goods, &'a ObligationLine), FactRefusal> {
    let unknown = FactRefusal::NoSuchObligation { line: n };
    let obligation = &facts.aggregate::<Obligation>(typed.obligation_id).ok_or(unknown.clone())?.state;
    if obligation.contract != Some(contract) {
        return Err(unknown);
    }
    let (goods, line) = obligation.goods().zip(obligation.line(typed.obligation_line)).ok_or(unknown)?;
    match obligation.standing {
        // What was breached is still owed: a late delivery is a delivery.
        Standing::Live | Standing::Breached { .. } => Ok((obligation, goods, line)),
        Standing::Waived { .. } | Standing::Cancelled { .. } => Err(FactRefusal::ObligationOver { line: n, is: obligation.status() }),
    }
}

fn check_quantity(
    obligation: &Obligation,
    promised: &ObligationLine,
    quantity: Quantity,
    before: Decimal,
    n: u16,
) -> Result<(), FactRefusal> {
    let open = obligation.most(promised.quantity).saturating_sub(before).max(Decimal::ZERO).normalize();
    if quantity.decimal() > open { Err(FactRefusal::OverTolerance { line: n, open }) } else { Ok(()) }
}

fn check_goods(typed: &SuppliedLine, what: Commercial, promised: &ObligationLine, own: Own, n: u16) -> Result<(), FactRefusal> {
    let fits = match (what, promised.supply) {
        (Commercial::GoodsShipment, SupplyKind::Goods)
        | (Commercial::ServiceAct, SupplyKind::Service(_))
        | (Commercial::LeaseUsage, SupplyKind::Lease(_)) => true,
        (Commercial::GoodsShipment, SupplyKind::Service(_) | SupplyKind::Lease(_))
        | (Commercial::ServiceAct, SupplyKind::Goods | SupplyKind::Lease(_))
        | (Commercial::LeaseUsage, SupplyKind::Goods | SupplyKind::Service(_)) => false,
    };
    if !fits {
        return Err(FactRefusal::SupplyDiffers { line: n });
    }
    let goods = what == Commercial::GoodsShipment;
    if goods && typed.batch.is_none() {
        return Err(FactRefusal::BatchRequired { line: n });
    }
    if (goods && own.seller && typed.from.is_none()) || (goods && own.buyer && typed.to.is_none()) {
        return Err(FactRefusal::PlaceRequired { line: n });
    }
    let extra = (typed.from.is_some() && !(goods && own.seller)) || (typed.to.is_some() && !(goods && own.buyer));
    if extra || (typed.batch.is_some() && !goods) {
        return Err(FactRefusal::PlaceNotAllowed { line: n });
    }
    check_common(typed.stock_parts(promised), &typed.extension, typed.from.as_ref(), typed.to.as_ref(), n)
}

/// What must hold of goods and further fields of any line.
pub(super) fn check_common(
    parts: Option<i64>,
    extension: &BTreeMap<String, Line>,
    from: Option<&Location>,
    to: Option<&Location>,
    n: u16,
) -> Result<(), FactRefusal> {
    if (from.is_some() || to.is_some()) && parts.is_none() {
        return Err(FactRefusal::StockRatio { line: n });
    }
    if from.is_some() && from == to {
        return Err(FactRefusal::SamePlace { line: n });
    }
    let named = |name: &String| (1..=EXTENSION_NAME_CHARACTERS_MAX).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if extension.len() > EXTENSION_FIELDS_MAX || !extension.keys().all(named) {
        return Err(FactRefusal::ExtensionTooLarge { line: n });
    }
    Ok(())
}

impl SuppliedLine {
    fn stock_parts(&self, promised: &ObligationLine) -> Option<i64> {
        let stock = promised.stock.clone().unwrap_or_else(|| StockUnit::same(promised.unit.clone()));
        stock.parts(self.quantity)
    }
}

/// What a quantity is agreed at: its price, less its part of the line's discount. Parts of a
/// discount are differences of sums, so that together they are the discount.
fn agreed(promised: &ObligationLine, quantity: Quantity, before: Decimal) -> Option<Money> {
    let full = promised.price.times(quantity).ok()?;
    let Some(discount) = promised.discount else { return Some(full) };
    let after = before.checked_add(quantity.decimal())?;
    let by = |done: Decimal| {
        // What is delivered beyond the promise has no discount.
        let done = done.min(promised.quantity.decimal());
        let exact = Decimal::from(discount.minor()).checked_mul(done)?.checked_div(promised.quantity.decimal())?;
        exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64()
    };
    let part = Money::from_minor(by(after)?.checked_sub(by(before)?)?, discount.currency());
    full.minus(part).ok().map(|agreed| if agreed.is_negative() { Money::zero(agreed.currency()) } else { agreed })
}

/// The sum of what lines cost their supplier; absent when nobody said what any of them cost.
pub(super) fn cost(lines: &[FactLine], currency: kernel::Currency) -> Result<Option<Money>, FactRefusal> {
    let mut sum: Option<Money> = None;
    for line in lines {
        let Some(unit_cost) = line.unit_cost else { continue };
        if unit_cost.currency() != currency || unit_cost.is_negative() {
            return Err(FactRefusal::CostOutOfRange { line: line.n });
        }
        let cost = unit_cost.times(line.quantity).map_err(|_| FactRefusal::TooMuch)?;
        sum = Some(sum.unwrap_or(Money::zero(currency)).plus(cost).map_err(|_| FactRefusal::TooMuch)?);
    }
    Ok(sum)
}
