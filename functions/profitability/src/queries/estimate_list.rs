//! Lists estimates.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Line, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ListPage, READERS};
use crate::ClientId;
use crate::estimate::{EstimateRefusal, EstimateStatus};
use crate::views::estimate_list::{self, EstimateItem};

/// Lists estimates, newest first: all, of a manager or of a client; by status.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListEstimates {
    /// Only of this manager.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<Line>,
    /// Only of this client; counts less than a manager.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientId>,
    /// Only in this status; does not count with a client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<EstimateStatus>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListEstimates {
    fn rows(&self) -> RowQuery {
        let rows = match (&self.manager, self.client_id, self.status) {
            (Some(manager), _, Some(status)) => estimate_list::of_manager_in_status(manager, status),
            (Some(manager), _, None) => estimate_list::of_manager(manager),
            (None, Some(client), _) => estimate_list::of_client(client),
            (None, None, Some(status)) => estimate_list::in_status(status),
            (None, None, None) => estimate_list::all(),
        };
        rows.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListEstimates {
    type Answer = ListPage<EstimateItem>;
    type Refusal = EstimateRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "profitability.list-estimates",
        route: Route::get("/profitability/estimates"),
        roles: READERS,
        summary: "Lists estimates with plan and fact.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, EstimateRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{World, ask};
    use crate::samples::clients::client_id;
    use crate::samples::estimates::{created, estimate_id, shipped};
    use crate::samples::{line, percent};
    use crate::views::estimate_list::EstimateListFromEstimate;
    use crate::views::tests::rows;

    #[test]
    fn estimates_are_found_by_manager_client_and_status() {
        let history = [vec![created()], vec![shipped(1, "60", "15000.00", "12000.00")]];
        let world = World::of(rows::<EstimateListFromEstimate>(estimate_id(), &history));
        let found = |query: ListEstimates| ask(&query, &world).unwrap().body.items;
        let all = found(ListEstimates::default());
        assert_eq!((all.len(), all[0].actual, all[0].fulfilment), (1, Some(percent(2_000)), Some(percent(2_000))));
        assert_eq!(found(ListEstimates { manager: Some(line("manager")), ..ListEstimates::default() }).len(), 1);
        assert_eq!(found(ListEstimates { manager: Some(line("other")), ..ListEstimates::default() }).len(), 0);
        assert_eq!(found(ListEstimates { client_id: Some(client_id()), ..ListEstimates::default() }).len(), 1);
        assert_eq!(found(ListEstimates { status: Some(EstimateStatus::Closed), ..ListEstimates::default() }).len(), 0);
    }
}
