//! The regulatory document that follows a demand.

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Role, Route, Want};
use posting::Draft;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tax::RequirementKind;

use super::issue::hash;
use super::post::{demand, text, want_holders};
use super::{Drafted, Invoice, InvoiceEvent, InvoiceKind, InvoiceRefusal, Issued, NUMBER_SCOPE, Posted};
use crate::InvoiceId;
use crate::rules::{self, Occasion};
use crate::series::{NumberSeries, SeriesCode, SeriesKey, SeriesYear, Taken};

/// Issues the tax invoice of a posted invoice.
///
/// It never posts revenue. Where the law lets the buyer deduct tax only by a tax invoice, it
/// moves the buyer's input tax to where it is deducted.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueTaxInvoice {
    /// Of which invoice.
    pub invoice_id: InvoiceId,
    /// The tax invoice's own id; a fresh one when absent.
    #[serde(default)]
    pub tax_invoice_id: Option<InvoiceId>,
    /// The day that it bears; today when absent.
    #[serde(default)]
    pub issue_day: Option<Day>,
    /// Which series of numbers; the usual one of tax invoices when absent.
    #[serde(default)]
    pub series: Option<SeriesCode>,
}

struct Plan {
    drafted: Drafted,
    issued: Issued,
    posted: Option<Posted>,
    number: Taken,
    drafts: Vec<Draft>,
}

impl IssueTaxInvoice {
    fn day(&self, context: &Context) -> Day {
        self.issue_day.unwrap_or_else(|| context.now.day_in(context.settings.time_zone))
    }

    fn key(&self, issued: &Issued, context: &Context) -> SeriesKey {
        let series = self.series.clone().unwrap_or_else(SeriesCode::tax_invoices);
        SeriesKey { issuer: issued.issuer, series, year: SeriesYear::of(self.day(context)) }
    }

    fn plan(&self, facts: &Facts, context: &Context) -> Result<Plan, InvoiceRefusal> {
        let original = &facts.aggregate::<Invoice>(self.invoice_id).ok_or(InvoiceRefusal::NotFound)?.state;
        let issued = followed(original)?;
        let (id, day) = (self.target(context), self.day(context));
        if day > context.now.day_in(context.settings.time_zone) {
            return Err(InvoiceRefusal::InFuture);
        }
        if day < issued.tax_point {
            return Err(InvoiceRefusal::DaysOutOfOrder);
        }
        let key = self.key(issued, context);
        let number = NumberSeries::take(facts, &key, id).ok_or(InvoiceRefusal::SeriesFull)?;
        let mut own =
            Issued { number: number.number.clone(), series: key, issue_day: day, due_day: day, sha256: String::new(), ..issued.clone() };
        own.sha256 = hash(&own);
        let occasion = Occasion::of::<Invoice>(facts, id, day, text("Tax invoice", &own)).hashed(&own.sha256);
        let drafts = if deducts_by_document(issued) { demand(facts, &own, &own.tax).deducted(&occasion)? } else { Vec::new() };
        let entries = rules::entries(&drafts);
        let posted = (!entries.is_empty()).then(|| Posted { day, claims: Vec::new(), reclassified: Vec::new(), entries });
        let drafted = Drafted { id, kind: InvoiceKind::TaxInvoice { of: original.id }, budget: None, ..original.draft.clone() };
        Ok(Plan { drafted, issued: own, posted, number, drafts })
    }
}

/// The parts of a demand that a tax invoice follows.
fn followed(invoice: &Invoice) -> Result<&Issued, InvoiceRefusal> {
    if invoice.kind != InvoiceKind::Invoice {
        return Err(InvoiceRefusal::NotADemand);
    }
    if !invoice.tax_invoices.is_empty() {
        return Err(InvoiceRefusal::TaxInvoiceExists);
    }
    let issued = invoice.issued.as_ref().filter(|_| invoice.is_posted());
    issued.ok_or(InvoiceRefusal::NotInStatus { is: invoice.status() })
}

/// Whether the law that taxes the supply asks for a tax invoice: then the buyer deducts by it.
fn deducts_by_document(issued: &Issued) -> bool {
    issued.tax.requirements.iter().any(|required| match required.kind {
        RequirementKind::TaxInvoice | RequirementKind::ElectronicInvoice => true,
        RequirementKind::ZeroRateDocuments | RequirementKind::ImportTax | RequirementKind::CustomsTax | RequirementKind::AgentTax => false,
    })
}

impl Command for IssueTaxInvoice {
    type Aggregate = Invoice;
    type Refusal = InvoiceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.issue-tax-invoice",
        route: Some(Route::post("/commerce/invoices/{invoice_id}/tax-invoice")),
        roles: &[Role::Accountant, Role::System],
        also_writes: &[NumberSeries::NAME, posting::JournalEntry::NAME],
        reads: &[posting::Book::NAME, posting::PeriodGate::NAME],
        summary: "Issues the tax invoice of a posted invoice; it never posts revenue.",
    };

    fn target(&self, context: &Context) -> InvoiceId {
        self.tax_invoice_id.unwrap_or_else(|| context.fresh_id(0))
    }

    fn wants(&self, _: Option<&Invoice>, facts: &Facts, context: &Context) -> Vec<Want> {
        let mut wants = vec![Want::aggregate::<Invoice>(self.invoice_id)];
        let original = facts.aggregate::<Invoice>(self.invoice_id).map(|original| &original.state);
        let Some(issued) = original.and_then(|original| original.issued.as_ref()) else { return wants };
        wants.push(NumberSeries::want(&self.key(issued, context)));
        wants.extend(want_holders(issued));
        wants.extend(self.plan(facts, context).map(|plan| rules::wants(&plan.drafts)).unwrap_or_default());
        wants
    }

    fn decide(&self, invoice: Option<&Invoice>, facts: &Facts, context: &Context) -> Result<Decision<Invoice>, InvoiceRefusal> {
        if invoice.is_some() {
            return Err(InvoiceRefusal::Exists);
        }
        let plan = self.plan(facts, context)?;
        let (number, id) = (plan.issued.number.clone(), plan.drafted.id);
        let unique = format!("{}/{}/{number}", plan.issued.issuer, String::from(plan.issued.series.year));
        let own = [InvoiceEvent::Drafted(plan.drafted), InvoiceEvent::Issued(plan.issued)];
        let own = own.into_iter().chain(plan.posted.map(InvoiceEvent::Posted));
        let mut decision = Decision::of(own).claim(NUMBER_SCOPE, unique);
        decision = decision.and::<NumberSeries>(plan.number.id, plan.number.version, plan.number.events);
        let seen = facts.version::<Invoice>(self.invoice_id);
        decision = decision.and::<Invoice>(self.invoice_id, seen, [InvoiceEvent::TaxInvoiceIssued { invoice: id, number }]);
        Ok(rules::post(decision, facts, &plan.drafts)?)
    }

    fn example() -> Self {
        Self { invoice_id: crate::samples::invoices::invoice_id(), tax_invoice_id: None, issue_day: None, series: None }
    }
}
