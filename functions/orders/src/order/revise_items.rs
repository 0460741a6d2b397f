//! Changes the goods of an order.

use kernel::{Actor, Command, CommandSpec, Context, Decision, Facts, Line, Money, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::create::check_goods;
use super::{Item, Order, OrderEvent, OrderRefusal, OrderStatus};
use crate::OrderId;

/// Replaces the goods and the discount of an order.
///
/// Before a waybill is wanted, by anybody who sells. Afterwards only by a team lead, with a
/// reason: it is a new revision, the waybill stays as it is, and badge and debt follow the
/// new total. Money that is then too much stays as a surplus.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviseItems {
    /// Which order.
    pub order_id: OrderId,
    /// All lines, 1 to 200, as they are to be.
    pub items: Vec<Item>,
    /// The discount as it is to be; nothing by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Money>,
    /// Why; needed once there is a waybill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Line>,
}

impl ReviseItems {
    pub(crate) fn check(order: &Order, actor: &Actor) -> Result<(), OrderRefusal> {
        let is = order.status();
        if is == OrderStatus::Cancelled {
            return Err(OrderRefusal::NotInStatus { is });
        }
        let behind_waybill = order.live_consignment().is_some();
        if behind_waybill && !actor.has_any(&[Role::TeamLead]) { Err(OrderRefusal::TeamLeadOnly) } else { Ok(()) }
    }
}

impl Command for ReviseItems {
    type Aggregate = Order;
    type Refusal = OrderRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.revise-items",
        route: Some(Route::put("/orders/{order_id}/items")),
        roles: &[Role::Manager, Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Replaces the goods of an order.",
    };

    fn target(&self, _: &Context) -> OrderId {
        self.order_id
    }

    fn decide(&self, order: Option<&Order>, _: &Facts, context: &Context) -> Result<Decision<Order>, OrderRefusal> {
        let order = order.ok_or(OrderRefusal::NotFound)?;
        Self::check(order, &context.actor)?;
        if order.live_consignment().is_some() && self.reason.is_none() {
            return Err(OrderRefusal::ReasonRequired);
        }
        let currency = order.total.currency();
        let discount = self.discount.unwrap_or(Money::zero(currency));
        check_goods(&self.items, discount, currency)?;
        if self.items == order.items && discount == order.discount {
            return Ok(Decision::nothing());
        }
        let revised = OrderEvent::ItemsRevised { items: self.items.clone(), discount, reason: self.reason.clone() };
        Ok(Decision::of(Order::with_status_change(Some(order), vec![revised], &context.meta(Self::SPEC.name))))
    }

    fn example() -> Self {
        let order_id = OrderId::derive(&["example"]);
        Self { order_id, items: crate::samples::items(), discount: Some(crate::samples::uah("100.00")), reason: None }
    }
}

#[cfg(test)]
mod tests {
    use testkit::decision::person;
    use testkit::given;

    use super::*;
    use crate::order::OrderException;
    use crate::samples::{self, line, uah};

    fn revise() -> ReviseItems {
        ReviseItems { order_id: samples::order_id(), ..ReviseItems::example() }
    }

    fn revised(reason: Option<Line>) -> OrderEvent {
        OrderEvent::ItemsRevised { items: samples::items(), discount: uah("100.00"), reason }
    }

    #[test]
    fn r49_before_a_waybill_anybody_who_sells() {
        given::<Order>([samples::created()]).when(revise()).then([revised(None)]);
        given::<Order>([samples::created()]).when(ReviseItems { discount: None, ..revise() }).then([]);
    }

    #[test]
    fn r49_behind_a_waybill_only_a_team_lead_with_a_reason() {
        let shipped = || given::<Order>([samples::created(), samples::waybill_requested(), samples::waybill_created()]);
        let lead = || shipped().by(person("lead", Role::TeamLead));
        shipped().when(revise()).refused(OrderRefusal::TeamLeadOnly);
        lead().when(revise()).refused(OrderRefusal::ReasonRequired);
        let reason = Some(line("Розбите сито"));
        lead().when(ReviseItems { reason: reason.clone(), ..revise() }).then([revised(reason)]);
    }

    #[test]
    fn r12_r49_what_was_paid_beyond_the_new_total_is_a_surplus() {
        let decision = given::<Order>([samples::created(), samples::payment_allocated()]).when(revise()).accepted();
        assert_eq!(decision.events.last(), Some(&OrderEvent::ExceptionRaised { exception: OrderException::Surplus }));
    }

    #[test]
    fn r48_the_goods_keep_the_currency_and_the_limits() {
        let dollar = Money::from_minor(1, kernel::Currency::USD);
        given::<Order>([samples::created()]).when(ReviseItems { discount: Some(dollar), ..revise() }).refused(OrderRefusal::Currency);
        given::<Order>([samples::created()]).when(ReviseItems { items: Vec::new(), ..revise() }).refused(OrderRefusal::ItemCount);
    }

    #[test]
    fn not_on_a_cancelled_order() {
        let cancelled = [samples::created(), OrderEvent::Cancelled { reason: line("ні") }];
        given::<Order>(cancelled).when(revise()).refused(OrderRefusal::NotInStatus { is: OrderStatus::Cancelled });
        given::<Order>([]).when(revise()).refused(OrderRefusal::NotFound);
    }
}
