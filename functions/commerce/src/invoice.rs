//! The invoice: a demand for money over facts, from its draft to the day when it is paid and
//! its period closed.
//!
//! It has no direction of its own: each own company sees it as a claim or as a debt (decision
//! K01). Credit notes and tax invoices are invoices of their own kind, linked to the demand.

pub mod event;
pub mod line;
pub mod refusal;
pub mod status;

pub mod allocate_waiting;
pub mod assess;
pub mod attach_artifact;
pub mod close;
pub mod credit;
pub mod draft;
pub mod issue;
pub mod paper;
pub mod post;
pub mod print;
pub mod profile;
pub mod revise;
pub mod tax_invoice;
pub mod void;
pub mod write_off;

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_after;
#[cfg(test)]
pub(crate) mod world;

use std::collections::BTreeMap;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Currency, Day, Line, Money};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tax::TaxResult;

use crate::fact::Artifact;
use crate::payment::InBook;
use crate::rules::exchange::ExchangeRate;
use crate::{ContractId, InvoiceId, PartyId, PaymentId};
pub use event::{Credited, Drafted, InvoiceEvent, Issued, Posted, Settled};
pub use line::{AdvanceLine, Billed, InvoiceLine, LineWish};
pub use refusal::InvoiceRefusal;
pub use status::InvoiceStatus;

/// Most lines of one invoice: the largest delivery note in use. A longer document is split.
pub const LINES_MAX: usize = 1_000;
/// Most facts of one invoice: each is written in the transaction that issues it, which holds
/// 100 items, and the number, the debt and the budget take their part.
pub const FACTS_MAX: usize = 80;
/// Most allocations that one invoice has at a time.
pub const SETTLEMENTS_MAX: usize = 200;
/// Most credit notes of one invoice: the tax invoice of the last looks at all before it, and a
/// decision looks up 200 things at most.
pub const CREDITS_MAX: usize = 100;
/// Most artifacts of one invoice: a marking code a line.
pub const ARTIFACTS_MAX: usize = 1_000;
/// The scope of unique document numbers.
pub const NUMBER_SCOPE: &str = "invoice-number";

/// What kind of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum InvoiceKind {
    /// A demand over facts; the only kind that posts revenue or purchases.
    Invoice,
    /// A demand for money before anything is delivered; posts nothing.
    Advance,
    /// Takes back a part of a posted demand.
    CreditNote {
        /// Of which invoice.
        of: InvoiceId,
    },
    /// The regulatory document that follows a demand; never posts revenue (decision K05).
    TaxInvoice {
        /// Of which invoice.
        of: InvoiceId,
    },
}

impl InvoiceKind {
    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invoice => "INVOICE",
            Self::Advance => "ADVANCE",
            Self::CreditNote { .. } => "CREDIT_NOTE",
            Self::TaxInvoice { .. } => "TAX_INVOICE",
        }
    }

    /// The demand that it belongs to, if it is not one itself.
    pub const fn of(self) -> Option<InvoiceId> {
        match self {
            Self::CreditNote { of } | Self::TaxInvoice { of } => Some(of),
            Self::Invoice | Self::Advance => None,
        }
    }
}

/// A demand for money, or a document that belongs to one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Invoice {
    /// Its own id.
    pub id: InvoiceId,
    /// What kind of document.
    pub kind: InvoiceKind,
    /// Under which contract.
    pub contract: ContractId,
    /// Of every amount in it.
    pub currency: Currency,
    /// What is wanted, and the preview of its taxes.
    pub draft: Drafted,
    /// What was fixed when it was issued.
    pub issued: Option<Issued>,
    /// What the books know of it.
    pub posted: Option<Posted>,
    /// What closes it now.
    pub settlements: Vec<Settled>,
    /// Credit notes over it, in order.
    pub credits: Vec<CreditOf>,
    /// What they took of each line, for the next one's share.
    pub credited_tax: tax::Credited,
    /// What they took of each line's quantity.
    pub credited_quantities: BTreeMap<u16, Decimal>,
    /// The rest that nobody will collect.
    pub written_off: Money,
    /// When it was written off.
    pub written_off_on: Option<Day>,
    /// What each own company's receivable or payable account still holds of it.
    pub claims: Vec<InBook>,
    /// What regulators know it by.
    pub artifacts: Vec<Artifact>,
    /// The tax invoices that followed it.
    pub tax_invoices: Vec<InvoiceId>,
    /// What ended it.
    pub standing: Standing,
}

