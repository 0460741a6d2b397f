//! Types in a waybill that was made elsewhere.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::consignment::{Carrier, Consignment, guard_value};
use super::event::WaybillRegistered;
use super::request_waybill::check_no_live;
use super::{Order, OrderEvent, OrderRefusal, WAYBILL_SCOPE};
use crate::OrderId;
use crate::outside::nova_poshta::WaybillNumber;

/// Types in a waybill that was made elsewhere: in the carrier's cabinet or at its counter.
///
/// The parcel is tracked like any other. The number belongs to one order.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterWaybill {
    /// Which order.
    pub order_id: OrderId,
    /// Who carries it.
    pub carrier: Carrier,
    /// The number on the label.
    pub number: WaybillNumber,
}

impl RegisterWaybill {
    pub(crate) fn check(order: &Order) -> Result<(), OrderRefusal> {
        check_no_live(order)
    }
}

impl Command for RegisterWaybill {
    type Aggregate = Order;
    type Refusal = OrderRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.register-waybill",
        route: Some(Route::post("/orders/{order_id}/waybill/register")),
        roles: &[Role::Manager, Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Types in a waybill that was made elsewhere.",
    };

    fn target(&self, _: &Context) -> OrderId {
        self.order_id
    }

    fn wants(&self, _: Option<&Order>, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::guard(WAYBILL_SCOPE, &guard_value(self.carrier, &self.number))]
    }

    fn decide(&self, order: Option<&Order>, facts: &Facts, context: &Context) -> Result<Decision<Order>, OrderRefusal> {
        let order = order.ok_or(OrderRefusal::NotFound)?;
        Self::check(order)?;
        let value = guard_value(self.carrier, &self.number);
        if facts.owner(WAYBILL_SCOPE, &value).is_some() {
            return Err(OrderRefusal::WaybillTaken);
        }
        let consignment = Consignment::reference(&context.tenant, order.id, &order.number, order.consignments.len());
        let registered = WaybillRegistered { consignment, carrier: self.carrier, number: self.number.clone() };
        let events = vec![OrderEvent::WaybillRegistered(registered)];
        Ok(Decision::of(Order::with_status_change(Some(order), events, &context.meta(Self::SPEC.name))).claim(WAYBILL_SCOPE, value))
    }

    fn example() -> Self {
        let order_id = OrderId::derive(&["example"]);
        Self { order_id, carrier: Carrier::NovaPoshta, number: crate::samples::waybill_number() }
    }
}

#[cfg(test)]
mod tests {
    use kernel::command::Claim;
    use testkit::{context, given};

    use super::*;
    use crate::order::OrderStatus;
    use crate::samples;

    fn register() -> RegisterWaybill {
        RegisterWaybill { order_id: samples::order_id(), ..RegisterWaybill::example() }
    }

    #[test]
    fn the_order_has_a_waybill_and_owns_its_number() {
        let consignment = Consignment::reference(&context().tenant, samples::order_id(), &samples::order_number(), 0);
        let number = samples::waybill_number();
        let decision = given::<Order>([samples::created()]).when(register()).then([
            OrderEvent::WaybillRegistered(WaybillRegistered { consignment, carrier: Carrier::NovaPoshta, number }),
            OrderEvent::StatusChanged { from: OrderStatus::New, to: OrderStatus::ShippingCreated },
        ]);
        let value = "nova-poshta/20450912345678".to_owned();
        assert_eq!(decision.claims, [Claim { scope: WAYBILL_SCOPE.to_owned(), value }]);
    }

    #[test]
    fn r31_one_live_consignment_and_one_order_a_number() {
        let wanted = [samples::created(), samples::waybill_requested()];
        given::<Order>(wanted).when(register()).refused(OrderRefusal::ConsignmentExists);
        let taken = given::<Order>([samples::created()]).taken(WAYBILL_SCOPE, "nova-poshta/20450912345678", "another");
        taken.when(register()).refused(OrderRefusal::WaybillTaken);
    }

    #[test]
    fn r02_not_on_a_draft() {
        given::<Order>([samples::draft_created()]).when(register()).refused(OrderRefusal::NotInStatus { is: OrderStatus::Draft });
        given::<Order>([]).when(register()).refused(OrderRefusal::NotFound);
    }
}
