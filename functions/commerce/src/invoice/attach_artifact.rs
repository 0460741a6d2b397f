//! Attaches a regulator's identifier to an invoice.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ARTIFACTS_MAX, Invoice, InvoiceEvent, InvoiceRefusal, InvoiceStatus};
use crate::InvoiceId;
use crate::fact::Artifact;

/// Attaches what a regulator knows an invoice by. The profile of the contract may demand it
/// before the invoice is issued or posted.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttachInvoiceArtifact {
    /// Which invoice.
    pub invoice_id: InvoiceId,
    /// The identifier.
    pub artifact: Artifact,
}

impl Command for AttachInvoiceArtifact {
    type Aggregate = Invoice;
    type Refusal = InvoiceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.attach-invoice-artifact",
        route: Some(Route::post("/commerce/invoices/{invoice_id}/artifacts")),
        roles: &[Role::Accountant, Role::Manager, Role::TeamLead, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Attaches a regulator's identifier to an invoice.",
    };

    fn target(&self, _: &Context) -> InvoiceId {
        self.invoice_id
    }

    fn decide(&self, invoice: Option<&Invoice>, _: &Facts, _: &Context) -> Result<Decision<Invoice>, InvoiceRefusal> {
        let invoice = invoice.ok_or(InvoiceRefusal::NotFound)?;
        if invoice.status() == InvoiceStatus::Void {
            return Err(InvoiceRefusal::NotInStatus { is: InvoiceStatus::Void });
        }
        let payload = &self.artifact.payload;
        let same = |known: &Artifact| known.artifact_type() == payload.artifact_type() && known.payload.key() == payload.key();
        if invoice.artifacts.iter().any(same) || !payload.is_well_formed() || invoice.artifacts.len() >= ARTIFACTS_MAX {
            return Err(InvoiceRefusal::Artifact);
        }
        Ok(Decision::of([InvoiceEvent::ArtifactAttached { artifact: self.artifact.clone() }]))
    }

    fn example() -> Self {
        Self { invoice_id: crate::samples::invoices::invoice_id(), artifact: crate::samples::invoices::grain_document() }
    }
}
