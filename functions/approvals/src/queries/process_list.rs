//! Lists approvals, the newest first; of an order, of a manager, those to be arbitrated, or all.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use kernel::Line;
use kernel::view::{PageLimit, RowQuery};

use super::ListPage;
use crate::process::ProcessRefusal;
use crate::views::process_list::{self, ProcessItem};

/// Lists approvals, the newest first; of an order, of a manager, those to be arbitrated, or all.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListProcesses {
    /// Only submissions of this order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipment: Option<Line>,
    /// Only this manager’s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<Line>,
    /// Only what the finance director may arbitrate, the most urgent first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arbitration: Option<OnlyArbitration>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// A query parameter that is there or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OnlyArbitration {
    /// What waits for an answer.
    Open,
}

impl ListProcesses {
    /// A manager without another role sees their own.
    fn rows(&self, context: &Context) -> RowQuery {
        let leads = context.actor.has_any(&[Role::TeamLead, Role::Accountant, Role::Approver, Role::Administrator, Role::System]);
        let rows = match (&self.shipment, &self.manager, self.arbitration) {
            (_, _, _) if !leads => process_list::of_manager(&context.actor.id),
            (_, _, Some(OnlyArbitration::Open)) => process_list::to_arbitrate(),
            (Some(shipment), _, None) => process_list::of_shipment(shipment.as_str()),
            (None, Some(manager), None) => process_list::of_manager(manager.as_str()),
            (None, None, None) => process_list::all(),
        };
        rows.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListProcesses {
    type Answer = ListPage<ProcessItem>;
    type Refusal = ProcessRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "approvals.list-processes",
        route: Route::get("/approvals/processes"),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant, Role::Approver, Role::Administrator],
        summary: "Lists approvals, the newest first.",
    };

    fn wants(&self, _: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows(context))]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, ProcessRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.rows(context)))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{World, ask, ask_as};
    use crate::samples::line;
    use crate::samples::processes::{ORDER, id, opened};
    use crate::views::process_list::ProcessListFromProcess;
    use crate::views::tests::rows;
    use testkit::decision::person;

    #[test]
    fn p78_the_finance_director_finds_what_waits_for_them() {
        use crate::process::arbitrate::{ArbitrateRefusal, tests::refused_by_silence};
        use kernel::Command;
        let of = |events: Vec<crate::process::ProcessEvent>| {
            let world = World::of(rows::<ProcessListFromProcess>(id(), &[events]));
            let query = ListProcesses { arbitration: Some(OnlyArbitration::Open), ..ListProcesses::default() };
            ask(&query, &world).unwrap().body.items
        };
        let waiting = refused_by_silence();
        assert_eq!(of(waiting.events()).first().and_then(|item| item.arbitration_until), waiting.due());
        assert!(of(waiting.step("fd", ArbitrateRefusal::example()).events()).is_empty());
        assert!(of(vec![opened()]).is_empty());
    }

    #[test]
    fn p97_an_order_has_its_submissions_and_a_manager_their_own() {
        let world = World::of(rows::<ProcessListFromProcess>(id(), &[vec![opened()]]));
        let of = |query: ListProcesses| ask(&query, &world).unwrap().body.items.len();
        assert_eq!(of(ListProcesses { shipment: Some(line(ORDER)), ..ListProcesses::default() }), 1);
        assert_eq!(of(ListProcesses { manager: Some(line("other")), ..ListProcesses::default() }), 0);
        assert_eq!(of(ListProcesses::default()), 1);
        let own = |who| ask_as(person(who, Role::Manager), &ListProcesses::default(), &world).unwrap().body.items.len();
        assert_eq!((own("manager"), own("manager-2")), (1, 0));
    }
}
