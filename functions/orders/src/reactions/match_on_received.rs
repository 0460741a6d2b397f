//! Looks for the order of a payment that came.

use kernel::{Command, Effect, Reaction, ReactionSpec, Trigger};

use crate::payment::Payment;
use crate::payment::evaluate::EvaluatePayment;

/// Looks for the order of a payment that came (specification 5.2).
pub struct EvaluatePaymentOnReceived;

impl Reaction for EvaluatePaymentOnReceived {
    type Aggregate = Payment;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "orders.evaluate-payment-on-received",
        on: &["received.v1"],
        sends: &[EvaluatePayment::SPEC.name],
        calls: &[],
        summary: "Looks for the order of a payment that came.",
    };

    fn react(trigger: &Trigger<'_, Payment>) -> Vec<Effect> {
        vec![Effect::send(&EvaluatePayment { payment_id: trigger.id }, trigger.key("evaluate"))]
    }
}

#[cfg(test)]
mod tests {
    use testkit::context;

    use super::*;
    use crate::samples::{self, payments};

    #[test]
    fn r16_a_payment_that_came_is_looked_at_once_however_often_it_is_told() {
        let (context, state, event) = (context(), payments::payment(), payments::received());
        let meta = context.meta("test");
        let trigger = Trigger { id: samples::payment_id(), version: 1, event: &event, meta: &meta, state: &state, context: &context };
        let effects = EvaluatePaymentOnReceived::react(&trigger);
        assert!(matches!(effects.as_slice(), [Effect::Send { command: "orders.evaluate-payment", .. }]));
        assert_eq!(effects, EvaluatePaymentOnReceived::react(&trigger));
    }
}
