//! Shows one invoice.

use kernel::{Aggregate, Answer, Context, Day, Facts, Line, Money, Query, QuerySpec, Role, Route, Version, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tax::TaxResult;

use crate::contract::ProfileCode;
use crate::fact::Artifact;
use crate::graph::Evidence;
use crate::invoice::{CreditOf, Invoice, InvoiceLine, InvoiceRefusal, InvoiceStatus, Settled, Standing};
use crate::rules::exchange::ExchangeRate;
use crate::rules::{Direction, EntryRef, Holder};
use crate::{BudgetId, ContractId, InvoiceId, PartyId};

/// Shows one invoice as it is now, with its taxes and the rules that they rest on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetInvoice {
    /// Which invoice.
    pub invoice_id: InvoiceId,
}

/// An invoice as a page shows it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct InvoicePage {
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// `INVOICE`, `ADVANCE`, `CREDIT_NOTE` or `TAX_INVOICE`.
    pub kind: String,
    /// The demand that it belongs to, if it is not one itself.
    pub of: Option<InvoiceId>,
    /// Where it stands.
    pub status: InvoiceStatus,
    /// Whether something is still to be paid after its day.
    pub overdue: bool,
    /// Its number, once it has one.
    pub number: Option<Line>,
    /// Under which contract.
    pub contract_id: ContractId,
    /// Who supplies.
    pub issuer: PartyId,
    /// Who is supplied.
    pub recipient: PartyId,
    /// Who is owed.
    pub creditor: Option<PartyId>,
    /// Who owes.
    pub debtor: Option<PartyId>,
    /// How each own company sees it.
    pub directions: Vec<Perspective>,
    /// The day that it bears.
    pub issue_day: Option<Day>,
    /// The last day on which it is paid in time.
    pub due_day: Option<Day>,
    /// The day by which tax is owed.
    pub tax_point: Day,
    /// The day that it counts for in the books.
    pub posted_day: Option<Day>,
    /// Its lines.
    pub lines: Vec<InvoiceLine>,
    /// Its taxes: a preview while it is a draft, frozen afterwards.
    pub tax: TaxResult,
    /// What it demands.
    pub payable: Money,
    /// What money and offsets closed of it.
    pub settled: Money,
    /// What credit notes took back.
    pub credited: Money,
    /// What was written off.
    pub written_off: Money,
    /// What is still to be paid.
    pub open: Money,
    /// What closes it.
    pub allocations: Vec<Settled>,
    /// Its credit notes.
    pub credit_notes: Vec<CreditOf>,
    /// Its tax invoices.
    pub tax_invoices: Vec<InvoiceId>,
    /// The entries that its posting made.
    pub entries: Vec<EntryRef>,
    /// What regulators know it by.
    pub artifacts: Vec<Artifact>,
    /// What its documents must contain.
    pub profile: Option<ProfileCode>,
    /// Why issuer and recipient belong to one group.
    pub intercompany: Option<Evidence>,
    /// Between its currency and the books'.
    pub rates: Vec<ExchangeRate>,
    /// The budget that holds the money for it.
    pub budget_id: Option<BudgetId>,
    /// Hexadecimal SHA-256 of what was frozen.
    pub sha256: Option<String>,
    /// For the reader.
    pub note: Option<Line>,
    /// Why it is void, if it is.
    pub void_reason: Option<Line>,
    /// What the caller may do now, by command.
    pub actions: Vec<&'static str>,
}

/// How one own company sees an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Perspective {
    /// The company.
    pub party: PartyId,
    /// `AR` or `AP`.
    pub direction: Direction,
}

