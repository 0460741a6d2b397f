//! Takes an estimate away from its editor.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EstimateEvent, EstimateRefusal, LocalEstimate};
use crate::EstimateId;

/// Takes an estimate away from its editor before the lease runs out.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BreakLease {
    /// Which estimate.
    pub estimate_id: EstimateId,
    /// Why.
    pub reason: Line,
}

impl Command for BreakLease {
    type Aggregate = LocalEstimate;
    type Refusal = EstimateRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.break-lease",
        route: Some(Route::post("/profitability/estimates/{estimate_id}/lease/break")),
        roles: &[Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Takes an estimate away from its editor.",
    };

    fn target(&self, _: &Context) -> EstimateId {
        self.estimate_id
    }

    fn decide(&self, estimate: Option<&LocalEstimate>, _: &Facts, context: &Context) -> Result<Decision<LocalEstimate>, EstimateRefusal> {
        let estimate = estimate.ok_or(EstimateRefusal::NotFound)?;
        let live = estimate.live_lease(context.now);
        Ok(Decision::of(live.map(|lease| EstimateEvent::LeaseBroken { token: lease.token, reason: self.reason.clone() })))
    }

    fn example() -> Self {
        let reason = crate::samples::line("Сотрудник в отпуске");
        Self { estimate_id: crate::samples::estimates::estimate_id(), reason }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::estimates::{created, leased};

    #[test]
    fn p45_an_administrator_breaks_a_lease_that_counts() {
        let broken = EstimateEvent::LeaseBroken { token: 1, reason: BreakLease::example().reason };
        given::<LocalEstimate>([created(), leased("other")]).when(BreakLease::example()).then([broken]);
        given::<LocalEstimate>([created(), leased("other")]).at("2026-11-21T09:00:00Z").when(BreakLease::example()).then([]);
    }
}
