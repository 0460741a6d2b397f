//! Lists the entries of a table.

use kernel::facts::Want;
use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Day, Facts, Line, Page, Query, QuerySpec, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{MAY_LOOK, TableVersion};
use crate::reference::read::{Revision, revisions};
use crate::reference::view::entries_behind;
use crate::reference::{Entry, Table, TableRefusal, read_versions, versions};

/// Lists the entries of a table in the order of their codes, as the current version says or as an
/// older one said.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListReferenceEntries {
    /// Which table.
    pub table: Table,
    /// Only those whose code begins with this or whose name holds it.
    #[serde(default)]
    pub search: Option<Line>,
    /// Only those in force on this day.
    #[serde(default)]
    pub day: Option<Day>,
    /// As this version said; the current one when absent.
    #[serde(default)]
    pub version: Option<TableVersion>,
    /// At most so many.
    #[serde(default)]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// Some entries of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EntryPage {
    /// In the order of the codes.
    pub items: Vec<Entry>,
    /// The version that says so; 0 when nothing was imported yet.
    pub version: u32,
    /// For the next page; absent on the last one. A page may hold fewer than were asked for, and
    /// go on: so many codes were looked at.
    pub next_cursor: Option<String>,
}

impl ListReferenceEntries {
    fn behind(&self) -> RowQuery {
        entries_behind(self.table, self.cursor.as_deref())
    }

    /// Few rows for a page, many when most of them will not be shown.
    fn few(&self) -> RowQuery {
        let rows = self.behind();
        if self.search.is_none() { rows.limit(kernel::view::PAGE_ROWS_MAX) } else { rows.wide() }
    }

    /// The page that was read: the wide one where one code filled the other.
    fn page<'a>(&self, facts: &'a Facts) -> Option<&'a Page> {
        facts.page(&self.behind().wide()).or_else(|| facts.page(&self.few()))
    }

    fn finds(&self, entry: &Entry) -> bool {
        self.search.as_ref().is_none_or(|search| {
            let search = search.as_str().to_lowercase();
            entry.code.as_str().to_lowercase().starts_with(&search) || entry.name.as_str().to_lowercase().contains(&search)
        })
    }

    /// What a version said of one code: of its periods the one of the day, or the newest.
    fn said(&self, revisions: &[Revision], version: u32) -> Option<Entry> {
        let known = revisions.iter().rev().filter(|revision| revision.entry.version <= version);
        let mut opened = std::collections::BTreeSet::new();
        let mut periods = known.filter(|revision| opened.insert(revision.opened)).map(|revision| &revision.entry);
        let entry = periods.find(|entry| self.day.is_none_or(|day| entry.valid_on(day)));
        entry.filter(|entry| self.finds(entry)).cloned()
    }
}

/// Rows of the same code; the last code may have more rows than were read.
fn by_code(page: &Page) -> Vec<Vec<Revision>> {
    let mut codes: Vec<Vec<Revision>> = Vec::new();
    for revision in revisions(&page.rows) {
        match codes.last_mut().filter(|code| code.first().is_some_and(|first| first.entry.code == revision.entry.code)) {
            Some(code) => code.push(revision),
            None => codes.push(vec![revision]),
        }
    }
    if page.next_cursor.is_some() && codes.len() > 1 {
        codes.pop();
    }
    codes
}

