//! Sets the status by hand.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Order, OrderEvent, OrderRefusal, OrderStatus};
use crate::OrderId;

/// Sets the status by hand, with a reason: shipped, delivered, returned or not delivered.
///
/// It is shown as set by hand and holds until a newer fact says otherwise. Never backwards.
/// Delivered needs a document that proves it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OverrideStatus {
    /// Which order.
    pub order_id: OrderId,
    /// What the status is to be.
    pub status: OrderStatus,
    /// Why.
    pub reason: Line,
    /// The document that proves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Line>,
}

/// How far along the way; `None` for what is never set by hand and never overridden.
const fn stage(status: OrderStatus) -> Option<u8> {
    match status {
        OrderStatus::Draft | OrderStatus::Cancelled => None,
        OrderStatus::New => Some(0),
        OrderStatus::ShippingCreated => Some(1),
        OrderStatus::Shipped => Some(2),
        OrderStatus::Delivered | OrderStatus::Returned | OrderStatus::DeliveryFailed => Some(3),
    }
}

impl OverrideStatus {
    pub(crate) fn check(order: &Order) -> Result<u8, OrderRefusal> {
        let is = order.status();
        stage(is).ok_or(OrderRefusal::NotInStatus { is })
    }
}

impl Command for OverrideStatus {
    type Aggregate = Order;
    type Refusal = OrderRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.override-status",
        route: Some(Route::post("/orders/{order_id}/override")),
        roles: &[Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Sets the status of an order by hand, with a reason.",
    };

    fn target(&self, _: &Context) -> OrderId {
        self.order_id
    }

    fn decide(&self, order: Option<&Order>, _: &Facts, context: &Context) -> Result<Decision<Order>, OrderRefusal> {
        let order = order.ok_or(OrderRefusal::NotFound)?;
        let from = Self::check(order)?;
        if order.status() == self.status {
            return Err(OrderRefusal::AlreadySo);
        }
        let to = stage(self.status).filter(|to| *to >= 2 && *to >= from);
        to.ok_or(OrderRefusal::NotByHand)?;
        if self.status == OrderStatus::Delivered && self.proof.is_none() {
            return Err(OrderRefusal::ProofRequired);
        }
        let (reason, proof) = (self.reason.clone(), self.proof.clone());
        let events = vec![OrderEvent::Overridden { status: self.status, reason, proof }];
        Ok(Decision::of(Order::with_status_change(Some(order), events, &context.meta(Self::SPEC.name))))
    }

    fn example() -> Self {
        let line = crate::samples::line;
        let order_id = OrderId::derive(&["example"]);
        Self { order_id, status: OrderStatus::Delivered, reason: line("Забрав сам"), proof: Some(line("Накладна 17")) }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::order::consignment::ShipmentStatus;
    use crate::samples::{self, line};

    fn set(status: OrderStatus) -> OverrideStatus {
        OverrideStatus { order_id: samples::order_id(), status, ..OverrideStatus::example() }
    }

    fn shipped() -> [OrderEvent; 4] {
        let in_transit = samples::tracking(ShipmentStatus::Created, ShipmentStatus::InTransit);
        [samples::created(), samples::waybill_requested(), samples::waybill_created(), in_transit]
    }

    #[test]
    fn r09_an_override_is_a_fact_with_its_reason() {
        given::<Order>(shipped()).when(set(OrderStatus::Delivered)).then([
            OrderEvent::Overridden {
                status: OrderStatus::Delivered, reason: line("Забрав сам"), proof: Some(line("Накладна 17"))
            },
            OrderEvent::StatusChanged { from: OrderStatus::Shipped, to: OrderStatus::Delivered },
        ]);
    }

    #[test]
    fn r10_delivered_needs_a_proof() {
        let without = |status| OverrideStatus { proof: None, ..set(status) };
        given::<Order>(shipped()).when(without(OrderStatus::Delivered)).refused(OrderRefusal::ProofRequired);
        given::<Order>(shipped()).when(without(OrderStatus::Returned)).accepted();
    }

    #[test]
    fn r09_never_backwards_and_never_what_follows_from_facts() {
        for status in [OrderStatus::Draft, OrderStatus::New, OrderStatus::ShippingCreated, OrderStatus::Cancelled] {
            given::<Order>(shipped()).when(set(status)).refused(OrderRefusal::NotByHand);
        }
        given::<Order>(shipped()).when(set(OrderStatus::Shipped)).refused(OrderRefusal::AlreadySo);
        let delivered = [shipped().to_vec(), vec![samples::tracking(ShipmentStatus::InTransit, ShipmentStatus::Delivered)]].concat();
        given::<Order>(delivered).when(set(OrderStatus::Shipped)).refused(OrderRefusal::NotByHand);
    }

    #[test]
    fn r02_r07_nothing_overrides_a_draft_or_a_cancellation() {
        let is = |is| OrderRefusal::NotInStatus { is };
        given::<Order>([samples::draft_created()]).when(set(OrderStatus::Delivered)).refused(is(OrderStatus::Draft));
        let cancelled = [samples::created(), OrderEvent::Cancelled { reason: line("ні") }];
        given::<Order>(cancelled).when(set(OrderStatus::Delivered)).refused(is(OrderStatus::Cancelled));
        given::<Order>([]).when(set(OrderStatus::Delivered)).refused(OrderRefusal::NotFound);
    }
}