/// A credit note over an invoice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CreditOf {
    /// Which.
    pub note: InvoiceId,
    /// Its number.
    pub number: Line,
    /// Its day.
    pub day: Day,
    /// How much less is demanded.
    pub payable: Money,
}

/// What ended an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "standing", rename_all = "kebab-case")]
pub enum Standing {
    /// Nothing did.
    Live,
    /// It was declared void before it was posted.
    Void {
        /// Why.
        reason: Line,
    },
    /// It is paid and its period is closed.
    Closed {
        /// When.
        day: Day,
    },
}

impl Invoice {
    /// Where it stands. Overdue is not a status: it follows from the day ([`Invoice::is_overdue`]).
    pub fn status(&self) -> InvoiceStatus {
        match &self.standing {
            Standing::Void { .. } => return InvoiceStatus::Void,
            Standing::Closed { .. } => return InvoiceStatus::Closed,
            Standing::Live => {}
        }
        match (&self.issued, &self.posted) {
            (None, _) => InvoiceStatus::Draft,
            // It is never posted: once the money is there, nothing more happens to it.
            (Some(_), None) if self.kind == InvoiceKind::Advance && self.open().is_zero() => InvoiceStatus::Paid,
            (Some(_), None) => InvoiceStatus::Issued,
            (Some(_), Some(_)) if !self.is_demand() => InvoiceStatus::Posted,
            (Some(_), Some(_)) if self.open().is_zero() => InvoiceStatus::Paid,
            (Some(_), Some(_)) if self.settlements.is_empty() => InvoiceStatus::Posted,
            (Some(_), Some(_)) => InvoiceStatus::PartiallyPaid,
        }
    }

    /// Whether money is asked for with it.
    pub const fn is_demand(&self) -> bool {
        matches!(self.kind, InvoiceKind::Invoice | InvoiceKind::Advance)
    }

    /// Whether it is in the books.
    pub const fn is_posted(&self) -> bool {
        self.posted.is_some()
    }

    /// Whether it takes money now.
    pub fn is_payable(&self) -> bool {
        match self.status() {
            InvoiceStatus::Issued | InvoiceStatus::Posted | InvoiceStatus::PartiallyPaid => self.is_demand(),
            InvoiceStatus::Draft | InvoiceStatus::Paid | InvoiceStatus::Closed | InvoiceStatus::Void => false,
        }
    }

    /// Who owes, and who is owed; once it is issued.
    pub fn owed_between(&self) -> Option<(PartyId, PartyId)> {
        self.issued.as_ref().map(|issued| (issued.debtor, issued.creditor))
    }

    /// Its number, once it has one.
    pub fn number(&self) -> Option<&Line> {
        self.issued.as_ref().map(|issued| &issued.number)
    }

    /// Its taxes: frozen once it is issued, a preview before.
    pub fn tax(&self) -> &TaxResult {
        self.issued.as_ref().map_or(&self.draft.preview, |issued| &issued.tax)
    }

    /// Its lines: frozen once it is issued.
    pub fn lines(&self) -> &[InvoiceLine] {
        self.issued.as_ref().map_or(&self.draft.lines, |issued| &issued.lines)
    }

    /// What it demands.
    pub fn payable(&self) -> Money {
        self.tax().payable
    }

