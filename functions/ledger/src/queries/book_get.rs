//! Shows a book with its chart of accounts.

use kernel::{Answer, Context, Currency, Day, Facts, Line, Query, QuerySpec, Route, Want};
use posting::{AccountCode, AccountKind, Book, BookId, Month, PartyId, Purpose};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::book_in;
use crate::READERS;
use crate::book::{BookRefusal, this_month};

/// Shows a book with its chart of accounts and its closed months.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetBook {
    /// Which book.
    pub book_id: BookId,
}

/// A book.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BookPage {
    /// The book.
    pub book_id: BookId,
    /// Whose book.
    pub party_id: PartyId,
    /// As shown.
    pub name: Line,
    /// What its entries are in.
    pub currency: Currency,
    /// Nothing is posted before this day.
    pub opened_from: Day,
    /// Every month up to this one is closed; none when absent.
    pub closed_through: Option<Month>,
    /// The month that may be closed now, if one is over.
    pub next_to_close: Option<Month>,
    /// By code.
    pub accounts: Vec<AccountItem>,
}

/// An account in a chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AccountItem {
    /// Its code.
    pub code: AccountCode,
    /// As printed.
    pub name: Line,
    /// What it counts.
    pub kind: AccountKind,
    /// What posting rules use it for.
    pub purpose: Option<Purpose>,
    /// Nothing is posted to it any more.
    pub closed: bool,
}

impl BookPage {
    fn of(book: &Book, context: &Context) -> Self {
        let account = |(code, account): (&AccountCode, &posting::Account)| AccountItem {
            code: code.clone(),
            name: account.name.clone(),
            kind: account.kind,
            purpose: account.purpose,
            closed: account.closed,
        };
        Self {
            book_id: book.id,
            party_id: book.party,
            name: book.name.clone(),
            currency: book.currency,
            opened_from: book.opened_from,
            closed_through: book.closed_through,
            next_to_close: Some(book.next_to_close()).filter(|next| *next < this_month(context)),
            accounts: book.accounts.iter().map(account).collect(),
        }
    }
}

impl Query for GetBook {
    type Answer = BookPage;
    type Refusal = BookRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "ledger.get-book",
        route: Route::get("/ledger/books/{book_id}"),
        roles: READERS,
        summary: "Shows a book with its chart of accounts.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Book>(self.book_id)]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<BookPage>, BookRefusal> {
        let version = facts.version::<Book>(self.book_id);
        Ok(Answer::at(version, BookPage::of(book_in(facts, self.book_id)?, context)))
    }
}

#[cfg(test)]
mod tests {
    use posting::BookEvent;

    use super::*;
    use crate::book::tests::ukrainian;
    use crate::queries::book_list::ListBooks;
    use crate::queries::tests::World;
    use crate::samples::{self, literal};
    use crate::views::books::BooksFromBook;
    use crate::views::tests::rows;

    #[test]
    fn k44_a_book_shows_its_chart_and_the_month_that_may_be_closed() {
        let closed = BookEvent::PeriodClosed { month: literal("2026-01") };
        let world = World::default().with::<Book>(samples::book_id(), [ukrainian(), closed.clone()]);
        let page = world.ask(&GetBook { book_id: samples::book_id() }).unwrap();
        assert_eq!((page.closed_through, page.next_to_close), (Some(literal("2026-01")), Some(literal("2026-02"))));
        assert_eq!((page.accounts.len(), page.accounts[0].purpose), (24, Some(Purpose::OpeningBalance)));
        assert_eq!(World::default().ask(&GetBook { book_id: samples::book_id() }).unwrap_err(), BookRefusal::NotFound);
        let listed = World { rows: rows::<BooksFromBook>(samples::book_id(), &[vec![ukrainian()], vec![closed]]), ..World::default() };
        let items = listed.ask(&ListBooks::default()).unwrap().items;
        assert_eq!((items.len(), items[0].closed_through), (1, Some(literal("2026-01"))));
    }

    #[test]
    fn the_month_that_is_not_over_is_not_offered() {
        let months = (1..=10).map(|month| BookEvent::PeriodClosed { month: literal(&format!("2026-{month:02}")) });
        let world = World::default().with::<Book>(samples::book_id(), std::iter::once(ukrainian()).chain(months));
        assert_eq!(world.ask(&GetBook { book_id: samples::book_id() }).unwrap().next_to_close, None);
    }
}
