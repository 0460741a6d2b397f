//! Takes back a part of a posted invoice.

use std::collections::BTreeMap;

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Line, Money, Quantity, Role, Route, Want};
use posting::Draft;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tax::{Part, PartAmount, TaxResult};

use super::issue::hash;
use super::post::{demand, text, want_holders};
use super::refusal::ContentRefusal;
use super::{
    CREDITS_MAX, Credited, Drafted, Invoice, InvoiceEvent, InvoiceKind, InvoiceLine, InvoiceRefusal, Issued, NUMBER_SCOPE, Posted,
};
use crate::budget::{self, Budget};
use crate::fact::{Fact, FactEvent};
use crate::obligation::{Obligation, ObligationEvent, Portion, SettledBy};
use crate::payment::InBook;
use crate::payment::settle::with_debt;
use crate::rules::exchange::relieve;
use crate::rules::{self, Occasion};
use crate::series::{NumberSeries, SeriesCode, SeriesKey, SeriesYear, Taken};
use crate::{BudgetId, FactId, InvoiceId};

/// Takes back a part of a posted invoice, or all that is left of it.
///
/// However many credit notes there are, their taxes add up to the invoice's. Entries mirror the
/// invoice's posting for the part, dated the day of the note. What is taken back of a quantity
/// can be billed again when asked for.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditInvoice {
    /// Which invoice.
    pub invoice_id: InvoiceId,
    /// The note's id; a fresh one when absent.
    #[serde(default)]
    pub note_id: Option<InvoiceId>,
    /// What is taken back; everything that is left when empty.
    #[serde(default)]
    pub lines: Vec<CreditLine>,
    /// Whether the quantities can be billed again.
    #[serde(default)]
    pub bill_again: bool,
    /// Why.
    pub reason: Line,
    /// The day that the note bears; today when absent.
    #[serde(default)]
    pub issue_day: Option<Day>,
    /// Which series of numbers; the usual one of credit notes when absent.
    #[serde(default)]
    pub series: Option<SeriesCode>,
}

/// A part of one line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditLine {
    /// The line's number on the invoice.
    pub n: u16,
    /// How much of it.
    pub part: CreditPart,
}

/// How much of a line is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum CreditPart {
    /// A quantity.
    Quantity(Quantity),
    /// An amount with tax: the price was too high.
    Gross(Money),
    /// All that is left.
    Rest,
}

/// What a credit note writes.
struct Plan {
    drafted: Drafted,
    issued: Issued,
    posted: Posted,
    credited: Credited,
    given_back: Vec<(FactId, FactEvent)>,
    /// The budget that the invoice spent, and how much less of it now.
    spent_less: Option<(BudgetId, Money)>,
    number: Taken,
    drafts: Vec<Draft>,
}

impl CreditInvoice {
    fn day(&self, context: &Context) -> Day {
        self.issue_day.unwrap_or_else(|| context.now.day_in(context.settings.time_zone))
    }

    fn key(&self, issued: &Issued, context: &Context) -> SeriesKey {
        let series = self.series.clone().unwrap_or_else(SeriesCode::credit_notes);
        SeriesKey { issuer: issued.issuer, series, year: SeriesYear::of(self.day(context)) }
    }

    /// The tax of the note, and the quantities that it takes.
    fn share(&self, invoice: &Invoice, issued: &Issued) -> Result<(TaxResult, Vec<Portion>), InvoiceRefusal> {
        let refuse = |refusal| InvoiceRefusal::Content(ContentRefusal::Tax(refusal));
        if self.lines.is_empty() {
            let tax = tax::remaining(&issued.tax, &invoice.credited_tax).map_err(refuse)?;
            return Ok((tax, issued.lines.iter().filter_map(|line| portion(line, invoice.quantity_left(line))).collect()));
        }
        let line_of = |n: u16| issued.lines.iter().find(|line| line.n == n).ok_or(refuse(tax::TaxRefusal::NoSuchLine { n: u32::from(n) }));
        let (mut parts, mut quantities) = (Vec::new(), Vec::new());
        for wish in &self.lines {
            let line = line_of(wish.n)?;
            let left = invoice.quantity_left(line);
            let amount = match wish.part {
                CreditPart::Gross(gross) => PartAmount::Gross(gross),
                CreditPart::Rest => PartAmount::Rest,
                CreditPart::Quantity(quantity) => {
                    let through = line.quantity.decimal().saturating_sub(left).saturating_add(quantity.decimal());
                    let too_large = refuse(tax::TaxRefusal::CreditTooLarge { n: u32::from(wish.n) });
                    PartAmount::Through { quantity: Quantity::try_from(through).map_err(|_| too_large)?, of: line.quantity }
                }
            };
            quantities.extend(match wish.part {
                CreditPart::Quantity(quantity) => Some(Portion { line: wish.n, quantity }),
                CreditPart::Rest => portion(line, left),
                CreditPart::Gross(_) => None,
            });
            parts.push(Part { n: u32::from(wish.n), amount });
        }
        Ok((tax::share(&issued.tax, &invoice.credited_tax, &parts).map_err(refuse)?, quantities))
    }

