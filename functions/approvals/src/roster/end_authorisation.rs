//! Takes somebody off the register of emergencies.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::authorise::check_director;
use super::{Roster, RosterEvent, RosterRefusal};
use crate::RosterId;

/// Takes somebody off the register of those who may be asked outside of the system.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndAuthorisation {
    /// The subject of their token.
    pub person: Line,
    /// Why.
    pub reason: Line,
}

impl Command for EndAuthorisation {
    type Aggregate = Roster;
    type Refusal = RosterRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.end-authorisation",
        route: Some(Route::post("/approvals/roster/authorised/{person}/end")),
        roles: &[Role::Approver, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Takes somebody off the register of emergencies.",
    };

    fn target(&self, _: &Context) -> RosterId {
        Roster::id()
    }

    fn decide(&self, roster: Option<&Roster>, _: &Facts, context: &Context) -> Result<Decision<Roster>, RosterRefusal> {
        let roster = roster.ok_or(RosterRefusal::NotFound)?;
        check_director(roster, context)?;
        if !roster.authorised.contains_key(&self.person) {
            return Err(RosterRefusal::NotFound);
        }
        Ok(Decision::of([RosterEvent::AuthorisationEnded { id: self.person.clone(), reason: self.reason.clone() }]))
    }

    fn example() -> Self {
        Self { person: crate::samples::line("dp"), reason: crate::samples::line("Уволен") }
    }
}
