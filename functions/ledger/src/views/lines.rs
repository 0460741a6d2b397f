//! Lines of entries, by account and by party: statements.

use kernel::view::{Order, RowQuery};
use kernel::{Change, Day, Line, Moment, Money, Row, Step, View, ViewSpec};
use posting::{AccountCode, BookId, EntryId, JournalEntry, Original, PartyId, Side, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::entries::days;

/// The view's name.
pub const VIEW: &str = "ledger-lines";

/// Lines of entries, by account and by party.
pub struct LinesFromJournalEntry;

/// A line of a statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LineItem {
    /// Its entry.
    pub entry_id: EntryId,
    /// The day that it counts for.
    pub day: Day,
    /// When it was written.
    pub recorded_at: Moment,
    /// Which account.
    pub account: AccountCode,
    /// Which side.
    pub side: Side,
    /// How much.
    pub amount: Money,
    /// In the document's currency, where it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<Original>,
    /// With whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyId>,
    /// The other own company's book.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<BookId>,
    /// For the reader.
    pub text: Line,
    /// What caused it.
    pub source: Source,
    /// The entry that its entry takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reverses: Option<EntryId>,
}

/// The lines of an account.
pub fn of_account(book: BookId, account: &AccountCode, from: Day, to: Day) -> RowQuery {
    RowQuery::new(VIEW, format!("A#{book}#{account}")).within(days(from, to))
}

/// The lines with a party, on all accounts.
pub fn of_party(book: BookId, party: PartyId, from: Day, to: Day) -> RowQuery {
    RowQuery::new(VIEW, format!("P#{book}#{party}")).by(Order::Index1).within(days(from, to))
}

impl View for LinesFromJournalEntry {
    type Aggregate = JournalEntry;
    const SPEC: ViewSpec =
        ViewSpec { name: "ledger.lines-from-journal-entry", view: VIEW, summary: "Lines of entries, by account and by party." };

    fn project(step: &Step<'_, JournalEntry>) -> Vec<Change> {
        // Lines never change: they are written with the entry's first commit.
        if step.before.is_some() {
            return Vec::new();
        }
        let (entry, recorded_at) = (&step.after.entry, step.after.recorded_at);
        let row = |(n, line): (usize, &posting::EntryLine)| {
            let item = LineItem {
                entry_id: entry.id,
                day: entry.day,
                recorded_at,
                account: line.account.clone(),
                side: line.side,
                amount: line.amount,
                original: line.original,
                party: line.party,
                partner: line.partner,
                text: entry.text.clone(),
                source: entry.source.clone(),
                reverses: entry.reverses,
            };
            let sort = format!("{}#{recorded_at}#{}#{n:02}", entry.day, entry.id);
            let data = serde_json::to_value(item).unwrap_or_default();
            let row = Row::new(format!("A#{}#{}", entry.book, line.account), sort.clone(), data);
            Change::Put(match line.party {
                Some(party) => row.with_index1(format!("P#{}#{party}", entry.book), sort),
                None => row,
            })
        };
        entry.lines.iter().enumerate().map(row).collect()
    }
}
