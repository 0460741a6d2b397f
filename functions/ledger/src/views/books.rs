//! All books.

use kernel::view::RowQuery;
use kernel::{Change, Currency, Day, Line, Row, Step, View, ViewSpec};
use posting::{Book, BookId, Month, PartyId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The view's name.
pub const VIEW: &str = "ledger-books";
const ALL: &str = "all";

/// All books, by id.
pub struct BooksFromBook;

/// A book in the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BookItem {
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_through: Option<Month>,
}

/// All books.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL)
}

impl View for BooksFromBook {
    type Aggregate = Book;
    const SPEC: ViewSpec = ViewSpec { name: "ledger.books-from-book", view: VIEW, summary: "All books." };

    fn project(step: &Step<'_, Book>) -> Vec<Change> {
        step.replace(|book| {
            let item = BookItem {
                book_id: book.id,
                party_id: book.party,
                name: book.name.clone(),
                currency: book.currency,
                opened_from: book.opened_from,
                closed_through: book.closed_through,
            };
            vec![Row::new(ALL, book.id.to_string(), serde_json::to_value(item).unwrap_or_default())]
        })
    }
}
