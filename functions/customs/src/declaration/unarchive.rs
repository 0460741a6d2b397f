//! Brings a declaration back.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declaration, DeclarationEvent, DeclarationRefusal, alive};
use crate::DeclarationId;

/// Brings a declaration back into the lists of work.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnarchiveDeclaration {
    /// Which declaration.
    pub declaration_id: DeclarationId,
}

impl Command for UnarchiveDeclaration {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.unarchive-declaration",
        route: Some(Route::post("/customs/declarations/{declaration_id}/unarchive")),
        roles: &[Role::Declarant],
        also_writes: &[],
        reads: &[],
        summary: "Brings a declaration back.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn decide(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        if !alive(state)?.archived {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([DeclarationEvent::Unarchived {}]))
    }

    fn example() -> Self {
        Self { declaration_id: crate::samples::declarations::declaration_id() }
    }
}
