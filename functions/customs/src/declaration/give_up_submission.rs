//! Gives a submission up.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::status::Status;
use super::submission::{Purpose, Submission};
use super::{Declaration, DeclarationEvent, DeclarationRefusal, alive};
use crate::DeclarationId;
use crate::code::DocflowId;

/// Gives a submission up before customs have the declaration; it is a draft again. An amendment
/// is given up alone: its documents can be sent again.
///
/// The vendor deletes nothing: the docflow that was made stays there, and is work for a person
/// (decision C38). If the declaration is submitted again, the same docflow is used, unless
/// somebody has said by then that it was dealt with.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveUpSubmission {
    /// Of which declaration.
    pub declaration_id: DeclarationId,
    /// Why.
    pub reason: Line,
}

impl Command for GiveUpSubmission {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.give-up-submission",
        route: Some(Route::post("/customs/declarations/{declaration_id}/submission/give-up")),
        roles: &[Role::Declarant],
        also_writes: &[],
        reads: &[],
        summary: "Gives a submission up; the declaration is a draft again.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn decide(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = alive(state)?;
        let status = declaration.status();
        let going = |submission: &&Submission| match submission.purpose {
            Purpose::Filing => submission.is_open() || status == Status::AwaitingFiling,
            Purpose::Amendment { .. } => submission.is_open(),
        };
        let submission = declaration.submission.as_ref().filter(going).ok_or(DeclarationRefusal::NotSubmitting { status })?;
        let given_up = DeclarationEvent::SubmissionGivenUp { attempt: submission.attempt, reason: self.reason.clone() };
        let filed = declaration.standing.stands().is_some();
        let unused = |docflow: &DocflowId| !filed && !declaration.vendor.orphans.contains(docflow);
        let left = declaration.vendor.docflow.filter(unused);
        let left = left.map(|docflow| DeclarationEvent::OrphanFound { docflow });
        Ok(Decision::of([given_up].into_iter().chain(left)))
    }

    fn example() -> Self {
        Self { declaration_id: crate::samples::declarations::declaration_id(), reason: crate::samples::line("Подадим иначе") }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::declarations as sample;

    fn given_up() -> DeclarationEvent {
        DeclarationEvent::SubmissionGivenUp { attempt: 1, reason: GiveUpSubmission::example().reason }
    }

    #[test]
    fn c38_what_was_made_at_the_vendor_is_work_for_a_person() {
        let orphan = DeclarationEvent::OrphanFound { docflow: sample::docflow() };
        given::<Declaration>(sample::awaiting()).when(GiveUpSubmission::example()).then([given_up(), orphan]);
        given::<Declaration>(sample::failing(None)).when(GiveUpSubmission::example()).then([given_up()]);
    }

    #[test]
    fn c12_an_amendment_is_given_up_without_its_docflow() {
        let given_up = DeclarationEvent::SubmissionGivenUp { attempt: 2, reason: GiveUpSubmission::example().reason };
        given::<Declaration>(sample::amending()).when(GiveUpSubmission::example()).then([given_up.clone()]);
        let history = sample::amending().into_iter().chain([given_up]);
        let refusal = DeclarationRefusal::NotSubmitting { status: Status::CorrectionRequested };
        given::<Declaration>(history).when(GiveUpSubmission::example()).refused(refusal);
    }

    #[test]
    fn what_is_at_customs_or_never_went_cannot_be_given_up() {
        let refused = |status| DeclarationRefusal::NotSubmitting { status };
        given::<Declaration>([sample::created()]).when(GiveUpSubmission::example()).refused(refused(Status::Draft));
        let history = sample::awaiting().into_iter().chain([sample::fact(super::super::status::AuthorityFact::Sent)]);
        given::<Declaration>(history).when(GiveUpSubmission::example()).refused(refused(Status::Sent));
    }
}
