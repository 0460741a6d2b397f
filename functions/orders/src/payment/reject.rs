//! Sets a payment aside.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Payment, PaymentEvent, PaymentRefusal};
use crate::PaymentId;

/// Sets a payment aside that is not ours, a duplicate or a mistake, with a reason.
///
/// What is matched must be taken away from its order first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectPayment {
    /// Which payment.
    pub payment_id: PaymentId,
    /// Why.
    pub reason: Line,
}

impl Command for RejectPayment {
    type Aggregate = Payment;
    type Refusal = PaymentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.reject-payment",
        route: Some(Route::post("/payments/{payment_id}/reject")),
        roles: &[Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Sets a payment aside that is not ours, with a reason.",
    };

    fn target(&self, _: &Context) -> PaymentId {
        self.payment_id
    }

    fn decide(&self, payment: Option<&Payment>, _: &Facts, _: &Context) -> Result<Decision<Payment>, PaymentRefusal> {
        let payment = payment.ok_or(PaymentRefusal::NotFound)?;
        if !payment.is_open() {
            return Err(PaymentRefusal::NotInStatus { is: payment.status() });
        }
        Ok(Decision::of([PaymentEvent::Rejected { reason: self.reason.clone() }]))
    }

    fn example() -> Self {
        Self { payment_id: PaymentId::derive(&["example"]), reason: crate::samples::line("Дублікат") }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::payment::{PaymentStatus, ReviewReason};
    use crate::samples::{self, line, payments};

    fn reject() -> RejectPayment {
        RejectPayment { payment_id: samples::payment_id(), reason: line("Дублікат") }
    }

    #[test]
    fn r15_received_and_reviewed_payments_are_rejected() {
        let rejected = || [PaymentEvent::Rejected { reason: line("Дублікат") }];
        given::<Payment>([payments::received()]).when(reject()).then(rejected());
        given::<Payment>([payments::received(), payments::review_needed(ReviewReason::Unknown)]).when(reject()).then(rejected());
    }

    #[test]
    fn r15_not_while_it_is_matched_and_not_twice() {
        let matched = [payments::received(), payments::matched()];
        given::<Payment>(matched).when(reject()).refused(PaymentRefusal::NotInStatus { is: PaymentStatus::Matched });
        let rejected = [payments::received(), PaymentEvent::Rejected { reason: line("Дублікат") }];
        given::<Payment>(rejected).when(reject()).refused(PaymentRefusal::NotInStatus { is: PaymentStatus::Rejected });
        given::<Payment>([]).when(reject()).refused(PaymentRefusal::NotFound);
    }
}
