//! Says that somebody has looked at an exception.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Order, OrderEvent, OrderException, OrderRefusal};
use crate::OrderId;

/// Says that somebody has looked at an exception, and what was done.
///
/// A surplus goes away by itself, when the money is matched elsewhere or refunded.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResolveException {
    /// Which order.
    pub order_id: OrderId,
    /// What was looked at.
    pub exception: OrderException,
    /// What was done.
    pub note: Line,
}

impl Command for ResolveException {
    type Aggregate = Order;
    type Refusal = OrderRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.resolve-exception",
        route: Some(Route::post("/orders/{order_id}/exceptions/resolve")),
        roles: &[Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Says that somebody has looked at an exception of an order.",
    };

    fn target(&self, _: &Context) -> OrderId {
        self.order_id
    }

    fn decide(&self, order: Option<&Order>, _: &Facts, context: &Context) -> Result<Decision<Order>, OrderRefusal> {
        let order = order.ok_or(OrderRefusal::NotFound)?;
        if !order.exceptions.contains(&self.exception) {
            return Err(OrderRefusal::NoSuchException);
        }
        if self.exception == OrderException::Surplus {
            return Err(OrderRefusal::SurplusRemains);
        }
        let events = vec![OrderEvent::ExceptionResolved { exception: self.exception, note: Some(self.note.clone()) }];
        Ok(Decision::of(Order::with_status_change(Some(order), events, &context.meta(Self::SPEC.name))))
    }

    fn example() -> Self {
        let order_id = OrderId::derive(&["example"]);
        Self { order_id, exception: OrderException::ShippedAfterCancel, note: crate::samples::line("Посилку повернуто") }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::{self, line};

    fn resolve(exception: OrderException) -> ResolveException {
        ResolveException { order_id: samples::order_id(), exception, ..ResolveException::example() }
    }

    fn raised(exception: OrderException) -> [OrderEvent; 2] {
        [samples::created(), OrderEvent::ExceptionRaised { exception }]
    }

    #[test]
    fn r08_somebody_looked() {
        let exception = OrderException::ShippedAfterCancel;
        let note = Some(line("Посилку повернуто"));
        given::<Order>(raised(exception)).when(resolve(exception)).then([OrderEvent::ExceptionResolved { exception, note }]);
    }

    #[test]
    fn r12_a_surplus_is_not_talked_away() {
        let cancelled = OrderEvent::Cancelled { reason: line("ні") };
        let raised = OrderEvent::ExceptionRaised { exception: OrderException::Surplus };
        given::<Order>([samples::created(), samples::payment_allocated(), cancelled, raised])
            .when(resolve(OrderException::Surplus))
            .refused(OrderRefusal::SurplusRemains);
    }

    #[test]
    fn there_must_be_one() {
        let none = OrderRefusal::NoSuchException;
        given::<Order>(raised(OrderException::WaybillGone)).when(resolve(OrderException::ShippedAfterCancel)).refused(none);
        given::<Order>([]).when(resolve(OrderException::WaybillGone)).refused(OrderRefusal::NotFound);
    }
}
