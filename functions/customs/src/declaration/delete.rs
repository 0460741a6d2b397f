//! Deletes a draft.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Paragraph, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::create::{SHIPMENT_SCOPE, shipment_value};
use super::create_revision::REVISION_SCOPE;
use super::header::Origin;
use super::{Declaration, DeclarationEvent, DeclarationRefusal, editable};
use crate::DeclarationId;

/// Deletes a draft for good: nothing can be done with it afterwards (decision C23). What
/// was at the vendor is archived, not deleted.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteDeclaration {
    /// Which declaration.
    pub declaration_id: DeclarationId,
    /// Why.
    pub reason: Paragraph,
}

impl Command for DeleteDeclaration {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.delete-declaration",
        route: Some(Route::post("/customs/declarations/{declaration_id}/delete")),
        roles: &[Role::Declarant],
        also_writes: &[],
        reads: &[],
        summary: "Deletes a draft.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn decide(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = editable(state)?;
        let decision = Decision::of([DeclarationEvent::Deleted { reason: self.reason.clone() }]);
        // A revision rests on the claim of the first declaration of its chain; the refused one may
        // be revised again.
        Ok(match declaration.origin {
            Origin::Revision { of, .. } => decision.release(REVISION_SCOPE, of.to_string()),
            Origin::New | Origin::Copy { .. } => {
                let claimed = shipment_value(&declaration.header);
                claimed.into_iter().fold(decision, |decision, value| decision.release(SHIPMENT_SCOPE, value))
            }
        })
    }

    fn example() -> Self {
        Self { declaration_id: crate::samples::declarations::declaration_id(), reason: crate::samples::declarations::reason() }
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
    fn c23_a_deleted_draft_is_gone_for_good() {
        let deleted = DeclarationEvent::Deleted { reason: samples::reason() };
        let decision = given::<Declaration>([samples::created()]).when(DeleteDeclaration::example()).then([deleted.clone()]);
        assert_eq!(decision.releases.len(), 1, "the shipment may be declared again");
        given::<Declaration>([samples::created(), deleted]).when(DeleteDeclaration::example()).refused(DeclarationRefusal::Deleted);
    }

    #[test]
    fn c13_what_was_refused_can_be_revised_again_when_its_revision_is_deleted() {
        let DeclarationEvent::Created { id, header, .. } = samples::created() else { panic!("the sample begins") };
        let begun = DeclarationEvent::Created { id, header, origin: Origin::Revision { of: samples::other_id(), number: 2 } };
        let decision = given::<Declaration>([begun]).when(DeleteDeclaration::example()).accepted();
        let released: Vec<_> = decision.releases.iter().map(|claim| (claim.scope.as_str(), claim.value.clone())).collect();
        assert_eq!(released, [(REVISION_SCOPE, samples::other_id().to_string())]);
    }

    #[test]
    fn what_was_filed_is_not_deleted() {
        let sent = given::<Declaration>([samples::created(), samples::sent()]);
        sent.when(DeleteDeclaration::example()).refused(DeclarationRefusal::NotEditable { status: Status::Sent });
        nothing::<Declaration>().with_tables().when(DeleteDeclaration::example()).refused(DeclarationRefusal::NotFound);
    }
}
