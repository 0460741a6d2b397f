//! What can be seen: one query a file.

pub mod account_balance;
pub mod account_statement;
pub mod book_get;
pub mod book_list;
pub mod consolidation;
pub mod entry_get;
pub mod entry_list;
pub mod export;
pub mod party_statement;
pub mod trial_balance;
pub mod verification;

use kernel::view::RowQuery;
use kernel::{Context, Day, Facts, Page};
use posting::{Book, BookId};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::book::{BookRefusal, today};

/// Some of a list, and where to continue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ListPage<T> {
    /// In the list's order.
    pub items: Vec<T>,
    /// For the next page; absent on the last one.
    pub next_cursor: Option<String>,
}

impl<T: DeserializeOwned> ListPage<T> {
    /// What a page of rows shows. A row of an older shape is left out until the view has
    /// been built again; no reader can do anything with it.
    pub fn read(page: Option<&Page>) -> Self {
        let rows = page.map_or(&[][..], |page| &page.rows);
        let items = rows.iter().filter_map(|row| serde_json::from_value(row.data.clone()).ok()).collect();
        Self { items, next_cursor: page.and_then(|page| page.next_cursor.clone()) }
    }
}

/// What the rows of a query show.
pub(crate) fn read_rows<T: DeserializeOwned>(facts: &Facts, query: &RowQuery) -> impl Iterator<Item = T> {
    facts.rows(query).iter().filter_map(|row| serde_json::from_value(row.data.clone()).ok())
}

/// A book that was wanted.
fn book_in(facts: &Facts, id: BookId) -> Result<&Book, BookRefusal> {
    facts.aggregate::<Book>(id).map(|book| &book.state).ok_or(BookRefusal::NotFound)
}

/// From the book's first day, or a later one, to today, or another day.
fn range(book: &Book, from: Option<Day>, to: Option<Day>, context: &Context) -> Result<(Day, Day), BookRefusal> {
    let from = from.unwrap_or(book.opened_from).max(book.opened_from);
    // A book may be opened before its first day; then there is nothing, which is no mistake.
    let to = to.unwrap_or_else(|| today(context).max(from));
    if from <= to { Ok((from, to)) } else { Err(BookRefusal::DaysReversed) }
}

#[cfg(test)]
pub(crate) mod tests;
