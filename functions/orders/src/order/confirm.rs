//! Makes an order of a draft.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Order, OrderEvent, OrderRefusal, OrderStatus};
use crate::OrderId;

/// Makes an order of a draft: from now on a waybill may be made for it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmOrder {
    /// Which order.
    pub order_id: OrderId,
}

impl ConfirmOrder {
    pub(crate) fn check(order: &Order) -> Result<(), OrderRefusal> {
        let is = order.status();
        if is == OrderStatus::Draft { Ok(()) } else { Err(OrderRefusal::NotInStatus { is }) }
    }
}

impl Command for ConfirmOrder {
    type Aggregate = Order;
    type Refusal = OrderRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.confirm-order",
        route: Some(Route::post("/orders/{order_id}/confirm")),
        roles: &[Role::Manager, Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Makes an order of a draft.",
    };

    fn target(&self, _: &Context) -> OrderId {
        self.order_id
    }

    fn decide(&self, order: Option<&Order>, _: &Facts, context: &Context) -> Result<Decision<Order>, OrderRefusal> {
        let order = order.ok_or(OrderRefusal::NotFound)?;
        Self::check(order)?;
        Ok(Decision::of(Order::with_status_change(Some(order), vec![OrderEvent::Confirmed], &context.meta(Self::SPEC.name))))
    }

    fn example() -> Self {
        Self { order_id: OrderId::derive(&["example"]) }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::{self, line};

    const fn confirm(order_id: OrderId) -> ConfirmOrder {
        ConfirmOrder { order_id }
    }

    #[test]
    fn r02_a_draft_becomes_new() {
        given::<Order>([samples::draft_created()])
            .when(confirm(samples::order_id()))
            .then([OrderEvent::Confirmed, OrderEvent::StatusChanged { from: OrderStatus::Draft, to: OrderStatus::New }]);
    }

    #[test]
    fn r02_only_a_draft() {
        let is = |is| OrderRefusal::NotInStatus { is };
        given::<Order>([samples::created()]).when(confirm(samples::order_id())).refused(is(OrderStatus::New));
        let cancelled = [samples::draft_created(), OrderEvent::Cancelled { reason: line("ні") }];
        given::<Order>(cancelled).when(confirm(samples::order_id())).refused(is(OrderStatus::Cancelled));
        given::<Order>([]).when(confirm(samples::order_id())).refused(OrderRefusal::NotFound);
    }
}
