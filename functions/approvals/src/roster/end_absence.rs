//! Notes that somebody is back.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Moment, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::note_absence::check_own;
use super::{Roster, RosterEvent, RosterRefusal};
use crate::RosterId;

/// Notes that an approver is back earlier, or is not going away.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndAbsence {
    /// The subject of their token.
    pub approver: Line,
    /// The beginning of the absence.
    pub from: Moment,
}

impl Command for EndAbsence {
    type Aggregate = Roster;
    type Refusal = RosterRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.end-absence",
        route: Some(Route::post("/approvals/roster/approvers/{approver}/absences/end")),
        roles: &[Role::Approver, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Notes that an approver is back.",
    };

    fn target(&self, _: &Context) -> RosterId {
        Roster::id()
    }

    fn decide(&self, roster: Option<&Roster>, _: &Facts, context: &Context) -> Result<Decision<Roster>, RosterRefusal> {
        check_own(&self.approver, context)?;
        let approver = roster.and_then(|roster| roster.approvers.get(&self.approver)).ok_or(RosterRefusal::NotFound)?;
        let absence = approver.absences.iter().find(|absence| absence.from == self.from).ok_or(RosterRefusal::NotFound)?;
        if absence.until <= context.now {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([RosterEvent::AbsenceEnded { id: self.approver.clone(), from: self.from, at: context.now }]))
    }

    fn example() -> Self {
        Self { approver: crate::samples::line("rbu-north"), from: crate::samples::literal("2026-11-23T06:00:00Z") }
    }
}
