//! Moves what one invoice took of a payment to another invoice.

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Line, Money, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::allocate::ENTRIES_FROM;
use super::settle::{self, AllocationRefusal, Closing, Wish};
use super::unallocate::{self, Opening, open};
use super::{Allocation, Payment, PaymentMethod, PaymentRefusal};
use crate::invoice::Invoice;
use crate::obligation::Obligation;
use crate::rules::{self, Occasion};
use crate::{InvoiceId, PaymentId};

/// Moves what one invoice took of a payment to another invoice, in one step: money that was
/// asked for in advance goes to the invoice over what was delivered, and is never free for
/// anybody in between. What the other invoice does not take is free again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveAllocation {
    /// Which payment.
    pub payment_id: PaymentId,
    /// Which of its allocations.
    pub allocation: u32,
    /// To which invoice.
    pub invoice_id: InvoiceId,
    /// How much; as much as was allocated and the invoice has open, when absent.
    #[serde(default)]
    pub amount: Option<Money>,
    /// Why.
    pub reason: Line,
}

/// What giving back and taking writes.
struct Plan<'a> {
    from: &'a Allocation,
    opening: Opening,
    closing: Closing,
}

impl MoveAllocation {
    fn plan<'a>(&self, payment: &'a Payment, facts: &Facts, context: &Context) -> Result<Plan<'a>, PaymentRefusal> {
        if payment.method == PaymentMethod::Offset {
            return Err(AllocationRefusal::OffsetIsWhole.into());
        }
        let from = payment.allocation(self.allocation).ok_or(AllocationRefusal::NoSuchAllocation)?;
        if from.invoice == self.invoice_id {
            return Err(AllocationRefusal::SameInvoice.into());
        }
        let day: Day = context.now.day_in(context.settings.time_zone);
        let opening = open(facts, payment, from, day, &self.reason)?;
        let meta = context.meta(Self::SPEC.name);
        let freed = Payment::apply(Some(payment.clone()), &opening.payment, &meta).map_err(|_| AllocationRefusal::NoSuchAllocation)?;
        let invoice = &settle::invoice(facts, self.invoice_id)?.state;
        let amount = self.amount.unwrap_or(if invoice.open().minor() < from.amount.minor() { invoice.open() } else { from.amount });
        if amount.minor() > from.amount.minor() {
            return Err(AllocationRefusal::OverPayment { left: from.amount }.into());
        }
        let entry = ENTRIES_FROM.saturating_add(freed.next_allocation());
        let occasion = Occasion::of::<Payment>(facts, payment.id, day, settle::text(invoice));
        let closing = settle::close(facts, &freed, invoice, &Wish { amount: Some(amount), day, entry }, &occasion)?;
        Ok(Plan { from, opening, closing })
    }
}

impl Command for MoveAllocation {
    type Aggregate = Payment;
    type Refusal = PaymentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.move-allocation",
        route: Some(Route::post("/commerce/payments/{payment_id}/move-allocation")),
        roles: &[Role::Accountant, Role::System],
        also_writes: &[Invoice::NAME, Obligation::NAME, posting::JournalEntry::NAME],
        reads: &[posting::Book::NAME, posting::PeriodGate::NAME],
        summary: "Moves what one invoice took of a payment to another invoice.",
    };

    fn target(&self, _: &Context) -> PaymentId {
        self.payment_id
    }

    fn wants(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Vec<Want> {
        let Some((payment, from)) = payment.and_then(|payment| Some((payment, payment.allocation(self.allocation)?))) else {
            return Vec::new();
        };
        let today = context.now.day_in(context.settings.time_zone);
        let mut wants = unallocate::wants(facts, payment, from, today, &self.reason);
        wants.push(Want::aggregate::<Invoice>(self.invoice_id));
        if let Ok(invoice) = settle::invoice(facts, self.invoice_id) {
            wants.extend(settle::wants_around(payment, &invoice.state));
        }
        wants.extend(self.plan(payment, facts, context).map(|plan| rules::wants(&plan.closing.drafts)).unwrap_or_default());
        wants
    }

    fn decide(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Result<Decision<Payment>, PaymentRefusal> {
        let payment = payment.ok_or(PaymentRefusal::NotFound)?;
        let Plan { from, opening, closing } = self.plan(payment, facts, context)?;
        let decision = Decision::of([opening.payment, closing.payment.clone()]);
        let decision = rules::post(unallocate::write(decision, facts, payment.id, &[from]), facts, &opening.drafts)?;
        Ok(settle::write(decision, facts, self.invoice_id, &closing)?)
    }

    fn example() -> Self {
        Self {
            payment_id: crate::samples::payments::payment_id(),
            allocation: 1,
            invoice_id: crate::samples::invoices::invoice_id(),
            amount: None,
            reason: crate::samples::line("Аванс зараховано за накладною"),
        }
    }
}
