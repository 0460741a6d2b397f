//! Gives somebody a post.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{APPROVERS_MAX, Post, Roster, RosterEvent, RosterRefusal};
use crate::RosterId;
use crate::person::Person;

/// Gives somebody a post, or another one. Absences that are known of them stay.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AppointApprover {
    /// The subject of their token.
    pub approver: Line,
    /// Their name.
    pub name: Line,
    /// Which post.
    pub post: Post,
    /// Who stands in; on the roster already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<Line>,
    /// Their account in the outside system of tasks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elma_user: Option<Line>,
}

impl AppointApprover {
    fn check(&self, roster: &Roster) -> Result<(), RosterRefusal> {
        let known = roster.approvers.contains_key(&self.approver);
        if !known && roster.approvers.len() >= APPROVERS_MAX {
            return Err(RosterRefusal::TooMany);
        }
        if matches!(&self.post, Post::Rbu { units } if units.is_empty()) {
            return Err(RosterRefusal::NoUnits);
        }
        if self.deputy.as_ref() == Some(&self.approver) {
            return Err(RosterRefusal::OwnDeputy);
        }
        if self.deputy.as_ref().is_some_and(|deputy| !roster.approvers.contains_key(deputy)) {
            return Err(RosterRefusal::NoSuchDeputy);
        }
        let owner = self.elma_user.as_ref().and_then(|user| roster.by_elma_user(user.as_str()));
        if owner.is_some_and(|owner| owner.person.id != self.approver) { Err(RosterRefusal::AccountTaken) } else { Ok(()) }
    }
}

impl Command for AppointApprover {
    type Aggregate = Roster;
    type Refusal = RosterRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.appoint-approver",
        route: Some(Route::post("/approvals/roster/approvers/{approver}/appoint")),
        roles: &[Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Gives somebody a post at which they approve.",
    };

    fn target(&self, _: &Context) -> RosterId {
        Roster::id()
    }

    fn decide(&self, roster: Option<&Roster>, _: &Facts, _: &Context) -> Result<Decision<Roster>, RosterRefusal> {
        let empty = Roster::default();
        let roster = roster.unwrap_or(&empty);
        self.check(roster)?;
        let person = Person { id: self.approver.clone(), name: self.name.clone() };
        let known = roster.approvers.get(&self.approver);
        let same = known.is_some_and(|known| {
            (&known.person, &known.post, &known.deputy, &known.elma_user) == (&person, &self.post, &self.deputy, &self.elma_user)
        });
        if same {
            return Ok(Decision::nothing());
        }
        let (post, deputy, elma_user) = (self.post.clone(), self.deputy.clone(), self.elma_user.clone());
        Ok(Decision::of([RosterEvent::Appointed { person, post, deputy, elma_user }]))
    }

    fn example() -> Self {
        use crate::samples::line;
        Self {
            approver: line("rbu-north"),
            name: line("Северцев П. А."),
            post: Post::Rbu { units: [line("north")].into() },
            deputy: None,
            elma_user: Some(line("0190b6a2-7c11-7a6f-9c83-2f6a0d2f8b11")),
        }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::line;

    #[test]
    fn an_approver_is_appointed_once_and_again_with_another_post() {
        let first = nothing::<Roster>().when(AppointApprover::example()).accepted().events;
        assert!(matches!(first.as_slice(), [RosterEvent::Appointed { .. }]));
        given::<Roster>(first.clone()).when(AppointApprover::example()).then([]);
        let dp = AppointApprover { post: Post::Dp, ..AppointApprover::example() };
        given::<Roster>(first).when(dp).accepted();
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        let example = AppointApprover::example;
        let no_units = AppointApprover { post: Post::Rbu { units: [].into() }, ..example() };
        nothing::<Roster>().when(no_units).refused(RosterRefusal::NoUnits);
        nothing::<Roster>().when(AppointApprover { deputy: Some(line("rbu-north")), ..example() }).refused(RosterRefusal::OwnDeputy);
        nothing::<Roster>().when(AppointApprover { deputy: Some(line("ghost")), ..example() }).refused(RosterRefusal::NoSuchDeputy);
        let first = nothing::<Roster>().when(example()).accepted().events;
        let second = AppointApprover { approver: line("other"), ..example() };
        given::<Roster>(first).when(second).refused(RosterRefusal::AccountTaken);
        let many = (0..APPROVERS_MAX).map(|n| RosterEvent::Appointed {
            person: Person { id: line(&format!("a{n}")), name: line("А") },
            post: Post::Drp,
            deputy: None,
            elma_user: None,
        });
        given::<Roster>(many).when(example()).refused(RosterRefusal::TooMany);
    }
}
