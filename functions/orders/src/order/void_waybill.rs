//! Gives a waybill up.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::consignment::{Consignment, ShipmentStatus, Stage, guard_value};
use super::{Order, OrderEvent, OrderException, OrderRefusal, WAYBILL_SCOPE};
use crate::OrderId;

/// Gives the live waybill up, with a reason; the carrier is asked to delete it.
///
/// Not once the carrier has the parcel. A waybill that was typed in is only forgotten here,
/// with its number: delete it where it was made. A request that certainly made no waybill
/// ends at once. Asking twice is harmless.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidWaybill {
    /// Which order.
    pub order_id: OrderId,
    /// Why.
    pub reason: Line,
}

impl VoidWaybill {
    pub(crate) fn check(order: &Order) -> Result<&Consignment, OrderRefusal> {
        let consignment = order.live_consignment().ok_or(OrderRefusal::NoWaybill)?;
        match consignment.shipment_status() {
            None | Some(ShipmentStatus::Created) => Ok(consignment),
            Some(ShipmentStatus::InTransit | ShipmentStatus::Delivered | ShipmentStatus::Failed | ShipmentStatus::Returned) => {
                Err(OrderRefusal::HandedOver)
            }
        }
    }
}

/// What happens to a consignment that nobody wants any more, while the parcel is still here.
pub(super) fn give_up(order: &Order, consignment: &Consignment, reason: &Line) -> Vec<OrderEvent> {
    let (id, reason) = (consignment.id.clone(), reason.clone());
    let certain = match &consignment.stage {
        Stage::Requested(attempts) => !attempts.may_exist(),
        // Without the carrier's reference of the document nobody can ask it to delete it.
        Stage::Waybill(waybill) => waybill.document_ref.is_none(),
        Stage::Void { .. } => return Vec::new(),
    };
    if certain { voided(order, id, reason) } else { vec![OrderEvent::WaybillVoidRequested { consignment: id, reason }] }
}

/// The waybill is gone, and with it the trouble of deleting it.
pub(super) fn voided(order: &Order, consignment: String, reason: Line) -> Vec<OrderEvent> {
    let refused = order.exceptions.contains(&OrderException::VoidRefused);
    let resolved = OrderEvent::ExceptionResolved { exception: OrderException::VoidRefused, note: None };
    std::iter::once(OrderEvent::WaybillVoided { consignment, reason }).chain(refused.then_some(resolved)).collect()
}

/// A typed-in number is free again: it may have been typed in for the wrong order. A number
/// that the carrier gave stays with its order, so that what the carrier says of it is found.
pub(super) fn release_typed_in(decision: Decision<Order>, consignment: &Consignment) -> Decision<Order> {
    match consignment.waybill() {
        Some(waybill) if waybill.document_ref.is_none() => {
            decision.release(WAYBILL_SCOPE, guard_value(consignment.carrier, &waybill.number))
        }
        Some(_) | None => decision,
    }
}

impl Command for VoidWaybill {
    type Aggregate = Order;
    type Refusal = OrderRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.void-waybill",
        route: Some(Route::post("/orders/{order_id}/waybill/void")),
        roles: &[Role::Manager, Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Gives the live waybill of an order up.",
    };

    fn target(&self, _: &Context) -> OrderId {
        self.order_id
    }

    fn decide(&self, order: Option<&Order>, _: &Facts, context: &Context) -> Result<Decision<Order>, OrderRefusal> {
        let order = order.ok_or(OrderRefusal::NotFound)?;
        let consignment = Self::check(order)?;
        let events = give_up(order, consignment, &self.reason);
        let events = Order::with_status_change(Some(order), events, &context.meta(Self::SPEC.name));
        Ok(release_typed_in(Decision::of(events), consignment))
    }

    fn example() -> Self {
        Self { order_id: OrderId::derive(&["example"]), reason: crate::samples::line("Помилка в адресі") }
    }
}

#[cfg(test)]
mod tests {
    use kernel::command::Claim;
    use kernel::reaction::FailureClass;
    use testkit::given;

    use super::*;
    use crate::order::OrderStatus;
    use crate::samples::{self, line};

    fn void() -> VoidWaybill {
        VoidWaybill { order_id: samples::order_id(), ..VoidWaybill::example() }
    }

    fn asked() -> OrderEvent {
        OrderEvent::WaybillVoidRequested { consignment: samples::consignment_id(), reason: line("Помилка в адресі") }
    }

    fn gone() -> OrderEvent {
        OrderEvent::WaybillVoided { consignment: samples::consignment_id(), reason: line("Помилка в адресі") }
    }

    #[test]
    fn r31_the_carrier_is_asked_to_delete_it() {
        let made = [samples::created(), samples::waybill_requested(), samples::waybill_created()];
        let decision = given::<Order>(made).when(void()).then([asked()]);
        assert!(decision.releases.is_empty());
    }

    #[test]
    fn r32_what_may_exist_is_looked_for_and_what_cannot_is_gone() {
        let wanted = vec![samples::created(), samples::waybill_requested()];
        given::<Order>(wanted.clone()).when(void()).then([asked()]);
        let unknown = samples::waybill_failed(FailureClass::Unknown, None);
        given::<Order>([wanted.clone(), vec![unknown]].concat()).when(void()).then([asked()]);
        let later = samples::waybill_failed(FailureClass::Retry, Some("2026-11-21T09:00:00Z"));
        given::<Order>([wanted, vec![later]].concat()).when(void()).then([gone()]);
    }

    #[test]
    fn a_typed_in_waybill_is_forgotten_with_its_number() {
        let decision = given::<Order>([samples::created(), samples::waybill_registered()])
            .when(void())
            .then([gone(), OrderEvent::StatusChanged { from: OrderStatus::ShippingCreated, to: OrderStatus::New }]);
        let value = "nova-poshta/20450912345678".to_owned();
        assert_eq!(decision.releases, [Claim { scope: WAYBILL_SCOPE.to_owned(), value }]);
    }

    #[test]
    fn x13_not_once_the_carrier_has_the_parcel() {
        let in_transit = samples::tracking(ShipmentStatus::Created, ShipmentStatus::InTransit);
        let shipped = [samples::created(), samples::waybill_requested(), samples::waybill_created(), in_transit];
        given::<Order>(shipped).when(void()).refused(OrderRefusal::HandedOver);
    }

    #[test]
    fn there_must_be_one() {
        given::<Order>([samples::created()]).when(void()).refused(OrderRefusal::NoWaybill);
        given::<Order>([]).when(void()).refused(OrderRefusal::NotFound);
    }
}
