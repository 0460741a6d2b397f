//! Begins the next step of a submission.

use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::Alert;
use super::submission::{Purpose, Step, Submission, TRIES_MAX, Trying, code};
use super::{Declaration, DeclarationEvent, DeclarationRefusal};
use crate::DeclarationId;
use crate::code::VendorOrganizationId;
use crate::organization::{Organization, Push};

/// Begins the next step of a submission, or the same one again when it is time: the intent is
/// written before anything is called. After the last step the submission is complete.
///
/// Sent as often as anybody likes: while an answer may still come, nothing is begun.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginStep {
    /// Of which declaration.
    pub declaration_id: DeclarationId,
    /// Of which attempt.
    pub attempt: u32,
}

impl BeginStep {
    fn running<'a>(&self, state: Option<&'a Declaration>) -> Option<(&'a Declaration, &'a Submission)> {
        let declaration = state?;
        let submission = declaration.submission.as_ref()?;
        (submission.attempt == self.attempt && submission.ended.is_none()).then_some((declaration, submission))
    }
}

/// What is to be tried, and how often it failed already.
enum Next {
    /// Somebody is at it, or it is not time yet.
    Wait,
    /// Nothing is left to do.
    Complete,
    /// It.
    Try { step: Step, failed: u32, lost: bool },
}

fn next(declaration: &Declaration, submission: &Submission, context: &Context) -> Next {
    match (&submission.current, submission.due_at()) {
        (Some(_), Some(due_at)) if context.now < due_at => Next::Wait,
        (Some(Trying { step, failed, retry_at, .. }), _) => {
            let lost = retry_at.is_none();
            Next::Try { step: *step, failed: failed.saturating_add(u32::from(lost)), lost }
        }
        (None, _) => declaration.next_step().map_or(Next::Complete, |step| Next::Try { step, failed: 0, lost: false }),
    }
}

impl Command for BeginStep {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.begin-step",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Begins the next step of a submission, or one again that is due.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn wants(&self, state: Option<&Declaration>, _: &Facts, context: &Context) -> Vec<Want> {
        let step = self.running(state).map(|(declaration, submission)| (declaration, next(declaration, submission, context)));
        let Some((declaration, Next::Try { step: Step::Party { role }, .. })) = step else { return Vec::new() };
        declaration.parties.get(&role).map(|party| Want::aggregate::<Organization>(party.organization)).into_iter().collect()
    }

    fn decide(&self, state: Option<&Declaration>, facts: &Facts, context: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let Some((declaration, submission)) = self.running(state) else { return Ok(Decision::nothing()) };
        let attempt = self.attempt;
        let (step, failed, lost) = match next(declaration, submission, context) {
            Next::Wait => return Ok(Decision::nothing()),
            Next::Complete => return Ok(Decision::of(completed(declaration, attempt))),
            Next::Try { step, failed, lost } => (step, failed, lost),
        };
        if lost && failed >= TRIES_MAX {
            return Ok(Decision::of([DeclarationEvent::StepFailed { attempt, step, error: no_answer(), retry_at: None }]));
        }
        let party = not_filed(declaration, submission).and_then(|()| party(declaration, step, facts));
        let begun = DeclarationEvent::StepBegun { attempt, step, failed, organization: party.as_ref().ok().copied().flatten() };
        // What cannot be done fails in the same commit, so that nothing is called.
        let stuck = party.err().map(|error| DeclarationEvent::StepFailed { attempt, step, error, retry_at: None });
        Ok(Decision::of([begun].into_iter().chain(stuck)))
    }

    fn example() -> Self {
        Self { declaration_id: crate::samples::declarations::declaration_id(), attempt: 1 }
    }
}

/// Everything is at the vendor. What is left over there is told to a person.
fn completed(declaration: &Declaration, attempt: u32) -> Vec<DeclarationEvent> {
    let completed = declaration.vendor.docflow.map(|docflow| DeclarationEvent::SubmissionCompleted { attempt, docflow });
    let left = declaration.vendor.left.iter().map(|document| Alert::DocumentLeft { document: *document });
    let earlier = declaration.is_changed_since_brought().then_some(Alert::DocflowHoldsEarlier);
    let alerts = left.chain(earlier.filter(|alert| !declaration.is_alerted(alert)));
    completed.into_iter().chain(alerts.map(|alert| DeclarationEvent::AlertRaised { alert })).collect()
}

/// That nobody has filed the declaration in the vendor's pages while it was being brought there:
/// what is filed is not written into any more (decision C12).
///
/// # Errors
/// When somebody has.
fn not_filed(declaration: &Declaration, submission: &Submission) -> Result<(), OutsideError> {
    let filed = submission.purpose == Purpose::Filing && declaration.standing.stands().is_some();
    let text = "The declaration was filed before everything was brought. Compare it there, then give the submission up.";
    if filed { Err(ours(code::FILED_MEANWHILE, FailureClass::Permanent, text)) } else { Ok(()) }
}

/// The organization of a party's step in the vendor's directory, if it is there as it is here by now: what
/// the vendor's directory has is what is filed.
///
/// # Errors
/// When it will not come there by itself.
fn party(declaration: &Declaration, step: Step, facts: &Facts) -> Result<Option<VendorOrganizationId>, OutsideError> {
    let Step::Party { role } = step else { return Ok(None) };
    let party = declaration.parties.get(&role);
    let organization = party.and_then(|party| facts.aggregate::<Organization>(party.organization)).map(|loaded| &loaded.state);
    let organization = organization.ok_or_else(|| held("There is no such organization any more."))?;
    let undecided = || held("The organization waits for a decision: see its differences with the vendor's directory.");
    match &organization.push {
        Push::Requested { .. } => Ok(None),
        Push::Held { .. } => Err(undecided()),
        Push::Never | Push::Done { .. } | Push::Stale { .. } | Push::Failed { .. } if organization.differs_at_vendor() => Err(undecided()),
        Push::Never | Push::Done { .. } => Ok(organization.vendor_id),
        Push::Stale { .. } | Push::Failed { .. } => Ok(None),
    }
}

fn held(text: &str) -> OutsideError {
    ours(code::PARTY_HELD, FailureClass::Permanent, text)
}

fn no_answer() -> OutsideError {
    ours(code::STEP_LOST, FailureClass::Unknown, "No answer came, however often it was tried.")
}

fn ours(code: &str, class: FailureClass, text: &str) -> OutsideError {
    OutsideError { code: code.to_owned(), class, raw_code: String::new(), text: text.to_owned() }
}
