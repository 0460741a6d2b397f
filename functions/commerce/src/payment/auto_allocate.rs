//! Allocates a payment to the open invoices of the contract that it names.

use kernel::{Aggregate, Command, CommandSpec, Context, Decision, Facts, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::allocate::ENTRIES_FROM;
use super::settle::{self, Closing};
use super::{Payment, PaymentRefusal, PaymentStatus};
use crate::invoice::{Invoice, InvoiceKind};
use crate::obligation::Obligation;
use crate::rules::{self, Occasion};
use crate::views::invoice_list::{self, InvoiceListItem};
use crate::{InvoiceId, PaymentId};

/// Most invoices of one step: each writes a stream, its debt and up to three entries that look at
/// three doors of periods, and a transaction holds 100 items. What is left waits for the next sweep.
pub const AT_ONCE_MAX: usize = 8;

/// Allocates a payment to the open invoices of the contract that it names, the oldest first.
///
/// Advances are left alone: money for a contract is an advance as long as no invoice takes it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AutoAllocate {
    /// Which payment.
    pub payment_id: PaymentId,
}

/// The open invoices of the contract that a payment names, as far as a list shows them.
fn candidates(payment: &Payment, facts: &Facts) -> Vec<InvoiceId> {
    let Some(contract) = payment.contract else { return Vec::new() };
    let read = |row: &kernel::Row| serde_json::from_value::<InvoiceListItem>(row.data.clone()).ok();
    let items = facts.rows(&invoice_list::of_contract(contract).wide()).iter().filter_map(read);
    let fits = |item: &InvoiceListItem| {
        let kind = item.kind == InvoiceKind::Invoice.name();
        kind && item.issue_day.is_some()
            && item.open.is_positive()
            && item.creditor == payment.payee
            && item.payable.currency() == payment.amount.currency()
            // What a person took from it does not come back to it by itself.
            && !payment.taken_from.contains(&item.invoice_id)
    };
    items.filter(fits).map(|item| item.invoice_id).take(AT_ONCE_MAX).collect()
}

/// What the payment closes, one invoice after the other; what a rule forbids is passed over.
fn closings(payment: &Payment, facts: &Facts, context: &Context) -> Vec<(InvoiceId, Closing)> {
    let today = context.now.day_in(context.settings.time_zone);
    let (mut payment, mut closings) = (payment.clone(), Vec::new());
    for id in candidates(&payment, facts) {
        let Ok(invoice) = settle::invoice(facts, id) else { continue };
        let day = settle::earliest(&payment, &invoice.state, payment.day);
        let entry = ENTRIES_FROM.saturating_add(payment.next_allocation());
        let occasion = |day| Occasion::of::<Payment>(facts, payment.id, day, settle::text(&invoice.state));
        let closing = settle::close_late(facts, &payment, &invoice.state, entry, (day, today), occasion);
        let Some(closing) = closing.ok().filter(|_| day <= today) else { continue };
        match Payment::apply(Some(payment.clone()), &closing.payment, &context.meta(AutoAllocate::SPEC.name)) {
            Ok(after) => payment = after,
            Err(_) => continue,
        }
        closings.push((id, closing));
    }
    closings
}

impl Command for AutoAllocate {
    type Aggregate = Payment;
    type Refusal = PaymentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.auto-allocate",
        route: None,
        roles: &[Role::System],
        also_writes: &[Invoice::NAME, Obligation::NAME, posting::JournalEntry::NAME],
        reads: &[invoice_list::VIEW, posting::Book::NAME, posting::PeriodGate::NAME],
        summary: "Allocates a payment to the open invoices of the contract that it names.",
    };

    fn target(&self, _: &Context) -> PaymentId {
        self.payment_id
    }

    fn wants(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Vec<Want> {
        let Some(payment) = payment else { return Vec::new() };
        let Some(contract) = payment.contract else { return Vec::new() };
        let mut wants = vec![Want::aggregate::<Payment>(payment.id), Want::Rows(invoice_list::of_contract(contract).wide())];
        for id in candidates(payment, facts) {
            wants.push(Want::aggregate::<Invoice>(id));
            let around = settle::invoice(facts, id).map(|invoice| settle::wants_around(payment, &invoice.state));
            wants.extend(around.unwrap_or_default());
        }
        wants.extend(closings(payment, facts, context).iter().flat_map(|(_, closing)| rules::wants(&closing.drafts)));
        wants
    }

    fn decide(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Result<Decision<Payment>, PaymentRefusal> {
        let payment = payment.ok_or(PaymentRefusal::NotFound)?;
        if payment.status() != PaymentStatus::Confirmed {
            return Ok(Decision::nothing());
        }
        let mut decision = Decision::nothing();
        for (id, closing) in closings(payment, facts, context) {
            decision.events.push(closing.payment.clone());
            decision = settle::write(decision, facts, id, &closing)?;
        }
        Ok(decision)
    }

    fn example() -> Self {
        Self { payment_id: crate::samples::payments::payment_id() }
    }
}
