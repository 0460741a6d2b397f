//! The calculation: one judgement of an order's profitability, kept for ever as it was.

pub mod facts;
pub mod judge;
pub mod what_if;

#[cfg(test)]
mod laws;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Event, Line, Version};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::settings::DeviationRule;
use crate::{CalculationId, EstimateId, ShipmentId};
pub use facts::{BlockReason, Blocked, Control, CostAge, Facts, LineFacts, UnitFacts};
pub use judge::{Judgement, OrderLine, Part, Question, TooMuch, judge};

/// A judgement that was made: the record that every figure on a screen can be traced to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfitabilityCalculation {
    /// What was found.
    pub record: Record,
}

/// Everything about one judgement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// Its id.
    pub id: CalculationId,
    /// Of which order.
    pub shipment: ShipmentId,
    /// The order's number.
    pub number: Line,
    /// Under which estimate.
    pub estimate: EstimateId,
    /// The version of the estimate that was looked at: what was shipped and held then.
    pub estimate_version: Version,
    /// Which of the two deviations counted.
    pub rule: DeviationRule,
    /// The figures as people see them, rounded once.
    pub facts: Facts,
    /// The exact numbers behind them.
    pub components: Components,
}

/// The exact numbers behind a judgement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Components {
    /// What was shipped under all other orders, net of returns.
    pub shipped: Part,
    /// The order itself.
    pub order: Part,
    /// Both together.
    pub cumulative: Part,
    /// What is left after everything shipped, everything held, and the order.
    pub remainder: Part,
    /// Plan less the larger margin, exactly.
    pub lenient: Option<crate::fraction::Fraction>,
    /// Plan less the smaller margin, exactly.
    pub strict: Option<crate::fraction::Fraction>,
}

/// What can happen to a calculation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum CalculationEvent {
    /// It was made.
    #[serde(rename = "recorded.v1")]
    Recorded(Box<Record>),
}

impl Event for CalculationEvent {
    fn samples() -> Vec<Self> {
        vec![crate::samples::shipments::recorded()]
    }
}

impl Aggregate for ProfitabilityCalculation {
    type Kind = kernel::id::kinds::ProfitabilityCalculation;
    type Event = CalculationEvent;
    const NAME: &'static str = "profitability.calculation";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &CalculationEvent, _: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, CalculationEvent::Recorded(record)) => Ok(Self { record: record.as_ref().clone() }),
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}
