//! Empties a part.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::party::PartyRole;
use super::{Declaration, DeclarationEvent, DeclarationRefusal, editable};
use crate::DeclarationId;

/// Empties a part of a draft.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveParty {
    /// Which declaration.
    pub declaration_id: DeclarationId,
    /// Which part.
    pub role: PartyRole,
}

impl Command for RemoveParty {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.remove-party",
        route: Some(Route::post("/customs/declarations/{declaration_id}/parties/{role}/remove")),
        roles: &[Role::Declarant],
        also_writes: &[],
        reads: &[],
        summary: "Empties a part.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn decide(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = editable(state)?;
        if !declaration.parties.contains_key(&self.role) {
            return Err(DeclarationRefusal::NoSuchParty);
        }
        Ok(Decision::of([DeclarationEvent::PartyRemoved { role: self.role }]))
    }

    fn example() -> Self {
        Self { declaration_id: crate::samples::declarations::declaration_id(), role: PartyRole::Carrier }
    }
}
