//! Records that the carrier made a waybill.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Money, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::consignment::{Stage, guard_value};
use super::{Order, OrderEvent, OrderRefusal, WAYBILL_SCOPE};
use crate::OrderId;
use crate::outside::nova_poshta::WaybillNumber;

/// Records that the carrier made a waybill, at the first attempt or found at a later one.
///
/// If nobody wants it any more, its deletion follows in the same step.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordWaybillCreated {
    /// Which order.
    pub order_id: OrderId,
    /// Our reference.
    pub consignment: String,
    /// The number on the label.
    pub number: WaybillNumber,
    /// The carrier's id of the document.
    pub document_ref: String,
    /// What the carrier charges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// When it should arrive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimated_delivery: Option<Day>,
}

impl Command for RecordWaybillCreated {
    type Aggregate = Order;
    type Refusal = OrderRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.record-waybill-created",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records that the carrier made a waybill.",
    };

    fn target(&self, _: &Context) -> OrderId {
        self.order_id
    }

    fn wants(&self, order: Option<&Order>, _: &Facts, _: &Context) -> Vec<Want> {
        let consignment = order.and_then(|order| order.consignment(&self.consignment));
        consignment.map(|found| Want::guard(WAYBILL_SCOPE, &guard_value(found.carrier, &self.number))).into_iter().collect()
    }

    fn decide(&self, order: Option<&Order>, facts: &Facts, context: &Context) -> Result<Decision<Order>, OrderRefusal> {
        let order = order.ok_or(OrderRefusal::NotFound)?;
        let consignment = order.consignment(&self.consignment).ok_or(OrderRefusal::NoWaybill)?;
        if consignment.number() == Some(&self.number) {
            return Ok(Decision::nothing());
        }
        let unwanted = match &consignment.stage {
            Stage::Requested(attempts) => attempts.void_requested.as_ref().or(order.cancelled.as_ref()),
            // It was given up when nobody could know that the carrier was making it.
            Stage::Void { waybill: None, reason } => Some(reason),
            Stage::Void { .. } | Stage::Waybill(_) => return Err(OrderRefusal::NoWaybill),
        };
        let value = guard_value(consignment.carrier, &self.number);
        if facts.owner(WAYBILL_SCOPE, &value).is_some() {
            return Err(OrderRefusal::WaybillTaken);
        }
        let mut events = vec![OrderEvent::WaybillCreated {
            consignment: self.consignment.clone(),
            number: self.number.clone(),
            document_ref: self.document_ref.clone(),
            cost: self.cost,
            estimated_delivery: self.estimated_delivery,
        }];
        events.extend(
            unwanted.map(|reason| OrderEvent::WaybillVoidRequested { consignment: self.consignment.clone(), reason: reason.clone() }),
        );
        Ok(Decision::of(Order::with_status_change(Some(order), events, &context.meta(Self::SPEC.name))).claim(WAYBILL_SCOPE, value))
    }

    fn example() -> Self {
        Self {
            order_id: OrderId::derive(&["example"]),
            consignment: crate::samples::consignment_id(),
            number: crate::samples::waybill_number(),
            document_ref: "8f2c0d5e-4f7b-11ec-8f15-48df37b921db".to_owned(),
            cost: Some(crate::samples::uah("95.00")),
            estimated_delivery: "2026-11-24".parse().ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::command::Claim;
    use testkit::given;

    use super::*;
    use crate::order::OrderStatus;
    use crate::samples::{self, line};

    fn record() -> RecordWaybillCreated {
        RecordWaybillCreated { order_id: samples::order_id(), ..RecordWaybillCreated::example() }
    }

    #[test]
    fn the_order_owns_the_number() {
        let decision = given::<Order>([samples::created(), samples::waybill_requested()])
            .when(record())
            .then([samples::waybill_created(), OrderEvent::StatusChanged { from: OrderStatus::New, to: OrderStatus::ShippingCreated }]);
        let value = "nova-poshta/20450912345678".to_owned();
        assert_eq!(decision.claims, [Claim { scope: WAYBILL_SCOPE.to_owned(), value }]);
    }

    #[test]
    fn r01_a_waybill_does_not_touch_the_payment() {
        let paid = [samples::created(), samples::payment_allocated(), samples::waybill_requested()];
        let decision = given::<Order>(paid.clone()).when(record()).accepted();
        let meta = testkit::context().meta("test");
        let order = kernel::aggregate::fold_events::<Order>(None, &[paid.to_vec(), decision.events].concat(), &meta).unwrap().unwrap();
        assert_eq!((order.status(), order.payment_badge()), (OrderStatus::ShippingCreated, crate::order::PaymentBadge::Paid));
    }

    #[test]
    fn r07_if_nobody_wants_it_any_more_it_is_voided() {
        let void = OrderEvent::WaybillVoidRequested { consignment: samples::consignment_id(), reason: line("ні") };
        let cancelled = [samples::created(), samples::waybill_requested(), OrderEvent::Cancelled { reason: line("ні") }];
        given::<Order>(cancelled).when(record()).then([samples::waybill_created(), void.clone()]);
        let given_up = [samples::created(), samples::waybill_requested(), void.clone()];
        given::<Order>(given_up).when(record()).then([
            samples::waybill_created(),
            void,
            OrderEvent::StatusChanged { from: OrderStatus::New, to: OrderStatus::ShippingCreated },
        ]);
    }

    #[test]
    fn r32_what_was_given_up_and_made_after_all_is_voided() {
        let gone = OrderEvent::WaybillVoided { consignment: samples::consignment_id(), reason: line("ні") };
        let decision = given::<Order>([samples::created(), samples::waybill_requested(), gone]).when(record()).accepted();
        let void = OrderEvent::WaybillVoidRequested { consignment: samples::consignment_id(), reason: line("ні") };
        assert_eq!(decision.events[..2], [samples::waybill_created(), void]);
    }

    #[test]
    fn r32_the_same_answer_again_is_nothing() {
        given::<Order>([samples::created(), samples::waybill_requested(), samples::waybill_created()]).when(record()).then([]);
    }

    #[test]
    fn a_number_of_another_order_is_refused() {
        let wanted = given::<Order>([samples::created(), samples::waybill_requested()]);
        wanted.taken(WAYBILL_SCOPE, "nova-poshta/20450912345678", "another").when(record()).refused(OrderRefusal::WaybillTaken);
        given::<Order>([samples::created()]).when(record()).refused(OrderRefusal::NoWaybill);
    }
}
