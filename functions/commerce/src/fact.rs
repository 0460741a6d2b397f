//! The fulfilment fact: something that was delivered, used up or done.

pub mod artifact;
pub mod attach_proof;
pub mod change_artifact;
pub mod correct_cost;
pub mod event;
pub mod kind;
pub mod line;
pub mod move_cleared;
mod net;
pub mod print;
pub mod recognise;
pub mod record;
pub mod record_internal;
pub mod refusal;
pub mod register_artifact;
pub mod reverse;
pub mod supply;
pub mod transfer_title;

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Currency, Day, Line, Moment, Money, Quantity};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::contract::{ProfileCode, RecognitionPolicy};
use crate::graph::Evidence;
use crate::obligation::Portion;
use crate::party::Names;
use crate::rules::EntryRef;
use crate::rules::exchange::ExchangeRate;
use crate::{AssetId, ContractId, FactId, Interval, InvoiceId, PartyId};
pub use artifact::{Artifact, ArtifactPayload, ArtifactStatus, ArtifactType};
pub use event::{Billing, FactEvent, Recognised, RecognitionBasis, Recorded, ReversedPart};
pub use kind::{Commercial, FactDomain, FactKind, FinanceAdjustment, Logistics, Production};
pub use line::{Batch, FactLine, LineStanding, Location, Priced};
pub use refusal::FactRefusal;

/// Most lines of one fact: the largest delivery note in use, and one commit of its history.
pub const LINES_MAX: usize = 1_000;
/// Most obligations that one fact fulfils: each is a stream of its own in the one transaction,
/// which holds 100.
pub const OBLIGATIONS_MAX: usize = 20;
/// Most documents that prove one fact.
pub const PROOFS_MAX: usize = 20;
/// Most regulatory artifacts of one fact: a marking code a line.
pub const ARTIFACTS_MAX: usize = 1_000;
/// Most invoices and reversals that one line is split over.
pub const SPLITS_MAX: usize = 200;
/// Largest document that proves a fact: a scan of many pages.
pub const PROOF_BYTES_MAX: u64 = 50 * 1024 * 1024;

/// Something that was delivered, used up or done.
///
/// It is never changed: what was wrong is reversed by another fact that names this one (decision K21).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Its own id.
    pub id: FactId,
    /// What happened.
    pub kind: FactKind,
    /// The contract that it happened under; absent inside an own company.
    pub contract: Option<ContractId>,
    /// Who supplied; inside an own company, that company.
    pub seller: PartyId,
    /// Who received; inside an own company, that company.
    pub buyer: PartyId,
    /// Why seller and buyer belong to one group on that day, if they do; frozen (decision K34).
    pub intercompany: Option<Evidence>,
    /// What the parties were called when it was recorded.
    pub names: Names,
    /// The day on which it happened.
    pub occurred: Day,
    /// The days that it covers, where it lasted: a service, a lease.
    pub period: Option<Interval>,
    /// When it was recorded.
    pub recorded: Moment,
    /// The day that it counts for in the books: the day on which it happened, or the day of its
    /// recording when that period was closed (decision K21).
    pub posted_on: Day,
    /// What its documents must contain: its own profile, else its contract's of the day (decision K24).
    pub profile: Option<ProfileCode>,
    /// When its revenue counts.
    pub recognition: RecognitionPolicy,
    /// What its prices are in; absent where it has none.
    pub currency: Option<Currency>,
    /// What one unit of that was worth in the books.
    pub rates: Vec<ExchangeRate>,
    /// What was leased.
    pub asset: Option<AssetId>,
    /// The number of the primary document, as printed.
    pub document: Option<Line>,
    /// Its lines with what became of them, in order of their numbers.
    pub lines: Vec<LineStanding>,
    /// The fact that this one takes back.
    pub reverses: Option<FactId>,
    /// Facts that take some of this one back.
    pub reversals: Vec<FactId>,
    /// Documents that prove it.
    pub proofs: Vec<Proof>,
    /// What regulators know it by.
    pub artifacts: Vec<Artifact>,
    /// When how much of its revenue and cost counted, in order.
    pub recognised: Vec<Recognised>,
    /// What it posted to the books.
    pub entries: Vec<EntryRef>,
}

/// A document that proves a fact: a signed act, a waybill (decisions K41, K46).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Proof {
    /// Its hash, and its name in the store of documents.
    pub sha256: String,
    /// How long it is.
    pub size_bytes: u64,
    /// What it is, for people.
    pub name: Line,
    /// What sort of document.
    pub kind: ProofKind,
}

/// Sorts of documents that prove a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProofKind {
    /// Goods were carried.
    Waybill,
    /// A service was rendered, an asset was used.
    Act,
    /// Goods were written off, moved or used up.
    InternalAct,
    /// Anything else.
    Other,
}

