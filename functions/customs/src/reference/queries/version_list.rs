//! Lists the versions of a table.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ListPage, MAY_LOOK};
use crate::reference::view::{VersionItem, versions_of};
use crate::reference::{Table, TableRefusal};

/// Lists the versions of a table, the newest first, with what each changed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListReferenceVersions {
    /// Which table.
    pub table: Table,
    /// At most so many.
    #[serde(default)]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default)]
    pub cursor: Option<String>,
}

impl ListReferenceVersions {
    fn rows(&self) -> RowQuery {
        versions_of(self.table).limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListReferenceVersions {
    type Answer = ListPage<VersionItem>;
    type Refusal = TableRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.list-reference-versions",
        route: Route::get("/customs/reference/{table}/versions"),
        roles: MAY_LOOK,
        summary: "Lists the versions of a table of codes.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, TableRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}

#[cfg(test)]
mod tests {
    use testkit::context;

    use super::*;
    use crate::samples::reference::{Imports, offices};

    #[test]
    fn c46_versions_are_listed_with_their_counts() {
        let known = Imports::of(Table::CustomsOffices, &[offices(100), offices(99)]);
        let query = ListReferenceVersions { table: Table::CustomsOffices, limit: None, cursor: None };
        let facts = known.facts(|facts| query.wants(facts, &context()));
        let items = query.answer(&facts, &context()).unwrap().body.items;
        let shown: Vec<_> =
            items.iter().map(|item| (item.import.version, item.import.added, item.import.closed, item.import.open)).collect();
        assert_eq!(shown, [(2, 0, 1, 99), (1, 100, 0, 100)]);
    }
}
