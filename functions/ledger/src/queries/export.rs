//! Exports the journal of a book as text.

use kernel::view::{PAGE_ROWS_MAX, PageLimit, RowQuery};
use kernel::{Answer, Context, Day, Facts, Query, QuerySpec, Route, Want};
use posting::{Book, BookId, Entry};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ListPage, book_in, range};
use crate::READERS;
use crate::book::BookRefusal;
use crate::export::{Format, declarations, transactions};
use crate::views::entries::{self, EntryItem};

/// Exports the journal of a book, a page at a time, as text that other programs read. The
/// pages one after the other are one journal.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportJournal {
    /// Which book.
    pub book_id: BookId,
    /// For which program.
    pub format: Format,
    /// The first day; the book's first by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last day; today by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// How many entries at most; 100 by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// A part of a journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Exported {
    /// For which program.
    pub format: Format,
    /// The text; the first page begins with the accounts.
    pub text: String,
    /// For the next page; absent on the last one.
    pub next_cursor: Option<String>,
}

impl ExportJournal {
    fn listed(&self, book: &Book, context: &Context) -> Result<RowQuery, BookRefusal> {
        let (from, to) = range(book, self.from, self.to, context)?;
        let limit = self.limit.map_or(PAGE_ROWS_MAX, |limit| PageLimit::or_default(Some(limit)));
        Ok(entries::of_book(self.book_id, from, to).limit(limit).after(self.cursor.clone()))
    }
}

impl Query for ExportJournal {
    type Answer = Exported;
    type Refusal = BookRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "ledger.export-journal",
        route: Route::get("/ledger/books/{book_id}/export"),
        roles: READERS,
        summary: "Exports the journal of a book for hledger or beancount.",
    };

    fn wants(&self, facts: &Facts, context: &Context) -> Vec<Want> {
        let listed = book_in(facts, self.book_id).and_then(|book| self.listed(book, context)).ok().map(Want::Rows);
        std::iter::once(Want::aggregate::<Book>(self.book_id)).chain(listed).collect()
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Exported>, BookRefusal> {
        let book = book_in(facts, self.book_id)?;
        let page: ListPage<EntryItem> = ListPage::read(facts.page(&self.listed(book, context)?));
        let entries: Vec<Entry> = page.items.into_iter().map(|item| item.entry).collect();
        let head = if self.cursor.is_none() { declarations(self.format, book) } else { String::new() };
        let text = head + &transactions(self.format, &entries, book);
        Ok(Answer::of(Exported { format: self.format, text, next_cursor: page.next_cursor }))
    }
}
