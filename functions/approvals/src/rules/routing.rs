//! Queues, absence, rounds of correction and revocations.

use kernel::{Day, Line, Percentage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Dated;

/// How tasks find an approver, and how often they may come back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoutingRules {
    /// The first day.
    pub from: Day,
    /// The last day, inclusive; open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// Where it is said, by whom and why.
    pub source: Line,
    /// A queue longer than this overflows to the deputy.
    pub queue_above: u32,
    /// More tasks than this on one day are signalled.
    pub day_above: u32,
    /// An absence longer than this sends tasks to the deputy, in hours.
    pub absence_hours: u32,
    /// Rounds of correction that one submission may have.
    pub corrections: u32,
    /// From so many revocations on the commercial director decides.
    pub revocations_to_dp: u32,
    /// An approval is revoked when the deviation has grown by more than this since.
    pub growth_revokes_above: Percentage,
    /// When facts that were asked for have not come, they are asked for again after this long.
    pub recheck_minutes: u32,
    /// Working days in which the finance director may arbitrate a refusal by silence.
    pub arbitration_days: u32,
}

impl Dated for RoutingRules {
    const TOPIC: &'static str = "rules of routing";
    fn from(&self) -> Day {
        self.from
    }
    fn to(&self) -> Option<Day> {
        self.to
    }
    fn is_sane(&self) -> bool {
        let counted = [self.queue_above, self.day_above, self.recheck_minutes, self.arbitration_days];
        (1..=10).contains(&self.corrections) && counted.iter().all(|count| *count > 0)
    }
    fn built_in() -> &'static [Self] {
        static READ: std::sync::LazyLock<Vec<RoutingRules>> =
            std::sync::LazyLock::new(|| serde_json::from_str(include_str!("../../rules/routing.json")).unwrap_or_default());
        &READ
    }
}
