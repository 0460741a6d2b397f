//! Begins an invoice.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::assess::{Assessment, InvoiceContent};
use super::{Drafted, Invoice, InvoiceEvent, InvoiceRefusal};
use crate::contract::Contract;
use crate::{ContractId, InvoiceId};

/// Begins an invoice: over facts of one contract and quantities of their lines, or for an advance.
///
/// Nothing is billed yet. The draft shows the taxes as they would be today.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftInvoice {
    /// Its id; a fresh one when absent.
    #[serde(default)]
    pub invoice_id: Option<InvoiceId>,
    /// Under which contract.
    pub contract_id: ContractId,
    /// What is wanted.
    pub content: InvoiceContent,
}

/// A draft as it is recorded.
pub(super) fn drafted(id: InvoiceId, contract: &Contract, content: &InvoiceContent, assessment: Assessment) -> Drafted {
    Drafted {
        id,
        kind: assessment.kind,
        contract: contract.id,
        currency: contract.currency,
        tax_point: assessment.tax_point,
        seller: assessment.seller,
        buyer: assessment.buyer,
        // Whoever pays or is paid instead may stand on it once it is issued.
        names: contract.names.clone(),
        procedure: content.procedure,
        place: content.place.clone(),
        lines: assessment.lines,
        preview: assessment.tax,
        rates: content.rates.clone(),
        budget: content.budget,
        note: content.note.clone(),
    }
}

/// The contract of a content that was assessed.
pub(super) fn contract(facts: &Facts, id: ContractId) -> Result<&Contract, InvoiceRefusal> {
    let loaded = facts.aggregate::<Contract>(id);
    loaded.map(|contract| &contract.state).ok_or(InvoiceRefusal::Content(super::refusal::ContentRefusal::NoSuchContract))
}

impl Command for DraftInvoice {
    type Aggregate = Invoice;
    type Refusal = InvoiceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.draft-invoice",
        route: Some(Route::post("/commerce/invoices")),
        roles: &[Role::Accountant, Role::TeamLead, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Begins an invoice over facts, or for an advance, with a preview of its taxes.",
    };

    fn target(&self, context: &Context) -> InvoiceId {
        self.invoice_id.unwrap_or_else(|| context.fresh_id(0))
    }

    fn wants(&self, _: Option<&Invoice>, facts: &Facts, _: &Context) -> Vec<Want> {
        self.content.wants(facts, self.contract_id)
    }

    fn decide(&self, invoice: Option<&Invoice>, facts: &Facts, context: &Context) -> Result<Decision<Invoice>, InvoiceRefusal> {
        if invoice.is_some() {
            return Err(InvoiceRefusal::Exists);
        }
        let id = self.target(context);
        let assessment = self.content.assess(facts, self.contract_id, id, &context.settings)?;
        let contract = contract(facts, self.contract_id)?;
        Ok(Decision::of([InvoiceEvent::Drafted(drafted(id, contract, &self.content, assessment))]))
    }

    fn example() -> Self {
        Self { invoice_id: None, contract_id: crate::samples::invoices::contract_id(), content: crate::samples::invoices::content() }
    }
}
