//! What may be approved without a person on one day: the guard of the daily limits.
//!
//! One aggregate a manager and day, a unit and day, and a tenant's fallback and day holds all
//! that was taken of it. It is written in the same step as the approval, at the version that was
//! read; so two approvals that run at once can never both take the last of it (decision P74).

pub mod event;

use std::collections::BTreeMap;
use std::fmt;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Day, Line, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rules::Basis;
use crate::{LimitId, ProcessId};
pub use event::LimitEvent;

/// Whose limit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "scope", rename_all = "kebab-case")]
pub enum Scope {
    /// A manager's own orders.
    Manager {
        /// The subject of their token.
        manager: Line,
    },
    /// A business unit's lines.
    Unit {
        /// Which unit.
        unit: Line,
    },
    /// All that the fallback mode approves.
    Fallback,
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Manager { manager } => write!(f, "manager#{manager}"),
            Self::Unit { unit } => write!(f, "unit#{unit}"),
            Self::Fallback => f.write_str("fallback"),
        }
    }
}

/// One limit of one day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DailyLimit {
    /// Whose.
    pub scope: Scope,
    /// The tenant's civil day.
    pub day: Day,
    /// How much.
    pub limit: Money,
    /// What counts against it.
    pub basis: Basis,
    /// What was considered, by process.
    pub entries: BTreeMap<ProcessId, Entry>,
}

/// One order that was considered. Both bases are kept, so that it can be told how many orders
/// each of them would pass (decision P71).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// What it amounts to.
    pub amount: Money,
    /// What it brings less than planned.
    pub shortfall: Money,
    /// Whether it would pass all of its limits by its amount.
    pub passes_by_amount: bool,
    /// Whether it would by its shortfall.
    pub passes_by_shortfall: bool,
    /// Whether it was given back.
    pub released: bool,
}

impl Entry {
    /// What counts by a basis.
    pub const fn counted(&self, basis: Basis) -> Money {
        match basis {
            Basis::OrderAmount => self.amount,
            Basis::Shortfall => self.shortfall,
        }
    }

    /// Whether it would pass by a basis.
    pub const fn passes(&self, basis: Basis) -> bool {
        match basis {
            Basis::OrderAmount => self.passes_by_amount,
            Basis::Shortfall => self.passes_by_shortfall,
        }
    }
}

impl DailyLimit {
    /// The id of a limit of a day.
    pub fn id_of(scope: &Scope, day: Day) -> LimitId {
        LimitId::derive(&["limit", &scope.to_string(), &day.to_string()])
    }

    /// What is taken, were only this basis in force.
    pub fn taken(&self, basis: Basis) -> Money {
        let counted = self.entries.values().filter(|entry| entry.passes(basis) && !entry.released).map(|entry| entry.counted(basis));
        // A sum that does not fit must look spent, never free.
        Money::sum(counted, self.limit.currency()).unwrap_or(Money::from_minor(i64::MAX, self.limit.currency()))
    }

    /// What is left.
    pub fn left(&self) -> Money {
        self.limit.minus(self.taken(self.basis)).unwrap_or(Money::zero(self.limit.currency()))
    }

    /// Whether one more would fit (decision P06: what overflows does not fit).
    pub fn fits(&self, basis: Basis, more: Money) -> bool {
        self.taken(basis).plus(more).is_ok_and(|sum| sum.minor() <= self.limit.minor())
    }
}

impl Aggregate for DailyLimit {
    type Kind = kernel::id::kinds::DailyLimit;
    type Event = LimitEvent;
    const NAME: &'static str = "approvals.daily-limit";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &LimitEvent, _: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, LimitEvent::Opened { scope, day, limit, basis }) => {
                Ok(Self { scope: scope.clone(), day: *day, limit: *limit, basis: *basis, entries: BTreeMap::new() })
            }
            (Some(mut limit), event) => {
                limit.change(event).ok_or_else(|| Impossible::after(&Some(&limit), event))?;
                Ok(limit)
            }
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}

impl DailyLimit {
    fn change(&mut self, event: &LimitEvent) -> Option<()> {
        match event {
            LimitEvent::Opened { .. } => return None,
            LimitEvent::Considered { process, entry } => {
                // The law of the limit, checked on the way in as well as when it is decided.
                if entry.passes(self.basis) && !self.fits(self.basis, entry.counted(self.basis)) {
                    return None;
                }
                self.entries.insert(*process, *entry);
            }
            LimitEvent::Released { process } => self.entries.get_mut(process)?.released = true,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::fold_events;
    use proptest::prelude::*;
    use testkit::context;

    use super::*;
    use crate::samples::processes::money;

    fn scope() -> Scope {
        Scope::Manager { manager: crate::samples::line("manager") }
    }

    fn opened() -> LimitEvent {
        LimitEvent::Opened { scope: scope(), day: "2026-11-20".parse().unwrap(), limit: money("20000.00"), basis: Basis::OrderAmount }
    }

    fn considered(n: usize, minor: i64, passes: bool) -> LimitEvent {
        let amount = Money::from_minor(minor, kernel::Currency::RUB);
        let entry = Entry { amount, shortfall: money("1.00"), passes_by_amount: passes, passes_by_shortfall: true, released: false };
        LimitEvent::Considered { process: ProcessId::derive(&[&n.to_string()]), entry }
    }

    fn fold(events: &[LimitEvent]) -> Result<Option<DailyLimit>, Impossible> {
        fold_events::<DailyLimit>(None, events, &context().meta("test"))
    }

    #[test]
    fn p74_exactly_the_limit_is_allowed_and_a_kopeck_more_is_not() {
        let limit = fold(&[opened(), considered(1, 1_500_000, true)]).unwrap().unwrap();
        assert!(limit.fits(Basis::OrderAmount, money("5000.00")) && !limit.fits(Basis::OrderAmount, money("5000.01")));
        assert!(fold(&[opened(), considered(1, 1_500_000, true), considered(2, 500_001, true)]).is_err());
        let released = LimitEvent::Released { process: ProcessId::derive(&["1"]) };
        let free = fold(&[opened(), considered(1, 1_500_000, true), released]).unwrap().unwrap();
        assert_eq!(free.left(), money("20000.00"));
        assert_ne!(DailyLimit::id_of(&scope(), limit.day), DailyLimit::id_of(&scope(), limit.day.succ_opt().unwrap()));
    }

    #[test]
    fn p06_what_overflows_does_not_fit() {
        let limit = fold(&[opened(), considered(1, 1, true)]).unwrap().unwrap();
        assert!(!limit.fits(Basis::OrderAmount, Money::from_minor(i64::MAX, kernel::Currency::RUB)));
        assert!(!limit.fits(Basis::OrderAmount, Money::from_minor(1, kernel::Currency::USD)));
    }

    proptest! {
        /// Many writers, each with what it read: whoever comes second decides again, so that the
        /// limit is the same as if they had come one after the other.
        #[test]
        fn p74_no_order_of_writers_overspends(amounts in prop::collection::vec(1i64..900_000, 1..40)) {
            let mut events = vec![opened()];
            for (n, minor) in amounts.iter().enumerate() {
                let state = fold(&events).unwrap().unwrap();
                let passes = state.fits(Basis::OrderAmount, Money::from_minor(*minor, kernel::Currency::RUB));
                events.push(considered(n, *minor, passes));
            }
            let state = fold(&events).unwrap().unwrap();
            prop_assert!(state.taken(Basis::OrderAmount).minor() <= state.limit.minor());
        }
    }
}
