//! Sums of debits and credits, by account: what balances are added up from.
//!
//! Each entry is added to the sums of its year, its month and its day, so that a balance as
//! of a day reads whole years, whole months and the days of one month, however many entries
//! there are. A fourth sum keeps the day on which the entry was recorded, for balances as
//! they were known at a day.

use chrono::Datelike;
use kernel::view::{Range, RowQuery};
use kernel::{Change, Day, Row, Step, View, ViewSpec};
use posting::{AccountCode, BookId, JournalEntry, Month};
use serde::{Deserialize, Serialize};

use super::{Turnover, add, sums};

/// The view's name.
pub const VIEW: &str = "ledger-turnovers";

/// Sums of debits and credits of accounts.
pub struct TurnoversFromJournalEntry;

/// What is summed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Summed {
    /// The account.
    pub account: AccountCode,
    /// The other own company's book.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<BookId>,
}

/// When, for the sums that tell when an entry was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Known {
    /// The day that it counts for.
    pub day: Day,
    /// The day on which it was recorded, in the book's time zone.
    pub recorded: Day,
}

/// What must be read for the sums of everything up to and including a day: at most three
/// ranges.
pub fn until(book: BookId, day: Day) -> Vec<RowQuery> {
    // Up to the day after it, exclusively: whole months and years need no days.
    let Some(end) = day.succ_opt() else { return Vec::new() };
    let month = Month::of(end);
    let mut queries = vec![RowQuery::new(VIEW, format!("Y#{book}")).within(Range::UpTo(format!("{}$", end.year().saturating_sub(1))))];
    if end.month() > 1 {
        let range = Range::Between(format!("{}-01", end.year()), format!("{}$", month.previous()));
        queries.push(RowQuery::new(VIEW, format!("M#{book}")).within(range));
    }
    if end.day() > 1 {
        let range = Range::Between(month.first_day().to_string(), format!("{day}$"));
        queries.push(RowQuery::new(VIEW, format!("D#{book}")).within(range));
    }
    queries
}

/// The sums of one account, up to and including a day or all of them; one row a day and day
/// of recording.
pub fn of_account(book: BookId, account: &AccountCode, until: Option<Day>) -> RowQuery {
    let range = until.map_or(Range::All, |day| Range::UpTo(format!("{day}$")));
    RowQuery::new(VIEW, format!("A#{book}#{account}")).within(range)
}

/// Adds up rows of [`until`].
pub fn by_account<'a>(rows: impl IntoIterator<Item = &'a Row>) -> std::collections::BTreeMap<Summed, Turnover> {
    let read = |row: &Row| Some((serde_json::from_value(row.data.clone()).ok()?, Turnover::of_row(row)));
    sums(rows.into_iter().filter_map(read))
}

/// Reads rows of [`of_account`].
pub fn by_day<'a>(rows: impl IntoIterator<Item = &'a Row>) -> impl Iterator<Item = (Known, Turnover)> {
    rows.into_iter().filter_map(|row| Some((serde_json::from_value(row.data.clone()).ok()?, Turnover::of_row(row))))
}

impl View for TurnoversFromJournalEntry {
    type Aggregate = JournalEntry;
    const SPEC: ViewSpec =
        ViewSpec { name: "ledger.turnovers-from-journal-entry", view: VIEW, summary: "Sums of debits and credits, by account and time." };

    fn project(step: &Step<'_, JournalEntry>) -> Vec<Change> {
        // An entry counts once, whatever becomes of it; its reversal is an entry of its own.
        if step.before.is_some() {
            return Vec::new();
        }
        let (entry, book) = (&step.after.entry, step.after.entry.book);
        let known = Known { day: entry.day, recorded: step.after.recorded_at.day_in(entry.zone) };
        let lines = || entry.lines.iter().map(|line| (line, Turnover::of(line.side, line.amount)));
        let of_pairs = sums(lines().map(|(line, sum)| (Summed { account: line.account.clone(), partner: line.partner }, sum)));
        let of_accounts = sums(lines().map(|(line, sum)| (&line.account, sum)));
        let month = Month::of(entry.day);
        let periods = |(summed, sum): (Summed, Turnover)| {
            let partner = summed.partner.map_or_else(|| "-".to_owned(), |partner| partner.to_string());
            let what = format!("{}#{partner}", summed.account);
            let data = serde_json::to_value(&summed).unwrap_or_default();
            [('Y', month.year().to_string()), ('M', month.to_string()), ('D', entry.day.to_string())]
                .map(|(kind, time)| add(format!("{kind}#{book}"), format!("{time}#{what}"), data.clone(), sum))
        };
        let bitemporal = of_accounts.into_iter().map(|(account, sum)| {
            let data = serde_json::to_value(known).unwrap_or_default();
            add(format!("A#{book}#{account}"), format!("{}#{}", known.day, known.recorded), data, sum)
        });
        of_pairs.into_iter().flat_map(periods).chain(bitemporal).collect()
    }
}
