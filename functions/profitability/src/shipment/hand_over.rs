//! Hands an order over to the warehouse.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::steps::{in_status, own};
use super::{Shipment, ShipmentEvent, ShipmentRefusal, ShipmentStatus};
use crate::ShipmentId;

/// Hands an approved order over to the warehouse, which has accepted it: the point of no return.
/// From now on nothing annuls the approval, and the order can only come back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOverShipment {
    /// Which order.
    pub shipment_id: ShipmentId,
    /// What the warehouse calls its acceptance.
    pub reference: Line,
}

impl Command for HandOverShipment {
    type Aggregate = Shipment;
    type Refusal = ShipmentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.hand-over-shipment",
        route: Some(Route::post("/profitability/shipments/{shipment_id}/hand-over")),
        roles: &[Role::Manager, Role::TeamLead, Role::Administrator, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Hands an approved order over to the warehouse: the point of no return.",
    };

    fn target(&self, _: &Context) -> ShipmentId {
        self.shipment_id
    }

    fn decide(&self, shipment: Option<&Shipment>, _: &Facts, context: &Context) -> Result<Decision<Shipment>, ShipmentRefusal> {
        let shipment = own(shipment, context)?;
        if shipment.handed_over.is_some() {
            return Ok(Decision::nothing());
        }
        in_status(Some(shipment), &[ShipmentStatus::Approved])?;
        if shipment.approval.as_ref().is_none_or(|approval| context.now >= approval.valid_until) {
            return Err(ShipmentRefusal::ApprovalOver);
        }
        Ok(Decision::of([shipment.hand_over(self.reference.clone(), context)]))
    }

    fn example() -> Self {
        Self { shipment_id: crate::samples::shipments::shipment_id(), reference: crate::samples::line("WMS-88120") }
    }
}

impl Shipment {
    pub(super) fn hand_over(&self, reference: Line, context: &Context) -> ShipmentEvent {
        ShipmentEvent::HandedOver { shipment: self.id, submission: self.submission, at: context.now, reference }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::shipments::{approved, created, handed_over, over, submitted};

    #[test]
    fn p57_our_command_hands_over_once_the_warehouse_has_accepted() {
        over(&[created(), submitted(), approved()]).when(HandOverShipment::example()).then([handed_over()]);
        over(&[created(), submitted(), approved(), handed_over()]).when(HandOverShipment::example()).then([]);
    }

    #[test]
    fn only_what_is_approved_now_is_handed_over() {
        let refusal = ShipmentRefusal::Status { status: ShipmentStatus::PendingApproval };
        over(&[created(), submitted()]).when(HandOverShipment::example()).refused(refusal);
        let late = over(&[created(), submitted(), approved()]).at("2026-11-27T22:00:00Z");
        late.when(HandOverShipment::example()).refused(ShipmentRefusal::ApprovalOver);
    }
}
