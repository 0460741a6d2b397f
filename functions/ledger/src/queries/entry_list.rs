//! Lists entries.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Day, Facts, Line, Query, QuerySpec, Route, Want};
use posting::{Book, BookId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ListPage, book_in, range};
use crate::READERS;
use crate::book::BookRefusal;
use crate::views::entries::{self, EntryItem};

/// Lists the entries of a book from one day to another, newest first: its journal.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListEntries {
    /// Which book.
    pub book_id: BookId,
    /// The first day; the book's first by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last day; today by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListEntries {
    fn listed(&self, facts: &Facts, context: &Context) -> Result<RowQuery, BookRefusal> {
        let (from, to) = range(book_in(facts, self.book_id)?, self.from, self.to, context)?;
        let listed = entries::of_book(self.book_id, from, to).newest_first();
        Ok(listed.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone()))
    }
}

impl Query for ListEntries {
    type Answer = ListPage<EntryItem>;
    type Refusal = BookRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "ledger.list-entries",
        route: Route::get("/ledger/books/{book_id}/entries"),
        roles: READERS,
        summary: "Lists the entries of a book, newest first.",
    };

    fn wants(&self, facts: &Facts, context: &Context) -> Vec<Want> {
        let listed = self.listed(facts, context).ok().map(Want::Rows);
        std::iter::once(Want::aggregate::<Book>(self.book_id)).chain(listed).collect()
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, BookRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.listed(facts, context)?))))
    }
}

/// Lists what a document posted, in all books, in the order of days.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListEntriesOfDocument {
    /// What the document is: `commerce.invoice`.
    pub source_kind: Line,
    /// Its id.
    pub source_id: Line,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListEntriesOfDocument {
    fn listed(&self) -> RowQuery {
        let listed = entries::of_source(self.source_kind.as_str(), self.source_id.as_str());
        listed.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListEntriesOfDocument {
    type Answer = ListPage<EntryItem>;
    type Refusal = BookRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "ledger.list-entries-of-document",
        route: Route::get("/ledger/entries"),
        roles: READERS,
        summary: "Lists what a document posted, in all books.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.listed())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, BookRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.listed()))))
    }
}

#[cfg(test)]
mod tests {
    use posting::{EntryId, JournalEntryEvent};
    use testkit::context;

    use super::*;
    use crate::book::tests::ukrainian;
    use crate::queries::tests::World;
    use crate::samples::{self, line};
    use crate::views::tests::{all_rows, posted_with};

    fn world() -> World {
        let mut world = World::default().with::<Book>(samples::book_id(), [ukrainian()]);
        for (n, day) in ["2026-10-31", "2026-11-01", "2026-11-21", "2026-11-22"].into_iter().enumerate() {
            let id = EntryId::derive(&[&n.to_string()]);
            let posted: JournalEntryEvent = posted_with(id, day);
            all_rows(&mut world.rows, id, &[(context().meta("test"), vec![posted])]);
        }
        world
    }

    fn days(page: &ListPage<EntryItem>) -> Vec<String> {
        page.items.iter().map(|item| item.entry.day.to_string()).collect()
    }

    #[test]
    fn the_journal_of_a_book_is_listed_newest_first_page_by_page() {
        let from = Some(samples::literal("2026-11-01"));
        let query =
            ListEntries { book_id: samples::book_id(), from, to: None, limit: Some("1".to_owned().try_into().unwrap()), cursor: None };
        let first = world().ask(&query).unwrap();
        assert_eq!(days(&first), ["2026-11-21"]);
        let second = world().ask(&ListEntries { cursor: first.next_cursor, ..query }).unwrap();
        assert_eq!((days(&second), second.next_cursor), (vec!["2026-11-01".to_owned()], None));
    }

    #[test]
    fn k45_what_a_document_posted_is_found_by_the_document() {
        let of = |id: &str| ListEntriesOfDocument { source_kind: line("commerce.payment"), source_id: line(id), limit: None, cursor: None };
        assert_eq!(world().ask(&of(&samples::entry().source.id)).unwrap().items.len(), 4);
        assert!(world().ask(&of("cpay_other")).unwrap().items.is_empty());
    }
}
