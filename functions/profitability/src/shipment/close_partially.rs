//! Ends an order of which only a part left.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::steps::{ESTIMATE, estimate_of, own_in_status, release, telling, want_estimate};
use super::{Shipment, ShipmentEvent, ShipmentRefusal, ShipmentStatus};
use crate::ShipmentId;

/// Ends an order of which only a part left, or nothing although the warehouse had it: the rest is
/// free again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosePartially {
    /// Which order.
    pub shipment_id: ShipmentId,
    /// Why.
    pub reason: Line,
}

impl Command for ClosePartially {
    type Aggregate = Shipment;
    type Refusal = ShipmentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.close-partially",
        route: Some(Route::post("/profitability/shipments/{shipment_id}/close")),
        roles: &[Role::Manager, Role::TeamLead, Role::Administrator],
        also_writes: &[ESTIMATE],
        reads: &[],
        summary: "Ends an order of which only a part left.",
    };

    fn target(&self, _: &Context) -> ShipmentId {
        self.shipment_id
    }

    fn wants(&self, shipment: Option<&Shipment>, _: &Facts, _: &Context) -> Vec<Want> {
        shipment.map(|shipment| want_estimate(shipment.estimate)).into_iter().collect()
    }

    fn decide(&self, shipment: Option<&Shipment>, facts: &Facts, context: &Context) -> Result<Decision<Shipment>, ShipmentRefusal> {
        let shipment = own_in_status(shipment, &[ShipmentStatus::InProgress, ShipmentStatus::Approved], context)?;
        // What is approved can still be called off, unless the warehouse has it.
        if shipment.status == ShipmentStatus::Approved && shipment.handed_over.is_none() {
            return Err(ShipmentRefusal::Status { status: shipment.status });
        }
        let loaded = estimate_of(facts, shipment.estimate)?;
        let closed = ShipmentEvent::PartiallyClosed { reason: self.reason.clone() };
        Ok(telling(Decision::of([closed]), loaded, release(shipment, &loaded.state)))
    }

    fn example() -> Self {
        Self {
            shipment_id: crate::samples::shipments::shipment_id(), reason: crate::samples::line("Остаток снят с производства")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::shipments::{approved, created, fold, handed_over, over, posting, submitted};

    #[test]
    fn p51_what_is_in_progress_can_be_closed_in_part() {
        let history = vec![created(), submitted(), approved()];
        let posted = [history.clone(), over(&history).when(posting()).accepted().events].concat();
        let decision = over(&posted).when(ClosePartially::example()).accepted();
        assert_eq!(decision.others[0].events[0]["type"], "order-released.v1");
        assert_eq!(fold(&[posted, decision.events].concat()).status, ShipmentStatus::PartiallyClosed);
        over(&history).when(ClosePartially::example()).refused(ShipmentRefusal::Status { status: ShipmentStatus::Approved });
    }

    #[test]
    fn p51_p53_what_was_handed_over_and_never_left_can_be_closed() {
        let history = vec![created(), submitted(), approved(), handed_over()];
        let decision = over(&history).when(ClosePartially::example()).accepted();
        assert_eq!(decision.others[0].events[0]["type"], "order-released.v1");
        assert_eq!(fold(&[history, decision.events].concat()).status, ShipmentStatus::PartiallyClosed);
    }
}
