//! Shows the submission of a declaration.

use std::collections::BTreeSet;

use kernel::reaction::OutsideError;
use kernel::{Answer, Context, Facts, Line, Moment, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::DeclarationId;
use crate::code::DocflowId;
use crate::declaration::status::Status;
use crate::declaration::submission::{Ended, Purpose, Step, Submission};
use crate::declaration::{Declaration, DeclarationRefusal};

/// Shows how far the newest submission of a declaration is, step by step: what was asked for is
/// answered here (decision C53).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetSubmission {
    /// Of which declaration.
    pub declaration_id: DeclarationId,
}

/// A submission as people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SubmissionPage {
    /// Of which declaration.
    pub declaration_id: DeclarationId,
    /// Where that stands.
    pub status: Status,
    /// Which attempt, from 1; none yet when there is none.
    pub attempt: Option<u32>,
    /// What it brings; absent when there is none.
    pub purpose: Option<Purpose>,
    /// Who asked for it.
    pub by: Option<Line>,
    /// When.
    pub requested_at: Option<Moment>,
    /// Whether it was given up.
    pub given_up: bool,
    /// Every step, in order.
    pub steps: Vec<StepPage>,
    /// The docflow at the vendor, once it is known.
    pub docflow: Option<DocflowId>,
    /// Docflows under our reference that are not used: work for a person.
    pub orphans: BTreeSet<DocflowId>,
}

/// One step as people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StepPage {
    /// Which.
    pub step: Step,
    /// How it stands.
    pub state: StepState,
    /// Since when.
    pub since: Option<Moment>,
    /// Tries that failed.
    pub failed: u32,
    /// Why the last one did.
    pub error: Option<OutsideError>,
    /// When it is tried again by itself.
    pub next_try: Option<Moment>,
}

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StepState {
    /// Others come first.
    Waiting,
    /// It is being tried.
    Trying,
    /// It failed and is tried again.
    Retrying,
    /// It failed, and waits for a person.
    Failed,
    /// It is done.
    Done,
}

impl Query for GetSubmission {
    type Answer = SubmissionPage;
    type Refusal = DeclarationRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.get-submission",
        route: Route::get("/customs/declarations/{declaration_id}/submission"),
        roles: Role::FOR_PEOPLE,
        summary: "Shows how far the submission of a declaration is.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Declaration>(self.declaration_id)]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<SubmissionPage>, DeclarationRefusal> {
        let loaded = facts.aggregate::<Declaration>(self.declaration_id).ok_or(DeclarationRefusal::NotFound)?;
        Ok(Answer::at(loaded.version, page(&loaded.state)))
    }
}

/// The submission of a declaration as people see it.
pub fn page(declaration: &Declaration) -> SubmissionPage {
    let submission = declaration.submission.as_ref();
    SubmissionPage {
        declaration_id: declaration.id,
        status: declaration.status(),
        attempt: submission.map(|submission| submission.attempt),
        purpose: submission.map(|submission| submission.purpose.clone()),
        by: submission.and_then(|submission| submission.by.clone()),
        requested_at: submission.map(|submission| submission.requested_at),
        given_up: submission.is_some_and(|submission| submission.ended == Some(Ended::GivenUp)),
        steps: submission.map(|submission| steps(declaration, submission)).unwrap_or_default(),
        docflow: declaration.vendor.docflow,
        orphans: declaration.vendor.orphans.clone(),
    }
}

fn steps(declaration: &Declaration, submission: &Submission) -> Vec<StepPage> {
    declaration.steps(&submission.purpose).into_iter().map(|step| step_page(submission, step)).collect()
}

fn step_page(submission: &Submission, step: Step) -> StepPage {
    let waiting = StepPage { step, state: StepState::Waiting, since: None, failed: 0, error: None, next_try: None };
    if let Some(since) = submission.done.get(&step.key()) {
        return StepPage { state: StepState::Done, since: Some(*since), ..waiting };
    }
    let Some(trying) = submission.current.as_ref().filter(|trying| trying.step == step) else { return waiting };
    let state = match (&submission.ended, trying.retry_at) {
        (Some(_), _) => StepState::Failed,
        (None, Some(_)) => StepState::Retrying,
        (None, None) => StepState::Trying,
    };
    StepPage { state, since: Some(trying.since), failed: trying.failed, error: trying.error.clone(), next_try: trying.retry_at, ..waiting }
}
