//! One table of codes: how far it is imported, and what waits for a person.

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::reaction::OutsideError;
use kernel::{Context, Facts, Line, Moment, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::book::{Book, book_key};
use super::event::{Held, Import, Imported, TableEvent};
use super::{Table, TableRefusal};

/// Shortest time after a failure, in milliseconds; it doubles with each.
const AGAIN_MS: i64 = 60_000;
/// Most doublings: beyond them the table's own time to live is shorter anyway.
const DOUBLINGS_MAX: u32 = 10;

/// An import of which some parts are still to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Importing {
    /// Which.
    pub import: Import,
    /// How many parts are there.
    pub part: u32,
    /// When the last of them came.
    pub at: Moment,
}

/// The last failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Failure {
    /// Why.
    pub error: OutsideError,
    /// When.
    pub at: Moment,
}

/// A look at all sections of a table, some at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Round {
    /// When the first of them was asked.
    pub begun_at: Moment,
    /// The last one that was asked.
    pub through: Line,
}

/// One table of codes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReferenceTable {
    /// Which.
    pub table: Table,
    /// The version that is served; 0 before the first import.
    pub version: u32,
    /// The import that made it.
    pub current: Option<Import>,
    /// When that was complete.
    pub completed_at: Option<Moment>,
    /// An import that is on its way.
    pub importing: Option<Importing>,
    /// Imports that wait for a person: at most one of a source and scope.
    pub held: Vec<Held>,
    /// When its source last answered for all of it.
    pub checked_at: Option<Moment>,
    /// A look at its sections that is not at its end.
    pub round: Option<Round>,
    /// When a person last wanted its source to be asked, until that is done.
    pub requested_at: Option<Moment>,
    /// The last failure, until a later success.
    pub failure: Option<Failure>,
    /// Failures since the last success.
    pub failures: u32,
}

impl ReferenceTable {
    /// A table into which nothing was imported.
    pub const fn of(table: Table) -> Self {
        Self {
            table,
            version: 0,
            current: None,
            completed_at: None,
            importing: None,
            held: Vec::new(),
            checked_at: None,
            round: None,
            requested_at: None,
            failure: None,
            failures: 0,
        }
    }

    /// When its source is to be asked: now when a person wants it, otherwise when what was read
    /// last is no longer good, and after a failure later and later.
    pub fn due_at(&self) -> Moment {
        let by_age = match (&self.round, self.checked_at) {
            // The rest of a round goes on at once.
            (Some(round), _) => round.begun_at,
            (None, Some(checked)) => checked.plus_ms(self.table.ttl_ms()),
            (None, None) => Moment::from_unix_ms(0),
        };
        let due = self.requested_at.map_or(by_age, |requested| requested.min(by_age));
        let again = self.failure.as_ref().filter(|_| self.failures > 0).map(|failure| {
            let wait = AGAIN_MS.saturating_mul(1_i64.wrapping_shl(self.failures.min(DOUBLINGS_MAX))).min(self.table.ttl_ms());
            failure.at.plus_ms(wait)
        });
        again.map_or(due, |again| due.max(again))
    }

    /// Whether it should be written down that the source was asked and said nothing new: once a
    /// time to live, since each of these answers as an event would be most of the store.
    pub fn should_tell_check(&self, now: Moment) -> bool {
        let age = self.checked_at.map(|checked| now.ms_since(checked));
        let is_old = age.is_none_or(|age| age.saturating_mul(2) >= self.table.ttl_ms());
        is_old || self.requested_at.is_some() || self.failures > 0 || self.round.is_some()
    }

    /// What must be read to compare with: the book of the current version.
    pub fn wants_book(table: Option<&Self>) -> Vec<Want> {
        let current = table.and_then(|table| table.current.as_ref());
        current.map(|current| Want::Content { key: book_key(&current.sha256) }).into_iter().collect()
    }

    /// The book of the current version; empty before the first.
    ///
    /// # Errors
    /// When there should be one and it cannot be read: then nothing may be compared with it.
    pub fn book(table: Option<&Self>, facts: &Facts) -> Result<Book, TableRefusal> {
        match table.and_then(|table| table.current.as_ref()) {
            None => Ok(Book::default()),
            Some(current) => read_book(facts, &current.sha256),
        }
    }

    fn succeeded(self, at: Moment) -> Self {
        // A failure of this very round, such as a section that does not exist, is still shown.
        let begun = self.round.as_ref().map_or(at, |round| round.begun_at);
        let failure = self.failure.filter(|failure| failure.at >= begun);
        Self { checked_at: Some(at), round: None, requested_at: None, failures: 0, failure, ..self }
    }

    fn imported(mut self, imported: &Imported, at: Moment) -> Self {
        self.importing = Some(Importing { import: imported.import.clone(), part: imported.part, at });
        self
    }

    fn completed(mut self, version: u32, at: Moment) -> Result<Self, Impossible> {
        let importing = self.importing.take().filter(|importing| importing.import.version == version);
        let import = importing.ok_or_else(|| Impossible::new(format!("version {version} was not imported")))?.import;
        let is_answer = import.source.answers(&import.scope);
        (self.version, self.current, self.completed_at) = (version, Some(import), Some(at));
        Ok(if is_answer { self.succeeded(at) } else { self })
    }
}

/// A book that was wanted.
pub(crate) fn read_book(facts: &Facts, sha256: &str) -> Result<Book, TableRefusal> {
    facts.content(&book_key(sha256)).and_then(Book::read).ok_or(TableRefusal::Unreadable)
}

