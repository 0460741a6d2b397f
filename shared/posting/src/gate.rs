//! The doors of accounting periods.
//!
//! Closing a month must exclude every entry that is being written at that moment, and
//! entries must not exclude each other. So a month has sixteen gates: an entry rests on one
//! of them, chosen by its id; closing writes all of them in one step.

use kernel::aggregate::{Aggregate, Impossible, Meta, Version};
use kernel::{Day, Event, Facts, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::month::Month;
use crate::refusal::PostingRefusal;
use crate::{BookId, EntryId, GateId};

/// Gates of one month. With the book they fit into one transaction; two entries written at
/// the same moment look at the same gate once in sixteen times.
pub const GATES: u8 = 16;

/// One sixteenth of the door of a month. A month whose gates do not exist is open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PeriodGate {
    /// Of which book.
    pub book: BookId,
    /// Of which month.
    pub month: Month,
    /// Nothing passes.
    pub closed: bool,
}

/// What happened to a gate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum PeriodGateEvent {
    /// The month was closed.
    #[serde(rename = "closed.v1")]
    Closed {
        /// Of which book.
        book: BookId,
        /// Which month.
        month: Month,
    },
    /// The month was opened again.
    #[serde(rename = "reopened.v1")]
    Reopened {
        /// Why.
        reason: Line,
    },
}

impl Aggregate for PeriodGate {
    type Kind = kernel::id::kinds::PeriodGate;
    type Event = PeriodGateEvent;
    const NAME: &'static str = "ledger.period-gate";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &PeriodGateEvent, _: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None | Some(Self { closed: false, .. }), PeriodGateEvent::Closed { book, month }) => {
                Ok(Self { book: *book, month: *month, closed: true })
            }
            (Some(gate @ Self { closed: true, .. }), PeriodGateEvent::Reopened { .. }) => Ok(Self { closed: false, ..gate }),
            (state, _) => Err(Impossible::after(&state, event)),
        }
    }
}

impl Event for PeriodGateEvent {
    fn samples() -> Vec<Self> {
        crate::samples::gate_events()
    }
}

/// A gate of a month by number, below [`GATES`].
pub fn gate(book: BookId, month: Month, number: u8) -> GateId {
    GateId::derive(&[&book.to_string(), &month.to_string(), &number.to_string()])
}

/// The gate that an entry passes.
pub fn gate_of(book: BookId, day: Day, entry: EntryId) -> GateId {
    let [.., last] = *entry.uuid().as_bytes();
    gate(book, Month::of(day), last % GATES)
}

/// Whether an entry may be dated on a day, as far as its month goes. The gate must have been
/// looked up. For late facts, which are posted today when their own day is closed.
pub fn period_open(facts: &Facts, book: BookId, day: Day, entry: EntryId) -> bool {
    facts.aggregate::<PeriodGate>(gate_of(book, day, entry)).is_none_or(|gate| !gate.state.closed)
}

/// The gate that an entry passes and the version that it must keep.
///
/// # Errors
/// When the month is closed.
pub fn check_period(facts: &Facts, book: BookId, day: Day, entry: EntryId) -> Result<(GateId, Version), PostingRefusal> {
    if !period_open(facts, book, day, entry) {
        return Err(PostingRefusal::PeriodClosed { month: Month::of(day) });
    }
    let gate = gate_of(book, day, entry);
    Ok((gate, facts.version::<PeriodGate>(gate)))
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::fold_events;
    use testkit::context;

    use super::*;
    use crate::samples;

    #[test]
    fn a_gate_is_closed_and_opened_in_turns() {
        let closed = samples::gate_events()[0].clone();
        let reopened = samples::gate_events()[1].clone();
        let fold = |events: &[PeriodGateEvent]| fold_events::<PeriodGate>(None, events, &context().meta("test"));
        assert!(fold(std::slice::from_ref(&closed)).unwrap().unwrap().closed);
        assert!(!fold(&[closed.clone(), reopened.clone()]).unwrap().unwrap().closed);
        assert!(fold(&[closed.clone(), closed]).is_err() && fold(&[reopened]).is_err());
    }

    #[test]
    fn entries_spread_over_all_gates_of_their_month() {
        let day: Day = "2026-11-21".parse().unwrap();
        let gates: std::collections::BTreeSet<GateId> =
            (0..400).map(|n: u32| gate_of(samples::book_id(), day, EntryId::derive(&[&n.to_string()]))).collect();
        let all = (0..GATES).map(|number| gate(samples::book_id(), Month::of(day), number)).collect();
        assert_eq!(gates, all);
    }
}