    /// Between its currency and the books'.
    pub fn rates(&self) -> &[ExchangeRate] {
        self.issued.as_ref().map_or(&self.draft.rates, |issued| &issued.rates)
    }

    /// What money and offsets closed of it.
    pub fn settled(&self) -> Money {
        self.sum(self.settlements.iter().map(|settled| settled.amount))
    }

    /// What credit notes took back of what it demands.
    pub fn credited(&self) -> Money {
        self.sum(self.credits.iter().map(|credited| credited.payable))
    }

    fn sum(&self, amounts: impl Iterator<Item = Money>) -> Money {
        // Each of them was checked to be within what the invoice demands.
        Money::sum(amounts, self.currency).unwrap_or_else(|_| self.payable())
    }

    /// What is still to be paid: nothing of a void invoice or of what is no demand.
    pub fn open(&self) -> Money {
        let zero = Money::zero(self.currency);
        if !self.is_demand() || self.issued.is_none() || matches!(self.standing, Standing::Void { .. }) {
            return zero;
        }
        let taken = [self.settled(), self.credited(), self.written_off];
        taken.into_iter().try_fold(self.payable(), Money::minus).unwrap_or(zero)
    }

    /// Whether something is still to be paid after the day by which it was due.
    pub fn is_overdue(&self, today: Day) -> bool {
        self.issued.as_ref().is_some_and(|issued| issued.due_day < today) && self.awaits_money()
    }

    /// Whether money is still to come for it: an invoice that is issued and not posted may be paid
    /// by advances before.
    pub fn awaits_money(&self) -> bool {
        self.is_payable() && self.open().is_positive()
    }

    /// One allocation of a payment to it.
    pub fn settlement(&self, payment: PaymentId, n: u32) -> Option<&Settled> {
        self.settlements.iter().find(|settled| settled.payment == payment && settled.n == n)
    }

    /// How much of a line's quantity is not credited.
    pub fn quantity_left(&self, line: &InvoiceLine) -> Decimal {
        let credited = self.credited_quantities.get(&line.n).copied().unwrap_or_default();
        line.quantity.decimal().saturating_sub(credited)
    }
}

impl Aggregate for Invoice {
    type Kind = kernel::id::kinds::Invoice;
    type Event = InvoiceEvent;
    const NAME: &'static str = "commerce.invoice";
    const SNAPSHOT_SCHEMA: u32 = 2;

    fn apply(state: Option<Self>, event: &InvoiceEvent, _: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, InvoiceEvent::Drafted(drafted)) => Ok(Self::drafted(drafted)),
            (Some(mut invoice), event) => {
                invoice.change(event).ok_or_else(|| Impossible::after(&Some(&invoice), event))?;
                Ok(invoice)
            }
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}

impl Invoice {
    fn drafted(drafted: &Drafted) -> Self {
        Self {
            id: drafted.id,
            kind: drafted.kind,
            contract: drafted.contract,
            currency: drafted.currency,
            draft: drafted.clone(),
            issued: None,
            posted: None,
            settlements: Vec::new(),
            credits: Vec::new(),
            credited_tax: tax::Credited::default(),
            credited_quantities: BTreeMap::new(),
            written_off: Money::zero(drafted.currency),
            written_off_on: None,
            claims: Vec::new(),
            artifacts: Vec::new(),
            tax_invoices: Vec::new(),
            standing: Standing::Live,
        }
    }

