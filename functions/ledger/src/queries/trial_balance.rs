//! Shows the trial balance of a book.

use std::collections::BTreeMap;

use kernel::view::RowQuery;
use kernel::{Answer, Context, Currency, Day, Facts, Line, Money, Query, QuerySpec, Route, Want};
use posting::{AccountCode, AccountKind, Book, BookId, Journal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{book_in, range};
use crate::READERS;
use crate::balance::{Reading, money};
use crate::book::BookRefusal;
use crate::views::{Turnover, turnovers};

/// Shows what stands on the accounts of a book: at the beginning, moved between two days, at
/// the end. With `known_at`, as it was known at the end of that day.
///
/// Without it, whole years and months are added up, so the answer takes as long for a million
/// entries as for a thousand.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetTrialBalance {
    /// Which book.
    pub book_id: BookId,
    /// The first day; the book's first by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last day; today by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// Only what was recorded on this day or before; everything by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_at: Option<Day>,
    /// Which journal; the financial one by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journal: Option<Journal>,
}

/// A trial balance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TrialBalance {
    /// Of which book.
    pub book_id: BookId,
    /// Its name.
    pub name: Line,
    /// What it is kept in.
    pub currency: Currency,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub as_of: Day,
    /// Only what was recorded on this day or before, if that was asked.
    pub known_at: Option<Day>,
    /// Which journal.
    pub journal: Journal,
    /// Accounts on which something stood or moved, by code.
    pub lines: Vec<TrialLine>,
    /// The sums of the columns.
    pub totals: Columns,
    /// Debit equals credit in every pair of columns. An entry that comes in while this is
    /// read may show otherwise for a moment.
    pub balanced: bool,
}

/// One account of a trial balance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TrialLine {
    /// Its code.
    pub account: AccountCode,
    /// Its name.
    pub name: Line,
    /// What it counts.
    pub kind: AccountKind,
    /// Its sums.
    pub sums: Columns,
}

/// The six columns: of each balance one side is zero.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Columns {
    /// Balance before the first day, where it is a debit.
    pub opening_debit: Money,
    /// Balance before the first day, where it is a credit.
    pub opening_credit: Money,
    /// Debits from the first to the last day.
    pub debit: Money,
    /// Credits from the first to the last day.
    pub credit: Money,
    /// Balance after the last day, where it is a debit.
    pub closing_debit: Money,
    /// Balance after the last day, where it is a credit.
    pub closing_credit: Money,
}

impl Columns {
    /// From what had moved before the first day and what has by the end of the last.
    pub(super) fn of(before: Turnover, after: Turnover, currency: Currency) -> Result<Self, BookRefusal> {
        let debit = |balance: i128| money(balance.max(0), currency);
        let credit = |balance: i128| money(balance.min(0).saturating_neg(), currency);
        let moved = after.minus(before);
        Ok(Self {
            opening_debit: debit(before.balance())?,
            opening_credit: credit(before.balance())?,
            debit: money(moved.debit, currency)?,
            credit: money(moved.credit, currency)?,
            closing_debit: debit(after.balance())?,
            closing_credit: credit(after.balance())?,
        })
    }

    /// The sums of columns.
    pub(super) fn total<'a>(columns: impl IntoIterator<Item = &'a Self>, currency: Currency) -> Result<Self, BookRefusal> {
        let zero = Money::zero(currency);
        let mut total =
            Self { opening_debit: zero, opening_credit: zero, debit: zero, credit: zero, closing_debit: zero, closing_credit: zero };
        let plus = |one: Money, other: Money| one.plus(other).map_err(|_| BookRefusal::TooMuchToAdd);
        for one in columns {
            total = Self {
                opening_debit: plus(total.opening_debit, one.opening_debit)?,
                opening_credit: plus(total.opening_credit, one.opening_credit)?,
                debit: plus(total.debit, one.debit)?,
                credit: plus(total.credit, one.credit)?,
                closing_debit: plus(total.closing_debit, one.closing_debit)?,
                closing_credit: plus(total.closing_credit, one.closing_credit)?,
            };
        }
        Ok(total)
    }

    fn balanced(&self) -> bool {
        self.opening_debit == self.opening_credit && self.debit == self.credit && self.closing_debit == self.closing_credit
    }
}

/// What had moved on each account before the first day, and by the end of the last.
type Moved = BTreeMap<AccountCode, (Turnover, Turnover)>;

impl GetTrialBalance {
    fn journal(&self) -> Journal {
        self.journal.unwrap_or(Journal::Financial)
    }

