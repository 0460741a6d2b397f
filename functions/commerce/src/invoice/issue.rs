//! Sends an invoice: number, parties, dates and taxes are fixed, and what it bills is billed.

use std::collections::BTreeMap;

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Line, Money, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::assess::{Assessment, InvoiceContent};
use super::draft::contract;
use super::profile::{self, Gate};
use super::{Invoice, InvoiceEvent, InvoiceKind, InvoiceRefusal, InvoiceStatus, Issued, LineWish, NUMBER_SCOPE};
use crate::budget::{self, Budget, HeldFor, OfHold};
use crate::contract::Contract;
use crate::fact::Fact;
use crate::graph::{self, PartyGraph};
use crate::obligation::Obligation;
use crate::rules::Holder;
use crate::series::{NumberSeries, SeriesCode, SeriesKey, SeriesYear, Taken};
use crate::{InvoiceId, ObligationId};

/// Sends an invoice.
///
/// The number is the next of its series and is taken in the same step: a refusal takes none.
/// The quantities are billed on their facts, so that nobody bills them again; the debtor owes
/// from now on; a budget that holds the money spends it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueInvoice {
    /// Which invoice.
    pub invoice_id: InvoiceId,
    /// The day that it bears; today when absent.
    #[serde(default)]
    pub issue_day: Option<Day>,
    /// The last day on which it is paid in time; by the contract's terms when absent.
    #[serde(default)]
    pub due_day: Option<Day>,
    /// Which series of numbers; the usual one when absent.
    #[serde(default)]
    pub series: Option<SeriesCode>,
    /// The number that stands on the paper of an issuer who is no own company: tax is reclaimed
    /// under it. Without it, a paper that has none gets the next of a series kept for the issuer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Line>,
}

/// The content of a draft, as it was wanted.
pub(super) fn content_of(invoice: &Invoice) -> InvoiceContent {
    let draft = &invoice.draft;
    let wish =
        |line: &super::InvoiceLine| line.bills.map(|bills| LineWish { fact_id: bills.fact, line: bills.line, quantity: line.quantity });
    let advance = |line: &super::InvoiceLine| super::AdvanceLine {
        name: line.name.clone(),
        supply: line.supply,
        tax_code: line.tax_code.clone(),
        amount: line.amount,
    };
    let is_advance = draft.kind == InvoiceKind::Advance;
    InvoiceContent {
        lines: draft.lines.iter().filter_map(wish).collect(),
        advance: if is_advance { draft.lines.iter().map(advance).collect() } else { Vec::new() },
        tax_point: is_advance.then_some(draft.tax_point),
        procedure: draft.procedure,
        place: draft.place.clone(),
        rates: draft.rates.clone(),
        budget: draft.budget,
        note: draft.note.clone(),
    }
}

impl IssueInvoice {
    fn day(&self, context: &Context) -> Day {
        self.issue_day.unwrap_or_else(|| context.now.day_in(context.settings.time_zone))
    }

    fn key(&self, invoice: &Invoice, context: &Context) -> SeriesKey {
        let usual = if invoice.kind == InvoiceKind::Advance { SeriesCode::advances() } else { SeriesCode::invoices() };
        let series = self.series.clone().unwrap_or(usual);
        SeriesKey { issuer: invoice.draft.seller, series, year: SeriesYear::of(self.day(context)) }
    }

