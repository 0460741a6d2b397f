//! Calls an order off.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::WithdrawnBecause;
use super::steps::{ESTIMATE, estimate_of, own_in_status, release, telling, want_estimate};
use super::{Shipment, ShipmentEvent, ShipmentRefusal, ShipmentStatus};
use crate::ShipmentId;

/// Calls an order off before it is handed over. What waits is withdrawn with it; afterwards goods
/// can only come back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelShipment {
    /// Which order.
    pub shipment_id: ShipmentId,
    /// Why.
    pub reason: Line,
}

const CANCELLABLE: &[ShipmentStatus] = &[
    ShipmentStatus::Draft,
    ShipmentStatus::AwaitingStock,
    ShipmentStatus::PendingApproval,
    ShipmentStatus::PartiallyApproved,
    ShipmentStatus::Rejected,
    ShipmentStatus::ApprovalExpired,
    ShipmentStatus::Approved,
    ShipmentStatus::Overdue,
];

impl Command for CancelShipment {
    type Aggregate = Shipment;
    type Refusal = ShipmentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.cancel-shipment",
        route: Some(Route::post("/profitability/shipments/{shipment_id}/cancel")),
        roles: &[Role::Manager, Role::TeamLead, Role::Administrator],
        also_writes: &[ESTIMATE],
        reads: &[],
        summary: "Calls an order off before it is handed over.",
    };

    fn target(&self, _: &Context) -> ShipmentId {
        self.shipment_id
    }

    fn wants(&self, shipment: Option<&Shipment>, _: &Facts, _: &Context) -> Vec<Want> {
        shipment.map(|shipment| want_estimate(shipment.estimate)).into_iter().collect()
    }

    fn decide(&self, shipment: Option<&Shipment>, facts: &Facts, context: &Context) -> Result<Decision<Shipment>, ShipmentRefusal> {
        let shipment = own_in_status(shipment, CANCELLABLE, context)?;
        if shipment.handed_over.is_some() {
            return Err(ShipmentRefusal::HandedOver);
        }
        let loaded = estimate_of(facts, shipment.estimate)?;
        let wanted = shipment.is_watched().then(|| shipment.withdrawal(WithdrawnBecause::Cancelled, Some(self.reason.clone())));
        let events = wanted.into_iter().chain([ShipmentEvent::Cancelled { reason: self.reason.clone() }]);
        Ok(telling(Decision::of(events), loaded, release(shipment, &loaded.state)))
    }

    fn example() -> Self {
        Self { shipment_id: crate::samples::shipments::shipment_id(), reason: crate::samples::line("Клиент отказался") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::shipments::{approved, created, handed_over, over, submitted, withdrawn};

    fn cancelled() -> ShipmentEvent {
        ShipmentEvent::Cancelled { reason: CancelShipment::example().reason }
    }

    #[test]
    fn p53_an_order_is_called_off_before_its_hand_over_and_its_process_withdrawn() {
        over(&[created()]).when(CancelShipment::example()).then([cancelled()]);
        let waiting = [created(), submitted()];
        let decision = over(&waiting).when(CancelShipment::example()).accepted();
        assert!(matches!(&decision.events[0], ShipmentEvent::Withdrawn { cause: WithdrawnBecause::Cancelled, .. }));
        assert_eq!((decision.events.len(), decision.others.len()), (2, 1));
        let approved = [created(), submitted(), approved()];
        over(&approved).when(CancelShipment::example()).accepted();
    }

    #[test]
    fn x13_p53_after_the_hand_over_goods_can_only_come_back() {
        let gone = [created(), submitted(), approved(), handed_over()];
        over(&gone).when(CancelShipment::example()).refused(ShipmentRefusal::HandedOver);
        let twice = ShipmentRefusal::Status { status: ShipmentStatus::Cancelled };
        over(&[created(), cancelled()]).when(CancelShipment::example()).refused(twice);
        // An edit of an approved order is another thing than calling it off.
        assert_ne!(withdrawn(ShipmentStatus::Approved, WithdrawnBecause::Edited), cancelled());
    }
}
