//! Records that the carrier did not delete a waybill.

use kernel::reaction::OutsideError;
use kernel::{Command, CommandSpec, Context, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Order, OrderEvent, OrderException, OrderRefusal};
use crate::OrderId;

/// Records that the carrier did not delete a waybill. Somebody must look: the parcel may
/// still be sent. The waybill can be voided again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordVoidRefused {
    /// Which order.
    pub order_id: OrderId,
    /// Our reference.
    pub consignment: String,
    /// Why.
    pub error: OutsideError,
}

impl Command for RecordVoidRefused {
    type Aggregate = Order;
    type Refusal = OrderRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.record-void-refused",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records that the carrier did not delete a waybill.",
    };

    fn target(&self, _: &Context) -> OrderId {
        self.order_id
    }

    fn decide(&self, order: Option<&Order>, _: &Facts, context: &Context) -> Result<Decision<Order>, OrderRefusal> {
        let order = order.ok_or(OrderRefusal::NotFound)?;
        let consignment = order.consignment(&self.consignment).ok_or(OrderRefusal::NoWaybill)?;
        if consignment.waybill().is_none_or(|waybill| waybill.void_requested.is_none()) {
            return Ok(Decision::nothing());
        }
        let mut events = vec![OrderEvent::WaybillVoidRefused { consignment: self.consignment.clone(), error: self.error.clone() }];
        if !order.exceptions.contains(&OrderException::VoidRefused) {
            events.push(OrderEvent::ExceptionRaised { exception: OrderException::VoidRefused });
        }
        Ok(Decision::of(Order::with_status_change(Some(order), events, &context.meta(Self::SPEC.name))))
    }

    fn example() -> Self {
        let order_id = OrderId::derive(&["example"]);
        Self { order_id, consignment: crate::samples::consignment_id(), error: crate::samples::outside_error() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::{self, line};

    fn record() -> RecordVoidRefused {
        RecordVoidRefused { order_id: samples::order_id(), ..RecordVoidRefused::example() }
    }

    fn refused() -> OrderEvent {
        OrderEvent::WaybillVoidRefused { consignment: samples::consignment_id(), error: samples::outside_error() }
    }

    fn asked() -> Vec<OrderEvent> {
        let void = OrderEvent::WaybillVoidRequested { consignment: samples::consignment_id(), reason: line("Адреса") };
        vec![samples::created(), samples::waybill_requested(), samples::waybill_created(), void]
    }

    #[test]
    fn r07_somebody_must_look() {
        let raised = OrderEvent::ExceptionRaised { exception: OrderException::VoidRefused };
        given::<Order>(asked()).when(record()).then([refused(), raised.clone()]);
        given::<Order>([asked(), vec![raised]].concat()).when(record()).then([refused()]);
    }

    #[test]
    fn an_answer_that_nobody_waits_for_is_nothing() {
        let made = [samples::created(), samples::waybill_requested(), samples::waybill_created()];
        given::<Order>(made).when(record()).then([]);
    }
}
