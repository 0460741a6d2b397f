//! Shows the statement of a party.

use std::collections::BTreeMap;

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Currency, Day, Facts, Line, Query, QuerySpec, Route, Want};
use posting::{AccountCode, Book, BookId, PartyId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::trial_balance::Columns;
use super::{ListPage, book_in, range};
use crate::READERS;
use crate::balance::Reading;
use crate::book::BookRefusal;
use crate::views::lines::{self, LineItem};
use crate::views::{Turnover, party_turnovers};

/// Shows what moved between a book and a party from one day to another, on every account,
/// between the balances before and after: what both sides sign at a reconciliation.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetPartyStatement {
    /// Which book.
    pub book_id: BookId,
    /// Which party.
    pub party_id: PartyId,
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

/// The statement of a party.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PartyStatement {
    /// In which book.
    pub book_id: BookId,
    /// With whom.
    pub party_id: PartyId,
    /// What the book is kept in.
    pub currency: Currency,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// Accounts on which something stood or moved, by code.
    pub accounts: Vec<PartyAccount>,
    /// What is owed in all: a debit is owed by the party, a credit to it.
    pub totals: Columns,
    /// Lines, by day and time of writing.
    pub items: Vec<LineItem>,
    /// For the next page; absent on the last one.
    pub next_cursor: Option<String>,
}

/// One account of a party's statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PartyAccount {
    /// Its code.
    pub account: AccountCode,
    /// Its name.
    pub name: Line,
    /// What moved on it with the party.
    pub sums: Columns,
}

impl GetPartyStatement {
    fn listed(&self, from: Day, to: Day) -> RowQuery {
        lines::of_party(self.book_id, self.party_id, from, to).limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }

    fn summed<'a>(&self, to: Day, facts: &'a Facts) -> Reading<'a> {
        Reading::of([party_turnovers::until(self.book_id, self.party_id, to)], facts)
    }
}

impl Query for GetPartyStatement {
    type Answer = PartyStatement;
    type Refusal = BookRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "ledger.get-party-statement",
        route: Route::get("/ledger/books/{book_id}/parties/{party_id}/statement"),
        roles: READERS,
        summary: "Shows what moved between a book and a party.",
    };

    fn wants(&self, facts: &Facts, context: &Context) -> Vec<Want> {
        let mut wants = vec![Want::aggregate::<Book>(self.book_id)];
        if let Ok((from, to)) = book_in(facts, self.book_id).and_then(|book| range(book, self.from, self.to, context)) {
            wants.push(Want::Rows(self.listed(from, to)));
            wants.extend(self.summed(to, facts).wants());
        }
        wants
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<PartyStatement>, BookRefusal> {
        let book = book_in(facts, self.book_id)?;
        let (from, to) = range(book, self.from, self.to, context)?;
        let mut moved: BTreeMap<AccountCode, (Turnover, Turnover)> = BTreeMap::new();
        let (mut before_all, mut after_all) = (Turnover::default(), Turnover::default());
        for (key, sum) in party_turnovers::by_account_and_day(self.summed(to, facts).rows()?) {
            let (before, after) = moved.entry(key.account).or_default();
            (*after, after_all) = (after.plus(sum), after_all.plus(sum));
            if key.day < from {
                (*before, before_all) = (before.plus(sum), before_all.plus(sum));
            }
        }
        let account = |(code, (before, after)): (AccountCode, (Turnover, Turnover))| {
            let name = book.accounts.get(&code)?.name.clone();
            let moves = before.balance() != 0 || after != before;
            moves.then(|| Columns::of(before, after, book.currency).map(|sums| PartyAccount { account: code, name, sums }))
        };
        let ListPage { items, next_cursor } = ListPage::read(facts.page(&self.listed(from, to)));
        Ok(Answer::of(PartyStatement {
            book_id: book.id,
            party_id: self.party_id,
            currency: book.currency,
            from,
            to,
            accounts: moved.into_iter().filter_map(account).collect::<Result<_, _>>()?,
            totals: Columns::of(before_all, after_all, book.currency)?,
            items,
            next_cursor,
        }))
    }
}
