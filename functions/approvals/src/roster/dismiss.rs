//! Takes a post away.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Roster, RosterEvent, RosterRefusal};
use crate::RosterId;

/// Takes a post away. Tasks that wait for the person stay until their time is up or somebody above decides.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DismissApprover {
    /// The subject of their token.
    pub approver: Line,
    /// Why.
    pub reason: Line,
}

impl Command for DismissApprover {
    type Aggregate = Roster;
    type Refusal = RosterRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.dismiss-approver",
        route: Some(Route::post("/approvals/roster/approvers/{approver}/dismiss")),
        roles: &[Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Takes a post of approval away.",
    };

    fn target(&self, _: &Context) -> RosterId {
        Roster::id()
    }

    fn decide(&self, roster: Option<&Roster>, _: &Facts, _: &Context) -> Result<Decision<Roster>, RosterRefusal> {
        let known = roster.is_some_and(|roster| roster.approvers.contains_key(&self.approver));
        if !known {
            return Err(RosterRefusal::NotFound);
        }
        Ok(Decision::of([RosterEvent::Dismissed { id: self.approver.clone(), reason: self.reason.clone() }]))
    }

    fn example() -> Self {
        Self { approver: crate::samples::line("rbu-north"), reason: crate::samples::line("Перевод в другой отдел") }
    }
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::fold_events;
    use testkit::{context, given, nothing};

    use super::*;
    use crate::samples::rosters::history;

    #[test]
    fn whoever_is_dismissed_can_no_longer_be_asked_in_an_emergency() {
        let decision =
            given::<Roster>(history()).when(DismissApprover { approver: crate::samples::line("dp"), ..DismissApprover::example() });
        let events = [history(), decision.accepted().events].concat();
        let roster = fold_events::<Roster>(None, &events, &context().meta("test")).unwrap().unwrap();
        assert!(roster.approver("dp").is_none() && !roster.authorised.contains_key(&crate::samples::line("dp")));
        nothing::<Roster>().when(DismissApprover::example()).refused(RosterRefusal::NotFound);
    }
}
