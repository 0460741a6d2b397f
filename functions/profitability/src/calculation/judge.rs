//! The judgement: how far an order is below its estimate's plan.
//!
//! Line amounts are rounded once, as they are invoiced, and so are line costs. Everything after
//! that is exact, until the deviation is rounded once. Margins of lines are never averaged: a
//! margin is always profit over revenue of sums.

use std::collections::BTreeMap;

use kernel::{Day, Line, Moment, Money, Percentage, Quantity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Components;
use super::facts::{BlockReason, Blocked, Control, CostAge, Facts, LineFacts, UnitFacts};
use crate::estimate::{EstimateLine, LocalEstimate};
use crate::fraction::{Fraction, larger, smaller};
use crate::price::Price;
use crate::settings::DeviationRule;
use crate::tally::Tally;
use crate::{CalculationId, ShipmentId};

/// What is to be judged.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// Under which estimate.
    pub estimate: &'a LocalEstimate,
    /// Which order; none when it does not exist yet.
    pub shipment: Option<ShipmentId>,
    /// Its lines.
    pub lines: &'a [OrderLine],
    /// Which deviation counts.
    pub rule: DeviationRule,
    /// Where ages of costs are counted to.
    pub today: Day,
}

/// One line of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OrderLine {
    /// The estimate's line.
    pub line: u16,
    /// How much.
    pub quantity: Quantity,
    /// Of one piece, net of VAT.
    pub price: Price,
}

/// Revenue and its cost, and the margin between them, exactly.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// Net of VAT.
    pub revenue: Money,
    /// At the estimate's cost.
    pub cost: Money,
    /// Profit over revenue; absent without revenue.
    pub margin: Option<Fraction>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The figures as people see them, without the record's id and time.
    pub figures: Facts,
    /// The exact numbers behind them.
    pub components: Components,
}

/// Sums beyond any amount of money, or a line that the estimate does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the sums do not fit into an amount of money")]
pub struct TooMuch;

impl Part {
    /// Two sums and what is between them.
    pub fn new(revenue: Money, cost: Money) -> Self {
        Self { revenue, cost, margin: Fraction::margin(revenue, cost) }
    }

    fn plus(self, other: Self) -> Result<Self, TooMuch> {
        let revenue = self.revenue.plus(other.revenue).map_err(|_| TooMuch)?;
        Ok(Self::new(revenue, self.cost.plus(other.cost).map_err(|_| TooMuch)?))
    }

    /// Rounded once, for people.
    pub fn percentage(self) -> Option<Percentage> {
        self.margin.and_then(Fraction::percentage)
    }
}

/// One line with what follows from it.
struct Weighed<'a> {
    line: &'a OrderLine,
    of: &'a EstimateLine,
    amount: Money,
    cost: Option<Money>,
    blocked: Option<BlockReason>,
}

impl Weighed<'_> {
    /// Whether it counts: neither sold off nor blocked.
    fn counted(&self) -> Option<(Money, Money)> {
        if self.of.non_liquid || self.blocked.is_some() {
            return None;
        }
        self.cost.map(|cost| (self.amount, cost))
    }
}

fn weigh<'a>(estimate: &'a LocalEstimate, line: &'a OrderLine) -> Result<Weighed<'a>, TooMuch> {
    let of = estimate.line(line.line).ok_or(TooMuch)?;
    let amount = line.price.times(line.quantity).map_err(|_| TooMuch)?;
    let cost = of.cost_of(line.quantity).map_err(|_| TooMuch)?;
    let blocked = if line.price.is_zero() {
        Some(BlockReason::PriceZero)
    } else if cost.is_none() && !of.non_liquid {
        Some(BlockReason::CostMissing)
    } else {
        None
    };
    Ok(Weighed { line, of, amount, cost, blocked })
}

