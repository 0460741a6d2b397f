//! Notes that somebody will be away.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Moment, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Absence, Roster, RosterEvent, RosterRefusal};
use crate::RosterId;

/// Notes that an approver will be away: new tasks go to their deputy, or to the level above.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteAbsence {
    /// The subject of their token.
    pub approver: Line,
    /// From.
    pub from: Moment,
    /// Until, exclusive.
    pub until: Moment,
    /// Why.
    pub reason: Line,
}

/// Only the person or an administrator changes when the person is away.
pub(super) fn check_own(approver: &Line, context: &Context) -> Result<(), RosterRefusal> {
    let own = context.actor.id == approver.as_str();
    if own || context.actor.has_any(&[Role::Administrator]) { Ok(()) } else { Err(RosterRefusal::NotYours) }
}

impl Command for NoteAbsence {
    type Aggregate = Roster;
    type Refusal = RosterRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.note-absence",
        route: Some(Route::post("/approvals/roster/approvers/{approver}/absences")),
        roles: &[Role::Approver, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Notes that an approver will be away.",
    };

    fn target(&self, _: &Context) -> RosterId {
        Roster::id()
    }

    fn decide(&self, roster: Option<&Roster>, _: &Facts, context: &Context) -> Result<Decision<Roster>, RosterRefusal> {
        check_own(&self.approver, context)?;
        let approver = roster.and_then(|roster| roster.approvers.get(&self.approver)).ok_or(RosterRefusal::NotFound)?;
        if self.until <= self.from || self.until <= context.now {
            return Err(RosterRefusal::BadPeriod);
        }
        let absence = Absence { from: self.from, until: self.until };
        if approver.absences.contains(&absence) {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([RosterEvent::AbsenceNoted { id: self.approver.clone(), absence, reason: self.reason.clone() }]))
    }

    fn example() -> Self {
        use crate::samples::{line, literal};
        let (from, until) = (literal("2026-11-23T06:00:00Z"), literal("2026-12-07T06:00:00Z"));
        Self { approver: line("rbu-north"), from, until, reason: line("Отпуск") }
    }
}

#[cfg(test)]
mod tests {
    use testkit::decision::person;
    use testkit::given;

    use super::*;
    use crate::roster::end_absence::EndAbsence;
    use crate::samples::line;
    use crate::samples::rosters::history;

    fn own() -> testkit::decision::Given<Roster> {
        given::<Roster>(history()).by(person("rbu-north", Role::Approver))
    }

    #[test]
    fn people_note_their_own_absence_and_come_back() {
        let events = own().when(NoteAbsence::example()).accepted().events;
        let again = given::<Roster>([history(), events.clone()].concat()).by(person("rbu-north", Role::Approver));
        again.when(NoteAbsence::example()).then([]);
        let back = given::<Roster>([history(), events].concat()).by(person("rbu-north", Role::Approver));
        back.at("2026-11-25T06:00:00Z").when(EndAbsence::example()).accepted();
        own().when(EndAbsence::example()).refused(RosterRefusal::NotFound);
        own().when(EndAbsence { approver: line("dp"), ..EndAbsence::example() }).refused(RosterRefusal::NotYours);
    }

    #[test]
    fn an_absence_is_ones_own_and_lies_ahead() {
        own().when(NoteAbsence { approver: line("dp"), ..NoteAbsence::example() }).refused(RosterRefusal::NotYours);
        let past =
            NoteAbsence { from: crate::samples::literal("2026-01-01T00:00:00Z"), until: testkit::context().now, ..NoteAbsence::example() };
        own().when(past).refused(RosterRefusal::BadPeriod);
        let ghost = NoteAbsence { approver: line("ghost"), ..NoteAbsence::example() };
        given::<Roster>(history()).by(person("admin", Role::Administrator)).when(ghost).refused(RosterRefusal::NotFound);
    }
}
