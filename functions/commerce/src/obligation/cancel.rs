//! Drops the rest of an obligation.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Obligation, ObligationEvent, ObligationRefusal};
use crate::ObligationId;

/// Drops the rest of an obligation: both sides agree that it is not owed.
///
/// What facts fulfilled stays fulfilled and can be billed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelObligation {
    /// Which obligation.
    pub obligation_id: ObligationId,
    /// Why.
    pub reason: Line,
}

impl Command for CancelObligation {
    type Aggregate = Obligation;
    type Refusal = ObligationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.cancel-obligation",
        route: Some(Route::post("/commerce/obligations/{obligation_id}/cancel")),
        roles: &[Role::TeamLead, Role::Accountant, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Drops the rest of an obligation.",
    };

    fn target(&self, _: &Context) -> ObligationId {
        self.obligation_id
    }

    fn decide(&self, obligation: Option<&Obligation>, _: &Facts, _: &Context) -> Result<Decision<Obligation>, ObligationRefusal> {
        obligation.ok_or(ObligationRefusal::NotFound)?.check_open_by_hand()?;
        Ok(Decision::of([ObligationEvent::Cancelled { reason: self.reason.clone() }]))
    }

    fn example() -> Self {
        Self { obligation_id: crate::samples::obligations::obligation_id(), reason: crate::samples::line("Both sides agree") }
    }
}