fn sum(parts: impl IntoIterator<Item = (Money, Money)>, nothing: Money) -> Result<Part, TooMuch> {
    let (mut revenue, mut cost) = (nothing, nothing);
    for (more_revenue, more_cost) in parts {
        revenue = revenue.plus(more_revenue).map_err(|_| TooMuch)?;
        cost = cost.plus(more_cost).map_err(|_| TooMuch)?;
    }
    Ok(Part::new(revenue, cost))
}

/// What was shipped under other orders, net of returns, of lines that count.
fn shipped(question: &Question<'_>) -> Result<Part, TooMuch> {
    let Question { estimate, shipment, .. } = question;
    sum(estimate.counted_besides(*shipment).map(|sums| (sums.revenue, sums.cost)), Money::zero(estimate.currency))
}

/// What is left of the estimate, at its own prices, once the order is taken too.
fn remainder(question: &Question<'_>) -> Result<Part, TooMuch> {
    let Question { estimate, shipment, lines, .. } = question;
    let mut left = estimate.left_for(*shipment);
    for line in *lines {
        if let Some(left) = left.get_mut(&line.line) {
            *left = left.less(line.quantity);
        }
    }
    let of_line = |line: &EstimateLine| {
        let left = left.get(&line.line).copied().unwrap_or(Tally::ZERO).quantity()?;
        let npss = line.cost.npss().filter(|_| !line.non_liquid && !line.price.is_zero())?;
        Some((line.price.times(left), npss.times(left)))
    };
    let mut parts = Vec::with_capacity(estimate.lines.len());
    for (revenue, cost) in estimate.lines.iter().filter_map(of_line) {
        parts.push((revenue.map_err(|_| TooMuch)?, cost.map_err(|_| TooMuch)?));
    }
    sum(parts, Money::zero(estimate.currency))
}

/// A part of an amount, nothing at least.
fn shortfall(deviation: Option<Fraction>, revenue: Money) -> Result<Money, TooMuch> {
    match deviation {
        Some(deviation) if !deviation.is_negative() => deviation.of_money(revenue).ok_or(TooMuch),
        Some(_) | None => Ok(Money::zero(revenue.currency())),
    }
}

/// Judges an order.
///
/// # Errors
/// When sums do not fit into an amount of money, or a line is not in the estimate.
pub fn judge(question: &Question<'_>) -> Result<Judgement, TooMuch> {
    let estimate = question.estimate;
    let weighed = question.lines.iter().map(|line| weigh(estimate, line)).collect::<Result<Vec<_>, _>>()?;
    let nothing = Money::zero(estimate.currency);
    let order = sum(weighed.iter().filter_map(Weighed::counted), nothing)?;
    let shipped = shipped(question)?;
    let cumulative = shipped.plus(order)?;
    let remainder = remainder(question)?;
    let plan = Fraction::of_percentage(estimate.plan);
    let below = |margin: Option<Fraction>| margin.and_then(|margin| plan.minus(margin));
    let lenient = below(larger(cumulative.margin, remainder.margin));
    let strict = below(smaller(cumulative.margin, remainder.margin));
    let components = Components { shipped, order, cumulative, remainder, lenient, strict };
    let figures = figures(question, &weighed, &components)?;
    Ok(Judgement { figures, components })
}

