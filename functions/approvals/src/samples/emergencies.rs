//! Samples of emergency approvals.

use super::processes::{client, justification, money, reason};
use super::{day, line, literal};
use crate::emergency::{Channel, EmergencyApproval, EmergencyEvent, Ground, Recorded, StandingEvent};
use crate::{EmergencyId, Level};

/// The emergency of the sample process.
pub fn id() -> EmergencyId {
    EmergencyApproval::id_of(super::processes::id())
}

/// As it was recorded.
pub fn recorded() -> Recorded {
    Recorded {
        id: id(),
        process: super::processes::id(),
        shipment: line(super::processes::ORDER),
        submission: 1,
        number: line("ЗК-000431"),
        client: client(),
        manager: line("manager"),
        submitted_by: Some(line("manager")),
        total: money("150000.00"),
        shortfall: money("10500.00"),
        deviation: Some(kernel::Percentage::from_hundredths(700)),
        level: Level::Rbu,
        units: vec![line("north")],
        authorised: super::rosters::person("dp"),
        channel: Channel::Phone,
        ground: Ground::ContractWithPenalties,
        proof: justification(),
        obtained_at: literal("2026-11-23T06:30:00Z"),
        recorded_at: literal(super::MONDAY),
        consent_by: literal("2026-11-23T09:00:00Z"),
        remind_at: literal("2026-11-24T07:00:00Z"),
        violation_at: literal("2026-11-25T07:00:00Z"),
    }
}

/// One of each event of an emergency.
pub fn events() -> Vec<EmergencyEvent> {
    let by = || super::rosters::person("dp");
    vec![
        EmergencyEvent::Recorded(Box::new(recorded())),
        EmergencyEvent::ConsentGiven,
        EmergencyEvent::ConsentDenied,
        EmergencyEvent::ConsentLapsed,
        EmergencyEvent::Confirmed { by: by() },
        EmergencyEvent::Refused { by: by(), reason: reason() },
        EmergencyEvent::Reminded,
        EmergencyEvent::Violated,
        EmergencyEvent::IncidentOpened { in_quarter: 1 },
        EmergencyEvent::IncidentClosed { by: by(), conclusion: reason() },
    ]
}

/// One of each event of a standing.
pub fn standing_events() -> Vec<StandingEvent> {
    vec![
        StandingEvent::Used { emergency: id(), day: day("2026-11-23") },
        StandingEvent::IncidentOpened { emergency: id(), at: literal(super::MONDAY) },
        StandingEvent::IncidentClosed { emergency: id() },
    ]
}

/// A standing that has used some emergencies in the month of an instant.
#[cfg(test)]
pub(crate) fn used(count: usize, at: &str) -> Vec<StandingEvent> {
    let day = testkit::moment(at).day_in(chrono_tz::Europe::Moscow);
    (0..count).map(|n| StandingEvent::Used { emergency: EmergencyId::derive(&["used", &n.to_string()]), day }).collect()
}
