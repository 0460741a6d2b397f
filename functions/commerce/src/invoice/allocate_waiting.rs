//! Gives an invoice the money that waits for it.

use kernel::{Aggregate, Command, CommandSpec, Context, Decision, Facts, Loaded, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Invoice, InvoiceKind, InvoiceRefusal};
use crate::obligation::Obligation;
use crate::payment::auto_allocate::AT_ONCE_MAX;
use crate::payment::settle::{self, Closing, with_debt};
use crate::payment::{Payment, PaymentMethod};
use crate::rules::{self, Occasion};
use crate::views::payment_list::{self, PaymentListItem};
use crate::{InvoiceId, PaymentId};

/// Where the numbers of entries begin that give waiting money to an invoice.
const ENTRIES_FROM: u32 = 2_000;

/// Gives an invoice the confirmed money that names its contract and waits, the oldest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AllocateWaiting {
    /// Which invoice.
    pub invoice_id: InvoiceId,
}

/// The money that waits, as far as a list shows it.
fn candidates(invoice: &Invoice, facts: &Facts) -> Vec<PaymentId> {
    let read = |row: &kernel::Row| serde_json::from_value::<PaymentListItem>(row.data.clone()).ok();
    let items = facts.rows(&payment_list::waiting_for(invoice.contract).wide()).iter().filter_map(read);
    let creditor = invoice.owed_between().map(|(_, creditor)| creditor);
    let fits = |item: &PaymentListItem| {
        let money = item.method != PaymentMethod::Offset && item.remainder.currency() == invoice.currency;
        money && Some(item.payee) == creditor
    };
    items.filter(fits).map(|item| item.payment_id).take(AT_ONCE_MAX).collect()
}

/// What closes the invoice, one payment after the other; what a rule forbids is passed over.
fn closings<'a>(invoice: &Invoice, facts: &'a Facts, context: &Context) -> Vec<(&'a Loaded<Payment>, Closing)> {
    let today = context.now.day_in(context.settings.time_zone);
    let (mut invoice, mut closings) = (invoice.clone(), Vec::new());
    for (entry, id) in (ENTRIES_FROM..).zip(candidates(&invoice, facts)) {
        // What a person took from it does not come back to it by itself.
        let payment = facts.aggregate::<Payment>(id).filter(|payment| !payment.state.taken_from.contains(&invoice.id));
        let Some(payment) = payment else { continue };
        let day = settle::earliest(&payment.state, &invoice, payment.state.day);
        let occasion = |day| Occasion::of::<Invoice>(facts, invoice.id, day, settle::text(&invoice));
        let closing = settle::close_late(facts, &payment.state, &invoice, entry, (day, today), occasion);
        let Some(closing) = closing.ok().filter(|_| day <= today) else { continue };
        match Invoice::apply(Some(invoice.clone()), &closing.invoice, &context.meta(AllocateWaiting::SPEC.name)) {
            Ok(after) => invoice = after,
            Err(_) => continue,
        }
        closings.push((payment, closing));
    }
    closings
}

impl Command for AllocateWaiting {
    type Aggregate = Invoice;
    type Refusal = InvoiceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.allocate-waiting",
        route: None,
        roles: &[Role::System],
        also_writes: &[Payment::NAME, Obligation::NAME, posting::JournalEntry::NAME],
        reads: &[payment_list::VIEW, posting::Book::NAME, posting::PeriodGate::NAME],
        summary: "Gives an invoice the confirmed money that names its contract and waits.",
    };

    fn target(&self, _: &Context) -> InvoiceId {
        self.invoice_id
    }

    fn wants(&self, invoice: Option<&Invoice>, facts: &Facts, context: &Context) -> Vec<Want> {
        let Some(invoice) = invoice.filter(|invoice| invoice.is_payable()) else { return Vec::new() };
        let rows = payment_list::waiting_for(invoice.contract).wide();
        let mut wants = vec![Want::aggregate::<Invoice>(invoice.id), Want::Rows(rows)];
        for id in candidates(invoice, facts) {
            wants.push(Want::aggregate::<Payment>(id));
            let around = facts.aggregate::<Payment>(id).map(|payment| settle::wants_around(&payment.state, invoice));
            wants.extend(around.unwrap_or_default());
        }
        wants.extend(closings(invoice, facts, context).iter().flat_map(|(_, closing)| rules::wants(&closing.drafts)));
        wants
    }

    fn decide(&self, invoice: Option<&Invoice>, facts: &Facts, context: &Context) -> Result<Decision<Invoice>, InvoiceRefusal> {
        let invoice = invoice.ok_or(InvoiceRefusal::NotFound)?;
        if invoice.kind != InvoiceKind::Invoice || !invoice.is_payable() {
            return Ok(Decision::nothing());
        }
        let (mut decision, mut debts) = (Decision::nothing(), Vec::new());
        for (payment, closing) in closings(invoice, facts, context) {
            decision.events.push(closing.invoice);
            decision = decision.and::<Payment>(payment.state.id, payment.version, [closing.payment]);
            decision = rules::post(decision, facts, &closing.drafts)?;
            debts.push(closing.debt);
        }
        Ok(with_debt(decision, facts, invoice.id, debts))
    }

    fn example() -> Self {
        Self { invoice_id: crate::samples::invoices::invoice_id() }
    }
}
