//! The figures of an order as people and other contexts see them.

use kernel::{Line, Moment, Money, Percentage, Quantity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::CalculationId;
use crate::price::Price;

/// What must be known to decide about an order. Percentages are hundredths; money is net of VAT.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Facts {
    /// The record of the judgement.
    pub calculation: CalculationId,
    /// When it was made.
    pub calculated_at: Moment,
    /// The estimate's planned profitability.
    pub plan: Percentage,
    /// How often the plan was changed.
    pub plan_revision: u32,
    /// Whether the order could be judged.
    pub control: Control,
    /// Profitability of the order alone. Informs; never decides.
    pub order: Option<Percentage>,
    /// Profitability of everything shipped together with the order.
    pub cumulative: Option<Percentage>,
    /// Profitability of what is left of the estimate; absent when nothing is.
    pub remainder: Option<Percentage>,
    /// How far below the plan, by the rule that counts; rounded once. Absent unless judged.
    pub deviation: Option<Percentage>,
    /// Plan less the larger of cumulative and remainder.
    pub lenient_deviation: Option<Percentage>,
    /// Plan less the smaller of the two: what shows that good lines are taken first.
    pub strict_deviation: Option<Percentage>,
    /// Of all lines.
    pub total: Money,
    /// Of the lines under control.
    pub revenue: Money,
    /// What the order earns less than the plan asks for: deviation times revenue, zero at least.
    pub shortfall: Money,
    /// Whether the order itself loses money though its estimate does not.
    pub loss_making: bool,
    /// Age of the oldest cost, in days; absent when no line has one.
    pub cost_age_days: Option<u32>,
    /// What that age means.
    pub cost_age: CostAge,
    /// Why it cannot be judged.
    pub blocked: Vec<Blocked>,
    /// The business units concerned.
    pub units: Vec<UnitFacts>,
    /// Line by line.
    pub lines: Vec<LineFacts>,
}

/// Whether an order could be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Control {
    /// It was.
    Judged,
    /// Every line is sold off whatever it costs.
    Exempt,
    /// It cannot be: a cost or a price is missing.
    Blocked,
}

/// What the age of a cost means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CostAge {
    /// Up to 30 days: nothing.
    Fresh,
    /// 31 to 60 days: a warning.
    Aged,
    /// 61 to 90 days: the head of the unit confirms.
    ToConfirm,
    /// Over 90 days: nothing is approved on it.
    Stale,
}

/// Last day of a cost's age that means nothing.
pub const FRESH_DAYS_MAX: u32 = 30;
/// Last day of a cost's age that only warns.
pub const AGED_DAYS_MAX: u32 = 60;
/// Last day of a cost's age on which anything is approved.
pub const CONFIRMED_DAYS_MAX: u32 = 90;

impl CostAge {
    /// What an age in days means.
    pub const fn of(days: u32) -> Self {
        if days <= FRESH_DAYS_MAX {
            Self::Fresh
        } else if days <= AGED_DAYS_MAX {
            Self::Aged
        } else if days <= CONFIRMED_DAYS_MAX {
            Self::ToConfirm
        } else {
            Self::Stale
        }
    }

    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Aged => "aged",
            Self::ToConfirm => "to-confirm",
            Self::Stale => "stale",
        }
    }
}

/// Why an order or one of its lines cannot be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Blocked {
    /// The line; absent for the order as a whole.
    pub line: Option<u16>,
    /// Why.
    pub reason: BlockReason,
}

/// Why something cannot be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BlockReason {
    /// The price is zero.
    PriceZero,
    /// Nobody knows what it costs.
    CostMissing,
    /// Returns left no revenue to judge by.
    NoRevenue,
}

/// What a business unit earns in the order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct UnitFacts {
    /// Which unit.
    pub unit: Line,
    /// Of its lines under control.
    pub revenue: Money,
    /// Plan less the profitability of its own lines; absent without revenue.
    pub deviation: Option<Percentage>,
    /// That times its revenue, zero at least.
    pub shortfall: Money,
    /// Its lines, those outside control included.
    pub lines: Vec<u16>,
}

/// One line of the order, explained.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LineFacts {
    /// The estimate's line.
    pub line: u16,
    /// The product's code.
    pub product: Line,
    /// As printed.
    pub name: Line,
    /// The business unit that answers for it.
    pub unit: Line,
    /// How much.
    pub quantity: Quantity,
    /// Of one piece.
    pub price: Price,
    /// Of one piece, in the estimate.
    pub estimate_price: Price,
    /// The lowest price that keeps the plan, rounded up; absent without a cost.
    pub minimum_price: Option<Money>,
    /// Price times quantity, rounded once.
    pub amount: Money,
    /// Of one piece; absent when nobody knows.
    pub cost: Option<Price>,
    /// Of the line; absent when it is blocked.
    pub profitability: Option<Percentage>,
    /// What is missing to the minimum price, over the whole quantity; zero at least.
    pub shortfall: Money,
    /// Sold off whatever it costs: outside every margin.
    pub non_liquid: bool,
}
