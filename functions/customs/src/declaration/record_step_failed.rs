//! Records that a try of a step failed.

use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Command, CommandSpec, Context, Decision, Facts, Moment, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::Alert;
use super::submission::{PARTY_PAUSE_MS, Step, TRIES_MAX, Trying, code, pause_ms};
use super::{Declaration, DeclarationEvent, DeclarationRefusal};
use crate::DeclarationId;

/// Records that a try of a step failed, and when it is tried again.
///
/// What may pass is tried again after growing pauses; what was refused, or failed too often, waits
/// for a person (decision C35). An outcome that nobody knows is tried again like one that may
/// pass, because every step looks first whether it was done (decision C03).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordStepFailed {
    /// Of which declaration.
    pub declaration_id: DeclarationId,
    /// Of which attempt.
    pub attempt: u32,
    /// Which step.
    pub step: Step,
    /// Why.
    pub error: OutsideError,
}

impl Command for RecordStepFailed {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.record-step-failed",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records that a try of a step of a submission failed.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn decide(&self, state: Option<&Declaration>, _: &Facts, context: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = state.ok_or(DeclarationRefusal::NotFound)?;
        let trying = declaration.submission.as_ref().and_then(|submission| submission.awaits(self.attempt, &self.step));
        // A try that has failed already fails once.
        let Some(trying) = trying.filter(|trying| trying.retry_at.is_none()) else { return Ok(Decision::nothing()) };
        let (attempt, step, error) = (self.attempt, self.step, self.error.clone());
        let failed = DeclarationEvent::StepFailed { attempt, step, error, retry_at: self.retry_at(trying, context.now) };
        let gone = (self.error.code == code::DOCFLOW_GONE).then_some(Alert::DocflowGone);
        let gone = gone.filter(|alert| !declaration.is_alerted(alert)).map(|alert| DeclarationEvent::AlertRaised { alert });
        Ok(Decision::of([failed].into_iter().chain(gone)))
    }

    fn example() -> Self {
        let (declaration_id, error) = (crate::samples::declarations::declaration_id(), crate::samples::declarations::error());
        Self { declaration_id, attempt: 1, step: Step::Docflow, error }
    }
}

impl RecordStepFailed {
    fn retry_at(&self, trying: &Trying, now: Moment) -> Option<Moment> {
        let failed = trying.failed.saturating_add(1);
        let pause = if self.error.code == code::PARTY_NOT_THERE { PARTY_PAUSE_MS } else { pause_ms(failed) };
        match self.error.class {
            FailureClass::Retry | FailureClass::Unknown => (failed < TRIES_MAX).then(|| now.plus_ms(pause)),
            FailureClass::Permanent | FailureClass::Auth => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::fold_events;
    use testkit::given;
    use testkit::{context, moment};

    use super::super::status::Status;
    use super::*;
    use crate::samples::declarations as sample;

    fn failing(class: FailureClass) -> RecordStepFailed {
        RecordStepFailed { error: OutsideError { class, ..sample::error() }, ..RecordStepFailed::example() }
    }

    fn failed(class: FailureClass, retry_at: Option<&str>) -> DeclarationEvent {
        DeclarationEvent::StepFailed { attempt: 1, step: Step::Docflow, error: failing(class).error, retry_at: retry_at.map(moment) }
    }

    #[test]
    fn c35_what_may_pass_is_tried_again_and_what_was_refused_waits_for_a_person() {
        for (class, retry_at) in [
            (FailureClass::Retry, Some("2026-11-21T08:31:00Z")),
            (FailureClass::Unknown, Some("2026-11-21T08:31:00Z")),
            (FailureClass::Permanent, None),
            (FailureClass::Auth, None),
        ] {
            given::<Declaration>(sample::submitting()).when(failing(class)).then([failed(class, retry_at)]);
        }
    }

    #[test]
    fn c38_after_ten_failures_with_growing_pauses_a_person_must_look() {
        let mut history = sample::submitting();
        let mut pauses = Vec::new();
        for n in 1..=TRIES_MAX {
            let decision = given::<Declaration>(history.clone()).when(failing(FailureClass::Retry)).accepted();
            let [DeclarationEvent::StepFailed { retry_at, .. }] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
            pauses.extend(retry_at.map(|at| at.ms_since(context().now) / 60_000));
            history.extend(decision.events);
            history.push(DeclarationEvent::StepBegun { attempt: 1, step: Step::Docflow, failed: n, organization: None });
        }
        assert_eq!(pauses, [1, 5, 15, 60, 60, 60, 60, 60, 60]);
        history.pop();
        let state = fold_events::<Declaration>(None, &history, &context().meta("test")).unwrap().unwrap();
        assert_eq!(state.status(), Status::SubmissionFailed);
        assert!(state.needs_attention());
    }

    #[test]
    fn a_failure_of_a_step_that_is_over_changes_nothing() {
        let done = DeclarationEvent::StepDone {
            attempt: 1,
            step: Step::Docflow,
            outcome: super::super::submission::Outcome::Docflow { docflow: sample::docflow(), found: false },
        };
        given::<Declaration>(sample::submitting().into_iter().chain([done])).when(failing(FailureClass::Auth)).then([]);
        let once = sample::submitting().into_iter().chain([failed(FailureClass::Retry, Some("2026-11-21T08:31:00Z"))]);
        given::<Declaration>(once).when(failing(FailureClass::Retry)).then([]);
    }

    #[test]
    fn a_docflow_that_the_vendor_has_no_more_is_told_to_somebody() {
        let error = OutsideError { code: code::DOCFLOW_GONE.to_owned(), class: FailureClass::Permanent, ..sample::error() };
        let decision =
            given::<Declaration>(sample::submitting()).when(RecordStepFailed { error, ..RecordStepFailed::example() }).accepted();
        assert_eq!(decision.events.last(), Some(&DeclarationEvent::AlertRaised { alert: Alert::DocflowGone }));
    }
}
