//! Lists revenue that is still to be counted.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::fact::FactRefusal;
use crate::views::revenue_due::{self, RevenueDueItem};

/// Lists facts whose revenue counts over time with the months that have not been counted, the
/// earliest first: what is overdue here was refused, and somebody must look why.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListRevenueDue {
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListRevenueDue {
    fn rows(&self) -> RowQuery {
        revenue_due::all().limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListRevenueDue {
    type Answer = ListPage<RevenueDueItem>;
    type Refusal = FactRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.list-revenue-due",
        route: Route::get("/commerce/revenue-due"),
        roles: &[Role::TeamLead, Role::Accountant, Role::Administrator],
        summary: "Lists revenue over time that is still to be counted.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, FactRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}