    /// Checked on the way in as well as when it is decided.
    fn change(&mut self, event: &InvoiceEvent) -> Option<()> {
        let status = self.status();
        match event {
            InvoiceEvent::Drafted(_) => return None,
            InvoiceEvent::Revised(drafted) => {
                (status == InvoiceStatus::Draft && drafted.id == self.id).then(|| self.draft = drafted.clone())?;
            }
            InvoiceEvent::Issued(issued) => (status == InvoiceStatus::Draft).then(|| self.issued = Some(issued.clone()))?,
            InvoiceEvent::ArtifactAttached { artifact } => self.artifacts.push(artifact.clone()),
            InvoiceEvent::Posted(posted) => (status == InvoiceStatus::Issued).then(|| self.post(posted))?,
            InvoiceEvent::Settled(settled) => self.settle(settled)?,
            InvoiceEvent::Unsettled { payment, n } => self.unsettle(*payment, *n)?,
            InvoiceEvent::Credited(credited) => self.credit(credited)?,
            InvoiceEvent::DifferenceWrittenOff { amount, claims, day, .. } => {
                (self.is_posted() && amount.minor() <= self.open().minor()).then_some(())?;
                self.written_off_on = Some(*day);
                self.written_off = self.written_off.plus(*amount).ok()?;
                self.take_claims(claims)?;
            }
            InvoiceEvent::TaxInvoiceIssued { invoice, .. } => self.tax_invoices.push(*invoice),
            InvoiceEvent::Voided { reason } => {
                matches!(status, InvoiceStatus::Draft | InvoiceStatus::Issued).then_some(())?;
                self.standing = Standing::Void { reason: reason.clone() };
            }
            InvoiceEvent::Closed { day } => (status == InvoiceStatus::Paid).then(|| self.standing = Standing::Closed { day: *day })?,
            InvoiceEvent::PrintRequested(_) => {}
        }
        Some(())
    }

    fn post(&mut self, posted: &Posted) {
        self.claims.clone_from(&posted.claims);
        // What advances had taken before is taken out of the claims now.
        for reclassified in &posted.reclassified {
            let place = self.settlements.iter_mut().find(|known| known.payment == reclassified.payment && known.n == reclassified.n);
            if let Some(settled) = place {
                settled.claims.clone_from(&reclassified.claims);
            }
            let _ = self.take_claims(&reclassified.claims);
        }
        self.posted = Some(posted.clone());
    }

    /// No more is settled than is open.
    fn settle(&mut self, settled: &Settled) -> Option<()> {
        let fits = settled.amount.is_positive()
            && settled.amount.currency() == self.currency
            && settled.amount.minor() <= self.open().minor()
            && self.settlement(settled.payment, settled.n).is_none();
        fits.then_some(())?;
        self.take_claims(&settled.claims)?;
        self.settlements.push(settled.clone());
        Some(())
    }

    fn unsettle(&mut self, payment: PaymentId, n: u32) -> Option<()> {
        let place = self.settlements.iter().position(|known| known.payment == payment && known.n == n)?;
        let settled = self.settlements.remove(place);
        // Closed means paid; what is not paid any more is not closed.
        if matches!(self.standing, Standing::Closed { .. }) {
            self.standing = Standing::Live;
        }
        for part in &settled.claims {
            let held = self.claims.iter_mut().find(|held| held.book == part.book && held.direction == part.direction)?;
            held.amount = held.amount.plus(part.amount).ok()?;
        }
        Some(())
    }

    fn credit(&mut self, credited: &Credited) -> Option<()> {
        (self.is_posted() && credited.tax.payable.minor() <= self.open().minor()).then_some(())?;
        self.take_claims(&credited.claims)?;
        self.credited_tax.add(&credited.tax).ok()?;
        for portion in &credited.quantities {
            let sum = self.credited_quantities.entry(portion.line).or_default();
            *sum = sum.saturating_add(portion.quantity.decimal()).normalize();
        }
        let Credited { note, number, day, tax, .. } = credited;
        self.credits.push(CreditOf { note: *note, number: number.clone(), day: *day, payable: tax.payable });
        Some(())
    }

    fn take_claims(&mut self, taken: &[InBook]) -> Option<()> {
        for part in taken {
            let held = self.claims.iter_mut().find(|held| held.book == part.book && held.direction == part.direction)?;
            held.amount = held.amount.minus(part.amount).ok().filter(|left| !left.is_negative())?;
        }
        Some(())
    }
}
