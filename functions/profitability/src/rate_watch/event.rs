//! Everything that can happen to the rate of a currency.

use kernel::{Currency, Day, Event, Percentage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::DailyRate;

/// What happened to the rate of a currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum RateEvent {
    /// The official rate of a day.
    #[serde(rename = "recorded.v1")]
    Recorded {
        /// Of which currency.
        currency: Currency,
        /// The rate.
        rate: DailyRate,
    },
    /// It moved so far that costs must be calculated again.
    #[serde(rename = "moved.v1")]
    Moved {
        /// When.
        on: Day,
        /// What it is compared with.
        reference: DailyRate,
        /// How far, either way, rounded.
        change: Percentage,
    },
    /// Revisions of all costs in this currency were asked for.
    #[serde(rename = "spread.v1")]
    Spread,
}

impl Event for RateEvent {
    fn samples() -> Vec<Self> {
        crate::samples::rates::events()
    }
}
