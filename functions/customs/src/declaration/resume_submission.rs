//! Lets a submission that is stuck go on.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::submission::Ended;
use super::{Declaration, DeclarationEvent, DeclarationRefusal, alive};
use crate::DeclarationId;

/// Lets a submission go on that failed, or that waits for its next try, from the step that is
/// not done. What is done stays done.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResumeSubmission {
    /// Of which declaration.
    pub declaration_id: DeclarationId,
}

impl Command for ResumeSubmission {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.resume-submission",
        route: Some(Route::post("/customs/declarations/{declaration_id}/submission/resume")),
        roles: &[Role::Declarant],
        also_writes: &[],
        reads: &[],
        summary: "Lets a submission that is stuck go on.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn decide(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = alive(state)?;
        let stuck = declaration.submission.as_ref().filter(|submission| match &submission.ended {
            Some(Ended::Failed) => true,
            None => submission.current.as_ref().is_some_and(|trying| trying.retry_at.is_some()),
            Some(Ended::Complete | Ended::GivenUp) => false,
        });
        let submission = stuck.ok_or(DeclarationRefusal::NotSubmitting { status: declaration.status() })?;
        Ok(Decision::of([DeclarationEvent::SubmissionResumed { attempt: submission.attempt }]))
    }

    fn example() -> Self {
        Self { declaration_id: crate::samples::declarations::declaration_id() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::super::status::Status;
    use super::*;
    use crate::samples::declarations as sample;

    #[test]
    fn c38_a_failed_one_and_a_waiting_one_go_on() {
        let resumed = DeclarationEvent::SubmissionResumed { attempt: 1 };
        for history in [sample::failing(None), sample::failing(Some("2026-11-21T09:00:00Z"))] {
            given::<Declaration>(history).when(ResumeSubmission::example()).then([resumed.clone()]);
        }
    }

    #[test]
    fn one_that_runs_or_is_over_does_not() {
        let refused = |status| DeclarationRefusal::NotSubmitting { status };
        given::<Declaration>(sample::submitting()).when(ResumeSubmission::example()).refused(refused(Status::Submitting));
        given::<Declaration>(sample::awaiting()).when(ResumeSubmission::example()).refused(refused(Status::AwaitingFiling));
        given::<Declaration>([sample::created()]).when(ResumeSubmission::example()).refused(refused(Status::Draft));
        given::<Declaration>([]).when(ResumeSubmission::example()).refused(DeclarationRefusal::NotFound);
    }
}
