//! What if: at which price of a line an order would pass without a person.

use std::collections::BTreeMap;

use kernel::{Money, Percentage};

use super::judge::{Judgement, OrderLine, Part, Question, TooMuch, judge};
use crate::calculation::Control;
use crate::fraction::{Fraction, larger, smaller};
use crate::price::Price;
use crate::settings::DeviationRule;

/// What an order would be judged as, and what would let it pass.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIf {
    /// The judgement.
    pub judgement: Judgement,
    /// The lowest price of each line at which the order passes, the other lines as they are;
    /// absent when no price of that line alone is enough, and for lines outside control.
    pub passing_prices: BTreeMap<u16, Money>,
}

/// Judges an order and looks for the lowest passing price of each line. An order passes when its
/// deviation, rounded, is below `pass_below`.
///
/// # Errors
/// When sums do not fit into an amount of money, or a line is not in the estimate.
pub fn what_if(question: &Question<'_>, pass_below: Percentage) -> Result<WhatIf, TooMuch> {
    let judgement = judge(question)?;
    let mut passing_prices = BTreeMap::new();
    if judgement.figures.control == Control::Judged {
        let scale = Scale { question, judgement: &judgement, pass_below };
        for line in question.lines {
            if let Some(price) = scale.lowest(line) {
                passing_prices.insert(line.line, price);
            }
        }
    }
    Ok(WhatIf { judgement, passing_prices })
}

/// Weighs other prices of one line without judging everything again: only the order's revenue
/// moves, its cost and the remainder do not depend on prices.
struct Scale<'a> {
    question: &'a Question<'a>,
    judgement: &'a Judgement,
    pass_below: Percentage,
}

impl Scale<'_> {
    /// The lowest price, in minor units, that passes. The margin only grows with a price, so that
    /// halving finds it.
    fn lowest(&self, line: &OrderLine) -> Option<Money> {
        let of = self.question.estimate.line(line.line).filter(|of| !of.non_liquid)?;
        let currency = of.price.currency();
        let price = |minor: i64| Price::new(Money::from_minor(minor, currency)).ok();
        let passes = |minor: i64| price(minor).is_some_and(|price| self.passes(line, price));
        let mut high = line.price.money().minor().max(1);
        while !passes(high) {
            high = high.checked_mul(2)?;
        }
        // A price of zero blocks the line, so it never passes.
        let mut low = 0i64;
        while high.saturating_sub(low) > 1 {
            let middle = low.midpoint(high);
            if passes(middle) { high = middle } else { low = middle }
        }
        Some(Money::from_minor(high, currency))
    }

    fn passes(&self, line: &OrderLine, price: Price) -> bool {
        self.deviation(line, price).is_some_and(|deviation| deviation < self.pass_below)
    }

    fn deviation(&self, line: &OrderLine, price: Price) -> Option<Percentage> {
        let components = &self.judgement.components;
        let (now, then) = (line.price.times(line.quantity).ok()?, price.times(line.quantity).ok()?);
        let revenue = components.cumulative.revenue.minus(now).ok()?.plus(then).ok()?;
        let cumulative = Part::new(revenue, components.cumulative.cost).margin?;
        let remainder = components.remainder.margin;
        let margin = match self.question.rule {
            DeviationRule::Lenient => larger(Some(cumulative), remainder),
            DeviationRule::Strict => smaller(Some(cumulative), remainder),
        };
        Fraction::of_percentage(self.question.estimate.plan).minus(margin?)?.percentage()
    }
}
