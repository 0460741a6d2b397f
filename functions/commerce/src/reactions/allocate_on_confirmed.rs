//! Looks for the invoices that confirmed money pays for.

use kernel::{Command, Effect, Reaction, ReactionSpec, Trigger};

use crate::payment::Payment;
use crate::payment::auto_allocate::AutoAllocate;

/// Looks for the invoices of the contract that confirmed money names.
pub struct AllocateOnPaymentConfirmed;

impl Reaction for AllocateOnPaymentConfirmed {
    type Aggregate = Payment;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "commerce.allocate-on-payment-confirmed",
        on: &["confirmed.v1"],
        sends: &[AutoAllocate::SPEC.name],
        calls: &[],
        summary: "Looks for the invoices of the contract that confirmed money names.",
    };

    fn react(trigger: &Trigger<'_, Payment>) -> Vec<Effect> {
        if trigger.state.contract.is_none() || !trigger.state.remainder().is_positive() {
            return Vec::new();
        }
        vec![Effect::send(&AutoAllocate { payment_id: trigger.id }, trigger.key("allocate"))]
    }
}
