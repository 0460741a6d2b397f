//! Gives an invoice the money that waits for it.

use kernel::{Command, Effect, Reaction, ReactionSpec, Trigger};

use crate::invoice::allocate_waiting::AllocateWaiting;
use crate::invoice::{Invoice, InvoiceKind};

/// Gives an invoice the money that waits for it, when it is issued and when it is posted.
pub struct AllocateOnInvoice;

impl Reaction for AllocateOnInvoice {
    type Aggregate = Invoice;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "commerce.allocate-on-invoice",
        on: &["issued.v1", "posted.v1"],
        sends: &[AllocateWaiting::SPEC.name],
        calls: &[],
        summary: "Gives an invoice the money that waits for it.",
    };

    fn react(trigger: &Trigger<'_, Invoice>) -> Vec<Effect> {
        if trigger.state.kind != InvoiceKind::Invoice || !trigger.state.is_payable() {
            return Vec::new();
        }
        vec![Effect::send(&AllocateWaiting { invoice_id: trigger.id }, trigger.key("allocate"))]
    }
}
