//! Entries by their place in the chain of hashes.

use kernel::view::{Range, RowQuery};
use kernel::{Change, Row, Step, View, ViewSpec};
use posting::{BookId, EntryId, JournalEntry};
use serde::{Deserialize, Serialize};

/// The view's name.
pub const VIEW: &str = "ledger-sealed";

/// Entries by their place in the chain of hashes.
pub struct SealedFromJournalEntry;

/// One link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedRow {
    /// Its place.
    pub sequence: u64,
    /// The entry.
    pub entry_id: EntryId,
}

/// The links of a book's chain from one place to another, both included.
pub fn between(book: BookId, first: u64, last: u64) -> RowQuery {
    // As wide as the largest place, so that places sort as texts.
    RowQuery::new(VIEW, book.to_string()).within(Range::Between(sort(first), sort(last)))
}

fn sort(sequence: u64) -> String {
    format!("{sequence:020}")
}

impl View for SealedFromJournalEntry {
    type Aggregate = JournalEntry;
    const SPEC: ViewSpec =
        ViewSpec { name: "ledger.sealed-from-journal-entry", view: VIEW, summary: "Entries by their place in the chain of hashes." };

    fn project(step: &Step<'_, JournalEntry>) -> Vec<Change> {
        let newly = step.after.sealed.as_ref().filter(|_| step.before.is_none_or(|before| before.sealed.is_none()));
        let Some(mark) = newly else { return Vec::new() };
        let data = serde_json::to_value(SealedRow { sequence: mark.sequence, entry_id: step.after.entry.id }).unwrap_or_default();
        vec![Change::Put(Row::new(step.after.entry.book.to_string(), sort(mark.sequence), data))]
    }
}