    /// The codes of the journal's accounts.
    fn accounts<'a>(&self, book: &'a Book) -> impl Iterator<Item = &'a AccountCode> {
        let control = self.journal() == Journal::Control;
        book.accounts.iter().filter(move |(_, account)| (account.kind == AccountKind::Control) == control).map(|(code, _)| code)
    }

    fn before<'a>(&self, from: Day, facts: &'a Facts) -> Reading<'a> {
        let ranges = from.pred_opt().map(|day| turnovers::until(self.book_id, day)).unwrap_or_default();
        Reading::of(ranges, facts)
    }

    fn after<'a>(&self, as_of: Day, facts: &'a Facts) -> Reading<'a> {
        Reading::of(turnovers::until(self.book_id, as_of), facts)
    }

    fn known<'a>(&self, book: &Book, as_of: Day, facts: &'a Facts) -> Reading<'a> {
        Reading::of(self.accounts(book).map(|code| turnovers::of_account(self.book_id, code, Some(as_of))), facts)
    }

    /// From whole years, months and days.
    fn moved(&self, from: Day, as_of: Day, facts: &Facts) -> Result<Moved, BookRefusal> {
        let mut moved = Moved::new();
        for (summed, sum) in turnovers::by_account(self.before(from, facts).rows()?) {
            let (before, _) = moved.entry(summed.account).or_default();
            *before = before.plus(sum);
        }
        for (summed, sum) in turnovers::by_account(self.after(as_of, facts).rows()?) {
            let (_, after) = moved.entry(summed.account).or_default();
            *after = after.plus(sum);
        }
        Ok(moved)
    }

    /// From days and days of recording, account by account.
    fn moved_as_known(&self, book: &Book, days: (Day, Day), known_at: Day, facts: &Facts) -> Result<Moved, BookRefusal> {
        let (from, as_of) = days;
        // All of them together must fit into one answer.
        self.known(book, as_of, facts).check()?;
        let of_account = |code: &AccountCode| {
            let (before, after) = known_moves(turnovers::of_account(self.book_id, code, Some(as_of)), from, known_at, facts)?;
            Ok((code.clone(), (before, after)))
        };
        self.accounts(book).map(of_account).collect()
    }

    fn line(&self, book: &Book, code: AccountCode, before: Turnover, after: Turnover) -> Option<Result<TrialLine, BookRefusal>> {
        let account = book.accounts.get(&code)?;
        let still = before.balance() == 0 && after == before;
        if still || (account.kind == AccountKind::Control) != (self.journal() == Journal::Control) {
            return None;
        }
        let line = |sums| TrialLine { account: code, name: account.name.clone(), kind: account.kind, sums };
        Some(Columns::of(before, after, book.currency).map(line))
    }
}

/// What had moved on one account before a day, and in all, as known at a day.
pub(super) fn known_moves(range: RowQuery, from: Day, known_at: Day, facts: &Facts) -> Result<(Turnover, Turnover), BookRefusal> {
    let reading = Reading::of([range], facts);
    let (mut before, mut after) = (Turnover::default(), Turnover::default());
    for (known, sum) in turnovers::by_day(reading.rows()?) {
        if known.recorded > known_at {
            continue;
        }
        after = after.plus(sum);
        if known.day < from {
            before = before.plus(sum);
        }
    }
    Ok((before, after))
}

impl Query for GetTrialBalance {
    type Answer = TrialBalance;
    type Refusal = BookRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "ledger.get-trial-balance",
        route: Route::get("/ledger/books/{book_id}/trial-balance"),
        roles: READERS,
        summary: "Shows the trial balance of a book, as of a day and as known at a day.",
    };

    fn wants(&self, facts: &Facts, context: &Context) -> Vec<Want> {
        let mut wants = vec![Want::aggregate::<Book>(self.book_id)];
        let Ok(book) = book_in(facts, self.book_id) else { return wants };
        let Ok((from, as_of)) = range(book, self.from, self.as_of, context) else { return wants };
        if self.known_at.is_some() {
            wants.extend(self.known(book, as_of, facts).wants());
        } else {
            wants.extend(self.before(from, facts).wants());
            wants.extend(self.after(as_of, facts).wants());
        }
        wants
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<TrialBalance>, BookRefusal> {
        let book = book_in(facts, self.book_id)?;
        let (from, as_of) = range(book, self.from, self.as_of, context)?;
        let moved = match self.known_at {
            Some(known_at) => self.moved_as_known(book, (from, as_of), known_at, facts)?,
            None => self.moved(from, as_of, facts)?,
        };
        let lines = moved.into_iter().filter_map(|(code, (before, after))| self.line(book, code, before, after));
        let lines: Vec<TrialLine> = lines.collect::<Result<_, _>>()?;
        let totals = Columns::total(lines.iter().map(|line| &line.sums), book.currency)?;
        Ok(Answer::of(TrialBalance {
            book_id: book.id,
            name: book.name.clone(),
            currency: book.currency,
            from,
            as_of,
            known_at: self.known_at,
            journal: self.journal(),
            lines,
            totals,
            balanced: totals.balanced(),
        }))
    }
}