/// What may be done with an invoice in its status.
pub(crate) fn actions(invoice: &Invoice, context: &Context) -> Vec<&'static str> {
    if !context.actor.has_any(&[Role::Accountant]) {
        return Vec::new();
    }
    let demand = invoice.kind.of().is_none();
    let advance = invoice.kind == crate::invoice::InvoiceKind::Advance;
    let list: &[&'static str] = match invoice.status() {
        InvoiceStatus::Draft => &["commerce.revise-invoice", "commerce.issue-invoice", "commerce.void-invoice"],
        // Nothing of an advance is ever in the books.
        InvoiceStatus::Issued if advance => &["commerce.void-invoice", "commerce.print-invoice"],
        InvoiceStatus::Paid if advance => &["commerce.print-invoice"],
        InvoiceStatus::Issued if demand => &["commerce.post-invoice", "commerce.void-invoice", "commerce.print-invoice"],
        InvoiceStatus::Posted | InvoiceStatus::PartiallyPaid if demand => {
            &["commerce.credit-invoice", "commerce.issue-tax-invoice", "commerce.write-off-difference", "commerce.print-invoice"]
        }
        InvoiceStatus::Posted if matches!(invoice.kind, crate::invoice::InvoiceKind::CreditNote { .. }) => {
            &["commerce.issue-tax-invoice", "commerce.print-invoice"]
        }
        InvoiceStatus::Paid if demand => &["commerce.issue-tax-invoice", "commerce.close-invoice", "commerce.print-invoice"],
        InvoiceStatus::Void => &[],
        InvoiceStatus::Issued | InvoiceStatus::Posted | InvoiceStatus::PartiallyPaid | InvoiceStatus::Paid | InvoiceStatus::Closed => {
            &["commerce.print-invoice"]
        }
    };
    let has_tax_invoice = !invoice.tax_invoices.is_empty();
    list.iter().copied().filter(|action| !(has_tax_invoice && *action == "commerce.issue-tax-invoice")).collect()
}

fn page(invoice: &Invoice, facts: &Facts, context: &Context) -> InvoicePage {
    let issued = invoice.issued.as_ref();
    let (debtor, creditor) = invoice.owed_between().unzip();
    let sides = [(creditor, Direction::Receivable), (debtor, Direction::Payable)];
    let own = |(party, direction): (Option<PartyId>, Direction)| {
        Holder::of(facts, party?).map(|holder| Perspective { party: holder.party, direction })
    };
    InvoicePage {
        invoice_id: invoice.id,
        kind: invoice.kind.name().to_owned(),
        of: invoice.kind.of(),
        status: invoice.status(),
        overdue: invoice.is_overdue(context.now.day_in(context.settings.time_zone)),
        number: invoice.number().cloned(),
        contract_id: invoice.contract,
        issuer: issued.map_or(invoice.draft.seller, |issued| issued.issuer),
        recipient: issued.map_or(invoice.draft.buyer, |issued| issued.recipient),
        creditor,
        debtor,
        directions: sides.into_iter().filter_map(own).collect(),
        issue_day: issued.map(|issued| issued.issue_day),
        due_day: issued.map(|issued| issued.due_day),
        tax_point: issued.map_or(invoice.draft.tax_point, |issued| issued.tax_point),
        posted_day: invoice.posted.as_ref().map(|posted| posted.day),
        lines: invoice.lines().to_vec(),
        tax: invoice.tax().clone(),
        payable: invoice.payable(),
        settled: invoice.settled(),
        credited: invoice.credited(),
        written_off: invoice.written_off,
        open: invoice.open(),
        allocations: invoice.settlements.clone(),
        credit_notes: invoice.credits.clone(),
        tax_invoices: invoice.tax_invoices.clone(),
        entries: invoice.posted.as_ref().map(|posted| posted.entries.clone()).unwrap_or_default(),
        artifacts: invoice.artifacts.clone(),
        profile: issued.and_then(|issued| issued.profile.clone()),
        intercompany: issued.and_then(|issued| issued.intercompany.clone()),
        rates: invoice.rates().to_vec(),
        budget_id: invoice.draft.budget,
        sha256: issued.map(|issued| issued.sha256.clone()),
        note: invoice.draft.note.clone(),
        void_reason: match &invoice.standing {
            Standing::Void { reason } => Some(reason.clone()),
            Standing::Live | Standing::Closed { .. } => None,
        },
        actions: actions(invoice, context),
    }
}

impl Query for GetInvoice {
    type Answer = InvoicePage;
    type Refusal = InvoiceRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.get-invoice",
        route: Route::get("/commerce/invoices/{invoice_id}"),
        roles: &[Role::Accountant, Role::TeamLead, Role::Administrator],
        summary: "Shows one invoice, with its taxes, allocations and entries.",
    };
    const ALSO_READS: &'static [&'static str] = &[posting::Book::NAME];

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let parties = facts.aggregate::<Invoice>(self.invoice_id).and_then(|invoice| invoice.state.owed_between());
        let holders = parties.into_iter().flat_map(|(debtor, creditor)| [Holder::want(debtor), Holder::want(creditor)]);
        std::iter::once(Want::aggregate::<Invoice>(self.invoice_id)).chain(holders).collect()
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<InvoicePage>, InvoiceRefusal> {
        let invoice = facts.aggregate::<Invoice>(self.invoice_id).ok_or(InvoiceRefusal::NotFound)?;
        let version: Version = invoice.version;
        Ok(Answer::at(version, page(&invoice.state, facts, context)))
    }
}
