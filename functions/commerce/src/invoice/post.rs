//! Puts an invoice into the books of every own company that it concerns, in one step.

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route, Want};
use posting::Draft;
use posting::entry::LINES_MAX;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tax::TaxContext;

use super::assess::{supply_lines, trader};
use super::event::Reclassified;
use super::profile::{self, Gate};
use super::{Invoice, InvoiceEvent, InvoiceKind, InvoiceRefusal, InvoiceStatus, Issued, Posted, Settled};
use crate::payment::InBook;
use crate::payment::settle::settlement;
use crate::rules::exchange::relieve;
use crate::rules::invoice::Demand;
use crate::rules::{self, Holder, Occasion};
use crate::{InvoiceId, party};

/// Where the numbers of entries that re-classify advances begin; below are the document's own.
const RECLASSIFIED_FROM: u32 = 100;

/// Puts an invoice into the books.
///
/// The taxes are calculated again; should they differ from those that were frozen, nothing is
/// posted. Advances that were allocated to it become settlements. Between own companies one
/// document makes both entries, or neither.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PostInvoice {
    /// Which invoice.
    pub invoice_id: InvoiceId,
    /// The day that it counts for; its tax point when absent. For documents of a closed period.
    #[serde(default)]
    pub day: Option<Day>,
}

/// A posted document's demand, as the posting rules see it.
pub(super) fn demand<'a>(facts: &Facts, issued: &'a Issued, tax: &'a tax::TaxResult) -> Demand<'a> {
    let parties = [issued.issuer, issued.recipient, issued.creditor, issued.debtor];
    Demand {
        seller: issued.issuer,
        buyer: issued.recipient,
        creditor: issued.creditor,
        debtor: issued.debtor,
        holders: parties.map(|party| Holder::of(facts, party)),
        tax,
        rates: &issued.rates,
    }
}

/// The books of an issued document's parties.
pub(super) fn want_holders(issued: &Issued) -> Vec<Want> {
    [issued.issuer, issued.recipient, issued.creditor, issued.debtor].map(Holder::want).to_vec()
}

/// What an entry about an issued document says.
pub(super) fn text(what: &str, issued: &Issued) -> Line {
    Line::new(&format!("{what} {}", issued.number)).unwrap_or_else(|_| issued.number.clone())
}

/// What posting works out.
struct Plan {
    posted: Posted,
    drafts: Vec<Draft>,
}

impl PostInvoice {
    fn day(&self, issued: &Issued) -> Day {
        self.day.unwrap_or(issued.tax_point)
    }

    fn plan(&self, invoice: &Invoice, issued: &Issued, facts: &Facts) -> Result<Plan, InvoiceRefusal> {
        let day = self.day(issued);
        let occasion = Occasion::of::<Invoice>(facts, invoice.id, day, text("Invoice", issued)).hashed(&issued.sha256);
        let demand = demand(facts, issued, &issued.tax);
        let claims = demand.claims()?;
        let mut drafts = demand.posted(&occasion)?;
        let settled = shares(invoice, &claims);
        drafts.extend(reclassify(facts, invoice, &settled, &occasion));
        let reclassified = settled.into_iter().map(|one| Reclassified { payment: one.payment, n: one.n, claims: one.claims });
        let posted = Posted { day, claims, reclassified: reclassified.collect(), entries: rules::entries(&drafts) };
        Ok(Plan { posted, drafts })
    }
}

/// What each advance takes out of the claims, one after the other.
fn shares(invoice: &Invoice, claims: &[InBook]) -> Vec<Settled> {
    let (mut left, mut open) = (claims.to_vec(), invoice.payable());
    let mut settled = Vec::new();
    for advance in &invoice.settlements {
        let taken = |held: &InBook| InBook { amount: relieve(held.amount, advance.amount, open), ..*held };
        let taken: Vec<InBook> = left.iter().map(taken).collect();
        for (held, taken) in left.iter_mut().zip(&taken) {
            held.amount = held.amount.minus(taken.amount).unwrap_or(held.amount);
        }
        open = open.minus(advance.amount).unwrap_or(open);
        settled.push(Settled { claims: taken, ..advance.clone() });
    }
    settled
}

