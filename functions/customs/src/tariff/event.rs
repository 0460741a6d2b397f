//! Everything that can happen to the rates of a heading.

use kernel::{Day, Event, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CodePrefix, TariffRate};

/// What happened to the rates of a heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum TariffEvent {
    /// A rate holds from a day on. One of the same beginning and first day is replaced; one that
    /// held until then ends the day before.
    #[serde(rename = "rate-set.v1")]
    RateSet {
        /// Which.
        rate: TariffRate,
    },
    /// A rate holds no longer.
    #[serde(rename = "rate-ended.v1")]
    RateEnded {
        /// Of which beginning.
        prefix: CodePrefix,
        /// The one that began then.
        from: Day,
        /// Its last day.
        to: Day,
        /// Why.
        reason: Line,
    },
}

impl Event for TariffEvent {
    fn samples() -> Vec<Self> {
        crate::samples::payments::tariff_events()
    }
}
