//! Begins the next step when one is done.

use kernel::{Command, Effect, Reaction, ReactionSpec, Trigger};

use crate::declaration::begin_step::BeginStep;
use crate::declaration::{Declaration, DeclarationEvent};

/// Begins the first step of a submission, and the next one when one is done.
pub struct GoOnWithSubmission;

impl Reaction for GoOnWithSubmission {
    type Aggregate = Declaration;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "customs.go-on-with-submission",
        on: &["submission-requested.v1", "amendment-requested.v1", "submission-resumed.v1", "step-done.v1"],
        sends: &[BeginStep::SPEC.name],
        calls: &[],
        summary: "Begins the next step of a submission.",
    };

    fn react(trigger: &Trigger<'_, Declaration>) -> Vec<Effect> {
        let attempt = attempt(trigger.event);
        let begin = attempt.map(|attempt| BeginStep { declaration_id: trigger.id, attempt });
        begin.map(|begin| Effect::send(&begin, trigger.key("begin"))).into_iter().collect()
    }
}

const fn attempt(event: &DeclarationEvent) -> Option<u32> {
    if let DeclarationEvent::SubmissionRequested { attempt }
    | DeclarationEvent::AmendmentRequested { attempt, .. }
    | DeclarationEvent::SubmissionResumed { attempt }
    | DeclarationEvent::StepDone { attempt, .. } = event
    {
        Some(*attempt)
    } else {
        None
    }
}
