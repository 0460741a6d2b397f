//! Lists organizations whose record differs from another.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::organization::views::differing::{self, DifferingRow};
use crate::organization::{OrganizationRefusal, READERS};
use crate::queries::ListPage;

/// Lists organizations whose record differs from the state register's or the vendor's, with what differs.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListDifferences {
    /// How many organizations at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListDifferences {
    fn rows(&self) -> RowQuery {
        differing::all().limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListDifferences {
    type Answer = ListPage<DifferingRow>;
    type Refusal = OrganizationRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.list-organization-differences",
        route: Route::get("/customs/organizations/differences"),
        roles: READERS,
        summary: "Lists organizations whose record differs from another.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, OrganizationRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}

#[cfg(test)]
mod tests {
    use kernel::Role;
    use testkit::person;

    use super::*;
    use crate::organization::Source;
    use crate::organization::queries::tests::{ask, rows_of};
    use crate::organization::views::differing::OrganizationDifferencesFromOrganization;
    use crate::samples::organizations::{legal_created, name_differs};

    #[test]
    fn c43_ours_and_theirs_stand_beside_each_other() {
        let rows: Vec<_> = rows_of::<OrganizationDifferencesFromOrganization>(&[legal_created(), name_differs()]).into_values().collect();
        let page = ask(&ListDifferences::default(), person("a", Role::Declarant), &[], &rows).unwrap().body;
        let [row] = &page.items[..] else { panic!("{page:?}") };
        assert_eq!((row.differences[0].source, row.differences[0].provenance), (Source::Registry, Some(Source::Manual)));
        assert_ne!(row.differences[0].ours.as_ref(), Some(&row.differences[0].theirs));
    }
}