impl Query for ListReferenceEntries {
    type Answer = EntryPage;
    type Refusal = TableRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.list-reference-entries",
        route: Route::get("/customs/reference/{table}/entries"),
        roles: MAY_LOOK,
        summary: "Lists the entries of a table of codes, as of a day or a version.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let first = Want::Rows(versions());
        if !facts.has(&first) {
            return vec![first];
        }
        let few = self.few();
        let is_one_code = facts.page(&few).is_some_and(|page| page.next_cursor.is_some() && by_code(page).len() <= 1);
        let wide = is_one_code.then(|| self.behind().wide());
        [first, Want::Rows(few)].into_iter().chain(wide.map(Want::Rows)).collect()
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<EntryPage>, TableRefusal> {
        let current = read_versions(facts).get(&self.table).copied().unwrap_or_default();
        let version = self.version.map_or(current, |version| version.0);
        if version > current {
            return Err(TableRefusal::NoSuchVersion);
        }
        let limit = usize::try_from(PageLimit::or_default(self.limit)).unwrap_or(usize::MAX);
        let page = self.page(facts);
        let codes = page.map(by_code).unwrap_or_default();
        let has_more = page.is_some_and(|page| page.next_cursor.is_some());
        let (mut items, mut seen, mut last) = (Vec::new(), 0, None);
        for code in &codes {
            if items.len() >= limit {
                break;
            }
            seen += 1;
            last = code.first().map(|revision| revision.entry.code.to_string());
            items.extend(self.said(code, version));
        }
        let next_cursor = last.filter(|_| has_more || seen < codes.len());
        Ok(Answer::of(EntryPage { items, version, next_cursor }))
    }
}

#[cfg(test)]
mod tests {
    use testkit::context;

    use super::*;
    use crate::samples::reference::{Imports, begun, day, line, office_incoming, offices};

    fn list(search: Option<&str>) -> ListReferenceEntries {
        let search = search.map(line);
        ListReferenceEntries { table: Table::CustomsOffices, search, day: None, version: None, limit: None, cursor: None }
    }

    fn page(known: &Imports, query: &ListReferenceEntries) -> EntryPage {
        let facts = known.facts(|facts| query.wants(facts, &context()));
        query.answer(&facts, &context()).unwrap().body
    }

    fn codes(known: &Imports, query: &ListReferenceEntries) -> Vec<String> {
        page(known, query).items.iter().map(|entry| entry.code.to_string()).collect()
    }

    #[test]
    fn codes_are_found_by_their_beginning_and_by_their_name() {
        let rows = vec![
            office_incoming("10005030", "Шереметьево"),
            office_incoming("10009100", "Акцизный"),
            office_incoming("20005030", "Прочий"),
        ];
        let known = Imports::of(Table::CustomsOffices, &[rows]);
        assert_eq!(codes(&known, &list(Some("1000"))), ["10005030", "10009100"]);
        assert_eq!(codes(&known, &list(Some("АКЦИЗ"))), ["10009100"]);
        assert_eq!(codes(&known, &list(None)).len(), 3);
    }

    #[test]
    fn c59_a_list_is_as_of_a_version_and_a_day() {
        let mut known = Imports::of(Table::CustomsOffices, &[offices(3)]);
        known.upload_on("2026-11-25T08:00:00Z", offices(2));
        let at = |version, on: Option<&str>| {
            codes(&known, &ListReferenceEntries { version: Some(TableVersion(version)), day: on.map(day), ..list(None) })
        };
        assert_eq!((at(1, None).len(), at(2, None).len()), (3, 3));
        assert_eq!((at(1, Some("2026-11-25")).len(), at(2, Some("2026-11-25")).len(), at(2, Some("2026-11-24")).len()), (3, 2, 3));
        let later = ListReferenceEntries { version: Some(TableVersion(3)), ..list(None) };
        let facts = known.facts(|facts| later.wants(facts, &context()));
        assert_eq!(later.answer(&facts, &context()), Err(TableRefusal::NoSuchVersion));
    }

    #[test]
    fn pages_follow_one_another_without_a_gap() {
        let known = Imports::of(Table::CustomsOffices, &[offices(60), offices(59)]);
        let mut query = ListReferenceEntries { limit: Some("25".to_owned().try_into().unwrap()), ..list(None) };
        let mut seen = Vec::new();
        loop {
            let page = page(&known, &query);
            seen.extend(page.items.into_iter().map(|entry| entry.code));
            query.cursor = page.next_cursor;
            if query.cursor.is_none() {
                break;
            }
        }
        let mut sorted = seen.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!((seen.len(), sorted), (60, seen));
    }

    #[test]
    fn half_an_import_is_not_listed() {
        let begun = begun(200);
        assert_eq!(
            page(&begun, &list(None)),
            EntryPage { items: Vec::new(), version: 0, next_cursor: page(&begun, &list(None)).next_cursor }
        );
    }
}
