//! Sums of debits and credits with a party, by day and account: the opening of a statement.

use kernel::view::{Range, RowQuery};
use kernel::{Change, Day, Row, Step, View, ViewSpec};
use posting::{AccountCode, BookId, JournalEntry, PartyId};
use serde::{Deserialize, Serialize};

use super::{Turnover, add, sums};

/// The view's name.
pub const VIEW: &str = "ledger-party-turnovers";

/// Sums of debits and credits with parties.
pub struct PartyTurnoversFromJournalEntry;

/// What is summed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PartySum {
    /// The account.
    pub account: AccountCode,
    /// The day that it counts for.
    pub day: Day,
}

/// The sums with a party up to and including a day.
pub fn until(book: BookId, party: PartyId, day: Day) -> RowQuery {
    RowQuery::new(VIEW, format!("P#{book}#{party}")).within(Range::UpTo(format!("{day}$")))
}

/// Reads rows of [`until`].
pub fn by_account_and_day<'a>(rows: impl IntoIterator<Item = &'a Row>) -> impl Iterator<Item = (PartySum, Turnover)> {
    rows.into_iter().filter_map(|row| Some((serde_json::from_value(row.data.clone()).ok()?, Turnover::of_row(row))))
}

impl View for PartyTurnoversFromJournalEntry {
    type Aggregate = JournalEntry;
    const SPEC: ViewSpec =
        ViewSpec { name: "ledger.party-turnovers-from-journal-entry", view: VIEW, summary: "Sums of debits and credits, by party." };

    fn project(step: &Step<'_, JournalEntry>) -> Vec<Change> {
        if step.before.is_some() {
            return Vec::new();
        }
        let entry = &step.after.entry;
        let with_party = entry.lines.iter().filter_map(|line| Some(((line.party?, &line.account), Turnover::of(line.side, line.amount))));
        let added = |((party, account), sum): ((PartyId, &AccountCode), Turnover)| {
            let data = serde_json::to_value(PartySum { account: account.clone(), day: entry.day }).unwrap_or_default();
            add(format!("P#{}#{party}", entry.book), format!("{}#{account}", entry.day), data, sum)
        };
        sums(with_party).into_iter().map(added).collect()
    }
}
