//! Shows one order.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::order_page::OrderPage;
use crate::OrderId;
use crate::order::{Order, OrderRefusal};

/// Shows one order as it is now, with what the caller may do.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetOrder {
    /// Which order.
    pub order_id: OrderId,
}

impl Query for GetOrder {
    type Answer = OrderPage;
    type Refusal = OrderRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "orders.get-order",
        route: Route::get("/orders/{order_id}"),
        roles: Role::FOR_PEOPLE,
        summary: "Shows one order as it is now.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Order>(self.order_id)]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<OrderPage>, OrderRefusal> {
        let order = facts.aggregate::<Order>(self.order_id).ok_or(OrderRefusal::NotFound)?;
        Ok(Answer::at(order.version, OrderPage::of(&order.state, order.version, context)))
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Aggregate, Percentage};
    use testkit::context;
    use testkit::decision::person;

    use super::*;
    use crate::order::OrderEvent;
    use crate::queries::tests::{ask, stored};
    use crate::samples::{self, uah};
    use crate::views::tests::Rows;

    fn page(events: &[OrderEvent]) -> OrderPage {
        let stored = stored::<Order>(samples::order_id(), events);
        ask(&GetOrder { order_id: samples::order_id() }, &Rows::default(), &[stored]).unwrap().body
    }

    #[test]
    fn shows_the_newest_state_at_its_version() {
        let stored = stored::<Order>(samples::order_id(), &[samples::created(), samples::waybill_registered()]);
        let answer = ask(&GetOrder { order_id: samples::order_id() }, &Rows::default(), &[stored]).unwrap();
        assert_eq!(answer.version, Some(1));
        assert_eq!(answer.body.items[1].amount, uah("300.00"));
        assert_eq!(answer.body.live_consignment, Some(samples::consignment_id()));
    }

    #[test]
    fn x11_offers_only_what_the_caller_may_do() {
        let manager = page(&[samples::created()]);
        assert_eq!(manager.actions, ["orders.revise-items", "orders.register-waybill"]);
        let mut context = context();
        context.actor = person("lead", Role::TeamLead);
        context.settings = std::sync::Arc::new(samples::settings());
        let order = Order::apply(None, &samples::created(), &context.meta("test")).unwrap();
        let lead = OrderPage::of(&order, 1, &context);
        let expected =
            ["orders.revise-items", "orders.request-waybill", "orders.register-waybill", "orders.override-status", "orders.cancel-order"];
        assert_eq!(lead.actions, expected);
    }

    #[test]
    fn r13_x15_the_vat_inside_is_shown_apart() {
        let order = Order::apply(None, &samples::created(), &context().meta("test")).unwrap();
        assert_eq!(order.vat_included(Percentage::from_hundredths(2_000)), Some(uah("250.08")));
        assert_eq!(page(&[samples::created()]).vat_included, None);
    }

    #[test]
    fn there_must_be_one() {
        let missing = ask(&GetOrder { order_id: samples::order_id() }, &Rows::default(), &[]);
        assert_eq!(missing.unwrap_err(), OrderRefusal::NotFound);
    }
}
