//! Makes an order a draft again.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::steps::own_in_status;
use super::{Shipment, ShipmentEvent, ShipmentRefusal, ShipmentStatus};
use crate::ShipmentId;

/// Makes an order a draft again that was overdue, waited for goods, was rejected or approved too
/// long ago. Its week without a touch begins anew.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenShipment {
    /// Which order.
    pub shipment_id: ShipmentId,
}

const REOPENABLE: &[ShipmentStatus] = &[
    ShipmentStatus::Overdue,
    ShipmentStatus::AwaitingStock,
    ShipmentStatus::Rejected,
    ShipmentStatus::ApprovalExpired,
    ShipmentStatus::Draft,
];

impl Command for ReopenShipment {
    type Aggregate = Shipment;
    type Refusal = ShipmentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.reopen-shipment",
        route: Some(Route::post("/profitability/shipments/{shipment_id}/reopen")),
        roles: &[Role::Manager, Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Makes an order a draft again for seven more days.",
    };

    fn target(&self, _: &Context) -> ShipmentId {
        self.shipment_id
    }

    fn decide(&self, shipment: Option<&Shipment>, _: &Facts, context: &Context) -> Result<Decision<Shipment>, ShipmentRefusal> {
        own_in_status(shipment, REOPENABLE, context)?;
        Ok(Decision::of([ShipmentEvent::Reopened]))
    }

    fn example() -> Self {
        Self { shipment_id: crate::samples::shipments::shipment_id() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::shipments::{approved, created, over, submitted};

    #[test]
    fn p52_an_overdue_draft_is_hidden_and_can_be_reopened() {
        over(&[created(), ShipmentEvent::Overdue]).when(ReopenShipment::example()).then([ShipmentEvent::Reopened]);
        let refusal = ShipmentRefusal::Status { status: ShipmentStatus::Approved };
        over(&[created(), submitted(), approved()]).when(ReopenShipment::example()).refused(refusal);
    }
}
