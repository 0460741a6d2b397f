//! Records that a waybill is gone.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::consignment::Stage;
use super::void_waybill::voided;
use super::{Order, OrderRefusal};
use crate::OrderId;

/// Records that the carrier has deleted a waybill, or never made it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordWaybillVoided {
    /// Which order.
    pub order_id: OrderId,
    /// Our reference.
    pub consignment: String,
    /// The carrier was searched and has none with our reference. That says nothing of a waybill
    /// that became known meanwhile.
    #[serde(default)]
    pub never_made: bool,
}

impl Command for RecordWaybillVoided {
    type Aggregate = Order;
    type Refusal = OrderRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.record-waybill-voided",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records that the carrier has deleted a waybill.",
    };

    fn target(&self, _: &Context) -> OrderId {
        self.order_id
    }

    fn decide(&self, order: Option<&Order>, _: &Facts, context: &Context) -> Result<Decision<Order>, OrderRefusal> {
        let order = order.ok_or(OrderRefusal::NotFound)?;
        let consignment = order.consignment(&self.consignment).ok_or(OrderRefusal::NoWaybill)?;
        let reason = match &consignment.stage {
            Stage::Void { .. } => return Ok(Decision::nothing()),
            Stage::Waybill(_) if self.never_made => return Ok(Decision::nothing()),
            Stage::Requested(attempts) => attempts.void_requested.as_ref(),
            Stage::Waybill(waybill) => waybill.void_requested.as_ref(),
        };
        let reason = reason.or(order.cancelled.as_ref()).ok_or(OrderRefusal::NoWaybill)?;
        let events = voided(order, consignment.id.clone(), reason.clone());
        Ok(Decision::of(Order::with_status_change(Some(order), events, &context.meta(Self::SPEC.name))))
    }

    fn example() -> Self {
        Self { order_id: OrderId::derive(&["example"]), consignment: crate::samples::consignment_id(), never_made: false }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::order::{OrderEvent, OrderException, OrderStatus};
    use crate::samples::{self, line};

    fn record() -> RecordWaybillVoided {
        RecordWaybillVoided { order_id: samples::order_id(), ..RecordWaybillVoided::example() }
    }

    fn asked() -> OrderEvent {
        OrderEvent::WaybillVoidRequested { consignment: samples::consignment_id(), reason: line("Адреса") }
    }

    fn gone() -> OrderEvent {
        OrderEvent::WaybillVoided { consignment: samples::consignment_id(), reason: line("Адреса") }
    }

    #[test]
    fn r31_the_order_is_free_for_another_waybill() {
        let made = vec![samples::created(), samples::waybill_requested(), samples::waybill_created(), asked()];
        let back = OrderEvent::StatusChanged { from: OrderStatus::ShippingCreated, to: OrderStatus::New };
        given::<Order>(made.clone()).when(record()).then([gone(), back.clone()]);
        let refused = OrderEvent::ExceptionRaised { exception: OrderException::VoidRefused };
        let resolved = OrderEvent::ExceptionResolved { exception: OrderException::VoidRefused, note: None };
        given::<Order>([made, vec![refused]].concat()).when(record()).then([gone(), resolved, back]);
    }

    #[test]
    fn r32_what_was_never_made_is_gone_too() {
        given::<Order>([samples::created(), samples::waybill_requested(), asked()]).when(record()).then([gone()]);
    }

    #[test]
    fn twice_is_nothing_and_unasked_is_refused() {
        given::<Order>([samples::created(), samples::waybill_requested(), gone()]).when(record()).then([]);
        given::<Order>([samples::created(), samples::waybill_requested()]).when(record()).refused(OrderRefusal::NoWaybill);
    }
}