/// Today, for the tenant.
pub(crate) fn today(context: &Context) -> kernel::Day {
    context.now.day_in(context.settings.time_zone)
}

impl Aggregate for ReferenceTable {
    type Kind = kernel::id::kinds::ReferenceTable;
    type Event = TableEvent;
    const NAME: &'static str = "customs.reference-table";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &TableEvent, meta: &Meta) -> Result<Self, Impossible> {
        let at = meta.at;
        match (state, event) {
            (state, TableEvent::Imported(imported)) => Ok(state.unwrap_or_else(|| Self::of(imported.import.table)).imported(imported, at)),
            (state, TableEvent::Checked { table, through: None }) => Ok(state.unwrap_or_else(|| Self::of(*table)).succeeded(at)),
            (state, TableEvent::Checked { table, through: Some(through) }) => {
                let state = state.unwrap_or_else(|| Self::of(*table));
                let begun_at = state.round.as_ref().map_or(at, |round| round.begun_at);
                Ok(Self { round: Some(Round { begun_at, through: through.clone() }), failures: 0, ..state })
            }
            (state, TableEvent::Held(held)) => {
                let mut state = state.unwrap_or_else(|| Self::of(held.table));
                state.held.retain(|known| known.source != held.source || known.scope != held.scope);
                state.held.push(held.clone());
                Ok(if held.source.answers(&held.scope) { state.succeeded(at) } else { state })
            }
            (state, TableEvent::Failed { table, error }) => {
                let state = state.unwrap_or_else(|| Self::of(*table));
                let failures = state.failures.saturating_add(1);
                Ok(Self { failure: Some(Failure { error: error.clone(), at }), failures, ..state })
            }
            (state, TableEvent::Requested { table }) => {
                let state = state.unwrap_or_else(|| Self::of(*table));
                // What a person asks for is not put off by failures before.
                Ok(Self { requested_at: Some(at), failures: 0, ..state })
            }
            (Some(state), TableEvent::Completed { version }) => state.completed(*version, at),
            (Some(mut state), TableEvent::Confirmed { sha256 } | TableEvent::Dismissed { sha256 }) => {
                state.held.retain(|held| held.sha256 != *sha256);
                Ok(state)
            }
            (state @ None, TableEvent::Completed { .. } | TableEvent::Confirmed { .. } | TableEvent::Dismissed { .. }) => {
                Err(Impossible::after(&state, event))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::reference::{Imports, failed, line, moment, offices};

    fn apply(state: Option<ReferenceTable>, event: &TableEvent, at: &str) -> ReferenceTable {
        let meta = Meta { at: moment(at), ..testkit::context().meta("test") };
        ReferenceTable::apply(state, event, &meta).unwrap()
    }

    #[test]
    fn c59_a_source_is_due_when_what_was_read_is_no_longer_good() {
        let checked = |table| TableEvent::Checked { table, through: None };
        let offices = apply(None, &checked(Table::CustomsOffices), "2026-11-21T08:00:00Z");
        assert_eq!(offices.due_at(), moment("2026-11-21T09:00:00Z"));
        let templates = apply(None, &checked(Table::Templates), "2026-11-21T08:00:00Z");
        assert_eq!(templates.due_at(), moment("2026-11-22T08:00:00Z"));
    }

    #[test]
    fn a_source_that_fails_is_due_later_and_later_and_at_once_when_a_person_wants_it() {
        let mut table = apply(None, &failed(), "2026-11-21T08:00:00Z");
        let mut waits = Vec::new();
        for _ in 0..8 {
            waits.push(table.due_at().ms_since(moment("2026-11-21T08:00:00Z")) / 60_000);
            table = apply(Some(table), &failed(), "2026-11-21T08:00:00Z");
        }
        assert_eq!(waits, [2, 4, 8, 16, 32, 60, 60, 60]);
        let wanted = apply(Some(table), &TableEvent::Requested { table: Table::CustomsOffices }, "2026-11-21T08:05:00Z");
        assert!(wanted.due_at() <= moment("2026-11-21T08:05:00Z"));
        // Without an answer it is put off again.
        assert!(apply(Some(wanted), &failed(), "2026-11-21T08:06:00Z").due_at() > moment("2026-11-21T08:06:00Z"));
    }

    #[test]
    fn a_round_ends_where_it_is_said_to() {
        let through = TableEvent::Checked { table: Table::FormDefinitions, through: Some(line("1002007E")) };
        let begun = apply(None, &through, "2026-11-21T08:00:00Z");
        let round = begun.round.clone().unwrap();
        assert_eq!((begun.due_at(), round.through), (moment("2026-11-21T08:00:00Z"), line("1002007E")));
        let ended = apply(Some(begun), &TableEvent::Checked { table: Table::FormDefinitions, through: None }, "2026-11-21T08:01:00Z");
        assert_eq!((ended.round.clone(), ended.due_at()), (None, moment("2026-11-22T08:01:00Z")));
    }

    #[test]
    fn a_version_that_was_not_imported_cannot_be_complete() {
        let state = Imports::of(Table::CustomsOffices, &[offices(3)]).state();
        let meta = testkit::context().meta("test");
        assert!(ReferenceTable::apply(Some(state.clone()), &TableEvent::Completed { version: 2 }, &meta).is_err());
        assert!(ReferenceTable::apply(None, &TableEvent::Completed { version: 1 }, &meta).is_err());
        let stored = serde_json::to_value(&state).unwrap();
        assert_eq!(serde_json::from_value::<ReferenceTable>(stored).unwrap(), state);
    }
}
