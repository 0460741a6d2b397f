//! Confirms afterwards what was approved without a person.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Paragraph, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::office::{Office, READS};
use super::{Process, ProcessEvent, ProcessRefusal, text};
use crate::ProcessId;
use crate::person::Person;

/// Confirms afterwards what the fallback mode approved, or says that it was wrong (decisions P115 and
/// P116). What has left is not taken back; a refusal is told.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmFallback {
    /// Which process.
    pub process_id: ProcessId,
    /// Why it was wrong; absent when it was right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Paragraph>,
}

impl Command for ConfirmFallback {
    type Aggregate = Process;
    type Refusal = ProcessRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.confirm-fallback",
        route: Some(Route::post("/approvals/processes/{process_id}/confirm")),
        roles: &[Role::Approver],
        also_writes: &[],
        reads: READS,
        summary: "Confirms what the fallback mode approved.",
    };

    fn target(&self, _: &Context) -> ProcessId {
        self.process_id
    }

    fn wants(&self, _: Option<&Process>, _: &Facts, context: &Context) -> Vec<Want> {
        Office::wants(context)
    }

    fn decide(&self, process: Option<&Process>, facts: &Facts, context: &Context) -> Result<Decision<Process>, ProcessRefusal> {
        let case = Process::case(process)?;
        let owed = case.post_factum.as_ref().filter(|owed| owed.answer.is_none());
        let (Some(_), Some(approval)) = (owed, &case.approval) else { return Err(ProcessRefusal::NotOwed) };
        if case.submitted.is_of(&context.actor.id) {
            return Err(ProcessRefusal::OwnOrder);
        }
        let office = Office::of(facts, context)?;
        let approver = office.roster.approver(&context.actor.id).ok_or(ProcessRefusal::NotYours)?;
        if !approver.post.covers(approval.level, &case.figures.unit_names()) {
            return Err(ProcessRefusal::NotYours);
        }
        let by = Person::acting(context);
        match &self.refusal {
            None => Ok(Decision::of([ProcessEvent::PostFactumConfirmed { by }])),
            Some(reason) if text::is_telling(reason) => Ok(Decision::of([ProcessEvent::PostFactumRefused { by, reason: reason.clone() }])),
            Some(_) => Err(ProcessRefusal::TooShort),
        }
    }

    fn example() -> Self {
        Self { process_id: crate::samples::processes::id(), refusal: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::processes::{self, fallback_approved};
    use crate::samples::world::Scene;

    #[test]
    fn p115_p116_a_fallback_approval_is_confirmed_in_our_own_api_by_whoever_could_have_approved_it() {
        let scene = Scene::of(fallback_approved());
        let confirmed = scene.by("rbu-north").when(ConfirmFallback::example()).accepted().events;
        assert!(matches!(confirmed.as_slice(), [ProcessEvent::PostFactumConfirmed { .. }]));
        scene.then(confirmed).by("rbu-north").when(ConfirmFallback::example()).refused(ProcessRefusal::NotOwed);
        scene.by("rbu-south").when(ConfirmFallback::example()).refused(ProcessRefusal::NotYours);
        scene.by("manager").when(ConfirmFallback::example()).refused(ProcessRefusal::OwnOrder);
        let refuse = |text| ConfirmFallback { refusal: Some(text), ..ConfirmFallback::example() };
        scene.by("dp").when(refuse(kernel::Paragraph::new("нет").unwrap())).refused(ProcessRefusal::TooShort);
        scene.by("dp").when(refuse(processes::reason())).accepted();
        Scene::of(processes::approved_at(500)).by("dp").when(ConfirmFallback::example()).refused(ProcessRefusal::NotOwed);
    }
}
