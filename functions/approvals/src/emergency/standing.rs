//! The standing: how often a manager, a client or the company has made use of emergencies, and
//! which incidents are open. The guard of the limits of a month.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;
use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Day, Event, Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Recorded;
use crate::{EmergencyId, StandingId};

/// Months that are kept: a quarter is looked at, and a year tells the rest.
const MONTHS_MAX: usize = 13;
/// Incidents that are remembered for the count of a quarter.
const REMEMBERED_MAX: usize = 100;

/// How often emergencies were used.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Standing {
    /// By month, `2026-11`.
    pub months: BTreeMap<String, BTreeSet<EmergencyId>>,
    /// Incidents that are open.
    pub incidents: BTreeSet<EmergencyId>,
    /// When incidents began, closed ones included.
    pub incident_times: Vec<Moment>,
}

/// What happened to a standing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum StandingEvent {
    /// An emergency was used.
    #[serde(rename = "used.v1")]
    Used {
        /// Which.
        emergency: EmergencyId,
        /// On which day.
        day: Day,
    },
    /// It is an incident.
    #[serde(rename = "incident-opened.v1")]
    IncidentOpened {
        /// Which.
        emergency: EmergencyId,
        /// Of when.
        at: Moment,
    },
    /// It was looked into.
    #[serde(rename = "incident-closed.v1")]
    IncidentClosed {
        /// Which.
        emergency: EmergencyId,
    },
}

impl Event for StandingEvent {
    fn samples() -> Vec<Self> {
        crate::samples::emergencies::standing_events()
    }
}

fn month(day: Day) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

impl Standing {
    /// A manager's.
    pub fn of_manager(manager: &Line) -> StandingId {
        StandingId::derive(&["manager", manager.as_str()])
    }

    /// A client's.
    pub fn of_client(client: &Line) -> StandingId {
        StandingId::derive(&["client", client.as_str()])
    }

    /// The company's.
    pub fn of_company() -> StandingId {
        StandingId::derive(&["company"])
    }

    /// How often in the month of a day.
    pub fn used(&self, day: Day) -> u32 {
        self.months.get(&month(day)).map_or(0, |used| u32::try_from(used.len()).unwrap_or(u32::MAX))
    }

    /// How many incidents there were in the three months before an emergency.
    pub fn quarter_count(&self, recorded: &Recorded) -> u32 {
        /// A quarter, in milliseconds.
        const QUARTER_MS: i64 = 92 * 24 * crate::hours::HOUR_MS;
        let recent = self.incident_times.iter().filter(|at| recorded.recorded_at.ms_since(**at) < QUARTER_MS);
        u32::try_from(recent.count()).unwrap_or(u32::MAX)
    }
}

impl Aggregate for Standing {
    type Kind = kernel::id::kinds::EmergencyStanding;
    type Event = StandingEvent;
    const NAME: &'static str = "approvals.emergency-standing";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &StandingEvent, _: &Meta) -> Result<Self, Impossible> {
        let mut standing = state.unwrap_or_default();
        match event {
            StandingEvent::Used { emergency, day } => {
                standing.months.entry(month(*day)).or_default().insert(*emergency);
                while standing.months.len() > MONTHS_MAX {
                    standing.months.pop_first();
                }
            }
            StandingEvent::IncidentOpened { emergency, at } => {
                standing.incidents.insert(*emergency);
                standing.incident_times.push(*at);
                let excess = standing.incident_times.len().saturating_sub(REMEMBERED_MAX);
                standing.incident_times.drain(..excess);
            }
            StandingEvent::IncidentClosed { emergency } => {
                standing.incidents.remove(emergency);
            }
        }
        Ok(standing)
    }
}
