//! Takes a status that was set by hand back.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Order, OrderEvent, OrderRefusal};
use crate::OrderId;

/// Takes a status that was set by hand back: the facts alone count again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawOverride {
    /// Which order.
    pub order_id: OrderId,
    /// Why.
    pub reason: Line,
}

impl Command for WithdrawOverride {
    type Aggregate = Order;
    type Refusal = OrderRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.withdraw-override",
        route: Some(Route::post("/orders/{order_id}/override/withdraw")),
        roles: &[Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Takes a status that was set by hand back.",
    };

    fn target(&self, _: &Context) -> OrderId {
        self.order_id
    }

    fn decide(&self, order: Option<&Order>, _: &Facts, context: &Context) -> Result<Decision<Order>, OrderRefusal> {
        let order = order.ok_or(OrderRefusal::NotFound)?;
        let overridden = order.override_status.as_ref().ok_or(OrderRefusal::NoOverride)?;
        let events = vec![OrderEvent::OverrideExpired { status: overridden.status, because: self.reason.clone() }];
        Ok(Decision::of(Order::with_status_change(Some(order), events, &context.meta(Self::SPEC.name))))
    }

    fn example() -> Self {
        Self { order_id: OrderId::derive(&["example"]), reason: crate::samples::line("Помилково") }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::order::OrderStatus;
    use crate::samples::{self, line};

    fn withdraw() -> WithdrawOverride {
        WithdrawOverride { order_id: samples::order_id(), ..WithdrawOverride::example() }
    }

    #[test]
    fn r09_the_facts_count_again() {
        let overridden = OrderEvent::Overridden { status: OrderStatus::Shipped, reason: line("Кур’єр"), proof: None };
        given::<Order>([samples::created(), overridden]).when(withdraw()).then([
            OrderEvent::OverrideExpired { status: OrderStatus::Shipped, because: line("Помилково") },
            OrderEvent::StatusChanged { from: OrderStatus::Shipped, to: OrderStatus::New },
        ]);
    }

    #[test]
    fn there_must_be_one() {
        given::<Order>([samples::created()]).when(withdraw()).refused(OrderRefusal::NoOverride);
        given::<Order>([]).when(withdraw()).refused(OrderRefusal::NotFound);
    }
}
