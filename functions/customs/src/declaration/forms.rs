//! Reading and saving the form of a declaration: the body is kept under its hash, the event
//! carries the hash and what changed (decision C32).

use kernel::command::Keep;
use kernel::facts::Want;
use kernel::{Decision, Facts};

use super::{Declaration, DeclarationEvent, DeclarationRefusal};
use crate::form::{ChangeSummary, Form, FormProblem};

/// The body of the form as it is.
pub(super) fn want(state: Option<&Declaration>) -> Vec<Want> {
    let form = state.and_then(|declaration| declaration.form.as_ref());
    form.map(|form| Want::Content { key: form.key() }).into_iter().collect()
}

/// The form as it is; `None` while nothing is filled in.
///
/// # Errors
/// When the body is not kept where the declaration says, or is not what was kept.
pub fn read(declaration: &Declaration, facts: &Facts) -> Result<Option<Form>, DeclarationRefusal> {
    let Some(reference) = &declaration.form else { return Ok(None) };
    let bytes = facts.content(&reference.key()).ok_or(DeclarationRefusal::FormMissing)?;
    let form = Form::parse(bytes).map_err(|_| DeclarationRefusal::FormMissing)?;
    if form.sha256() == reference.sha256 { Ok(Some(form)) } else { Err(DeclarationRefusal::FormMissing) }
}

/// Keeps a form and says what changed; nothing, when nothing did.
pub(super) fn save(declaration: &Declaration, before: Option<&Form>, form: &Form) -> Decision<Declaration> {
    let reference = form.reference();
    if declaration.form.as_ref() == Some(&reference) {
        return Decision::nothing();
    }
    let change = ChangeSummary::between(before, form);
    let keep = Keep { key: reference.key(), media_type: Form::MEDIA_TYPE, bytes: form.bytes() };
    let saved = DeclarationEvent::FormSaved { form: Box::new(reference), change: Box::new(change) };
    Decision::of([saved]).keep(keep)
}

/// A body that is no form.
pub(super) fn unusable(problem: FormProblem) -> DeclarationRefusal {
    DeclarationRefusal::FormUnusable { problem: Box::new(problem) }
}
