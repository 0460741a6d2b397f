//! Says no.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Paragraph, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::approve::Ballot;
use super::draft::Draft;
use super::event::Via;
use super::office::{Office, READS};
use super::{Case, Process, ProcessEvent, ProcessRefusal, settle, text};
use crate::ProcessId;

/// Says no to a part of an order, and why.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectOrder {
    /// Which process.
    pub process_id: ProcessId,
    /// Which part of it.
    pub branch: u32,
    /// Why: 50 to 2000 telling characters.
    pub reason: Paragraph,
}

/// Refuses a part on behalf of whoever votes.
pub(super) fn reject(
    draft: &mut Draft,
    case: &Case,
    ballot: &Ballot<'_>,
    reason: &Paragraph,
    office: &Office,
) -> Result<(), ProcessRefusal> {
    let branch = case.open_branch(ballot.branch)?;
    let (by, level) = office.authority(ballot.person, case, branch)?;
    if case.offer(ballot.branch).is_some() {
        return Err(ProcessRefusal::OfferOpen);
    }
    if !text::is_telling(reason) {
        return Err(ProcessRefusal::TooShort);
    }
    draft.push(ProcessEvent::BranchRejected { branch: ballot.branch, by, level, reason: reason.clone(), via: ballot.via });
    settle::settle(draft, office)
}

impl Command for RejectOrder {
    type Aggregate = Process;
    type Refusal = ProcessRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.reject-order",
        route: Some(Route::post("/approvals/processes/{process_id}/reject")),
        roles: &[Role::Approver],
        also_writes: &[],
        reads: READS,
        summary: "Refuses a part of an order.",
    };

    fn target(&self, _: &Context) -> ProcessId {
        self.process_id
    }

    fn wants(&self, _: Option<&Process>, _: &Facts, context: &Context) -> Vec<Want> {
        Office::wants(context)
    }

    fn decide(&self, process: Option<&Process>, facts: &Facts, context: &Context) -> Result<Decision<Process>, ProcessRefusal> {
        let office = Office::of(facts, context)?;
        let mut draft = Draft::of(process, context, Self::SPEC.name);
        let ballot = Ballot { branch: self.branch, person: &context.actor.id, via: Via::Console };
        reject(&mut draft, Process::case(process)?, &ballot, &self.reason, &office)?;
        Ok(Decision::of(draft.events))
    }

    fn example() -> Self {
        Self { process_id: crate::samples::processes::id(), branch: 1, reason: crate::samples::processes::reason() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Source, Submitted};
    use crate::process::RejectedBy;
    use crate::samples::processes::{self, submitted, two_units, two_units_of};
    use crate::samples::world::Scene;

    fn reject(branch: u32) -> RejectOrder {
        RejectOrder { branch, ..RejectOrder::example() }
    }

    #[test]
    fn p92_a_refusal_says_why() {
        let short = RejectOrder { reason: kernel::Paragraph::new("нет").unwrap(), ..reject(1) };
        Scene::of(processes::open()).by("rbu-north").when(short).refused(ProcessRefusal::TooShort);
        let decision = Scene::of(processes::open()).by("rbu-north").when(reject(1)).accepted();
        let [ProcessEvent::BranchRejected { .. }, ProcessEvent::Rejected { by, approver, .. }] = decision.events.as_slice() else {
            panic!("{:?}", decision.events)
        };
        assert_eq!((*by, approver.as_ref().map(ToString::to_string)), (RejectedBy::Person, Some("rbu-north".to_owned())));
    }

    #[test]
    fn p63_what_some_units_refuse_may_be_dropped_but_not_from_a_clients_own_system() {
        let approve = crate::process::approve::ApproveOrder { branch: 1, ..Command::example() };
        let refuse_second = |scene: Scene| {
            let first = scene.by("rbu-north").when(approve.clone()).accepted().events;
            scene.then(first).by("rbu-south").when(reject(2)).accepted().events
        };
        let events = refuse_second(Scene::of(two_units()));
        let [ProcessEvent::BranchRejected { .. }, ProcessEvent::PartiallyApproved { drop, approver, .. }] = events.as_slice() else {
            panic!("{events:?}")
        };
        assert_eq!((drop.as_slice(), approver.as_str()), ([2].as_slice(), "rbu-south"));
        let edi = two_units_of(Submitted { source: Source::Edi, ..submitted() });
        let events = refuse_second(Scene::of(edi));
        assert!(matches!(events.as_slice(), [ProcessEvent::BranchRejected { .. }, ProcessEvent::Rejected { .. }]), "{events:?}");
    }

    #[test]
    fn only_those_who_may_approve_may_refuse() {
        let scene = Scene::of(processes::open());
        scene.by("rbu-south").when(reject(1)).refused(ProcessRefusal::NotYours);
        scene.by("manager").when(reject(1)).refused(ProcessRefusal::OwnOrder);
    }
}
