//! The regulatory document that follows a demand.

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Money, Role, Route, Want};
use posting::Draft;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tax::RequirementKind;

use super::event::{CorrectedLine, Correction, LineAmounts};
use super::issue::hash;
use super::post::{demand, text, want_holders};
use super::{Drafted, Invoice, InvoiceEvent, InvoiceKind, InvoiceRefusal, Issued, NUMBER_SCOPE, Posted};
use crate::InvoiceId;
use crate::rules::{self, Occasion};
use crate::series::{NumberSeries, SeriesCode, SeriesKey, SeriesYear, Taken};

/// Issues the tax invoice of a posted invoice, or of a credit note: that one corrects the
/// invoice's tax invoice and says what each line was and is.
///
/// It never posts revenue. Where the law lets the buyer deduct tax only by a tax invoice, it
/// moves the buyer's input tax to where it is deducted.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueTaxInvoice {
    /// Of which invoice or credit note.
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
        let corrects = original.kind.of().map(|of| correction(facts, of, original, issued)).transpose()?;
        let (id, day) = (self.target(context), self.day(context));
        if day > context.now.day_in(context.settings.time_zone) {
            return Err(InvoiceRefusal::InFuture);
        }
        // A correction is dated no earlier than what it corrects and what makes it necessary.
        let earliest = corrects.as_ref().map_or(issued.tax_point, |corrects| corrects.day.max(issued.issue_day));
        if day < earliest {
            return Err(InvoiceRefusal::DaysOutOfOrder);
        }
        let key = self.key(issued, context);
        let number = NumberSeries::take(facts, &key, id).ok_or(InvoiceRefusal::SeriesFull)?;
        let (number_of, sha256) = (number.number.clone(), String::new());
        let mut own = Issued { number: number_of, series: key, issue_day: day, due_day: day, sha256, corrects, ..issued.clone() };
        own.sha256 = hash(&own);
        let drafts = drafts(facts, original, &own, id, day)?;
        let entries = rules::entries(&drafts);
        let posted = (!entries.is_empty()).then(|| Posted { day, claims: Vec::new(), reclassified: Vec::new(), entries });
        let drafted = Drafted { id, kind: InvoiceKind::TaxInvoice { of: original.id }, budget: None, ..original.draft.clone() };
        Ok(Plan { drafted, issued: own, posted, number, drafts })
    }
}

/// What the buyer's book says of the document; a correction takes back what the corrected one moved.
fn drafts(facts: &Facts, original: &Invoice, own: &Issued, id: InvoiceId, day: Day) -> Result<Vec<Draft>, InvoiceRefusal> {
    let demanded = original.kind.of().map_or(Some(original), |of| Some(&facts.aggregate::<Invoice>(of)?.state));
    // A credit note carries no requirements of its own: those of the demand decide.
    let by_document = demanded.and_then(|demanded| demanded.issued.as_ref()).is_some_and(deducts_by_document);
    if !by_document {
        return Ok(Vec::new());
    }
    let occasion = Occasion::of::<Invoice>(facts, id, day, text("Tax invoice", own)).hashed(&own.sha256);
    let demand = demand(facts, own, &own.tax);
    Ok(if own.corrects.is_some() { demand.deducted_less(&occasion)? } else { demand.deducted(&occasion)? })
}

/// The parts of a demand or credit note that a tax invoice follows.
fn followed(invoice: &Invoice) -> Result<&Issued, InvoiceRefusal> {
    match invoice.kind {
        InvoiceKind::Invoice | InvoiceKind::CreditNote { .. } => {}
        InvoiceKind::Advance | InvoiceKind::TaxInvoice { .. } => return Err(InvoiceRefusal::NotADemand),
    }
    if !invoice.tax_invoices.is_empty() {
        return Err(InvoiceRefusal::TaxInvoiceExists);
    }
    let issued = invoice.issued.as_ref().filter(|_| invoice.is_posted());
    issued.ok_or(InvoiceRefusal::NotInStatus { is: invoice.status() })
}

/// What the tax invoice of a credit note corrects: the demand's tax invoice, less what credit
/// notes before this one took of each line.
fn correction(facts: &Facts, of: InvoiceId, note: &Invoice, issued: &Issued) -> Result<Correction, InvoiceRefusal> {
    let known = |id: InvoiceId| facts.aggregate::<Invoice>(id).map(|loaded| &loaded.state);
    let demanded = known(of).ok_or(InvoiceRefusal::NotFound)?;
    let corrected = demanded.tax_invoices.first().and_then(|id| known(*id)).ok_or(InvoiceRefusal::NoTaxInvoice)?;
    let document = corrected.issued.as_ref().ok_or(InvoiceRefusal::NoTaxInvoice)?;
    let earlier: Vec<&Invoice> = earlier(demanded, note.id).filter_map(known).collect();
    let amounts = |invoice: &Invoice, n: u16| {
        let view = invoice.tax().line(u32::from(n))?;
        Some(LineAmounts { net: view.net, tax: view.tax, gross: view.gross })
    };
    let line = |n: u16| {
        let all = amounts(demanded, n)?;
        let before = earlier.iter().filter_map(|note| amounts(note, n)).try_fold(all, less)?;
        Some(CorrectedLine { n, before, after: less(before, amounts(note, n)?)? })
    };
    let lines = issued.lines.iter().filter_map(|of| line(of.n)).collect();
    Ok(Correction { invoice: corrected.id, number: document.number.clone(), day: document.issue_day, lines })
}

/// The credit notes over a demand before one of them.
fn earlier(demanded: &Invoice, note: InvoiceId) -> impl Iterator<Item = InvoiceId> {
    demanded.credits.iter().map(|credit| credit.note).take_while(move |credit| *credit != note)
}

fn less(all: LineAmounts, part: LineAmounts) -> Option<LineAmounts> {
    let minus = |one: Money, other: Money| one.minus(other).ok();
    Some(LineAmounts { net: minus(all.net, part.net)?, tax: minus(all.tax, part.tax)?, gross: minus(all.gross, part.gross)? })
}

/// What must be known of the documents around a credit note.
fn want_corrected(facts: &Facts, note: &Invoice) -> Vec<Want> {
    let Some(of) = note.kind.of() else { return Vec::new() };
    let mut wants = vec![Want::aggregate::<Invoice>(of)];
    if let Some(demanded) = facts.aggregate::<Invoice>(of).map(|demanded| &demanded.state) {
        let around = demanded.tax_invoices.first().copied().into_iter().chain(earlier(demanded, note.id));
        wants.extend(around.map(Want::aggregate::<Invoice>));
    }
    wants
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
        wants.extend(original.into_iter().flat_map(|original| want_corrected(facts, original)));
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
