//! Writes a draft anew.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::assess::InvoiceContent;
use super::draft::{contract, drafted};
use super::{Invoice, InvoiceEvent, InvoiceRefusal, InvoiceStatus};
use crate::InvoiceId;

/// Writes a draft anew, under the same contract. The taxes are previewed again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviseInvoice {
    /// Which invoice.
    pub invoice_id: InvoiceId,
    /// What is wanted now.
    pub content: InvoiceContent,
}

impl Command for ReviseInvoice {
    type Aggregate = Invoice;
    type Refusal = InvoiceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.revise-invoice",
        route: Some(Route::put("/commerce/invoices/{invoice_id}/draft")),
        roles: &[Role::Accountant, Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Writes the draft of an invoice anew.",
    };

    fn target(&self, _: &Context) -> InvoiceId {
        self.invoice_id
    }

    fn wants(&self, invoice: Option<&Invoice>, facts: &Facts, _: &Context) -> Vec<Want> {
        invoice.map(|invoice| self.content.wants(facts, invoice.contract)).unwrap_or_default()
    }

    fn decide(&self, invoice: Option<&Invoice>, facts: &Facts, context: &Context) -> Result<Decision<Invoice>, InvoiceRefusal> {
        let invoice = invoice.ok_or(InvoiceRefusal::NotFound)?;
        if invoice.status() != InvoiceStatus::Draft {
            return Err(InvoiceRefusal::NotInStatus { is: invoice.status() });
        }
        let assessment = self.content.assess(facts, invoice.contract, invoice.id, &context.settings)?;
        let drafted = drafted(invoice.id, contract(facts, invoice.contract)?, &self.content, assessment);
        if drafted == invoice.draft {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([InvoiceEvent::Revised(drafted)]))
    }

    fn example() -> Self {
        Self { invoice_id: crate::samples::invoices::invoice_id(), content: crate::samples::invoices::content() }
    }
}
