//! Takes a document off a draft.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declaration, DeclarationEvent, DeclarationRefusal, editable};
use crate::DeclarationId;

/// Takes a document off a draft; what was filed is never taken off (decision C30).
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
        summary: "Takes a document off a draft.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn decide(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = editable(state)?;
        if !declaration.documents.contains_key(&self.document_id) {
            return Err(DeclarationRefusal::NoSuchDocument);
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
        nothing::<Declaration>().when(DetachDocument::example()).refused(DeclarationRefusal::NotFound);
    }
}
