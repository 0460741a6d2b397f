//! Matches a payment to an order by hand.

use kernel::{Aggregate, Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{MatchedBy, Payment, PaymentEvent, PaymentRefusal, settle};
use crate::order::Order;
use crate::{OrderId, PaymentId};

/// Matches a payment to an order by hand.
///
/// The order takes as much as is owed on it; the rest stays the payer's credit. Whoever
/// recorded a payment by hand cannot say what it is for.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MatchPayment {
    /// Which payment.
    pub payment_id: PaymentId,
    /// Which order.
    pub order_id: OrderId,
    /// Why this one, if it needs saying.
    #[serde(default)]
    pub reason: Option<Line>,
}

impl Command for MatchPayment {
    type Aggregate = Payment;
    type Refusal = PaymentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.match-payment",
        route: Some(Route::post("/payments/{payment_id}/match")),
        roles: &[Role::TeamLead],
        also_writes: &[Order::NAME],
        reads: &[],
        summary: "Matches a payment to an order by hand.",
    };

    fn target(&self, _: &Context) -> PaymentId {
        self.payment_id
    }

    fn wants(&self, _: Option<&Payment>, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Order>(self.order_id)]
    }

    fn decide(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Result<Decision<Payment>, PaymentRefusal> {
        let payment = payment.ok_or(PaymentRefusal::NotFound)?;
        if !payment.is_open() {
            return Err(PaymentRefusal::NotInStatus { is: payment.status() });
        }
        if payment.was_recorded_by(&context.actor.id) {
            return Err(PaymentRefusal::OwnPayment);
        }
        let order = facts.aggregate::<Order>(self.order_id).ok_or(PaymentRefusal::NoSuchOrder)?;
        let terms = settle::terms(payment, &order.state)?;
        let matched = settle::matched(payment, &order.state, terms, MatchedBy::Person, self.reason.clone());
        let meta = context.meta(Self::SPEC.name);
        let gains = settle::order_gains(&order.state, payment, terms.allocated, &meta);
        Ok(Decision::of([PaymentEvent::Matched(matched)]).and::<Order>(self.order_id, order.version, gains))
    }

    fn example() -> Self {
        Self { payment_id: PaymentId::derive(&["example"]), order_id: OrderId::derive(&["example"]), reason: None }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, person};

    use super::*;
    use crate::order::{OrderEvent, OrderStatus};
    use crate::payment::{PaymentStatus, ReviewReason, Source};
    use crate::samples::{self, line, payments, uah};

    fn matching() -> MatchPayment {
        MatchPayment { payment_id: samples::payment_id(), order_id: samples::order_id(), reason: Some(line("Телефонували")) }
    }

    fn lead() -> kernel::Actor {
        person("lead", Role::TeamLead)
    }

    #[test]
    fn r41_payment_and_order_change_in_one_step() {
        let decision = given::<Payment>([payments::received(), payments::review_needed(ReviewReason::Unknown)])
            .with::<Order>(samples::order_id(), [samples::created()])
            .by(lead())
            .when(matching())
            .then([PaymentEvent::Matched(super::super::Matched {
                reason: Some(line("Телефонували")), ..payments::matched_by_person()
            })]);
        let [order] = decision.others.as_slice() else { panic!("{:?}", decision.others) };
        assert_eq!((order.stream.clone(), order.expected), (Order::stream(samples::order_id()), 1));
        let allocated = OrderEvent::PaymentAllocated {
            payment: samples::payment_id(),
            amount: uah("1500.50"),
            bank_day: Some(payments::payment().bank_day),
            received: None,
        };
        assert_eq!(order.events, vec![kernel::Event::write(&allocated).unwrap()]);
    }

    #[test]
    fn r12_the_order_takes_what_is_owed_and_the_rest_is_a_credit() {
        let decision = given::<Payment>([payments::received_of("2000.00")])
            .with::<Order>(samples::order_id(), [samples::created()])
            .by(lead())
            .when(matching())
            .accepted();
        let [PaymentEvent::Matched(matched)] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        assert_eq!((matched.allocated, matched.surplus), (uah("1500.50"), uah("499.50")));
        // Whoever keeps the books hears of all that came.
        assert_eq!(decision.others[0].events[0]["data"]["received"]["amount"], "2000.00");
    }

    #[test]
    fn x11_nobody_matches_what_they_recorded() {
        let by_hand = || [payments::received_from(Source::Manual { recorded_by: "lead".to_owned(), recorded_by_name: "lead".to_owned() })];
        let order = [samples::created()];
        given::<Payment>(by_hand())
            .with::<Order>(samples::order_id(), order.clone())
            .by(lead())
            .when(matching())
            .refused(PaymentRefusal::OwnPayment);
        let other = person("another", Role::TeamLead);
        given::<Payment>(by_hand()).with::<Order>(samples::order_id(), order).by(other).when(matching()).accepted();
    }

    #[test]
    fn r29_an_order_that_takes_no_money_is_refused() {
        let cancelled = [samples::created(), OrderEvent::Cancelled { reason: line("так") }];
        let paid = [
            samples::created(),
            OrderEvent::PaymentAllocated { payment: PaymentId::derive(&["other"]), amount: uah("1500.50"), bank_day: None, received: None },
        ];
        let try_with = |events: Vec<OrderEvent>, refusal| {
            given::<Payment>([payments::received()])
                .with::<Order>(samples::order_id(), events)
                .by(lead())
                .when(matching())
                .refused(refusal);
        };
        try_with(cancelled.to_vec(), PaymentRefusal::OrderNotPayable { is: OrderStatus::Cancelled });
        try_with(paid.to_vec(), PaymentRefusal::NothingOwed);
        try_with(vec![payments::draft_order()], PaymentRefusal::OrderNotPayable { is: OrderStatus::Draft });
        given::<Payment>([payments::received()]).by(lead()).when(matching()).refused(PaymentRefusal::NoSuchOrder);
    }

    #[test]
    fn r14_another_currency_is_never_matched() {
        given::<Payment>([payments::received_in(kernel::Currency::USD)])
            .with::<Order>(samples::order_id(), [samples::created()])
            .by(lead())
            .when(matching())
            .refused(PaymentRefusal::Currency);
    }

    #[test]
    fn x03_a_payment_is_matched_to_one_order() {
        given::<Payment>([payments::received(), payments::matched()])
            .with::<Order>(samples::order_id(), [samples::created()])
            .by(lead())
            .when(matching())
            .refused(PaymentRefusal::NotInStatus { is: PaymentStatus::Matched });
        given::<Payment>([]).by(lead()).when(matching()).refused(PaymentRefusal::NotFound);
    }
}
