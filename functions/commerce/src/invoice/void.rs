//! Declares an invoice void before it is posted.

use kernel::{Aggregate, Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Invoice, InvoiceEvent, InvoiceRefusal, InvoiceStatus, Issued};
use crate::InvoiceId;
use crate::budget::{self, Budget};
use crate::fact::Fact;
use crate::obligation::{Obligation, ObligationEvent};

/// Declares an invoice void before it is posted; afterwards only a credit note helps.
///
/// The facts that it billed can be billed again, the budget gets its money back, and nobody owes
/// for it any more. Its number stays taken.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidInvoice {
    /// Which invoice.
    pub invoice_id: InvoiceId,
    /// Why.
    pub reason: Line,
}

fn billed_facts(issued: &Issued) -> std::collections::BTreeSet<crate::FactId> {
    issued.lines.iter().filter_map(|line| line.bills.map(|bills| bills.fact)).collect()
}

impl Command for VoidInvoice {
    type Aggregate = Invoice;
    type Refusal = InvoiceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.void-invoice",
        route: Some(Route::post("/commerce/invoices/{invoice_id}/void")),
        roles: &[Role::Accountant, Role::System],
        also_writes: &[Fact::NAME, Obligation::NAME, Budget::NAME, posting::JournalEntry::NAME],
        reads: &[posting::Book::NAME, posting::PeriodGate::NAME],
        summary: "Declares an invoice void before it is posted; what it billed can be billed again.",
    };

    fn target(&self, _: &Context) -> InvoiceId {
        self.invoice_id
    }

    fn wants(&self, invoice: Option<&Invoice>, facts: &Facts, context: &Context) -> Vec<Want> {
        let Some(issued) = invoice.and_then(|invoice| invoice.issued.as_ref()) else { return Vec::new() };
        let mut wants: Vec<Want> = billed_facts(issued).into_iter().map(Want::aggregate::<Fact>).collect();
        wants.push(Want::aggregate::<Obligation>(Obligation::id_of_debt(self.invoice_id)));
        let budget = invoice.and_then(|invoice| invoice.draft.budget).into_iter();
        wants.extend(budget.flat_map(|id| budget::wants_to_restore(facts, id, self.invoice_id, context)));
        wants
    }

    fn decide(&self, invoice: Option<&Invoice>, facts: &Facts, context: &Context) -> Result<Decision<Invoice>, InvoiceRefusal> {
        let invoice = invoice.ok_or(InvoiceRefusal::NotFound)?;
        match invoice.status() {
            InvoiceStatus::Draft | InvoiceStatus::Issued => {}
            is @ (InvoiceStatus::Posted
            | InvoiceStatus::PartiallyPaid
            | InvoiceStatus::Paid
            | InvoiceStatus::Closed
            | InvoiceStatus::Void) => {
                return Err(InvoiceRefusal::NotInStatus { is });
            }
        }
        if !invoice.settlements.is_empty() {
            return Err(InvoiceRefusal::StillPaid);
        }
        let mut decision = Decision::of([InvoiceEvent::Voided { reason: self.reason.clone() }]);
        let Some(issued) = &invoice.issued else { return Ok(decision) };
        for id in billed_facts(issued) {
            let Some(fact) = facts.aggregate::<Fact>(id) else { continue };
            let portions = fact.state.billed_by(invoice.id);
            if !portions.is_empty() {
                let (event, _) = fact.state.unbill(&portions, invoice.id).map_err(super::refusal::ContentRefusal::Fact)?;
                decision = decision.and::<Fact>(id, fact.version, [event]);
            }
        }
        let debt = Obligation::id_of_debt(invoice.id);
        if let Some(owed) = facts.aggregate::<Obligation>(debt) {
            decision = decision.and::<Obligation>(debt, owed.version, [ObligationEvent::Cancelled { reason: self.reason.clone() }]);
        }
        match invoice.draft.budget {
            Some(id) => Ok(budget::restore(decision, facts, id, invoice.id, context)?),
            None => Ok(decision),
        }
    }

    fn example() -> Self {
        Self { invoice_id: crate::samples::invoices::invoice_id(), reason: crate::samples::line("Помилка в кількості") }
    }
}
