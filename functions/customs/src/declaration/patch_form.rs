//! Changes parts of the form.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Declaration, DeclarationRefusal, editable, forms};
use crate::DeclarationId;

/// Changes parts of a draft's form by a JSON Merge Patch (RFC 7396): what is named is replaced,
/// `null` removes, the rest stays. Send `If-Match` with the version that was read (decision C31).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PatchForm {
    /// Which declaration.
    pub declaration_id: DeclarationId,
    /// What is different.
    pub patch: Value,
}

impl Command for PatchForm {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.patch-form",
        route: Some(Route::patch("/customs/declarations/{declaration_id}/form")),
        roles: &[Role::Declarant],
        also_writes: &[],
        reads: &[],
        summary: "Changes parts of a draft's form.",
    };
    const BODY_BYTES_MAX: usize = super::replace_form::SAVED_BYTES_MAX;
    const WANTS_VERSION: bool = true;

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn wants(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Vec<Want> {
        forms::want(state)
    }

    fn decide(&self, state: Option<&Declaration>, facts: &Facts, _: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = editable(state)?;
        let before = forms::read(declaration, facts)?;
        let form = before.clone().unwrap_or_default().merged(&self.patch).map_err(forms::unusable)?;
        Ok(forms::save(declaration, before.as_ref(), &form))
    }

    fn example() -> Self {
        let patch = serde_json::json!({ "ESADout_CUGoodsShipment": { "TotalPackageNumber": "40" } });
        Self { declaration_id: crate::samples::declarations::declaration_id(), patch }
    }
}

#[cfg(test)]
mod tests {
    use testkit::decision::{given, nothing};

    use super::*;
    use crate::declaration::DeclarationEvent;
    use crate::declaration::status::Status;
    use crate::samples::declarations as samples;
    use crate::samples::tables::WithTables as _;

    fn saved() -> testkit::decision::Given<Declaration> {
        let form = samples::read_form();
        given::<Declaration>([samples::created(), samples::form_saved()]).content(&form.reference().key(), form.bytes())
    }

    #[test]
    fn c31_a_patch_changes_what_it_names_and_leaves_the_rest() {
        let decision = saved().when(PatchForm::example()).accepted();
        let [DeclarationEvent::FormSaved { form, change }] = decision.events.as_slice() else { panic!("{decision:?}") };
        assert_eq!((change.added.len(), change.removed.len(), change.changed.len()), (1, 0, 0));
        assert_eq!(form.goods.count, 2);
        let [keep] = decision.keeps.as_slice() else { panic!("{:?}", decision.keeps) };
        assert!(keep.bytes.windows(18).any(|window| window == b"TotalPackageNumber"));
    }

    #[test]
    fn a_body_that_is_lost_is_not_patched() {
        let lost = given::<Declaration>([samples::created(), samples::form_saved()]);
        lost.when(PatchForm::example()).refused(DeclarationRefusal::FormMissing);
        let changed = given::<Declaration>([samples::created(), samples::form_saved()]);
        let changed = changed.content(&samples::read_form().reference().key(), "{}");
        changed.when(PatchForm::example()).refused(DeclarationRefusal::FormMissing);
        let sent = given::<Declaration>([samples::created(), samples::sent()]);
        sent.when(PatchForm::example()).refused(DeclarationRefusal::NotEditable { status: Status::Sent });
        nothing::<Declaration>().with_tables().when(PatchForm::example()).refused(DeclarationRefusal::NotFound);
    }
}
