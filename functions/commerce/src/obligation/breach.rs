//! Says that an obligation was not kept.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Obligation, ObligationEvent, ObligationRefusal};
use crate::ObligationId;

/// Says that an obligation was not kept. It is still owed: late deliveries are still facts.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BreachObligation {
    /// Which obligation.
    pub obligation_id: ObligationId,
    /// What happened.
    pub reason: Line,
    /// From which day.
    pub on: Day,
}

impl Command for BreachObligation {
    type Aggregate = Obligation;
    type Refusal = ObligationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.breach-obligation",
        route: Some(Route::post("/commerce/obligations/{obligation_id}/breach")),
        roles: &[Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Says that an obligation was not kept.",
    };

    fn target(&self, _: &Context) -> ObligationId {
        self.obligation_id
    }

    fn decide(&self, obligation: Option<&Obligation>, _: &Facts, context: &Context) -> Result<Decision<Obligation>, ObligationRefusal> {
        obligation.ok_or(ObligationRefusal::NotFound)?.check_open_by_hand()?;
        if self.on > context.now.day_in(context.settings.time_zone) {
            return Err(ObligationRefusal::BreachedInFuture);
        }
        Ok(Decision::of([ObligationEvent::Breached { reason: self.reason.clone(), on: self.on }]))
    }

    fn example() -> Self {
        Self { obligation_id: crate::samples::obligations::obligation_id(), reason: crate::samples::line("Not delivered in time"), on: crate::samples::day("2026-11-20") }
    }
}
