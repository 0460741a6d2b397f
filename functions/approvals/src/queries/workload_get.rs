//! Shows how much waits for whom, and how much came to whom today.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hours::Hours;
use crate::roster::{Approver, Loads, Roster, RosterRefusal};
use crate::rules::in_force;
use crate::settings::ApprovalSettings;
use crate::views::workload;

/// Shows how much waits for whom, and how much came to whom today.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetWorkload {}

/// The workload of all approvers, the fullest queue first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WorkloadPage {
    /// A queue longer than this overflows.
    pub queue_above: u32,
    /// More than this on one day is signalled.
    pub day_above: u32,
    /// Approvers.
    pub approvers: Vec<ApproverLoad>,
}

/// The workload of one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ApproverLoad {
    /// Who.
    pub approver: Approver,
    /// How much waits.
    pub queue: u32,
    /// How much came today.
    pub today: u32,
    /// New tasks go to the deputy.
    pub overflows: bool,
    /// Today's tasks are more than is right.
    pub signalled: bool,
    /// Away now.
    pub away: bool,
}

fn today(context: &Context) -> kernel::Day {
    Hours::of(&context.settings).day(context.now)
}

impl Query for GetWorkload {
    type Answer = WorkloadPage;
    type Refusal = RosterRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "approvals.get-workload",
        route: Route::get("/approvals/workload"),
        roles: &[Role::TeamLead, Role::Approver, Role::Administrator],
        summary: "Shows the workload of approvers.",
    };

    fn wants(&self, _: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Roster>(Roster::id()), Want::Rows(workload::open()), Want::Rows(workload::of_day(today(context)))]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, RosterRefusal> {
        let settings = ApprovalSettings::of(&context.settings);
        let rules = in_force(&settings.routing, today(context), |_| true).ok();
        let open = workload::counts(facts.rows(&workload::open()));
        let came = workload::counts(facts.rows(&workload::of_day(today(context))));
        let roster = facts.aggregate::<Roster>(Roster::id()).map(|roster| roster.state.clone()).unwrap_or_default();
        let load = |approver: &Approver| {
            let of = |counts: &Loads| counts.get(&approver.person.id).copied().unwrap_or(0);
            ApproverLoad {
                approver: approver.clone(),
                queue: of(&open),
                today: of(&came),
                overflows: rules.as_ref().is_some_and(|rules| of(&open) > rules.queue_above),
                signalled: rules.as_ref().is_some_and(|rules| of(&came) > rules.day_above),
                away: approver.absence(context.now).is_some(),
            }
        };
        let mut approvers: Vec<ApproverLoad> = roster.approvers.values().map(load).collect();
        approvers.sort_by_key(|load| std::cmp::Reverse(load.queue));
        let (queue_above, day_above) = rules.map_or((0, 0), |rules| (rules.queue_above, rules.day_above));
        Ok(Answer::of(WorkloadPage { queue_above, day_above, approvers }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{World, ask};
    use crate::samples::processes::{id, open};
    use crate::samples::rosters;
    use crate::views::tests::rows;
    use crate::views::workload::WorkloadFromProcess;

    #[test]
    fn p98_the_workload_shows_queues_and_the_day() {
        let world = World::of(rows::<WorkloadFromProcess>(id(), &[open()])).with::<Roster>(Roster::id(), &rosters::history());
        let page = ask(&GetWorkload::default(), &world).unwrap().body;
        assert_eq!((page.queue_above, page.day_above, page.approvers.len()), (30, 50, 7));
        let first = &page.approvers[0];
        assert_eq!((first.approver.person.id.as_str(), first.queue, first.today, first.overflows), ("rbu-north", 1, 1, false));
    }
}
