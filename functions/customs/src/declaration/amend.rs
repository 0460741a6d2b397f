//! Brings documents to the vendor that customs asked for.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::status::Status;
use super::submission::Submission;
use super::{Declaration, DeclarationEvent, DeclarationRefusal, alive, goods_exist};
use crate::DeclarationId;

/// Brings documents to the vendor that were attached after customs asked for a correction: an
/// amendment, since nothing else of what was filed changes (decision C12).
///
/// It goes step by step, as a submission does, and is seen, resumed and given up there. The
/// answer to customs is signed and sent in the vendor's pages, since the vendor has no call for
/// that.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AmendDeclaration {
    /// Which declaration.
    pub declaration_id: DeclarationId,
}

impl Command for AmendDeclaration {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.amend-declaration",
        route: Some(Route::post("/customs/declarations/{declaration_id}/amendments")),
        roles: &[Role::Declarant],
        also_writes: &[],
        reads: &[],
        summary: "Brings documents to the vendor that customs asked for.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn decide(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = alive(state)?;
        let status = declaration.status();
        if status != Status::CorrectionRequested {
            return Err(DeclarationRefusal::NoDocumentsNow { status });
        }
        declaration.vendor.docflow.ok_or(DeclarationRefusal::NotAtVendor)?;
        let documents = declaration.documents_to_bring();
        if documents.is_empty() || declaration.submission.as_ref().is_some_and(Submission::is_open) {
            return Err(DeclarationRefusal::NothingToAmend);
        }
        let mut named = documents.iter().filter_map(|id| declaration.documents.get(id));
        named.try_for_each(|document| goods_exist(declaration, &document.goods))?;
        let attempt = declaration.submission.as_ref().map_or(1, |submission| submission.attempt.saturating_add(1));
        Ok(Decision::of([DeclarationEvent::AmendmentRequested { attempt, documents }]))
    }

    fn example() -> Self {
        Self { declaration_id: crate::samples::declarations::declaration_id() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::declaration::submission::{Outcome, Step};
    use crate::samples::declarations as sample;

    #[test]
    fn c12_what_customs_asked_for_is_an_amendment_with_its_own_event() {
        given::<Declaration>(sample::corrected()).when(AmendDeclaration::example()).then([sample::amendment_requested(2)]);
    }

    #[test]
    fn c12_what_was_given_up_half_way_is_brought_again() {
        let (attempt, document) = (2, sample::document_asked_for().id);
        let outcome = Outcome::Document { at_vendor: sample::at_vendor(), found: false };
        let half = [
            DeclarationEvent::StepDone { attempt, step: Step::Document { document }, outcome },
            DeclarationEvent::SubmissionGivenUp { attempt, reason: crate::samples::line("позже") },
        ];
        let history = sample::amending().into_iter().chain(half);
        given::<Declaration>(history).when(AmendDeclaration::example()).then([sample::amendment_requested(3)]);
    }

    #[test]
    fn c12_nothing_is_amended_that_customs_did_not_ask_for_or_that_is_there() {
        let refused = |history, refusal| given::<Declaration>(history).when(AmendDeclaration::example()).refused(refusal);
        refused(sample::awaiting(), DeclarationRefusal::NoDocumentsNow { status: Status::AwaitingFiling });
        let asked = sample::awaiting().into_iter().chain([sample::correction_requested()]).collect();
        refused(asked, DeclarationRefusal::NothingToAmend);
        refused(sample::amending(), DeclarationRefusal::NothingToAmend);
        refused(vec![sample::created(), sample::correction_requested()], DeclarationRefusal::NotAtVendor);
        refused(Vec::new(), DeclarationRefusal::NotFound);
    }
}
