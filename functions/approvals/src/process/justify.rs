//! Says why an order should be allowed.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Paragraph, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::begin;
use super::draft::Draft;
use super::office::{Office, READS};
use super::{Process, ProcessEvent, ProcessRefusal, Status, text};
use crate::ProcessId;

/// Says why an order should be allowed, when a person must decide and nobody has said it (decision P73).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JustifyOrder {
    /// Which process.
    pub process_id: ProcessId,
    /// Why: 50 to 2000 telling characters.
    pub justification: Paragraph,
}

impl Command for JustifyOrder {
    type Aggregate = Process;
    type Refusal = ProcessRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.justify-order",
        route: Some(Route::post("/approvals/processes/{process_id}/justify")),
        roles: &[Role::Manager, Role::TeamLead],
        also_writes: &[],
        reads: READS,
        summary: "Says why an order should be allowed.",
    };

    fn target(&self, _: &Context) -> ProcessId {
        self.process_id
    }

    fn wants(&self, _: Option<&Process>, _: &Facts, context: &Context) -> Vec<Want> {
        Office::wants(context)
    }

    fn decide(&self, process: Option<&Process>, facts: &Facts, context: &Context) -> Result<Decision<Process>, ProcessRefusal> {
        let case = Process::case(process)?;
        if context.actor.id != case.submitted.manager.as_str() {
            return Err(ProcessRefusal::NotTheManager);
        }
        if case.status != Status::AwaitingJustification {
            return Err(ProcessRefusal::NotAwaited);
        }
        if !text::is_telling(&self.justification) {
            return Err(ProcessRefusal::TooShort);
        }
        let office = Office::of(facts, context)?;
        let mut draft = Draft::of(process, context, Self::SPEC.name);
        draft.push(ProcessEvent::Justified { justification: self.justification.clone() });
        begin::open_branches(&mut draft, &office)?;
        Ok(Decision::of(draft.events))
    }

    fn example() -> Self {
        Self { process_id: crate::samples::processes::id(), justification: crate::samples::processes::justification() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Level;
    use crate::samples::processes::{self, awaiting_justification};
    use crate::samples::world::Scene;

    #[test]
    fn p73_a_person_is_asked_once_the_manager_has_said_why() {
        let scene = Scene::of(awaiting_justification());
        let decision = scene.by("manager").when(JustifyOrder::example()).accepted();
        assert!(matches!(decision.events.as_slice(), [ProcessEvent::Justified { .. }, ProcessEvent::BranchOpened { .. }]));
        scene.by("manager-2").when(JustifyOrder::example()).refused(ProcessRefusal::NotTheManager);
        let spaces = kernel::Paragraph::new(&"я".repeat(60)).unwrap();
        let empty = JustifyOrder { justification: spaces, ..JustifyOrder::example() };
        scene.by("manager").when(empty).refused(ProcessRefusal::TooShort);
        let open = Scene::of(processes::open());
        open.by("manager").when(JustifyOrder::example()).refused(ProcessRefusal::NotAwaited);
        Scene::of([]).by("manager").when(JustifyOrder::example()).refused(ProcessRefusal::NotFound);
    }

    #[test]
    fn p73_silence_about_the_reason_refuses_the_order_after_four_hours_of_work() {
        use crate::process::event::RejectedBy;
        let scene = Scene::of(awaiting_justification());
        assert_eq!(scene.due(), Some(testkit::moment("2026-11-23T11:00:00Z")));
        assert_eq!(scene.fire("2026-11-23T10:59:59Z"), []);
        let silent = scene.fire("2026-11-23T11:00:00Z");
        assert!(matches!(silent.as_slice(), [ProcessEvent::Rejected { by: RejectedBy::Unanswered, .. }]), "{silent:?}");
        let over = scene.then(silent);
        assert_eq!((over.case().status, over.due()), (Status::Rejected, None));
        over.by("manager").when(JustifyOrder::example()).refused(ProcessRefusal::NotAwaited);
        // Whoever says why in time is asked nothing more.
        let said = scene.step("manager", JustifyOrder::example());
        assert_eq!(said.due(), Some(testkit::moment("2026-11-24T10:00:00Z")), "the approver's first mark");
    }

    #[test]
    fn what_was_asked_before_deadlines_were_kept_is_still_read() {
        use kernel::Event;
        let old = serde_json::json!({ "type": "justification-requested.v1" });
        let read = ProcessEvent::read(&old).unwrap();
        assert_eq!(read, ProcessEvent::JustificationRequested(None));
        let opened = awaiting_justification().into_iter().next();
        let scene = Scene::of(opened.into_iter().chain([read]));
        assert_eq!((scene.case().status, scene.due()), (Status::AwaitingJustification, None));
    }

    #[test]
    fn p73_what_only_a_spent_limit_keeps_waiting_is_still_the_head_of_the_units() {
        let total = processes::money("20000.01");
        let dear = crate::figures::Figures { total, revenue: total, lines: Vec::new(), ..processes::figures(99) };
        let scene = Scene::of(awaiting_justification());
        let scene = scene.then(scene.recalculate(dear));
        assert_eq!(scene.case().demand.level, Level::Auto, "the margin has recovered, the limit has not");
        let events = scene.by("manager").when(JustifyOrder::example()).accepted().events;
        assert!(matches!(events.last(), Some(ProcessEvent::BranchOpened { demanded: Level::Rbu, .. })), "{events:?}");
    }
}
