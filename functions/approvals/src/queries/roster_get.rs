//! Shows who may approve what, and who may be asked in an emergency.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::roster::{Approver, Authorised, Roster, RosterRefusal};

/// Shows who may approve what, and who may be asked in an emergency.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetRoster {}

/// The roster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RosterPage {
    /// Who approves.
    pub approvers: Vec<Approver>,
    /// Who may be asked outside of the system.
    pub authorised: Vec<Authorised>,
}

impl Query for GetRoster {
    type Answer = RosterPage;
    type Refusal = RosterRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "approvals.get-roster",
        route: Route::get("/approvals/roster"),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant, Role::Approver, Role::Administrator],
        summary: "Shows who may approve what.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Roster>(Roster::id())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, RosterRefusal> {
        let loaded = facts.aggregate::<Roster>(Roster::id());
        let roster = loaded.map(|loaded| loaded.state.clone()).unwrap_or_default();
        let page =
            RosterPage { approvers: roster.approvers.into_values().collect(), authorised: roster.authorised.into_values().collect() };
        Ok(Answer::at(loaded.map_or(0, |loaded| loaded.version), page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{World, ask};
    use crate::samples::rosters;

    #[test]
    fn the_roster_is_shown_and_an_empty_one_too() {
        let page = ask(&GetRoster::default(), &World::default().with::<Roster>(Roster::id(), &rosters::history())).unwrap().body;
        assert_eq!((page.approvers.len(), page.authorised.len()), (7, 2));
        assert!(ask(&GetRoster::default(), &World::default()).unwrap().body.approvers.is_empty());
    }
}
