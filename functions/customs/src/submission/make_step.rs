//! Makes a step of a submission at the vendor.

mod docflow;
mod document;

use kernel::reaction::{FailureClass, Outcome, OutsideError, read_answer};
use kernel::{Command, Effect, Reaction, ReactionSpec, Trigger};

use crate::code::{DocflowId, FormId, VendorOrganizationId};
use crate::declaration::party::PartyRole;
use crate::declaration::record_step_done::RecordStepDone;
use crate::declaration::record_step_failed::RecordStepFailed;
use crate::declaration::submission::{self, Step, code};
use crate::declaration::{Declaration, DeclarationEvent};
use crate::form::Form;
use crate::organization::request_push::RequestOrganizationPush;
use crate::outside::kontur::content::Content;
use crate::outside::kontur::document::PartyBox;
use crate::outside::kontur::{self, Answer, CONNECTOR, Request};

/// Makes a step that was begun, and records what came of it.
///
/// The event may be delivered twice, and the answer to an earlier try may be lost: what would make
/// something is always looked for first.
pub struct MakeStepOnBegun;

impl Reaction for MakeStepOnBegun {
    type Aggregate = Declaration;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "customs.make-step-on-begun",
        on: &["step-begun.v1"],
        sends: &[RecordStepDone::SPEC.name, RecordStepFailed::SPEC.name, RequestOrganizationPush::SPEC.name],
        calls: &[CONNECTOR],
        summary: "Makes a step of a submission at the vendor.",
    };

    fn react(trigger: &Trigger<'_, Declaration>) -> Vec<Effect> {
        match Try::of(trigger) {
            Some(tried) => tried.first(),
            None => Vec::new(),
        }
    }

    fn answered(trigger: &Trigger<'_, Declaration>, outcome: &Outcome) -> Vec<Effect> {
        let Outcome::Called { request, result, .. } = outcome else { return Vec::new() };
        let Some(tried) = Try::asked(trigger) else { return Vec::new() };
        let read = |value| read_answer::<Answer>(value).map_err(|error| unreadable(&error.to_string()));
        let asked = read_answer::<Request>(request).map_err(|error| unreadable(&error.to_string()));
        match asked.and_then(|request| Ok((request, result.as_ref().map_err(Clone::clone).and_then(read)?))) {
            Ok((request, answer)) => tried.next(&request, answer),
            Err(error) => vec![tried.failed(error)],
        }
    }
}

/// One try of one step.
struct Try<'a> {
    trigger: &'a Trigger<'a, Declaration>,
    declaration: &'a Declaration,
    attempt: u32,
    step: Step,
    organization: Option<VendorOrganizationId>,
}

/// What a step does next.
enum Move {
    /// Asks the vendor.
    Ask(Request),
    /// It is done.
    Done(submission::Outcome, Vec<DocflowId>),
    /// It failed.
    Fail(OutsideError),
}

impl<'a> Try<'a> {
    /// The try that an event begins.
    fn asked(trigger: &'a Trigger<'a, Declaration>) -> Option<Self> {
        let DeclarationEvent::StepBegun { attempt, step, organization, .. } = trigger.event else { return None };
        Some(Self { trigger, declaration: trigger.state, attempt: *attempt, step: *step, organization: *organization })
    }

    /// The same, while its answer is still awaited: nothing is asked for a try that is over.
    fn of(trigger: &'a Trigger<'a, Declaration>) -> Option<Self> {
        let tried = Self::asked(trigger)?;
        let trying = tried.declaration.submission.as_ref()?.awaits(tried.attempt, &tried.step)?;
        (trying.retry_at.is_none() && trying.since == trigger.meta.at).then_some(tried)
    }

    fn first(&self) -> Vec<Effect> {
        if let (Step::Party { role }, None) = (self.step, self.organization) {
            return self.push(role);
        }
        let step = match self.step {
            Step::Docflow => Ok(docflow::look(self.declaration)),
            Step::MainForm | Step::Document { .. } => self.docflow().map(|docflow| Request::Documents { docflow }),
            Step::Form => self.import(),
            Step::Party { role } => self.set_party(role),
            Step::Scan { document } => document::upload(self.declaration, document),
            Step::Goods { document } => document::link(self.declaration, document),
        };
        vec![self.make(step.map_or_else(Move::Fail, Move::Ask))]
    }

    fn next(&self, request: &Request, answer: Answer) -> Vec<Effect> {
        let step = match self.step {
            Step::Docflow => docflow::next(self.trigger, request, answer),
            Step::MainForm => main_form(self.declaration, answer),
            Step::Document { document } => document::next(self.trigger, document, answer),
            Step::Form | Step::Party { .. } | Step::Scan { .. } | Step::Goods { .. } => Move::Done(submission::Outcome::Done, Vec::new()),
        };
        vec![self.make(step)]
    }

