//! Closes a paid invoice once its period is closed.

use kernel::{Aggregate, Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use posting::{PeriodGate, gate_of, period_open};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Invoice, InvoiceEvent, InvoiceRefusal, InvoiceStatus};
use crate::InvoiceId;

/// Closes a paid invoice once its period is closed in every book that has it: nothing about it
/// changes any more.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseInvoice {
    /// Which invoice.
    pub invoice_id: InvoiceId,
}

impl Command for CloseInvoice {
    type Aggregate = Invoice;
    type Refusal = InvoiceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.close-invoice",
        route: Some(Route::post("/commerce/invoices/{invoice_id}/close")),
        roles: &[Role::Accountant, Role::System],
        also_writes: &[],
        reads: &[PeriodGate::NAME],
        summary: "Closes a paid invoice once its period is closed.",
    };

    fn target(&self, _: &Context) -> InvoiceId {
        self.invoice_id
    }

    fn wants(&self, invoice: Option<&Invoice>, _: &Facts, _: &Context) -> Vec<Want> {
        let Some(posted) = invoice.and_then(|invoice| invoice.posted.as_ref()) else { return Vec::new() };
        posted.entries.iter().map(|made| Want::aggregate::<PeriodGate>(gate_of(made.book, posted.day, made.entry))).collect()
    }

    fn decide(&self, invoice: Option<&Invoice>, facts: &Facts, context: &Context) -> Result<Decision<Invoice>, InvoiceRefusal> {
        let invoice = invoice.ok_or(InvoiceRefusal::NotFound)?;
        let posted = invoice.posted.as_ref().filter(|_| invoice.status() == InvoiceStatus::Paid);
        let posted = posted.ok_or(InvoiceRefusal::NotInStatus { is: invoice.status() })?;
        if posted.entries.iter().any(|made| period_open(facts, made.book, posted.day, made.entry)) {
            return Err(InvoiceRefusal::PeriodOpen);
        }
        Ok(Decision::of([InvoiceEvent::Closed { day: context.now.day_in(context.settings.time_zone) }]))
    }

    fn example() -> Self {
        Self { invoice_id: crate::samples::invoices::invoice_id() }
    }
}
