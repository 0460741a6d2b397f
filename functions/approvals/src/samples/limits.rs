//! Samples of daily limits.

use kernel::{Currency, Money};

use super::processes::money;
use super::{day, line};
use crate::ProcessId;
use crate::limit::{Entry, LimitEvent, Scope};
use crate::rules::Basis;

/// A limit of which one process has taken.
pub fn taken_by(scope: Scope, limit: &str, process: ProcessId, minor: i64) -> Vec<LimitEvent> {
    let amount = Money::from_minor(minor, Currency::RUB);
    let entry = Entry { amount, shortfall: money("75.00"), passes_by_amount: true, passes_by_shortfall: true, released: false };
    vec![
        LimitEvent::Opened { scope, day: day("2026-11-23"), limit: money(limit), basis: Basis::OrderAmount },
        LimitEvent::Considered { process, entry },
    ]
}

/// A limit of which another order has taken.
pub fn taken(scope: Scope, limit: &str, minor: i64) -> Vec<LimitEvent> {
    taken_by(scope, limit, ProcessId::derive(&["another"]), minor)
}

/// One of each event of a daily limit.
pub fn events() -> Vec<LimitEvent> {
    let mut events = taken(Scope::Manager { manager: line("manager") }, "20000.00", 1_500_000);
    events.push(LimitEvent::Released { process: ProcessId::derive(&["another"]) });
    events
}
