//! Goods that left and came back: facts, never refused.

use kernel::aggregate::Impossible;
use kernel::money::MoneyError;
use kernel::{Day, Line, Money, Percentage, Quantity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Shipment;
use crate::estimate::{EstimateLine, ShippedLine, Sums};
use crate::fraction::Fraction;
use crate::price::Price;
use crate::tally::Tally;

/// When more than this of what left comes back, somebody is told: 30 %.
pub const LARGE_RETURN_ABOVE: Percentage = Percentage::from_hundredths(3_000);

/// A document of goods that left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Posting {
    /// The document's number; one is recorded once.
    pub document: Line,
    /// When the goods left.
    pub on: Day,
    /// What left.
    pub lines: Vec<PostedLine>,
}

/// One line of goods that left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PostedLine {
    /// The estimate's line; absent for goods that are not in the estimate.
    pub line: Option<u16>,
    /// The product's code.
    pub product: Line,
    /// How much.
    pub quantity: Quantity,
    /// Of one piece, net of VAT, after every discount.
    pub price: Price,
    /// Price times quantity, rounded once.
    pub revenue: Money,
    /// Of one piece, by the estimate; absent when nobody knows.
    pub npss: Option<Price>,
    /// Cost times quantity, rounded once.
    pub cost: Money,
    /// How much of it came back.
    #[serde(default)]
    pub returned: Tally,
}

/// A document of goods that came back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Returned {
    /// The document's number; one is recorded once.
    pub document: Line,
    /// The document that the goods left with.
    pub posting: Line,
    /// When they came back.
    pub on: Day,
    /// What came back.
    pub lines: Vec<ReturnedLine>,
    /// Whether so much came back that somebody is told.
    pub large: bool,
}

/// One line of goods that came back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReturnedLine {
    /// The estimate's line; absent for goods that are not in the estimate.
    pub line: Option<u16>,
    /// The product's code.
    pub product: Line,
    /// How much.
    pub quantity: Quantity,
    /// Revenue that is reversed, at the price that the goods left with.
    pub revenue: Money,
    /// Cost that is reversed.
    pub cost: Money,
}

/// A fact that should not have happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Violation {
    /// Goods left without approval.
    Unapproved {
        /// The document.
        document: Line,
    },
    /// More left than was ordered.
    OverShipped {
        /// The document.
        document: Line,
        /// The estimate's line.
        line: u16,
    },
    /// Goods left that are not in the estimate.
    NotInEstimate {
        /// The document.
        document: Line,
        /// The product's code.
        product: Line,
    },
    /// Goods left whose cost nobody knows.
    CostMissing {
        /// The document.
        document: Line,
        /// The estimate's line.
        line: u16,
    },
    /// More came back than left.
    OverReturned {
        /// The document.
        document: Line,
        /// The product's code.
        product: Line,
    },
}

impl PostedLine {
    /// Goods that left, at the cost of their line of the estimate.
    ///
    /// # Errors
    /// When the amounts do not fit.
    pub fn new(product: Line, quantity: Quantity, price: Price, of: Option<&EstimateLine>) -> Result<Self, MoneyError> {
        let npss = of.and_then(|of| of.cost.npss());
        let cost = npss.map_or(Ok(Money::zero(price.currency())), |npss| npss.times(quantity))?;
        let line = of.map(|of| of.line);
        Ok(Self { line, product, quantity, price, revenue: price.times(quantity)?, npss, cost, returned: Tally::ZERO })
    }

    /// What a return of some of it reverses. Rounded as if everything that came back so far had
    /// come back at once, so that what came back whole leaves nothing behind.
    ///
    /// # Errors
    /// When the amounts do not fit.
    pub fn reversed(&self, quantity: Quantity) -> Result<ReturnedLine, MoneyError> {
        let now = self.returned.plus(quantity).ok_or(MoneyError::Overflow)?;
        let part = |price: Money| now.times(price)?.minus(self.returned.times(price)?);
        let revenue = part(self.price.money())?;
        let cost = self.npss.map_or(Ok(Money::zero(self.price.currency())), |npss| part(npss.money()))?;
        Ok(ReturnedLine { line: self.line, product: self.product.clone(), quantity, revenue, cost })
    }

    /// What the estimate is told of it.
    pub fn shipped(&self) -> Option<ShippedLine> {
        let sums = Sums { quantity: Tally::from(self.quantity), revenue: self.revenue, cost: self.cost };
        self.line.map(|line| ShippedLine { line, sums })
    }
}

impl ReturnedLine {
    /// What the estimate is told of it.
    pub fn shipped(&self) -> Option<ShippedLine> {
        let sums = Sums { quantity: Tally::from(self.quantity), revenue: self.revenue, cost: self.cost };
        self.line.map(|line| ShippedLine { line, sums })
    }
}

impl Posting {
    /// How much of its revenue a return and those before it take back; absent without revenue.
    pub fn share_returned(&self, lines: &[ReturnedLine]) -> Option<Percentage> {
        let revenue = |minor: i64| i128::from(minor);
        let all: i128 = self.lines.iter().map(|line| revenue(line.revenue.minor())).sum();
        let before = self.lines.iter().map(|line| line.returned.times(line.price.money()).map_or(0, |money| revenue(money.minor())));
        let now = lines.iter().map(|line| revenue(line.revenue.minor()));
        let back = before.chain(now).try_fold(0i128, i128::checked_add)?;
        Fraction::new(back, all)?.percentage()
    }
}

impl Shipment {
    /// How much of a line left and stayed away.
    pub fn shipped_of(&self, line: u16) -> Tally {
        let posted = self.postings.iter().flat_map(|posting| &posting.lines).filter(|posted| posted.line == Some(line));
        posted.fold(Tally::ZERO, |sum, posted| sum.plus(Tally::from(posted.quantity).less(posted.returned)).unwrap_or(sum))
    }

    /// Whether everything that was ordered left, whatever came back.
    pub fn left_whole(&self, also: &[PostedLine]) -> bool {
        self.lines.iter().all(|ordered| {
            let posted = self.postings.iter().flat_map(|posting| &posting.lines).chain(also);
            let of_line = posted.filter(|posted| posted.line == Some(ordered.line));
            let sum = of_line.fold(Tally::ZERO, |sum, posted| sum.plus(posted.quantity).unwrap_or(sum));
            sum >= Tally::from(ordered.quantity)
        })
    }

    pub(super) fn take_back(&mut self, returned: &Returned) -> Result<(), Impossible> {
        let posting = self.postings.iter_mut().find(|posting| posting.document == returned.posting);
        let posting = posting.ok_or_else(|| Impossible::new("goods came back that never left"))?;
        for line in &returned.lines {
            if let Some(posted) = posting.lines.iter_mut().find(|posted| posted.product == line.product) {
                posted.returned = posted.returned.plus(line.quantity).ok_or_else(|| Impossible::new("more came back than any number"))?;
            }
        }
        self.returns.push(returned.document.clone());
        Ok(())
    }
}
