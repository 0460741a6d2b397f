//! Lists what waits for a person.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Line, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::work::{self, WorkItem};
use crate::declaration::DeclarationRefusal;
use crate::queries::ListPage;

/// Lists what waits for a person at customs, the longest waiting first: failed submissions,
/// docflows that nobody uses, and what does not fit. With an owner, a page may have fewer than
/// the limit and still be followed by another.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListCustomsWork {
    /// Only of declarations that this person began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Line>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListCustomsWork {
    fn rows(&self) -> RowQuery {
        work::all().limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListCustomsWork {
    type Answer = ListPage<WorkItem>;
    type Refusal = DeclarationRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.list-customs-work",
        route: Route::get("/customs/work"),
        roles: &[Role::Declarant, Role::Administrator, Role::Manager, Role::TeamLead],
        summary: "Lists what waits for a person at customs.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<ListPage<WorkItem>>, DeclarationRefusal> {
        let mut page = ListPage::<WorkItem>::read(facts.page(&self.rows()));
        page.items.retain(|item| self.owner.is_none() || self.owner == item.owner);
        Ok(Answer::of(page))
    }
}