    fn make(&self, step: Move) -> Effect {
        match step {
            Move::Ask(request) => Effect::call(CONNECTOR, &request),
            Move::Done(outcome, others) => self.done(outcome, others),
            Move::Fail(error) => self.failed(error),
        }
    }

    fn done(&self, outcome: submission::Outcome, others: Vec<DocflowId>) -> Effect {
        let done = RecordStepDone { declaration_id: self.trigger.id, attempt: self.attempt, step: self.step, outcome, others };
        self.trigger.send_result("done", &done)
    }

    fn failed(&self, error: OutsideError) -> Effect {
        let failed = RecordStepFailed { declaration_id: self.trigger.id, attempt: self.attempt, step: self.step, error };
        self.trigger.send_result("failed", &failed)
    }

    /// The organization is to be entered in the vendor's directory; the step waits for that.
    fn push(&self, role: PartyRole) -> Vec<Effect> {
        let party = self.declaration.parties.get(&role);
        let push = party.map(|party| RequestOrganizationPush { organization_id: party.organization, overwrite: false });
        let waiting = ours(code::PARTY_NOT_THERE, FailureClass::Retry, "The organization is being entered in the vendor's directory.");
        push.map(|push| Effect::send(&push, self.trigger.key("push"))).into_iter().chain([self.failed(waiting)]).collect()
    }

    fn docflow(&self) -> Result<DocflowId, OutsideError> {
        known_docflow(self.declaration)
    }

    fn main_form(&self) -> Result<FormId, OutsideError> {
        self.declaration.vendor.main_form.ok_or_else(no_main_form)
    }

    fn import(&self) -> Result<Request, OutsideError> {
        let form = self.declaration.form.as_ref().ok_or_else(|| unreadable("the declaration has no form"))?;
        let media_type = Form::MEDIA_TYPE.to_owned();
        let content = Content { key: form.key(), size_bytes: form.size_bytes, sha256: form.sha256.clone(), media_type };
        Ok(Request::ImportForm { docflow: self.docflow()?, form: self.main_form()?, content })
    }

    fn set_party(&self, role: PartyRole) -> Result<Request, OutsideError> {
        let (docflow, form) = (self.docflow()?, self.main_form()?);
        let place = party_box(role).zip(self.organization);
        let (party, organization) = place.ok_or_else(|| unreadable("the party has no box"))?;
        Ok(Request::SetParty { docflow, form, party, organization })
    }
}

/// The docflow's own form: that of the declaration's mode, or the only one of its core.
fn main_form(declaration: &Declaration, answer: Answer) -> Move {
    let Answer::Documents { documents } = answer else { return Move::Fail(another_answer()) };
    let mode = declaration.header.template.mode.as_str();
    let of_mode = documents.rows.iter().filter(|row| row.mode.as_deref() == Some(mode)).min_by_key(|row| !row.core);
    let mut core = documents.rows.iter().filter(|row| row.core);
    let only = core.next().filter(|_| core.next().is_none());
    match of_mode.or(only) {
        Some(row) => Move::Done(submission::Outcome::MainForm { form: row.form }, Vec::new()),
        None => Move::Fail(no_main_form()),
    }
}

const fn party_box(role: PartyRole) -> Option<PartyBox> {
    match role {
        PartyRole::Consignor => Some(PartyBox::Consignor),
        PartyRole::Consignee => Some(PartyBox::Consignee),
        PartyRole::FinanciallyResponsible => Some(PartyBox::Financial),
        PartyRole::Declarant => Some(PartyBox::Declarant),
        PartyRole::Carrier => None,
    }
}

fn known_docflow(declaration: &Declaration) -> Result<DocflowId, OutsideError> {
    let gone = || ours(code::DOCFLOW_GONE, FailureClass::Permanent, "The declaration has no docflow at the vendor.");
    declaration.vendor.docflow.ok_or_else(gone)
}

/// It may still be in the making.
fn no_main_form() -> OutsideError {
    ours(code::NO_MAIN_FORM, FailureClass::Retry, "The docflow has no form of the declaration yet.")
}

/// Something was answered, so something may have been made.
fn unreadable(text: &str) -> OutsideError {
    ours(kontur::code::UNREADABLE, FailureClass::Unknown, text)
}

fn another_answer() -> OutsideError {
    unreadable("an answer to another question")
}

fn ours(code: &str, class: FailureClass, text: &str) -> OutsideError {
    OutsideError { code: code.to_owned(), class, raw_code: String::new(), text: text.to_owned() }
}
