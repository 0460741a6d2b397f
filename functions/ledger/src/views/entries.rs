//! Entries by book and day, and by the document that caused them.

use kernel::view::{Range, RowQuery};
use kernel::{Change, Day, Moment, Row, Step, View, ViewSpec};
use posting::{BookId, Entry, EntryId, JournalEntry, SealMark};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The view's name.
pub const VIEW: &str = "ledger-entries";

/// Entries by book and day, and by the document that caused them.
pub struct EntriesFromJournalEntry;

/// An entry in a list, with its lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EntryItem {
    /// What was posted.
    pub entry: Entry,
    /// When it was written.
    pub recorded_at: Moment,
    /// By whom.
    pub recorded_by: String,
    /// Its place in the chain of hashes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealMark>,
    /// The entry that takes it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reversed_by: Option<EntryId>,
}

impl EntryItem {
    /// What is shown of an entry.
    pub fn of(posted: &JournalEntry) -> Self {
        Self {
            entry: posted.entry.clone(),
            recorded_at: posted.recorded_at,
            recorded_by: posted.recorded_by.clone(),
            sealed: posted.sealed.clone(),
            reversed_by: posted.reversed_by,
        }
    }
}

/// Rows whose sort key begins with a day, from one day to another, both included.
pub(crate) fn days(from: Day, to: Day) -> Range {
    // `$` sorts behind `#`: rows of the last day are among them.
    Range::Between(from.to_string(), format!("{to}$"))
}

/// The journal of a book.
pub fn of_book(book: BookId, from: Day, to: Day) -> RowQuery {
    RowQuery::new(VIEW, format!("B#{book}")).within(days(from, to))
}

/// What a document posted, in all books.
pub fn of_source(kind: &str, id: &str) -> RowQuery {
    RowQuery::new(VIEW, source_partition(kind, id)).by(kernel::view::Order::Index1)
}

fn source_partition(kind: &str, id: &str) -> String {
    format!("S#{kind}#{id}")
}

impl View for EntriesFromJournalEntry {
    type Aggregate = JournalEntry;
    const SPEC: ViewSpec =
        ViewSpec { name: "ledger.entries-from-journal-entry", view: VIEW, summary: "Entries by book and day, and by document." };

    fn project(step: &Step<'_, JournalEntry>) -> Vec<Change> {
        step.replace(|posted| {
            let entry = &posted.entry;
            let sort = format!("{}#{}#{}", entry.day, posted.recorded_at, entry.id);
            let data = serde_json::to_value(EntryItem::of(posted)).unwrap_or_default();
            let row = Row::new(format!("B#{}", entry.book), sort.clone(), data);
            vec![row.with_index1(source_partition(&entry.source.kind, &entry.source.id), sort)]
        })
    }
}
