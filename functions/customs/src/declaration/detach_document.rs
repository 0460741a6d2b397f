//! Takes a document off.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declaration, DeclarationEvent, DeclarationRefusal, alive};
use crate::DeclarationId;

/// Takes a document off a draft, or off a declaration that customs wants corrected as long as it
/// has not gone to the vendor; what was filed is never taken off (decision C30).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DetachDocument {
    /// Which declaration.
    pub declaration_id: DeclarationId,
    /// Which document.
    pub document_id: crate::DocumentId,
}

impl Command for DetachDocument {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.detach-document",
        route: Some(Route::post("/customs/declarations/{declaration_id}/documents/{document_id}/detach")),
        roles: &[Role::Declarant],
        also_writes: &[],
        reads: &[],
        summary: "Takes a document off that was not filed.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn decide(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = alive(state)?;
        if !declaration.documents.contains_key(&self.document_id) {
            return Err(DeclarationRefusal::NoSuchDocument);
        }
        if !declaration.is_editable() && !declaration.may_be_withheld(self.document_id) {
            return Err(DeclarationRefusal::NotEditable { status: declaration.status() });
        }
        Ok(Decision::of([DeclarationEvent::DocumentDetached { document: self.document_id }]))
    }

    fn example() -> Self {
        Self { declaration_id: crate::samples::declarations::declaration_id(), document_id: crate::samples::declarations::document_id() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::decision::{given, nothing};

    use super::*;
    use crate::declaration::status::Status;
    use crate::samples::declarations as samples;
    use crate::samples::tables::WithTables as _;

    #[test]
    fn c30_a_document_is_taken_off_a_draft_only() {
        let attached = [samples::created(), samples::form_saved(), samples::document_attached()];
        let detached = DeclarationEvent::DocumentDetached { document: samples::document_id() };
        given::<Declaration>(attached.clone()).when(DetachDocument::example()).then([detached]);
        let sent = given::<Declaration>(attached.into_iter().chain([samples::sent()]));
        sent.when(DetachDocument::example()).refused(DeclarationRefusal::NotEditable { status: Status::Sent });
        let none = given::<Declaration>([samples::created()]).with_tables();
        none.when(DetachDocument::example()).refused(DeclarationRefusal::NoSuchDocument);
        let new = DetachDocument { document_id: samples::document_asked_for().id, ..DetachDocument::example() };
        let detached = DeclarationEvent::DocumentDetached { document: new.document_id };
        given::<Declaration>(samples::corrected()).when(new.clone()).then([detached]);
        let refusal = || DeclarationRefusal::NotEditable { status: Status::CorrectionRequested };
        given::<Declaration>(samples::corrected()).when(DetachDocument::example()).refused(refusal());
        given::<Declaration>(samples::amending()).when(new).refused(refusal());
        nothing::<Declaration>().when(DetachDocument::example()).refused(DeclarationRefusal::NotFound);
    }
}