    fn issued(&self, invoice: &Invoice, facts: &Facts, context: &Context) -> Result<(Issued, Assessment, Option<Taken>), InvoiceRefusal> {
        let assessment = content_of(invoice).assess(facts, invoice.contract, invoice.id, &context.settings)?;
        let contract = contract(facts, invoice.contract)?;
        let (issue_day, tax_point) = (self.day(context), assessment.tax_point);
        let days = contract.terms(tax_point).map_or(0, |terms| u64::from(terms.payment_days));
        let by_terms = issue_day.checked_add_days(chrono::Days::new(days)).unwrap_or(issue_day);
        let due_day = self.due_day.unwrap_or(by_terms);
        if issue_day > context.now.day_in(context.settings.time_zone) {
            return Err(InvoiceRefusal::InFuture);
        }
        if due_day < issue_day {
            return Err(InvoiceRefusal::DaysOutOfOrder);
        }
        let (creditor, debtor) = owed_between(contract, &assessment).ok_or(InvoiceRefusal::NobodyOwes)?;
        let key = self.key(invoice, context);
        let (number, taken) = match &self.number {
            Some(number) => (number.clone(), None),
            None => {
                let taken = NumberSeries::take(facts, &key, invoice.id).ok_or(InvoiceRefusal::SeriesFull)?;
                (taken.number.clone(), Some(taken))
            }
        };
        let fact_profile = assessment.billed.iter().find_map(|(id, _)| facts.aggregate::<Fact>(*id)?.state.profile.clone());
        let terms_profile = contract.terms(tax_point).and_then(|terms| terms.regulatory_profile.clone());
        let mut issued = Issued {
            number,
            series: key,
            contract: invoice.contract,
            issue_day,
            due_day,
            tax_point,
            issuer: assessment.seller,
            recipient: assessment.buyer,
            creditor,
            debtor,
            traders: assessment.traders.clone(),
            lines: assessment.lines.clone(),
            tax: assessment.tax.clone(),
            sha256: String::new(),
            intercompany: graph::of(facts).is_intercompany(assessment.seller, assessment.buyer, tax_point),
            rates: invoice.draft.rates.clone(),
            // The fact's own profile counts before the contract's (decision K24).
            profile: fact_profile.or(terms_profile),
            corrects: None,
        };
        issued.sha256 = hash(&issued);
        Ok((issued, assessment, taken))
    }
}

/// Creditor and debtor: by the roles of the day, else who supplies and who is supplied.
fn owed_between(contract: &Contract, assessment: &Assessment) -> Option<(crate::PartyId, crate::PartyId)> {
    use crate::contract::RoleKind;
    let day = assessment.tax_point;
    let creditor = contract.primary(RoleKind::Beneficiary, day).unwrap_or(assessment.seller);
    let debtor = contract.primary(RoleKind::Payer, day).unwrap_or(assessment.buyer);
    (creditor != debtor).then_some((creditor, debtor))
}

/// What the invoice may take of holds: for each obligation that it bills what it bills of it, then
/// all of it for the contract (decision K17).
fn may_take(invoice: &Invoice, assessment: &Assessment, facts: &Facts) -> Vec<OfHold> {
    let mut billed: BTreeMap<ObligationId, Money> = BTreeMap::new();
    for view in assessment.tax.views() {
        let line = assessment.lines.iter().find(|line| u32::from(line.n) == view.n);
        let of = line.and_then(|line| line.bills).and_then(|bills| facts.aggregate::<Fact>(bills.fact)?.state.line(bills.line));
        if let Some(standing) = of {
            let sum = billed.entry(standing.line.obligation).or_insert(Money::zero(view.net.currency()));
            *sum = sum.plus(view.net).unwrap_or(*sum);
        }
    }
    let of_obligation = |(obligation, amount)| OfHold { held_for: HeldFor::Obligation { obligation }, amount };
    let of_contract = OfHold { held_for: HeldFor::Contract { contract: invoice.contract }, amount: assessment.tax.net };
    billed.into_iter().map(of_obligation).chain([of_contract]).collect()
}