impl Fact {
    /// Where a document that proves a fact is kept.
    pub fn proof_key(sha256: &str) -> String {
        format!("commerce/proofs/{sha256}")
    }

    /// One of its lines.
    pub fn line(&self, n: u16) -> Option<&LineStanding> {
        // Numbers run from 1 without a gap.
        self.lines.get(usize::from(n).checked_sub(1)?)
    }

    /// What a regulator knows it by.
    pub fn artifact(&self, artifact_type: ArtifactType, key: &str) -> Option<&Artifact> {
        self.artifacts.iter().find(|artifact| artifact.artifact_type() == artifact_type && artifact.payload.key() == key)
    }

    /// Whether it happened between parties and so may be billed.
    pub const fn is_billable(&self) -> bool {
        self.kind.is_commercial() && self.reverses.is_none()
    }

    /// Whether something of it is neither billed nor taken back.
    pub fn is_unbilled(&self) -> bool {
        self.is_billable() && self.lines.iter().any(|line| !line.open().is_zero())
    }

    /// The part of a portion that an invoice may bill: quantity checked, amounts shared so that
    /// the last portion takes the remainder.
    ///
    /// # Errors
    /// When the fact is not billable, a line is unknown or named twice, or more is billed than is open.
    pub fn bill(&self, portions: &[Portion], invoice: InvoiceId) -> Result<(FactEvent, Vec<Billing>), FactRefusal> {
        if !self.is_billable() {
            return Err(FactRefusal::NotBillable);
        }
        let billings = self.shares(portions, |line| line.bills.len() >= SPLITS_MAX)?;
        Ok((FactEvent::Billed { invoice, lines: billings.clone() }, billings))
    }

    /// Gives back what an invoice billed, when it is declared void or credited.
    ///
    /// # Errors
    /// When the invoice did not bill that much of a line.
    pub fn unbill(&self, portions: &[Portion], invoice: InvoiceId) -> Result<(FactEvent, Vec<Billing>), FactRefusal> {
        let billing = |portion: &Portion| {
            let bill =
                self.line(portion.line).and_then(|line| line.bill_of(invoice)).ok_or(FactRefusal::NotBilled { line: portion.line })?;
            let share = bill.share(portion.quantity).ok_or(FactRefusal::NotBilled { line: portion.line })?;
            Ok(Billing { line: portion.line, quantity: portion.quantity, agreed: share.agreed, amount: share.amount })
        };
        once(portions)?;
        let billings = portions.iter().map(billing).collect::<Result<Vec<_>, FactRefusal>>()?;
        Ok((FactEvent::Unbilled { invoice, lines: billings.clone() }, billings))
    }

    /// Everything that an invoice bills of this fact.
    pub fn billed_by(&self, invoice: InvoiceId) -> Vec<Portion> {
        let of = |line: &LineStanding| {
            let quantity = Quantity::try_from(line.bill_of(invoice)?.quantity).ok()?;
            Some(Portion { line: line.line.n, quantity })
        };
        self.lines.iter().filter_map(of).collect()
    }

    /// The shares of portions of what is open, once a line.
    fn shares(&self, portions: &[Portion], full: impl Fn(&LineStanding) -> bool) -> Result<Vec<Billing>, FactRefusal> {
        once(portions)?;
        let billing = |portion: &Portion| {
            let line = self.line(portion.line).ok_or(FactRefusal::NoSuchLine { line: portion.line })?;
            if full(line) {
                return Err(FactRefusal::TooManySplits { line: portion.line });
            }
            let share = line.share(portion.quantity).ok_or(FactRefusal::MoreThanOpen { line: portion.line, open: line.open() })?;
            Ok(Billing { line: portion.line, quantity: portion.quantity, agreed: share.agreed, amount: share.amount })
        };
        portions.iter().map(billing).collect()
    }

    /// The net worth of all lines, less what was taken back.
    pub fn amount(&self) -> Option<Money> {
        let currency = self.currency?;
        Money::sum(self.lines.iter().filter_map(LineStanding::kept_amount), currency).ok()
    }

    /// What of it has counted as revenue so far.
    pub fn recognised_amount(&self) -> Option<Money> {
        let currency = self.currency?;
        Money::sum(self.recognised.iter().map(|recognised| recognised.amount), currency).ok()
    }

    /// Quantities of portions by obligation and obligation line.
    pub fn by_obligation(&self, portions: &[Portion]) -> BTreeMap<crate::ObligationId, BTreeMap<u16, Decimal>> {
        let mut sums: BTreeMap<crate::ObligationId, BTreeMap<u16, Decimal>> = BTreeMap::new();
        for portion in portions {
            if let Some(line) = self.line(portion.line) {
                let sum = sums.entry(line.line.obligation).or_default().entry(line.line.obligation_line).or_default();
                *sum = sum.saturating_add(portion.quantity.decimal());
            }
        }
        sums
    }
}