/// The entries of all advances in each book, on the first day on which all of them were there.
fn reclassify(facts: &Facts, invoice: &Invoice, settled: &[Settled], occasion: &Occasion) -> Vec<Draft> {
    let day = settled.iter().map(|one| one.day).fold(occasion.day, Day::max);
    let occasion = Occasion { day, ..occasion.clone() };
    let mut drafts: Vec<Draft> = Vec::new();
    for draft in settled.iter().flat_map(|one| settlement(facts, invoice, one).settled(&occasion, RECLASSIFIED_FROM)) {
        let room = |known: &&mut Draft| known.book == draft.book && known.lines.len().saturating_add(draft.lines.len()) <= LINES_MAX;
        match drafts.iter_mut().find(room) {
            Some(known) => known.lines.extend(draft.lines),
            None => drafts.push(draft),
        }
    }
    (RECLASSIFIED_FROM..).zip(drafts).map(|(n, draft)| Draft { n, ..draft }).collect()
}

/// Whether the taxes of an issued document are still what was frozen.
fn recheck(facts: &Facts, invoice: &Invoice, issued: &Issued) -> Result<(), InvoiceRefusal> {
    let context = TaxContext {
        tax_point: issued.tax_point,
        currency: invoice.currency,
        seller: trader(facts, issued.issuer)?,
        buyer: trader(facts, issued.recipient)?,
        price_includes_tax: issued.tax.price_includes_tax,
        procedure: invoice.draft.procedure,
        place: invoice.draft.place.clone(),
        rounding: None,
        // Whether its rules are good enough was asked when it was issued.
        verified_only: false,
        lines: supply_lines(&issued.lines),
    };
    let now = tax::calculate(&context, tax::rules());
    if now.as_ref() == Ok(&issued.tax) { Ok(()) } else { Err(InvoiceRefusal::TaxWouldDiffer) }
}

impl Command for PostInvoice {
    type Aggregate = Invoice;
    type Refusal = InvoiceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.post-invoice",
        route: Some(Route::post("/commerce/invoices/{invoice_id}/post")),
        roles: &[Role::Accountant, Role::System],
        also_writes: &[posting::JournalEntry::NAME],
        reads: &[posting::Book::NAME, posting::PeriodGate::NAME],
        summary: "Puts an invoice into the books of every own company that it concerns.",
    };

    fn target(&self, _: &Context) -> InvoiceId {
        self.invoice_id
    }

    fn wants(&self, invoice: Option<&Invoice>, facts: &Facts, _: &Context) -> Vec<Want> {
        let Some((invoice, issued)) = invoice.and_then(|invoice| Some((invoice, invoice.issued.as_ref()?))) else { return Vec::new() };
        let mut wants = vec![Want::aggregate::<Invoice>(invoice.id)];
        wants.extend(want_holders(issued));
        wants.extend(invoice.settlements.iter().map(|settled| Holder::want(settled.payer)));
        wants.extend([issued.issuer, issued.recipient].into_iter().flat_map(|id| party::want_survivor(facts, id)));
        wants.extend(self.plan(invoice, issued, facts).map(|plan| rules::wants(&plan.drafts)).unwrap_or_default());
        wants
    }

    fn decide(&self, invoice: Option<&Invoice>, facts: &Facts, context: &Context) -> Result<Decision<Invoice>, InvoiceRefusal> {
        let invoice = invoice.ok_or(InvoiceRefusal::NotFound)?;
        if invoice.kind != InvoiceKind::Invoice {
            return Err(InvoiceRefusal::NotADemand);
        }
        let issued = invoice.issued.as_ref().filter(|_| invoice.status() == InvoiceStatus::Issued);
        let issued = issued.ok_or(InvoiceRefusal::NotInStatus { is: invoice.status() })?;
        let day = self.day(issued);
        if day < issued.tax_point {
            return Err(InvoiceRefusal::DaysOutOfOrder);
        }
        if day > context.now.day_in(context.settings.time_zone) {
            return Err(InvoiceRefusal::InFuture);
        }
        recheck(facts, invoice, issued)?;
        let missing = profile::missing(issued.profile.as_ref(), Gate::Post, &invoice.artifacts);
        if !missing.is_empty() {
            return Err(InvoiceRefusal::ArtifactsMissing { types: missing });
        }
        let plan = self.plan(invoice, issued, facts)?;
        if plan.posted.entries.is_empty() {
            return Err(InvoiceRefusal::NobodyOwn);
        }
        Ok(rules::post(Decision::of([InvoiceEvent::Posted(plan.posted)]), facts, &plan.drafts)?)
    }

    fn example() -> Self {
        Self { invoice_id: crate::samples::invoices::invoice_id(), day: None }
    }
}