/// What stands on the document, as one number that nobody can change unnoticed.
pub(super) fn hash(issued: &Issued) -> String {
    let text = serde_json::to_vec(issued).unwrap_or_default();
    Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The own companies among the parties of an issued document must exist: strangers' invoices to
/// strangers are nobody's business here.
fn check_own(facts: &Facts, issued: &Issued) -> Result<(), InvoiceRefusal> {
    let parties = [issued.issuer, issued.recipient, issued.creditor, issued.debtor];
    let own = parties.into_iter().any(|party| Holder::of(facts, party).is_some());
    if own { Ok(()) } else { Err(InvoiceRefusal::NobodyOwn) }
}

impl Command for IssueInvoice {
    type Aggregate = Invoice;
    type Refusal = InvoiceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.issue-invoice",
        route: Some(Route::post("/commerce/invoices/{invoice_id}/issue")),
        roles: &[Role::Accountant, Role::System],
        also_writes: &[NumberSeries::NAME, Fact::NAME, Obligation::NAME, Budget::NAME, posting::JournalEntry::NAME],
        reads: &[posting::Book::NAME, posting::PeriodGate::NAME],
        summary: "Sends an invoice: takes its number, fixes parties, dates and taxes, bills its facts.",
    };

    fn target(&self, _: &Context) -> InvoiceId {
        self.invoice_id
    }

    fn wants(&self, invoice: Option<&Invoice>, facts: &Facts, context: &Context) -> Vec<Want> {
        let Some(invoice) = invoice else { return Vec::new() };
        let mut wants = content_of(invoice).wants(facts, invoice.contract);
        wants.push(Want::aggregate::<PartyGraph>(graph::graph_id()));
        wants.push(NumberSeries::want(&self.key(invoice, context)));
        wants.push(Want::aggregate::<Obligation>(Obligation::id_of_debt(invoice.id)));
        if let Ok((issued, assessment, _)) = self.issued(invoice, facts, context) {
            let may_take = may_take(invoice, &assessment, facts);
            wants.extend([issued.issuer, issued.recipient, issued.creditor, issued.debtor].map(Holder::want));
            wants.extend(
                invoice
                    .draft
                    .budget
                    .into_iter()
                    .flat_map(|id| budget::wants_to_consume(facts, id, &may_take, issued.tax.net, issued.tax_point)),
            );
        }
        wants
    }

    fn decide(&self, invoice: Option<&Invoice>, facts: &Facts, context: &Context) -> Result<Decision<Invoice>, InvoiceRefusal> {
        let invoice = invoice.ok_or(InvoiceRefusal::NotFound)?;
        if invoice.status() != InvoiceStatus::Draft {
            return Err(InvoiceRefusal::NotInStatus { is: invoice.status() });
        }
        let (issued, assessment, taken) = self.issued(invoice, facts, context)?;
        check_own(facts, &issued)?;
        if self.number.is_some() && Holder::of(facts, issued.issuer).is_some() {
            return Err(InvoiceRefusal::OwnNumber);
        }
        let missing = profile::missing(issued.profile.as_ref(), Gate::Issue, &invoice.artifacts);
        if !missing.is_empty() {
            return Err(InvoiceRefusal::ArtifactsMissing { types: missing });
        }
        let unique = format!("{}/{}/{}", issued.issuer, String::from(issued.series.year), issued.number);
        let (payable, contract) = (issued.tax.payable, invoice.contract);
        let owed = Obligation::owed(invoice.id, Some(contract), issued.debtor, issued.creditor, payable, issued.due_day);
        let mut decision = Decision::of([InvoiceEvent::Issued(issued)]).claim(NUMBER_SCOPE, unique);
        if let Some(taken) = taken {
            decision = decision.and::<NumberSeries>(taken.id, taken.version, taken.events);
        }
        decision = decision.unchanged::<Contract>(contract, facts.version::<Contract>(contract));
        let may_take = may_take(invoice, &assessment, facts);
        for (id, event) in assessment.billed {
            decision = decision.and::<Fact>(id, facts.version::<Fact>(id), [event]);
        }
        if payable.is_positive() {
            let debt = Obligation::id_of_debt(invoice.id);
            decision = decision.and::<Obligation>(debt, facts.version::<Obligation>(debt), [owed]);
        }
        match invoice.draft.budget {
            Some(id) => Ok(budget::consume(decision, facts, id, &may_take, invoice.id, assessment.tax.net, assessment.tax_point)?),
            None => Ok(decision),
        }
    }

    fn example() -> Self {
        Self { invoice_id: crate::samples::invoices::invoice_id(), issue_day: None, due_day: None, series: None, number: None }
    }
}
