//! Takes a payment away from its order.

use kernel::{Aggregate, Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Payment, PaymentEvent, PaymentRefusal, UnmatchReason, settle};
use crate::PaymentId;
use crate::order::Order;

/// Takes a payment away from its order, with a reason.
///
/// The payment waits for a person again: the rules do not choose this order for it a second time.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmatchPayment {
    /// Which payment.
    pub payment_id: PaymentId,
    /// Why.
    pub reason: Line,
}

impl Command for UnmatchPayment {
    type Aggregate = Payment;
    type Refusal = PaymentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.unmatch-payment",
        route: Some(Route::post("/payments/{payment_id}/unmatch")),
        roles: &[Role::TeamLead],
        also_writes: &[Order::NAME],
        reads: &[],
        summary: "Takes a payment away from its order, with a reason.",
    };

    fn target(&self, _: &Context) -> PaymentId {
        self.payment_id
    }

    fn wants(&self, payment: Option<&Payment>, _: &Facts, _: &Context) -> Vec<Want> {
        payment.and_then(Payment::matched).map(|matched| Want::aggregate::<Order>(matched.order)).into_iter().collect()
    }

    fn decide(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Result<Decision<Payment>, PaymentRefusal> {
        let payment = payment.ok_or(PaymentRefusal::NotFound)?;
        let matched = payment.matched().ok_or(PaymentRefusal::NotInStatus { is: payment.status() })?;
        let order = facts.aggregate::<Order>(matched.order).ok_or(PaymentRefusal::NoSuchOrder)?;
        let loses = settle::order_loses(&order.state, payment.id, &self.reason, true, &context.meta(Self::SPEC.name));
        let reason = UnmatchReason::Person { reason: self.reason.clone() };
        let unmatched =
            PaymentEvent::Unmatched { order: matched.order, number: matched.number.clone(), released: matched.allocated, reason };
        Ok(Decision::of([unmatched]).and::<Order>(matched.order, order.version, loses))
    }

    fn example() -> Self {
        Self { payment_id: PaymentId::derive(&["example"]), reason: crate::samples::line("Не той клієнт") }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, person};

    use super::*;
    use crate::order::OrderEvent;
    use crate::payment::PaymentStatus;
    use crate::samples::{self, line, payments, uah};

    fn unmatch() -> UnmatchPayment {
        UnmatchPayment { payment_id: samples::payment_id(), reason: line("Не той клієнт") }
    }

    #[test]
    fn r15_the_order_loses_the_money_in_the_same_step() {
        let decision = given::<Payment>([payments::received(), payments::matched()])
            .with::<Order>(samples::order_id(), [samples::created(), samples::payment_allocated()])
            .by(person("lead", Role::TeamLead))
            .when(unmatch())
            .then([payments::unmatched()]);
        let [order] = decision.others.as_slice() else { panic!("{:?}", decision.others) };
        let released = OrderEvent::PaymentReleased {
            payment: samples::payment_id(),
            amount: uah("1500.50"),
            reason: line("Не той клієнт"),
            mistaken: true,
        };
        assert_eq!(order.events, vec![kernel::Event::write(&released).unwrap()]);
        assert_eq!(order.expected, 1);
    }

    #[test]
    fn r15_only_what_is_matched_can_be_unmatched() {
        given::<Payment>([payments::received()]).when(unmatch()).refused(PaymentRefusal::NotInStatus { is: PaymentStatus::Received });
        given::<Payment>([]).when(unmatch()).refused(PaymentRefusal::NotFound);
    }
}
