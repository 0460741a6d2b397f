//! Lists sales.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::sale::{SaleRefusal, SaleStage};
use crate::views::sale_list::{self, SaleListItem};

/// Lists the orders that commerce carries into the books, the newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListSales {
    /// Only in this stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<SaleStage>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListSales {
    fn rows(&self) -> RowQuery {
        sale_list::in_stage(self.stage).limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListSales {
    type Answer = ListPage<SaleListItem>;
    type Refusal = SaleRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.list-sales",
        route: Route::get("/commerce/sales"),
        roles: &[Role::Manager, Role::Accountant, Role::TeamLead, Role::Administrator],
        summary: "Lists the orders that are carried into the books.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, SaleRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}