/// What the lines of a fact cost their supplier, less what was taken back; absent when nobody said.
fn kept_cost(fact: &Fact, currency: Currency) -> Result<Option<Money>, FactRefusal> {
    let kept = |standing: &LineStanding| {
        let quantity = standing.line.quantity.decimal().saturating_sub(standing.taken_back.quantity);
        Some(FactLine { quantity: quantity.try_into().ok()?, ..standing.line.clone() })
    };
    supply::cost(&fact.lines.iter().filter_map(kept).collect::<Vec<_>>(), currency)
}

/// Refuses a line that is named twice: its two parts would each be checked against the whole.
fn once(portions: &[Portion]) -> Result<(), FactRefusal> {
    let mut seen = std::collections::BTreeSet::new();
    match portions.iter().find(|portion| !seen.insert(portion.line)) {
        Some(portion) => Err(FactRefusal::LineTwice { line: portion.line }),
        None if portions.is_empty() => Err(FactRefusal::NoLines),
        None => Ok(()),
    }
}

impl Aggregate for Fact {
    type Kind = kernel::id::kinds::Fact;
    type Event = FactEvent;
    const NAME: &'static str = "commerce.fulfillment-event";
    const SNAPSHOT_SCHEMA: u32 = 2;

    fn apply(state: Option<Self>, event: &FactEvent, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, FactEvent::Recorded(recorded)) => Ok(Self::recorded(recorded, meta)),
            (Some(mut fact), event) => {
                fact.change(event).ok_or_else(|| Impossible::after(&Some(&fact), event))?;
                Ok(fact)
            }
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}

impl Fact {
    fn recorded(recorded: &Recorded, meta: &Meta) -> Self {
        Self {
            id: recorded.id,
            kind: recorded.kind,
            contract: recorded.contract,
            seller: recorded.seller,
            buyer: recorded.buyer,
            intercompany: recorded.intercompany.clone(),
            names: recorded.names.clone(),
            occurred: recorded.occurred,
            period: recorded.period,
            recorded: meta.at,
            posted_on: recorded.posted_on,
            profile: recorded.profile.clone(),
            recognition: recorded.recognition,
            currency: recorded.currency,
            rates: recorded.rates.clone(),
            asset: recorded.asset,
            document: recorded.document.clone(),
            lines: recorded.lines.iter().cloned().map(LineStanding::new).collect(),
            reverses: recorded.reverses,
            reversals: Vec::new(),
            proofs: Vec::new(),
            artifacts: Vec::new(),
            recognised: Vec::new(),
            entries: recorded.entries.clone(),
        }
    }

    /// Checked on the way in as well as when it is decided: no line is billed or taken back beyond itself.
    fn change(&mut self, event: &FactEvent) -> Option<()> {
        match event {
            FactEvent::Recorded(_) => return None,
            FactEvent::Billed { invoice, lines } => self.each(lines, |line, billing| line.bill(*invoice, billing))?,
            FactEvent::Unbilled { invoice, lines } => self.each(lines, |line, billing| line.unbill(*invoice, billing))?,
            FactEvent::ReversedBy { fact, lines } => {
                self.each(lines, LineStanding::take_back)?;
                self.reversals.push(*fact);
            }
            FactEvent::Recognised(recognised) => {
                self.recognised.push(recognised.clone());
                self.entries.extend(recognised.entries.iter().copied());
            }
            FactEvent::CostCorrected { line, unit_cost, entries } => {
                let at = usize::from(*line).checked_sub(1)?;
                self.lines.get_mut(at)?.line.unit_cost = Some(*unit_cost);
                self.entries.extend(entries.iter().copied());
            }
            FactEvent::PrintRequested(_) => {}
            FactEvent::ProofAttached { proof } => self.proofs.push(proof.clone()),
            FactEvent::ArtifactRegistered { artifact } => self.artifacts.push(artifact.clone()),
            FactEvent::ArtifactStatusChanged { artifact_type, key, status } => {
                let same = |known: &&mut Artifact| known.artifact_type() == *artifact_type && known.payload.key() == *key;
                self.artifacts.iter_mut().find(same)?.status = *status;
            }
        }
        Some(())
    }

    fn each(&mut self, billings: &[Billing], change: impl Fn(&mut LineStanding, &Billing) -> Option<()>) -> Option<()> {
        for billing in billings {
            let at = usize::from(billing.line).checked_sub(1)?;
            change(self.lines.get_mut(at)?, billing)?;
        }
        Some(())
    }
}
