//! Lets an order wait for goods.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::steps::own_in_status;
use super::{Shipment, ShipmentEvent, ShipmentRefusal, ShipmentStatus};
use crate::ShipmentId;

/// Lets an order wait for goods that are not in stock. It holds nothing of the estimate meanwhile.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AwaitStock {
    /// Which order.
    pub shipment_id: ShipmentId,
}

impl Command for AwaitStock {
    type Aggregate = Shipment;
    type Refusal = ShipmentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.await-stock",
        route: Some(Route::post("/profitability/shipments/{shipment_id}/await-stock")),
        roles: &[Role::Manager, Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Lets an order wait for goods that are not in stock.",
    };

    fn target(&self, _: &Context) -> ShipmentId {
        self.shipment_id
    }

    fn decide(&self, shipment: Option<&Shipment>, _: &Facts, context: &Context) -> Result<Decision<Shipment>, ShipmentRefusal> {
        own_in_status(shipment, &[ShipmentStatus::Draft], context)?;
        Ok(Decision::of([ShipmentEvent::StockAwaited]))
    }

    fn example() -> Self {
        Self { shipment_id: crate::samples::shipments::shipment_id() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::shipments::{created, over, submitted};

    #[test]
    fn a_draft_waits_for_goods_and_nothing_else_does() {
        over(&[created()]).when(AwaitStock::example()).then([ShipmentEvent::StockAwaited]);
        let refusal = ShipmentRefusal::Status { status: ShipmentStatus::PendingApproval };
        over(&[created(), submitted()]).when(AwaitStock::example()).refused(refusal);
    }
}
