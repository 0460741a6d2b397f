//! The channel to approvers outside, and what holds while it is down.

use kernel::{Day, Line, Percentage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Dated;

/// When the circuit opens, and what the fallback mode may do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FallbackRules {
    /// The first day.
    pub from: Day,
    /// The last day, inclusive; open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// Where it is said, by whom and why.
    pub source: Line,
    /// In fallback mode a deviation up to this is approved.
    pub up_to: Percentage,
    /// Each such approval is confirmed by an approver within this, in hours of the clock.
    pub confirm_hours: u32,
    /// So many failures in a row open the circuit.
    pub failures: u32,
    /// So long without success, while something fails, opens it.
    pub silence_seconds: u32,
    /// After this an open circuit lets one task through.
    pub half_open_seconds: u32,
    /// A circuit that is open for this long means fallback mode.
    pub mode_seconds: u32,
    /// A task whose fate is unknown for this long has failed.
    pub answer_seconds: u32,
    /// An outage of this length is told to the head of IT.
    pub long_outage_hours: u32,
}

impl Dated for FallbackRules {
    const TOPIC: &'static str = "rules of the fallback mode";
    fn from(&self) -> Day {
        self.from
    }
    fn to(&self) -> Option<Day> {
        self.to
    }
    fn is_sane(&self) -> bool {
        let times = [self.failures, self.silence_seconds, self.half_open_seconds, self.mode_seconds, self.answer_seconds];
        times.iter().all(|time| *time > 0) && self.half_open_seconds < self.mode_seconds && self.confirm_hours > 0
    }
    fn built_in() -> &'static [Self] {
        static READ: std::sync::LazyLock<Vec<FallbackRules>> =
            std::sync::LazyLock::new(|| serde_json::from_str(include_str!("../../rules/fallback.json")).unwrap_or_default());
        &READ
    }
}