    /// What facts may be billed for again.
    fn given_back(&self, issued: &Issued, quantities: &[Portion], facts: &Facts) -> Result<Vec<(FactId, FactEvent)>, InvoiceRefusal> {
        let mut by_fact: BTreeMap<FactId, Vec<Portion>> = BTreeMap::new();
        for portion in quantities.iter().filter(|_| self.bill_again) {
            let bills = issued.lines.iter().find(|line| line.n == portion.line).and_then(|line| line.bills);
            if let Some(bills) = bills {
                by_fact.entry(bills.fact).or_default().push(Portion { line: bills.line, quantity: portion.quantity });
            }
        }
        let event = |(id, portions): (FactId, Vec<Portion>)| {
            let fact = &facts.aggregate::<Fact>(id).ok_or(ContentRefusal::NoSuchFact { fact: id })?.state;
            let (event, _) = fact.unbill(&portions, self.invoice_id).map_err(ContentRefusal::Fact)?;
            Ok((id, event))
        };
        by_fact.into_iter().map(event).collect()
    }

    fn plan(&self, facts: &Facts, context: &Context) -> Result<Plan, InvoiceRefusal> {
        let original = &facts.aggregate::<Invoice>(self.invoice_id).ok_or(InvoiceRefusal::NotFound)?.state;
        let (issued, posted) = creditable(original)?;
        let (id, day) = (self.target(context), self.day(context));
        if day > context.now.day_in(context.settings.time_zone) {
            return Err(InvoiceRefusal::InFuture);
        }
        if day < posted.day {
            return Err(InvoiceRefusal::DaysOutOfOrder);
        }
        let (tax, quantities) = self.share(original, issued)?;
        let open = original.open();
        if tax.payable.minor() > open.minor() {
            return Err(InvoiceRefusal::CreditBeyondOpen { open });
        }
        let key = self.key(issued, context);
        let number = NumberSeries::take(facts, &key, id).ok_or(InvoiceRefusal::SeriesFull)?;
        let lines = note_lines(issued, &tax, &quantities, self.bill_again);
        let mut note = Issued {
            number: number.number.clone(),
            series: key,
            issue_day: day,
            due_day: day,
            tax: tax.clone(),
            lines: lines.clone(),
            sha256: String::new(),
            ..issued.clone()
        };
        note.sha256 = hash(&note);
        let taken = |held: &InBook| InBook { amount: relieve(held.amount, tax.payable, open), ..*held };
        let claims: Vec<InBook> = original.claims.iter().map(taken).collect();
        let occasion = Occasion::of::<Invoice>(facts, id, day, text("Credit note", &note)).hashed(&note.sha256);
        let drafts = demand(facts, &note, &tax).credited(&claims, &occasion)?;
        let posted = Posted { day, claims: Vec::new(), reclassified: Vec::new(), entries: rules::entries(&drafts) };
        let kind = InvoiceKind::CreditNote { of: original.id };
        let drafted =
            Drafted { id, kind, lines, preview: tax.clone(), note: Some(self.reason.clone()), budget: None, ..original.draft.clone() };
        let given_back = self.given_back(issued, &quantities, facts)?;
        let spent_less = original.draft.budget.map(|budget| (budget, tax.net)).filter(|(_, net)| net.is_positive());
        let credited = Credited { note: id, number: note.number.clone(), day, tax, quantities, claims };
        Ok(Plan { drafted, issued: note, posted, credited, given_back, spent_less, number, drafts })
    }
}

/// The parts of an invoice that can be credited.
fn creditable(invoice: &Invoice) -> Result<(&Issued, &Posted), InvoiceRefusal> {
    if invoice.kind != InvoiceKind::Invoice {
        return Err(InvoiceRefusal::NotADemand);
    }
    if invoice.credits.len() >= CREDITS_MAX {
        return Err(InvoiceRefusal::TooManyCredits);
    }
    let both = invoice.issued.as_ref().zip(invoice.posted.as_ref());
    both.ok_or(InvoiceRefusal::NotInStatus { is: invoice.status() })
}

fn portion(line: &InvoiceLine, left: Decimal) -> Option<Portion> {
    Some(Portion { line: line.n, quantity: Quantity::try_from(left).ok()? })
}

