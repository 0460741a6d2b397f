//! Moves a payment from its order to another one.

use kernel::{Aggregate, Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{MatchedBy, Payment, PaymentEvent, PaymentRefusal, UnmatchReason, settle};
use crate::order::Order;
use crate::{OrderId, PaymentId};

/// Moves a payment from its order to another one, with a reason: both orders and the payment
/// change together, so at no moment is the money nowhere or twice.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RematchPayment {
    /// Which payment.
    pub payment_id: PaymentId,
    /// To which order.
    pub order_id: OrderId,
    /// Why.
    pub reason: Line,
}

impl Command for RematchPayment {
    type Aggregate = Payment;
    type Refusal = PaymentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.rematch-payment",
        route: Some(Route::post("/payments/{payment_id}/rematch")),
        roles: &[Role::TeamLead],
        also_writes: &[Order::NAME],
        reads: &[],
        summary: "Moves a payment from its order to another one, with a reason.",
    };

    fn target(&self, _: &Context) -> PaymentId {
        self.payment_id
    }

    fn wants(&self, payment: Option<&Payment>, _: &Facts, _: &Context) -> Vec<Want> {
        let from = payment.and_then(Payment::matched).map(|matched| matched.order);
        from.into_iter().chain([self.order_id]).map(Want::aggregate::<Order>).collect()
    }

    fn decide(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Result<Decision<Payment>, PaymentRefusal> {
        let payment = payment.ok_or(PaymentRefusal::NotFound)?;
        let before = payment.matched().ok_or(PaymentRefusal::NotInStatus { is: payment.status() })?;
        if before.order == self.order_id {
            return Err(PaymentRefusal::SameOrder);
        }
        if payment.was_recorded_by(&context.actor.id) {
            return Err(PaymentRefusal::OwnPayment);
        }
        let from = facts.aggregate::<Order>(before.order).ok_or(PaymentRefusal::NoSuchOrder)?;
        let to = facts.aggregate::<Order>(self.order_id).ok_or(PaymentRefusal::NoSuchOrder)?;
        let terms = settle::terms(payment, &to.state)?;
        let meta = context.meta(Self::SPEC.name);
        let reason = UnmatchReason::Rematch { reason: self.reason.clone() };
        let unmatched = PaymentEvent::Unmatched { order: before.order, number: before.number.clone(), released: before.allocated, reason };
        let matched = settle::matched(payment, &to.state, terms, MatchedBy::Person, Some(self.reason.clone()));
        let loses = settle::order_loses(&from.state, payment.id, &self.reason, true, &meta);
        let gains = settle::order_gains(&to.state, payment, terms.allocated, &meta);
        Ok(Decision::of([unmatched, PaymentEvent::Matched(matched)]).and::<Order>(before.order, from.version, loses).and::<Order>(
            self.order_id,
            to.version,
            gains,
        ))
    }

    fn example() -> Self {
        Self {
            payment_id: PaymentId::derive(&["example"]),
            order_id: OrderId::derive(&["example"]),
            reason: crate::samples::line("Клієнт помилився номером"),
        }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, person};

    use super::*;
    use crate::samples::{self, line, payments, uah};

    fn rematch() -> RematchPayment {
        RematchPayment { payment_id: samples::payment_id(), order_id: payments::other_order_id(), reason: line("Помилка") }
    }

    #[test]
    fn r15_payment_and_both_orders_change_in_one_step() {
        let decision = given::<Payment>([payments::received(), payments::matched()])
            .with::<Order>(samples::order_id(), [samples::created(), samples::payment_allocated()])
            .with::<Order>(payments::other_order_id(), [payments::other_order()])
            .by(person("lead", Role::TeamLead))
            .when(rematch())
            .accepted();
        let [PaymentEvent::Unmatched { released, .. }, PaymentEvent::Matched(matched)] = decision.events.as_slice() else {
            panic!("{:?}", decision.events)
        };
        assert_eq!((*released, matched.allocated, matched.order), (uah("1500.50"), uah("1500.50"), payments::other_order_id()));
        let streams: Vec<_> = decision.others.iter().map(|other| other.stream.id.clone()).collect();
        assert_eq!(streams, vec![samples::order_id().to_string(), payments::other_order_id().to_string()]);
    }

    #[test]
    fn r15_not_to_the_same_order_and_not_by_the_recorder() {
        let to_itself = RematchPayment { order_id: samples::order_id(), ..rematch() };
        given::<Payment>([payments::received(), payments::matched()])
            .with::<Order>(samples::order_id(), [samples::created(), samples::payment_allocated()])
            .when(to_itself)
            .refused(PaymentRefusal::SameOrder);
        let source = super::super::Source::Manual { recorded_by: "lead".to_owned(), recorded_by_name: "lead".to_owned() };
        given::<Payment>([payments::received_from(source), payments::matched()])
            .with::<Order>(samples::order_id(), [samples::created(), samples::payment_allocated()])
            .with::<Order>(payments::other_order_id(), [payments::other_order()])
            .by(person("lead", Role::TeamLead))
            .when(rematch())
            .refused(PaymentRefusal::OwnPayment);
    }
}
