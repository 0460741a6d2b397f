//! Calls an estimate off.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EstimateEvent, EstimateRefusal, EstimateStatus, LocalEstimate};
use crate::EstimateId;

/// Calls off an estimate under which nothing was shipped and no order lives.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelEstimate {
    /// Which estimate.
    pub estimate_id: EstimateId,
    /// Why.
    pub reason: Line,
    /// The caller's lease, if they have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<u64>,
}

impl Command for CancelEstimate {
    type Aggregate = LocalEstimate;
    type Refusal = EstimateRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.cancel-estimate",
        route: Some(Route::post("/profitability/estimates/{estimate_id}/cancel")),
        roles: &[Role::Manager, Role::TeamLead, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Calls off an estimate under which nothing was shipped.",
    };

    fn target(&self, _: &Context) -> EstimateId {
        self.estimate_id
    }

    fn decide(&self, estimate: Option<&LocalEstimate>, _: &Facts, context: &Context) -> Result<Decision<LocalEstimate>, EstimateRefusal> {
        let estimate = estimate.ok_or(EstimateRefusal::NotFound)?;
        if !matches!(estimate.status, EstimateStatus::Active | EstimateStatus::Expired) {
            return Err(EstimateRefusal::NotActive { status: estimate.status });
        }
        estimate.check_lease(self.lease, context)?;
        if estimate.has_shipments() {
            return Err(EstimateRefusal::Shipped);
        }
        if estimate.has_live_orders() {
            return Err(EstimateRefusal::LiveOrders);
        }
        Ok(Decision::of([EstimateEvent::Cancelled { reason: self.reason.clone() }])
            .release(LocalEstimate::NUMBER, estimate.number.as_str()))
    }

    fn example() -> Self {
        let reason = crate::samples::line("Клиент выбрал другого поставщика");
        Self { estimate_id: crate::samples::estimates::estimate_id(), reason, lease: None }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::estimates::{created, placed, shipped};
    use crate::samples::shipments::shipment_id;

    #[test]
    fn p41_only_without_shipments_and_live_orders() {
        let cancelled = EstimateEvent::Cancelled { reason: CancelEstimate::example().reason };
        given::<LocalEstimate>([created()]).when(CancelEstimate::example()).then([cancelled]);
        given::<LocalEstimate>([created(), placed(1, "60")]).when(CancelEstimate::example()).refused(EstimateRefusal::LiveOrders);
        let released = EstimateEvent::OrderReleased { shipment: shipment_id() };
        let events = [created(), placed(1, "60"), shipped(1, "1", "250.00", "200.00"), released];
        given::<LocalEstimate>(events).when(CancelEstimate::example()).refused(EstimateRefusal::Shipped);
    }
}