/// The lines of the note: those of the invoice that it touches, with what it takes of them.
fn note_lines(issued: &Issued, tax: &TaxResult, quantities: &[Portion], bill_again: bool) -> Vec<InvoiceLine> {
    let line = |line: &InvoiceLine| {
        let view = tax.line(u32::from(line.n))?;
        let amount = if tax.price_includes_tax { view.gross } else { view.net };
        let quantity = quantities.iter().find(|portion| portion.line == line.n).map(|portion| portion.quantity);
        let (quantity, price) = quantity.map_or((Quantity::ONE, amount), |quantity| (quantity, line.price));
        Some(InvoiceLine { quantity, price, amount, bills: line.bills.filter(|_| bill_again), ..line.clone() })
    };
    issued.lines.iter().filter_map(line).collect()
}

impl Command for CreditInvoice {
    type Aggregate = Invoice;
    type Refusal = InvoiceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.credit-invoice",
        route: Some(Route::post("/commerce/invoices/{invoice_id}/credit")),
        roles: &[Role::Accountant, Role::System],
        also_writes: &[NumberSeries::NAME, Fact::NAME, Obligation::NAME, Budget::NAME, posting::JournalEntry::NAME],
        reads: &[posting::Book::NAME, posting::PeriodGate::NAME],
        summary: "Takes back a part of a posted invoice, or all that is left of it.",
    };

    fn target(&self, context: &Context) -> InvoiceId {
        self.note_id.unwrap_or_else(|| context.fresh_id(0))
    }

    fn wants(&self, _: Option<&Invoice>, facts: &Facts, context: &Context) -> Vec<Want> {
        let mut wants = vec![Want::aggregate::<Invoice>(self.invoice_id)];
        let original = facts.aggregate::<Invoice>(self.invoice_id).map(|original| &original.state);
        let Some(issued) = original.and_then(|original| original.issued.as_ref()) else { return wants };
        wants.push(NumberSeries::want(&self.key(issued, context)));
        wants.push(Want::aggregate::<Obligation>(Obligation::id_of_debt(self.invoice_id)));
        wants.extend(want_holders(issued));
        if self.bill_again {
            let billed: std::collections::BTreeSet<FactId> = issued.lines.iter().filter_map(|line| Some(line.bills?.fact)).collect();
            wants.extend(billed.into_iter().map(Want::aggregate::<Fact>));
        }
        if let Ok(plan) = self.plan(facts, context) {
            wants.extend(rules::wants(&plan.drafts));
            let spent = plan.spent_less.into_iter();
            wants.extend(spent.flat_map(|(id, amount)| budget::wants_to_give_back(facts, id, amount, plan.credited.day)));
        }
        wants
    }

    fn decide(&self, invoice: Option<&Invoice>, facts: &Facts, context: &Context) -> Result<Decision<Invoice>, InvoiceRefusal> {
        if invoice.is_some() {
            return Err(InvoiceRefusal::Exists);
        }
        let plan = self.plan(facts, context)?;
        let unique = format!("{}/{}/{}", plan.issued.issuer, String::from(plan.issued.series.year), plan.issued.number);
        let (by, day) = (SettledBy::CreditNote { invoice: plan.credited.note }, plan.credited.day);
        let amount = plan.credited.tax.payable;
        let settled = amount.is_positive().then_some(ObligationEvent::Settled { by, amount });
        let own = [InvoiceEvent::Drafted(plan.drafted), InvoiceEvent::Issued(plan.issued), InvoiceEvent::Posted(plan.posted)];
        let mut decision = Decision::of(own).claim(NUMBER_SCOPE, unique);
        decision = decision.and::<NumberSeries>(plan.number.id, plan.number.version, plan.number.events);
        let seen = facts.version::<Invoice>(self.invoice_id);
        decision = decision.and::<Invoice>(self.invoice_id, seen, [InvoiceEvent::Credited(plan.credited)]);
        for (id, event) in plan.given_back {
            decision = decision.and::<Fact>(id, facts.version::<Fact>(id), [event]);
        }
        decision = rules::post(with_debt(decision, facts, self.invoice_id, settled), facts, &plan.drafts)?;
        match plan.spent_less {
            Some((id, amount)) => Ok(budget::give_back(decision, facts, id, self.invoice_id, amount, day)?),
            None => Ok(decision),
        }
    }

    fn example() -> Self {
        Self {
            invoice_id: crate::samples::invoices::invoice_id(),
            note_id: None,
            lines: vec![CreditLine { n: 1, part: CreditPart::Quantity(Quantity::ONE) }],
            bill_again: false,
            reason: crate::samples::line("Повернення товару"),
            issue_day: None,
            series: None,
        }
    }
}
