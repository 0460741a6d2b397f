//! Allocates a payment to an invoice.

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Money, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::settle::{self, Closing, Wish};
use super::{Payment, PaymentRefusal};
use crate::invoice::Invoice;
use crate::obligation::Obligation;
use crate::rules::{self, Occasion};
use crate::{InvoiceId, PaymentId};

/// Where the numbers of entries that allocations make begin; below are the payment's own.
pub(super) const ENTRIES_FROM: u32 = 1_000;

/// Allocates a part of a payment to an invoice.
///
/// Never more than is left of the payment or open on the invoice, whoever else allocates at the
/// same moment. Money for an invoice that is not posted yet is an advance until it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AllocatePayment {
    /// Which payment.
    pub payment_id: PaymentId,
    /// Which invoice.
    pub invoice_id: InvoiceId,
    /// How much; as much as possible when absent.
    #[serde(default)]
    pub amount: Option<Money>,
    /// When; today when absent.
    #[serde(default)]
    pub day: Option<Day>,
}

impl AllocatePayment {
    fn closing(&self, payment: &Payment, facts: &Facts, context: &Context) -> Result<Closing, PaymentRefusal> {
        let invoice = &settle::invoice(facts, self.invoice_id)?.state;
        let today = context.now.day_in(context.settings.time_zone);
        let day = self.day.unwrap_or(today);
        if day > today {
            return Err(PaymentRefusal::InFuture);
        }
        let entry = ENTRIES_FROM.saturating_add(payment.next_allocation());
        let occasion = Occasion::of::<Payment>(facts, payment.id, day, settle::text(invoice));
        Ok(settle::close(facts, payment, invoice, &Wish { amount: self.amount, day, entry }, &occasion)?)
    }
}

impl Command for AllocatePayment {
    type Aggregate = Payment;
    type Refusal = PaymentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.allocate-payment",
        route: Some(Route::post("/commerce/payments/{payment_id}/allocations")),
        roles: &[Role::Accountant, Role::System],
        also_writes: &[Invoice::NAME, Obligation::NAME, posting::JournalEntry::NAME],
        reads: &[posting::Book::NAME, posting::PeriodGate::NAME],
        summary: "Allocates a part of a payment to an invoice.",
    };

    fn target(&self, _: &Context) -> PaymentId {
        self.payment_id
    }

    fn wants(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Vec<Want> {
        let Some(payment) = payment else { return Vec::new() };
        let mut wants = vec![Want::aggregate::<Payment>(payment.id), Want::aggregate::<Invoice>(self.invoice_id)];
        if let Ok(invoice) = settle::invoice(facts, self.invoice_id) {
            wants.extend(settle::wants_around(payment, &invoice.state));
        }
        wants.extend(self.closing(payment, facts, context).map(|closing| rules::wants(&closing.drafts)).unwrap_or_default());
        wants
    }

    fn decide(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Result<Decision<Payment>, PaymentRefusal> {
        let payment = payment.ok_or(PaymentRefusal::NotFound)?;
        let closing = self.closing(payment, facts, context)?;
        Ok(settle::write(Decision::of([closing.payment.clone()]), facts, self.invoice_id, &closing)?)
    }

    fn example() -> Self {
        Self {
            payment_id: crate::samples::payments::payment_id(),
            invoice_id: crate::samples::invoices::invoice_id(),
            amount: None,
            day: None,
        }
    }
}
