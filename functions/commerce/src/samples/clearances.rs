//! A release by customs of the sample delivery.

use super::{day, line, literal};
use crate::ClearanceId;
use crate::clearance::{Clearance, ClearanceEvent, Release};
use crate::sale::Stall;

/// What `customs` told.
pub fn release() -> Release {
    Release {
        declaration: line("decl_8a3e9fca307b8bd38fbc702b04a41652"),
        import: true,
        procedure: line("40"),
        number: Some(line("10005030/211126/0001234")),
        released_at: literal("2026-11-20T10:00:00Z"),
        released_on: day("2026-11-20"),
        shipment: Some(line(&super::facts::fact_id().to_string())),
    }
}

/// The clearance's id.
pub fn id() -> ClearanceId {
    Clearance::id_of(release().declaration.as_str())
}

/// It was noted, and its delivery is known.
pub fn noted() -> ClearanceEvent {
    ClearanceEvent::Noted { id: id(), release: release(), fact: Some(super::facts::fact_id()) }
}

/// It was noted, and nobody knows its delivery.
pub fn unlinked() -> ClearanceEvent {
    ClearanceEvent::Noted { id: id(), release: Release { shipment: None, ..release() }, fact: None }
}

/// What was refused.
pub fn stall() -> Stall {
    Stall { step: line("commerce.move-cleared-goods"), code: line("commerce.fact.not-an-own-company") }
}

/// One of each event.
pub fn events() -> Vec<ClearanceEvent> {
    vec![
        noted(),
        ClearanceEvent::NumberLearnt { number: line("10005030/211126/0001234") },
        ClearanceEvent::Linked { fact: super::facts::fact_id() },
        ClearanceEvent::Stalled { stall: stall() },
        ClearanceEvent::Resumed { note: line("Відкрито книги") },
    ]
}
