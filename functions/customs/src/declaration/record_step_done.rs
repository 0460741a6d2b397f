//! Records that a step of a submission is done.

use std::collections::BTreeSet;

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::Alert;
use super::submission::{Outcome, Step};
use super::{Declaration, DeclarationEvent, DeclarationRefusal};
use crate::DeclarationId;
use crate::code::DocflowId;

/// Under which a docflow belongs to its declaration, whatever people call it at the vendor.
pub const DOCFLOW_SCOPE: &str = "customs.docflow";

/// Records that a step of a submission is done.
///
/// An answer that comes after its step was over, by a later try or because somebody gave up,
/// changes nothing; but what it says to exist at the vendor and is not what is used becomes work
/// for a person.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordStepDone {
    /// Of which declaration.
    pub declaration_id: DeclarationId,
    /// Of which attempt.
    pub attempt: u32,
    /// Which step.
    pub step: Step,
    /// What it brought.
    pub outcome: Outcome,
    /// Further docflows that were found under our reference.
    #[serde(default)]
    pub others: Vec<DocflowId>,
}

impl Command for RecordStepDone {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.record-step-done",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records that a step of a submission is done.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn decide(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = state.ok_or(DeclarationRefusal::NotFound)?;
        let awaited = declaration.submission.as_ref().and_then(|submission| submission.awaits(self.attempt, &self.step)).is_some();
        let (attempt, step, outcome) = (self.attempt, self.step, self.outcome.clone());
        let done = awaited.then_some(DeclarationEvent::StepDone { attempt, step, outcome });
        let orphans = self.orphans(declaration, awaited).into_iter().map(|docflow| DeclarationEvent::OrphanFound { docflow });
        let left = self.left(declaration, awaited).map(|alert| DeclarationEvent::AlertRaised { alert });
        let decision = Decision::of(done.into_iter().chain(orphans).chain(left));
        Ok(match &self.outcome {
            Outcome::Docflow { docflow, .. } if awaited => decision.claim(DOCFLOW_SCOPE, docflow.to_string()),
            Outcome::Docflow { .. } | Outcome::MainForm { .. } | Outcome::Document { .. } | Outcome::Done => decision,
        })
    }

    fn example() -> Self {
        let outcome = Outcome::Docflow { docflow: crate::samples::declarations::docflow(), found: false };
        let declaration_id = crate::samples::declarations::declaration_id();
        Self { declaration_id, attempt: 1, step: Step::Docflow, outcome, others: Vec::new() }
    }
}

impl RecordStepDone {
    /// Docflows that exist and are not the one that is used.
    fn orphans(&self, declaration: &Declaration, awaited: bool) -> BTreeSet<DocflowId> {
        let brought = match &self.outcome {
            Outcome::Docflow { docflow, .. } => Some(*docflow),
            Outcome::Done | Outcome::MainForm { .. } | Outcome::Document { .. } => None,
        };
        let vendor = &declaration.vendor;
        let used = brought.filter(|_| awaited).or(vendor.docflow);
        let known = |docflow: &DocflowId| Some(*docflow) == used || vendor.orphans.contains(docflow) || vendor.dismissed.contains(docflow);
        self.others.iter().copied().chain(brought).filter(|docflow| !known(docflow)).collect()
    }

    /// A document that was made twice: the answer that came first counts.
    fn left(&self, declaration: &Declaration, awaited: bool) -> Option<Alert> {
        let (Outcome::Document { at_vendor, .. }, Step::Document { document }) = (&self.outcome, &self.step) else { return None };
        let known = declaration.vendor.documents.get(document);
        // One that was made again, because the vendor had it no more, is no second one.
        let second = !awaited && known.is_some_and(|known| known.document != at_vendor.document);
        let alert = second.then_some(Alert::DocumentLeft { document: at_vendor.document })?;
        Some(alert).filter(|alert| !declaration.is_alerted(alert))
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;
    use uuid::Uuid;

    use super::*;
    use crate::code::VendorDocumentId;
    use crate::samples::declarations as sample;

    fn done() -> DeclarationEvent {
        let RecordStepDone { attempt, step, outcome, .. } = RecordStepDone::example();
        DeclarationEvent::StepDone { attempt, step, outcome }
    }

    fn other() -> DocflowId {
        DocflowId(Uuid::from_u128(0x99))
    }

    #[test]
    fn c03_the_docflow_is_known_from_now_on_and_another_one_is_an_orphan() {
        given::<Declaration>(sample::submitting()).when(RecordStepDone::example()).then([done()]);
        let more = RecordStepDone { others: vec![other()], ..RecordStepDone::example() };
        given::<Declaration>(sample::submitting()).when(more).then([done(), DeclarationEvent::OrphanFound { docflow: other() }]);
    }

    #[test]
    fn c03_an_answer_that_comes_late_or_twice_leaves_no_docflow_unseen() {
        let history = || sample::submitting().into_iter().chain([done()]);
        given::<Declaration>(history()).when(RecordStepDone::example()).then([]);
        let late = RecordStepDone { outcome: Outcome::Docflow { docflow: other(), found: false }, ..RecordStepDone::example() };
        let orphan = DeclarationEvent::OrphanFound { docflow: other() };
        given::<Declaration>(history()).when(late.clone()).then([orphan.clone()]);
        given::<Declaration>(history().chain([orphan])).when(late.clone()).then([]);
        let given_up = DeclarationEvent::SubmissionGivenUp { attempt: 1, reason: crate::samples::line("нет") };
        let history = sample::submitting().into_iter().chain([given_up]);
        given::<Declaration>(history).when(late).then([DeclarationEvent::OrphanFound { docflow: other() }]);
    }

    #[test]
    fn c40_a_document_that_was_made_twice_is_told_to_somebody() {
        let step = Step::Document { document: sample::document_id() };
        let outcome = Outcome::Document { at_vendor: sample::at_vendor(), found: false };
        let done = DeclarationEvent::StepDone { attempt: 1, step, outcome };
        let begun = DeclarationEvent::StepBegun { attempt: 1, step, failed: 0, organization: None };
        let history = [sample::created(), sample::document_attached(), DeclarationEvent::SubmissionRequested { attempt: 1 }, begun, done];
        let second = VendorDocumentId(Uuid::from_u128(0x77));
        let at_vendor = super::super::document::AtVendor { document: second, ..sample::at_vendor() };
        let late = RecordStepDone { step, outcome: Outcome::Document { at_vendor, found: false }, ..RecordStepDone::example() };
        let alert = Alert::DocumentLeft { document: second };
        given::<Declaration>(history).when(late).then([DeclarationEvent::AlertRaised { alert }]);
    }
}
