//! Closes an account of a book.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use posting::{AccountCode, Book, BookEvent, BookId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::BookRefusal;
use crate::balance::{Reading, money};
use crate::views::{Turnover, turnovers};

/// Closes an account of a book: nothing is posted to it any more, its history stays.
///
/// Only at a balance of zero, as far as is known. An entry that is written at the same moment
/// may still get in; the account then shows its balance until it is moved by a mirrored entry.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseAccount {
    /// Which book.
    pub book_id: BookId,
    /// Which account.
    pub code: AccountCode,
}

impl CloseAccount {
    fn reading<'a>(&self, facts: &'a Facts) -> Reading<'a> {
        Reading::of([turnovers::of_account(self.book_id, &self.code, None)], facts)
    }
}

impl Command for CloseAccount {
    type Aggregate = Book;
    type Refusal = BookRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "ledger.close-account",
        route: Some(Route::post("/ledger/books/{book_id}/accounts/{code}/close")),
        roles: &[Role::Administrator, Role::Accountant],
        also_writes: &[],
        reads: &[turnovers::VIEW],
        summary: "Closes an account of a book.",
    };

    fn target(&self, _: &Context) -> BookId {
        self.book_id
    }

    fn wants(&self, _: Option<&Book>, facts: &Facts, _: &Context) -> Vec<Want> {
        self.reading(facts).wants().collect()
    }

    fn decide(&self, book: Option<&Book>, facts: &Facts, _: &Context) -> Result<Decision<Book>, BookRefusal> {
        let book = book.ok_or(BookRefusal::NotFound)?;
        let account = book.accounts.get(&self.code).ok_or(BookRefusal::NoSuchAccount)?;
        if account.closed {
            return Err(BookRefusal::AccountAlreadyClosed);
        }
        let sum = self.reading(facts).rows()?.map(Turnover::of_row).fold(Turnover::default(), Turnover::plus);
        let balance = money(sum.balance(), book.currency)?;
        if !balance.is_zero() {
            return Err(BookRefusal::BalanceNotZero { balance });
        }
        Ok(Decision::of([BookEvent::AccountClosed { code: self.code.clone() }]))
    }

    fn example() -> Self {
        Self { book_id: crate::samples::book_id(), code: crate::samples::literal("312") }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Row;
    use testkit::{given, nothing};

    use super::*;
    use crate::book::tests::ukrainian;
    use crate::samples::{self, literal, uah};

    fn close() -> CloseAccount {
        CloseAccount { code: literal("311"), ..CloseAccount::example() }
    }

    fn turnover(day: &str, debit: i64, credit: i64) -> Row {
        let mut row = Row::new("", "", serde_json::json!({ "day": day, "recorded": day }));
        row.counters = [("debit".to_owned(), debit), ("credit".to_owned(), credit)].into();
        row
    }

    #[test]
    fn k44_an_account_is_closed_at_zero_only() {
        let partition = format!("A#{}#311", samples::book_id());
        let with = |rows: Vec<Row>| given::<Book>([ukrainian()]).rows(turnovers::VIEW, &partition, rows).when(close());
        let closed = || [BookEvent::AccountClosed { code: literal("311") }];
        with(vec![]).then(closed());
        with(vec![turnover("2026-01-01", 500, 0), turnover("2026-01-02", 0, 500)]).then(closed());
        with(vec![turnover("2026-01-01", 500, 0)]).refused(BookRefusal::BalanceNotZero { balance: uah("5.00") });
    }

    #[test]
    fn not_twice_and_not_what_does_not_exist() {
        let closed = [ukrainian(), BookEvent::AccountClosed { code: literal("311") }];
        given::<Book>(closed).when(close()).refused(BookRefusal::AccountAlreadyClosed);
        given::<Book>([ukrainian()]).when(CloseAccount { code: literal("9"), ..close() }).refused(BookRefusal::NoSuchAccount);
        nothing::<Book>().when(close()).refused(BookRefusal::NotFound);
    }
}
