//! Calls an order off.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::void_waybill::{VoidWaybill, give_up, release_typed_in};
use super::{Order, OrderEvent, OrderRefusal, OrderStatus};
use crate::OrderId;

/// Calls an order off, with a reason.
///
/// Not once it is delivered or on its way: handing the parcel to the carrier closes this
/// door, afterwards only a return helps. A waybill whose parcel is still here is voided.
/// Money that came stays with the order as a surplus, to be refunded or matched elsewhere.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelOrder {
    /// Which order.
    pub order_id: OrderId,
    /// Why.
    pub reason: Line,
}

impl CancelOrder {
    pub(crate) fn check(order: &Order) -> Result<(), OrderRefusal> {
        match order.status() {
            is @ (OrderStatus::Delivered | OrderStatus::Cancelled) => Err(OrderRefusal::NotInStatus { is }),
            OrderStatus::Shipped | OrderStatus::Returned | OrderStatus::DeliveryFailed => Err(OrderRefusal::HandedOver),
            OrderStatus::Draft | OrderStatus::New | OrderStatus::ShippingCreated => Ok(()),
        }
    }
}

impl Command for CancelOrder {
    type Aggregate = Order;
    type Refusal = OrderRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.cancel-order",
        route: Some(Route::post("/orders/{order_id}/cancel")),
        roles: &[Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Calls an order off, with a reason.",
    };

    fn target(&self, _: &Context) -> OrderId {
        self.order_id
    }

    fn decide(&self, order: Option<&Order>, _: &Facts, context: &Context) -> Result<Decision<Order>, OrderRefusal> {
        let order = order.ok_or(OrderRefusal::NotFound)?;
        Self::check(order)?;
        let mut events = vec![OrderEvent::Cancelled { reason: self.reason.clone() }];
        let unsent = order.live_consignment().filter(|_| VoidWaybill::check(order).is_ok());
        events.extend(unsent.into_iter().flat_map(|consignment| give_up(order, consignment, &self.reason)));
        let events = Order::with_status_change(Some(order), events, &context.meta(Self::SPEC.name));
        let decision = Decision::of(events);
        Ok(match unsent {
            Some(consignment) => release_typed_in(decision, consignment),
            None => decision,
        })
    }

    fn example() -> Self {
        Self { order_id: OrderId::derive(&["example"]), reason: crate::samples::line("Клієнт передумав") }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::order::consignment::ShipmentStatus;
    use crate::samples::{self, line};

    fn cancel() -> CancelOrder {
        CancelOrder { order_id: samples::order_id(), reason: line("Клієнт передумав") }
    }

    #[test]
    fn r07_a_new_order_is_cancelled_with_its_reason() {
        given::<Order>([samples::created()]).when(cancel()).then([
            OrderEvent::Cancelled { reason: line("Клієнт передумав") },
            OrderEvent::StatusChanged { from: OrderStatus::New, to: OrderStatus::Cancelled },
        ]);
    }

    #[test]
    fn r07_a_waybill_whose_parcel_is_still_here_is_voided() {
        given::<Order>([samples::created(), samples::waybill_requested(), samples::waybill_created()]).when(cancel()).then([
            OrderEvent::Cancelled { reason: line("Клієнт передумав") },
            OrderEvent::WaybillVoidRequested { consignment: samples::consignment_id(), reason: line("Клієнт передумав") },
            OrderEvent::StatusChanged { from: OrderStatus::ShippingCreated, to: OrderStatus::Cancelled },
        ]);
    }

    #[test]
    fn r32_a_waybill_that_is_being_made_is_voided_when_it_is_known() {
        given::<Order>([samples::created(), samples::waybill_requested()]).when(cancel()).then([
            OrderEvent::Cancelled { reason: line("Клієнт передумав") },
            OrderEvent::WaybillVoidRequested { consignment: samples::consignment_id(), reason: line("Клієнт передумав") },
            OrderEvent::StatusChanged { from: OrderStatus::New, to: OrderStatus::Cancelled },
        ]);
    }

    #[test]
    fn r07_r12_money_that_came_stays_as_a_surplus() {
        let decision = given::<Order>([samples::created(), samples::payment_allocated()]).when(cancel()).accepted();
        assert!(decision.events.contains(&OrderEvent::ExceptionRaised { exception: crate::order::OrderException::Surplus }));
    }

    #[test]
    fn x13_not_once_the_carrier_has_the_parcel() {
        let shipped = [
            samples::created(),
            samples::waybill_requested(),
            samples::waybill_created(),
            samples::tracking(ShipmentStatus::Created, ShipmentStatus::InTransit),
        ];
        given::<Order>(shipped).when(cancel()).refused(OrderRefusal::HandedOver);
    }

    #[test]
    fn r07_not_twice_and_not_what_does_not_exist() {
        let cancelled = [samples::created(), OrderEvent::Cancelled { reason: line("раз") }];
        given::<Order>(cancelled).when(cancel()).refused(OrderRefusal::NotInStatus { is: OrderStatus::Cancelled });
        given::<Order>([]).when(cancel()).refused(OrderRefusal::NotFound);
    }
}
