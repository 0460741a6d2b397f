//! Asks for an invoice on paper.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Language, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::paper::{PaperForm, PrintRequest, Surroundings, model};
use super::refusal::ContentRefusal;
use super::{Invoice, InvoiceEvent, InvoiceRefusal};
use crate::InvoiceId;
use crate::contract::Contract;
use crate::party;

/// Asks for an issued invoice on paper. The paper is set from what the event says, so that it
/// shows the invoice as it was when it was asked for.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrintInvoice {
    /// Which invoice.
    pub invoice_id: InvoiceId,
    /// Which form.
    pub form: PaperForm,
    /// Of the form's own words; the tenant's when absent.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub language: Option<Language>,
}

impl Command for PrintInvoice {
    type Aggregate = Invoice;
    type Refusal = InvoiceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.print-invoice",
        route: Some(Route::post("/commerce/invoices/{invoice_id}/print")),
        roles: &[Role::Accountant, Role::TeamLead, Role::Manager, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Asks for an issued invoice on paper.",
    };

    fn target(&self, _: &Context) -> InvoiceId {
        self.invoice_id
    }

    fn wants(&self, invoice: Option<&Invoice>, facts: &Facts, _: &Context) -> Vec<Want> {
        let Some((invoice, issued)) = invoice.and_then(|invoice| Some((invoice, invoice.issued.as_ref()?))) else { return Vec::new() };
        let mut wants = vec![Want::aggregate::<Contract>(invoice.contract)];
        wants.extend(invoice.kind.of().map(Want::aggregate::<Invoice>));
        wants.extend([issued.issuer, issued.recipient].into_iter().flat_map(|id| party::want_survivor(facts, id)));
        wants
    }

    fn decide(&self, invoice: Option<&Invoice>, facts: &Facts, context: &Context) -> Result<Decision<Invoice>, InvoiceRefusal> {
        let invoice = invoice.ok_or(InvoiceRefusal::NotFound)?;
        let issued = invoice.issued.as_ref().ok_or(InvoiceRefusal::NotInStatus { is: invoice.status() })?;
        let party = |id| party::survivor(facts, id).map(|party| &party.state).ok_or(ContentRefusal::NoSuchParty);
        let contract = facts.aggregate::<Contract>(invoice.contract).ok_or(ContentRefusal::NoSuchContract)?;
        let of = invoice.kind.of().and_then(|id| facts.aggregate::<Invoice>(id)?.state.number());
        let around = Surroundings { seller: party(issued.issuer)?, buyer: party(issued.recipient)?, contract: &contract.state, of };
        let language = self.language.unwrap_or(context.settings.language);
        let model = Box::new(model(invoice, issued, around, language));
        let file_name = Line::new(&format!("{}.pdf", issued.number)).unwrap_or_else(|_| issued.number.clone());
        Ok(Decision::of([InvoiceEvent::PrintRequested(PrintRequest { form: self.form, language, file_name, model })]))
    }

    fn example() -> Self {
        Self { invoice_id: crate::samples::invoices::invoice_id(), form: PaperForm::Invoice, language: None }
    }
}
