//! Shows the balance of an account.

use kernel::{Answer, Context, Day, Facts, Line, Money, Query, QuerySpec, Route, Want};
use posting::{AccountCode, Book, BookId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::trial_balance::known_moves;
use super::{book_in, range};
use crate::READERS;
use crate::balance::{Reading, money};
use crate::book::BookRefusal;
use crate::views::turnovers;

/// Shows the balance of an account as of a day, and as it was known at the end of a day.
///
/// An entry of March that was recorded in April belongs to the balance of 31 March as known
/// in April, and not to the balance of 31 March as known then.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetAccountBalance {
    /// Which book.
    pub book_id: BookId,
    /// Which account.
    pub code: AccountCode,
    /// The last day that counts; today by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// Only what was recorded on this day or before; everything by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_at: Option<Day>,
}

/// The balance of an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AccountBalance {
    /// In which book.
    pub book_id: BookId,
    /// Of which account.
    pub account: AccountCode,
    /// Its name.
    pub name: Line,
    /// The last day that counts.
    pub as_of: Day,
    /// Only what was recorded on this day or before, if that was asked.
    pub known_at: Option<Day>,
    /// All debits.
    pub debit: Money,
    /// All credits.
    pub credit: Money,
    /// Debit less credit.
    pub balance: Money,
}

impl Query for GetAccountBalance {
    type Answer = AccountBalance;
    type Refusal = BookRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "ledger.get-account-balance",
        route: Route::get("/ledger/books/{book_id}/accounts/{code}/balance"),
        roles: READERS,
        summary: "Shows the balance of an account, as of a day and as known at a day.",
    };

    fn wants(&self, facts: &Facts, context: &Context) -> Vec<Want> {
        let mut wants = vec![Want::aggregate::<Book>(self.book_id)];
        if let Ok((_, as_of)) = book_in(facts, self.book_id).and_then(|book| range(book, None, self.as_of, context)) {
            wants.extend(Reading::of([turnovers::of_account(self.book_id, &self.code, Some(as_of))], facts).wants());
        }
        wants
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<AccountBalance>, BookRefusal> {
        let book = book_in(facts, self.book_id)?;
        let account = book.accounts.get(&self.code).ok_or(BookRefusal::NoSuchAccount)?;
        let (from, as_of) = range(book, None, self.as_of, context)?;
        let sums = turnovers::of_account(self.book_id, &self.code, Some(as_of));
        let (_, sum) = known_moves(sums, from, self.known_at.unwrap_or(Day::MAX), facts)?;
        Ok(Answer::of(AccountBalance {
            book_id: book.id,
            account: self.code.clone(),
            name: account.name.clone(),
            as_of,
            known_at: self.known_at,
            debit: money(sum.debit, book.currency)?,
            credit: money(sum.credit, book.currency)?,
            balance: money(sum.balance(), book.currency)?,
        }))
    }
}
