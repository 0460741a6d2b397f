//! Lists releases by customs.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::clearance::{ClearanceRefusal, ClearanceStage};
use crate::views::clearance_list::{self, ClearanceListItem};

/// Lists releases by customs, the newest first: those that wait for a person, or all.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListClearances {
    /// Only in this stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<ClearanceStage>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListClearances {
    fn rows(&self) -> RowQuery {
        clearance_list::in_stage(self.stage).limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListClearances {
    type Answer = ListPage<ClearanceListItem>;
    type Refusal = ClearanceRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.list-clearances",
        route: Route::get("/commerce/clearances"),
        roles: &[Role::Manager, Role::Accountant, Role::TeamLead, Role::Administrator],
        summary: "Lists releases by customs and the deliveries that they are of.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, ClearanceRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clearance::ClearanceEvent;
    use crate::queries::tests::{World, ask};
    use crate::samples::clearances::{id, stall, unlinked};
    use crate::samples::facts;
    use crate::views::clearance_list::ClearanceListFromClearance;
    use crate::views::tests::rows;

    #[test]
    fn c48_a_release_that_nobody_can_place_waits_in_a_list() {
        let history =
            [vec![unlinked()], vec![ClearanceEvent::Linked { fact: facts::fact_id() }], vec![ClearanceEvent::Stalled { stall: stall() }]];
        let found = |commits: usize, stage| {
            let world = World::of(rows::<ClearanceListFromClearance>(id(), &history[..commits]));
            ask(&ListClearances { stage: Some(stage), ..ListClearances::default() }, &world).unwrap().body.items
        };
        assert_eq!(found(1, ClearanceStage::Unlinked)[0].fact_id, None);
        assert_eq!(found(2, ClearanceStage::Linked)[0].fact_id, Some(facts::fact_id()));
        assert!(found(2, ClearanceStage::Unlinked).is_empty());
        assert_eq!(found(3, ClearanceStage::Stalled)[0].stalled, Some(stall()));
        let all = ask(&ListClearances::default(), &World::of(rows::<ClearanceListFromClearance>(id(), &history))).unwrap();
        assert_eq!(all.body.items.len(), 1);
    }
}
