//! A decision that came by the outside system.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Paragraph, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::approve::{self, Ballot};
use super::draft::Draft;
use super::event::Via;
use super::office::{Office, READS};
use super::reject;
use super::{Process, ProcessRefusal};
use crate::ProcessId;

/// Takes a decision that came by the outside system. It counts as if the person had decided in the
/// console: the same authority, and the first saved decision wins.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideByElma {
    /// Which process.
    pub process_id: ProcessId,
    /// Which part of it.
    pub branch: u32,
    /// Which step of the chain the task belongs to.
    pub step: u32,
    /// Who, by their account there.
    pub user: Line,
    /// Yes or no.
    pub approved: bool,
    /// In their words; a no needs them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Paragraph>,
}

impl Command for DecideByElma {
    type Aggregate = Process;
    type Refusal = ProcessRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.decide-by-elma",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: READS,
        summary: "Takes a decision that came by ELMA.",
    };

    fn target(&self, _: &Context) -> ProcessId {
        self.process_id
    }

    fn wants(&self, _: Option<&Process>, _: &Facts, context: &Context) -> Vec<Want> {
        Office::wants(context)
    }

    fn decide(&self, process: Option<&Process>, facts: &Facts, context: &Context) -> Result<Decision<Process>, ProcessRefusal> {
        let case = Process::case(process)?;
        let branch = case.open_branch(self.branch)?;
        let office = Office::of(facts, context)?;
        let approver = office.roster.by_elma_user(self.user.as_str()).ok_or(ProcessRefusal::UnknownUser)?;
        // Whoever was asked before may still have the authority; then the step does not matter.
        if branch.step != self.step && !approver.post.covers(branch.level, &branch.units) {
            return Err(ProcessRefusal::StaleTask);
        }
        let ballot = Ballot { branch: self.branch, person: approver.person.id.as_str(), via: Via::Elma };
        let mut draft = Draft::of(process, context, Self::SPEC.name);
        match (self.approved, &self.comment) {
            (true, comment) => approve::approve(&mut draft, case, &ballot, comment.clone(), &office)?,
            (false, Some(reason)) => reject::reject(&mut draft, case, &ballot, reason, &office)?,
            (false, None) => return Err(ProcessRefusal::TooShort),
        }
        Ok(Decision::of(draft.events))
    }

    fn example() -> Self {
        let user = crate::samples::line(crate::samples::rosters::ELMA_USER);
        Self { process_id: crate::samples::processes::id(), branch: 1, step: 1, user, approved: true, comment: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::approve::ApproveOrder;
    use crate::process::{ProcessEvent, Status};
    use crate::samples::processes;
    use crate::samples::world::Scene;

    #[test]
    fn p115_nothing_is_decided_twice_whichever_way_it_comes() {
        let scene = Scene::of(processes::open());
        let elma = scene.system(DecideByElma::example());
        assert!(matches!(elma.as_slice(), [ProcessEvent::BranchApproved { via: Via::Elma, .. }, ProcessEvent::Approved { .. }]));
        let decided = scene.then(elma);
        decided.as_system().when(DecideByElma::example()).refused(ProcessRefusal::NotOpen { status: Status::Approved });
        decided.by("rbu-north").when(ApproveOrder::example()).refused(ProcessRefusal::NotOpen { status: Status::Approved });
    }

    #[test]
    fn an_account_that_nobody_has_and_a_step_that_is_over_decide_nothing() {
        let scene = Scene::of(processes::open());
        let ghost = DecideByElma { user: crate::samples::line("ghost"), ..DecideByElma::example() };
        scene.as_system().when(ghost).refused(ProcessRefusal::UnknownUser);
        let escalated = scene.fire("2026-11-26T06:00:00Z");
        let scene = scene.then(escalated);
        scene.as_system().when(DecideByElma::example()).refused(ProcessRefusal::StaleTask);
        let silent_no = DecideByElma { approved: false, ..DecideByElma::example() };
        Scene::of(processes::open()).as_system().when(silent_no).refused(ProcessRefusal::TooShort);
    }

    #[test]
    fn p76_a_decision_that_meets_a_stalled_process_is_not_taken_for_done() {
        let open = Scene::of(processes::open());
        let unknown_year = open.clone().at("2027-12-31T10:00:00Z").recalculate(processes::figures(1_800));
        let scene = open.then(unknown_year);
        assert_eq!(scene.case().status, Status::Stalled);
        scene.as_system().when(DecideByElma::example()).refused(ProcessRefusal::Stalled);
    }
}
