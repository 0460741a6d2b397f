//! Shows the statement of an account.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Currency, Day, Facts, Line, Query, QuerySpec, Route, Want};
use posting::{AccountCode, Book, BookId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::trial_balance::{Columns, known_moves};
use super::{ListPage, book_in, range};
use crate::READERS;
use crate::balance::Reading;
use crate::book::BookRefusal;
use crate::views::lines::{self, LineItem};
use crate::views::turnovers;

/// Shows the lines of an account from one day to another, in the order of days, between the
/// balances before and after them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetAccountStatement {
    /// Which book.
    pub book_id: BookId,
    /// Which account.
    pub code: AccountCode,
    /// The first day; the book's first by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last day; today by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// How many lines at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// The statement of an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AccountStatement {
    /// In which book.
    pub book_id: BookId,
    /// Of which account.
    pub account: AccountCode,
    /// Its name.
    pub name: Line,
    /// What the book is kept in.
    pub currency: Currency,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// The sums of all lines, not of this page only.
    pub sums: Columns,
    /// Lines, by day and time of writing.
    pub items: Vec<LineItem>,
    /// For the next page; absent on the last one.
    pub next_cursor: Option<String>,
}

impl GetAccountStatement {
    fn listed(&self, from: Day, to: Day) -> RowQuery {
        lines::of_account(self.book_id, &self.code, from, to).limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for GetAccountStatement {
    type Answer = AccountStatement;
    type Refusal = BookRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "ledger.get-account-statement",
        route: Route::get("/ledger/books/{book_id}/accounts/{code}/statement"),
        roles: READERS,
        summary: "Shows the lines of an account between two balances.",
    };

    fn wants(&self, facts: &Facts, context: &Context) -> Vec<Want> {
        let mut wants = vec![Want::aggregate::<Book>(self.book_id)];
        if let Ok((from, to)) = book_in(facts, self.book_id).and_then(|book| range(book, self.from, self.to, context)) {
            wants.push(Want::Rows(self.listed(from, to)));
            wants.extend(Reading::of([turnovers::of_account(self.book_id, &self.code, Some(to))], facts).wants());
        }
        wants
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<AccountStatement>, BookRefusal> {
        let book = book_in(facts, self.book_id)?;
        let account = book.accounts.get(&self.code).ok_or(BookRefusal::NoSuchAccount)?;
        let (from, to) = range(book, self.from, self.to, context)?;
        let sums = turnovers::of_account(self.book_id, &self.code, Some(to));
        let (before, after) = known_moves(sums, from, Day::MAX, facts)?;
        let ListPage { items, next_cursor } = ListPage::read(facts.page(&self.listed(from, to)));
        Ok(Answer::of(AccountStatement {
            book_id: book.id,
            account: self.code.clone(),
            name: account.name.clone(),
            currency: book.currency,
            from,
            to,
            sums: Columns::of(before, after, book.currency)?,
            items,
            next_cursor,
        }))
    }
}
