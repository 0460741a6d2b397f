//! Takes into account what was noticed.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Moment, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::settle::settle;
use super::{Declaration, DeclarationRefusal, forms};
use crate::DeclarationId;

/// Takes into account what was noticed of a docflow, after its journal was read.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleChanges {
    /// Of which declaration.
    pub declaration_id: DeclarationId,
    /// The newest change that the journal was read for.
    pub through: Moment,
}

impl Command for SettleChanges {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.settle-changes",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Takes into account what the vendor said of a docflow.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn wants(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Vec<Want> {
        forms::want(state)
    }

    fn decide(&self, state: Option<&Declaration>, facts: &Facts, context: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = state.ok_or(DeclarationRefusal::NotFound)?;
        Ok(Decision::of(settle(declaration, facts, context, self.through)))
    }

    fn example() -> Self {
        let through = crate::samples::moment("2026-11-21T09:00:00Z");
        Self { declaration_id: crate::samples::declarations::declaration_id(), through }
    }
}

#[cfg(test)]
mod tests;
