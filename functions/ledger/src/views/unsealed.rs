//! Entries that are not in the chain of hashes yet.

use kernel::view::RowQuery;
use kernel::{Change, Row, Step, View, ViewSpec};
use posting::{BookId, EntryId, JournalEntry};
use serde::{Deserialize, Serialize};

/// The view's name.
pub const VIEW: &str = "ledger-unsealed";

/// Entries that are not in the chain of hashes yet, in the order in which they were written.
pub struct UnsealedFromJournalEntry;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsealedRow {
    /// The entry.
    pub entry_id: EntryId,
}

/// Of a book, the oldest first.
pub fn of_book(book: BookId) -> RowQuery {
    RowQuery::new(VIEW, book.to_string())
}

impl View for UnsealedFromJournalEntry {
    type Aggregate = JournalEntry;
    const SPEC: ViewSpec =
        ViewSpec { name: "ledger.unsealed-from-journal-entry", view: VIEW, summary: "Entries that are not in the chain of hashes yet." };

    fn project(step: &Step<'_, JournalEntry>) -> Vec<Change> {
        let rows = |posted: &JournalEntry| -> Vec<Row> {
            if posted.sealed.is_some() {
                return Vec::new();
            }
            let data = serde_json::to_value(UnsealedRow { entry_id: posted.entry.id }).unwrap_or_default();
            vec![Row::new(posted.entry.book.to_string(), format!("{}#{}", posted.recorded_at, posted.entry.id), data)]
        };
        let unchanged = step.before.is_some_and(|before| before.sealed.is_some() == step.after.sealed.is_some());
        if unchanged { Vec::new() } else { step.replace(rows) }
    }
}
