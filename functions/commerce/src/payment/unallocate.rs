//! Gives back what an invoice took of a payment.

use std::collections::BTreeSet;

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route, Want};
use posting::Draft;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::allocate::ENTRIES_FROM;
use super::settle::{self, AllocationRefusal, settlement, with_debt};
use super::{Allocation, Payment, PaymentEvent, PaymentMethod, PaymentRefusal};
use crate::invoice::{Invoice, InvoiceEvent};
use crate::obligation::{Obligation, ObligationEvent, SettledBy};
use crate::rules::{self, Occasion};
use crate::{InvoiceId, PaymentId};

/// Gives back what an invoice took of a payment; the entry is mirrored, dated the day of the giving back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnallocatePayment {
    /// Which payment.
    pub payment_id: PaymentId,
    /// Which of its allocations.
    pub allocation: u32,
    /// Why.
    pub reason: Line,
}

/// What giving back one allocation writes.
pub(super) struct Opening {
    pub(super) payment: PaymentEvent,
    pub(super) drafts: Vec<Draft>,
}

/// Works out what giving back one allocation of money writes.
///
/// # Errors
/// When the invoice does not have it.
pub(super) fn open(
    facts: &Facts,
    payment: &Payment,
    allocation: &Allocation,
    day: Day,
    reason: &Line,
) -> Result<Opening, AllocationRefusal> {
    let invoice = &settle::invoice(facts, allocation.invoice)?.state;
    let settled = invoice.settlement(payment.id, allocation.n).ok_or(AllocationRefusal::NoSuchAllocation)?;
    let occasion = Occasion::of::<Payment>(facts, payment.id, day, settle::text(invoice));
    let entry = ENTRIES_FROM.saturating_add(allocation.n);
    let posted = invoice.is_posted();
    let drafts = if posted { settlement(facts, invoice, settled).unsettled(&occasion, entry, &allocation.entries) } else { Vec::new() };
    let (n, invoice, amount) = (allocation.n, allocation.invoice, allocation.amount);
    Ok(Opening { payment: PaymentEvent::Unallocated { n, invoice, amount, day, reason: reason.clone() }, drafts })
}

/// Adds what giving allocations back writes to their invoices and debts: each stream once.
pub(super) fn write(mut decision: Decision<Payment>, facts: &Facts, payment: PaymentId, given: &[&Allocation]) -> Decision<Payment> {
    let invoices: BTreeSet<InvoiceId> = given.iter().map(|allocation| allocation.invoice).collect();
    for invoice in invoices {
        let of: Vec<&&Allocation> = given.iter().filter(|allocation| allocation.invoice == invoice).collect();
        let unsettled = of.iter().map(|allocation| InvoiceEvent::Unsettled { payment, n: allocation.n });
        decision = decision.and::<Invoice>(invoice, facts.version::<Invoice>(invoice), unsettled);
        let by = SettledBy::Payment { payment };
        decision = with_debt(decision, facts, invoice, of.iter().map(|one| ObligationEvent::Unsettled { by, amount: one.amount }));
    }
    decision
}

/// What must be known to give an allocation back.
pub(super) fn wants(facts: &Facts, payment: &Payment, allocation: &Allocation, day: Day, reason: &Line) -> Vec<Want> {
    let mut wants = vec![Want::aggregate::<Payment>(payment.id), Want::aggregate::<Invoice>(allocation.invoice)];
    if let Ok(invoice) = settle::invoice(facts, allocation.invoice) {
        wants.extend(settle::wants_around(payment, &invoice.state));
    }
    wants.extend(open(facts, payment, allocation, day, reason).map(|opening| rules::wants(&opening.drafts)).unwrap_or_default());
    wants
}

impl Command for UnallocatePayment {
    type Aggregate = Payment;
    type Refusal = PaymentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.unallocate-payment",
        route: Some(Route::post("/commerce/payments/{payment_id}/unallocate")),
        roles: &[Role::Accountant, Role::System],
        also_writes: &[Invoice::NAME, Obligation::NAME, posting::JournalEntry::NAME],
        reads: &[posting::Book::NAME, posting::PeriodGate::NAME],
        summary: "Gives back what an invoice took of a payment.",
    };

    fn target(&self, _: &Context) -> PaymentId {
        self.payment_id
    }

    fn wants(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Vec<Want> {
        let Some((payment, allocation)) = payment.and_then(|payment| Some((payment, payment.allocation(self.allocation)?))) else {
            return Vec::new();
        };
        wants(facts, payment, allocation, context.now.day_in(context.settings.time_zone), &self.reason)
    }

    fn decide(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Result<Decision<Payment>, PaymentRefusal> {
        let payment = payment.ok_or(PaymentRefusal::NotFound)?;
        if payment.method == PaymentMethod::Offset {
            return Err(AllocationRefusal::OffsetIsWhole.into());
        }
        let allocation = payment.allocation(self.allocation).ok_or(AllocationRefusal::NoSuchAllocation)?;
        let today = context.now.day_in(context.settings.time_zone);
        let opening = open(facts, payment, allocation, today, &self.reason)?;
        let decision = write(Decision::of([opening.payment]), facts, payment.id, &[allocation]);
        Ok(rules::post(decision, facts, &opening.drafts)?)
    }

    fn example() -> Self {
        Self {
            payment_id: crate::samples::payments::payment_id(), allocation: 1, reason: crate::samples::line("Не той рахунок")
        }
    }
}
