//! Saves the whole form.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Declaration, DeclarationRefusal, editable, forms};
use crate::DeclarationId;
use crate::form::Form;

/// Largest body of a saved form, in bytes. A gateway hands a function six megabytes with
/// every quotation mark of the body written as two characters; larger forms are imported as files.
pub const SAVED_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Saves the whole form of a draft. Send `If-Match` with the version that was read: somebody
/// else's change is refused with 412 and never overwritten (decision C31).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplaceForm {
    /// Which declaration.
    pub declaration_id: DeclarationId,
    /// The data, in the structure of the album of formats.
    pub form: Value,
}

impl Command for ReplaceForm {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.replace-form",
        route: Some(Route::put("/customs/declarations/{declaration_id}/form")),
        roles: &[Role::Declarant],
        also_writes: &[],
        reads: &[],
        summary: "Saves the whole form of a draft.",
    };
    const BODY_BYTES_MAX: usize = SAVED_BYTES_MAX;
    const WANTS_VERSION: bool = true;

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn wants(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Vec<Want> {
        forms::want(state)
    }

    fn decide(&self, state: Option<&Declaration>, facts: &Facts, _: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = editable(state)?;
        let form = Form::from_value(self.form.clone()).map_err(forms::unusable)?;
        // What is replaced is only compared with; a lost body must not keep anybody from saving.
        let before = forms::read(declaration, facts).ok().flatten();
        Ok(forms::save(declaration, before.as_ref(), &form))
    }

    fn example() -> Self {
        Self { declaration_id: crate::samples::declarations::declaration_id(), form: crate::samples::declarations::form() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::decision::{given, nothing};

    use super::*;
    use crate::declaration::DeclarationEvent;
    use crate::declaration::status::Status;
    use crate::samples::declarations as samples;

    #[test]
    fn c32_the_event_carries_hash_size_and_what_changed_and_the_body_is_kept() {
        let decision = given::<Declaration>([samples::created()]).when(ReplaceForm::example()).then([samples::form_saved()]);
        let [keep] = decision.keeps.as_slice() else { panic!("{:?}", decision.keeps) };
        assert_eq!(keep.key, samples::read_form().reference().key());
        assert_eq!(keep.bytes, samples::read_form().bytes());
    }

    #[test]
    fn c19_goods_are_derived_from_the_form() {
        let decision = given::<Declaration>([samples::created()]).when(ReplaceForm::example()).accepted();
        let [DeclarationEvent::FormSaved { form, .. }] = decision.events.as_slice() else { panic!("{decision:?}") };
        assert_eq!((form.goods.count, form.goods.numbers.len()), (2, 2));
    }

    #[test]
    fn the_same_form_again_changes_nothing() {
        let saved = given::<Declaration>([samples::created(), samples::form_saved()]);
        saved.content(&samples::read_form().reference().key(), samples::read_form().bytes()).when(ReplaceForm::example()).then([]);
    }

    #[test]
    fn a_body_that_is_no_form_is_refused_with_its_reason() {
        let replace = ReplaceForm { form: serde_json::json!([1]), ..ReplaceForm::example() };
        let problem = Box::new(crate::form::FormProblem::NotAnObject);
        given::<Declaration>([samples::created()]).when(replace).refused(DeclarationRefusal::FormUnusable { problem });
        let sent = given::<Declaration>([samples::created(), samples::sent()]);
        sent.when(ReplaceForm::example()).refused(DeclarationRefusal::NotEditable { status: Status::Sent });
        nothing::<Declaration>().when(ReplaceForm::example()).refused(DeclarationRefusal::NotFound);
    }
}
