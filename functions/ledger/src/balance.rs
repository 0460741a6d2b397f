//! Reading sums: all pages of what is added up, or a refusal; never a part of it.

use kernel::view::RowQuery;
use kernel::{Currency, Facts, Money, Row, Want};

use crate::book::BookRefusal;

/// Pages of one range that are followed; each is a round of lookups, of which a query has
/// twelve, less the round that finds the book.
const PAGES_MAX: usize = 10;
/// Lookups of one query; the pipeline allows two hundred, less the books themselves.
const LOOKUPS_MAX: usize = 180;

/// Ranges of a view that are added up, page by page.
pub struct Reading<'a> {
    facts: &'a Facts,
    queries: Vec<RowQuery>,
    complete: bool,
}

impl<'a> Reading<'a> {
    /// What is known of some ranges so far, and the pages that are still to be fetched.
    pub fn of(ranges: impl IntoIterator<Item = RowQuery>, facts: &'a Facts) -> Self {
        let mut reading = Self { facts, queries: Vec::new(), complete: true };
        for range in ranges {
            reading.follow(range.wide());
        }
        if reading.queries.len() > LOOKUPS_MAX {
            reading.queries.truncate(LOOKUPS_MAX);
            reading.complete = false;
        }
        reading
    }

    fn follow(&mut self, first: RowQuery) {
        let mut next = Some(first);
        for _ in 0..PAGES_MAX {
            let Some(query) = next.take() else { return };
            let page = self.facts.page(&query);
            self.complete &= page.is_some();
            next = page.and_then(|page| page.next_cursor.clone()).map(|cursor| query.clone().after(Some(cursor)));
            self.queries.push(query);
        }
        self.complete &= next.is_none();
    }

    /// The pages to fetch, those that were fetched already among them.
    pub fn wants(&self) -> impl Iterator<Item = Want> {
        self.queries.iter().cloned().map(Want::Rows)
    }

    /// Whether every page was fetched.
    ///
    /// # Errors
    /// When there are more than can be read at once.
    pub const fn check(&self) -> Result<(), BookRefusal> {
        if self.complete { Ok(()) } else { Err(BookRefusal::TooMuchToAdd) }
    }

    /// All rows.
    ///
    /// # Errors
    /// When there are more than can be read at once.
    pub fn rows(&self) -> Result<impl Iterator<Item = &'a Row>, BookRefusal> {
        self.check()?;
        let facts = self.facts;
        Ok(self.queries.iter().flat_map(move |query| facts.rows(query)))
    }
}

/// Minor units as money.
///
/// # Errors
/// When the sum is larger than money can be.
pub fn money(minor: i128, currency: Currency) -> Result<Money, BookRefusal> {
    i64::try_from(minor).map(|minor| Money::from_minor(minor, currency)).map_err(|_| BookRefusal::TooMuchToAdd)
}

#[cfg(test)]
mod tests {
    use kernel::Page;
    use serde_json::json;

    use super::*;

    fn page(n: i32, next: Option<String>) -> Page {
        Page { rows: vec![Row::new("p", n.to_string(), json!({}))], next_cursor: next }
    }

    #[test]
    fn every_page_is_read_or_nothing_is_answered() {
        let range = || [RowQuery::new("v", "p")];
        let (mut facts, mut pages) = (Facts::default(), 0);
        loop {
            let new: Vec<Want> = Reading::of(range(), &facts).wants().filter(|want| !facts.has(want)).collect();
            let Some(want) = new.first() else { break };
            assert!(Reading::of(range(), &facts).rows().is_err());
            pages += 1;
            facts.put_rows(want, page(pages, Some(pages.to_string()).filter(|_| pages < 3)));
        }
        assert_eq!((pages, Reading::of(range(), &facts).rows().unwrap().count()), (3, 3));
    }

    #[test]
    fn a_range_without_end_is_refused() {
        let range = || [RowQuery::new("v", "p")];
        let mut facts = Facts::default();
        for n in 0..100 {
            let Some(want) = Reading::of(range(), &facts).wants().find(|want| !facts.has(want)) else { break };
            facts.put_rows(&want, page(n, Some(n.to_string())));
        }
        assert_eq!(Reading::of(range(), &facts).wants().count(), PAGES_MAX);
        assert!(Reading::of(range(), &facts).rows().is_err());
        let many = (0..300).map(|n| RowQuery::new("v", n.to_string()));
        assert_eq!(Reading::of(many, &facts).wants().count(), LOOKUPS_MAX);
    }
}
