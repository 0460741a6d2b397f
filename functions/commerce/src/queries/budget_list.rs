//! Lists budgets.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::PartyId;
use crate::budget::BudgetRefusal;
use crate::views::budget_list::{self, BudgetItem};

/// Lists budgets, the latest period first; of one own company or of all.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListBudgets {
    /// Only of this company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party_id: Option<PartyId>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListBudgets {
    fn rows(&self) -> RowQuery {
        let rows = self.party_id.map_or_else(budget_list::all, budget_list::of_party);
        rows.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListBudgets {
    type Answer = ListPage<BudgetItem>;
    type Refusal = BudgetRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.list-budgets",
        route: Route::get("/commerce/budgets"),
        roles: &[Role::TeamLead, Role::Accountant, Role::Administrator],
        summary: "Lists budgets with what is held, spent and free.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, BudgetRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::{Budget, BudgetEvent};
    use crate::queries::budget_get::GetBudget;
    use crate::queries::tests::{World, ask};
    use crate::samples::budgets::{amount, budget_id, opened, reserved};
    use crate::samples::parties::{buyer_id, seller_id};
    use crate::views::budget_list::BudgetListFromBudget;
    use crate::views::tests::rows;

    #[test]
    fn k17_a_budget_shows_what_is_held_spent_and_free() {
        let events = [BudgetEvent::Opened(opened()), reserved("250000.00")];
        let world = World::of(rows::<BudgetListFromBudget>(budget_id(), &[events[..1].to_vec(), events[1..].to_vec()]));
        let of = |party_id| ask(&ListBudgets { party_id, ..ListBudgets::default() }, &world).unwrap().body.items;
        assert_eq!((of(None).len(), of(Some(seller_id())).len(), of(Some(buyer_id())).len()), (1, 1, 0));
        assert_eq!((of(None)[0].held, of(None)[0].free), (amount("250000.00"), amount("750000.00")));
        let page = ask(&GetBudget { budget_id: budget_id() }, &world.with::<Budget>(budget_id(), &events)).unwrap().body;
        assert_eq!((page.holds.len(), page.holds[0].amount), (1, amount("250000.00")));
        assert!(ask(&GetBudget { budget_id: budget_id() }, &World::default()).is_err());
    }
}