fn control(weighed: &[Weighed<'_>], components: &Components) -> (Control, Vec<Blocked>) {
    let lines = weighed.iter().filter_map(|one| Some(Blocked { line: Some(one.line.line), reason: one.blocked? }));
    let blocked: Vec<Blocked> = lines.collect();
    if !blocked.is_empty() {
        (Control::Blocked, blocked)
    } else if weighed.iter().all(|one| one.of.non_liquid) {
        (Control::Exempt, blocked)
    } else if components.cumulative.margin.is_none() {
        (Control::Blocked, vec![Blocked { line: None, reason: BlockReason::NoRevenue }])
    } else {
        (Control::Judged, blocked)
    }
}

fn figures(question: &Question<'_>, weighed: &[Weighed<'_>], components: &Components) -> Result<Facts, TooMuch> {
    let Question { estimate, rule, today, .. } = *question;
    let (control, blocked) = control(weighed, components);
    let judged = |exact: Option<Fraction>| exact.filter(|_| control == Control::Judged);
    let exact = match rule {
        DeviationRule::Lenient => judged(components.lenient),
        DeviationRule::Strict => judged(components.strict),
    };
    let total = weighed.iter().try_fold(Money::zero(estimate.currency), |sum, one| sum.plus(one.amount)).map_err(|_| TooMuch)?;
    let ages = weighed.iter().filter(|one| !one.of.non_liquid).filter_map(|one| one.of.cost.calculated_on());
    let age = ages.map(|day| u32::try_from(today.signed_duration_since(day).num_days()).unwrap_or(0)).max();
    let loss_making = components.order.margin.is_some_and(Fraction::is_negative) && estimate.plan.hundredths() >= 0;
    Ok(Facts {
        calculation: CalculationId::derive(&[]),
        calculated_at: Moment::from_unix_ms(0),
        plan: estimate.plan,
        plan_revision: estimate.plan_revision,
        control,
        order: components.order.percentage(),
        cumulative: components.cumulative.percentage(),
        remainder: components.remainder.percentage(),
        deviation: exact.and_then(Fraction::percentage),
        lenient_deviation: judged(components.lenient).and_then(Fraction::percentage),
        strict_deviation: judged(components.strict).and_then(Fraction::percentage),
        total,
        revenue: components.order.revenue,
        shortfall: shortfall(exact, components.order.revenue)?,
        loss_making,
        cost_age_days: age,
        cost_age: age.map_or(CostAge::Fresh, CostAge::of),
        blocked,
        units: units(estimate.plan, weighed)?,
        lines: weighed.iter().map(|one| line_facts(estimate.plan, one)).collect::<Result<_, _>>()?,
    })
}

fn units(plan: Percentage, weighed: &[Weighed<'_>]) -> Result<Vec<UnitFacts>, TooMuch> {
    let mut by_unit: BTreeMap<&Line, Vec<&Weighed<'_>>> = BTreeMap::new();
    for one in weighed {
        by_unit.entry(&one.of.unit).or_default().push(one);
    }
    let of_unit = |(unit, lines): (&Line, Vec<&Weighed<'_>>)| {
        let nothing = lines.first().map_or(Err(TooMuch), |one| Ok(Money::zero(one.amount.currency())))?;
        let part = sum(lines.iter().filter_map(|one| one.counted()), nothing)?;
        let exact = part.margin.and_then(|margin| Fraction::of_percentage(plan).minus(margin));
        Ok(UnitFacts {
            unit: unit.clone(),
            revenue: part.revenue,
            deviation: exact.and_then(Fraction::percentage),
            shortfall: shortfall(exact, part.revenue)?,
            lines: lines.iter().map(|one| one.line.line).collect(),
        })
    };
    by_unit.into_iter().map(of_unit).collect()
}

fn line_facts(plan: Percentage, one: &Weighed<'_>) -> Result<LineFacts, TooMuch> {
    let price = one.line.price;
    let cost = one.of.cost.npss();
    let minimum_price = one.of.minimum_price(plan);
    let missing = minimum_price.filter(|_| !one.of.non_liquid).and_then(|minimum| minimum.minus(price.money()).ok());
    let missing = missing.filter(|missing| missing.is_positive());
    let shortfall = missing.map_or(Ok(Money::zero(price.currency())), |missing| missing.times(one.line.quantity));
    let margin = cost.and_then(|cost| Fraction::margin(price.money(), cost.money()));
    Ok(LineFacts {
        line: one.line.line,
        product: one.of.product.clone(),
        name: one.of.name.clone(),
        unit: one.of.unit.clone(),
        quantity: one.line.quantity,
        price,
        estimate_price: one.of.price,
        minimum_price,
        amount: one.amount,
        cost,
        profitability: margin.and_then(Fraction::percentage),
        shortfall: shortfall.map_err(|_| TooMuch)?,
        non_liquid: one.of.non_liquid,
    })
}

#[cfg(test)]
mod tests;
