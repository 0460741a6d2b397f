//! Everything that can happen to a fact once it was recorded.

use kernel::{Currency, Day, Event, Line, Money, Quantity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::line::Share;
use super::{Artifact, ArtifactStatus, ArtifactType, FactKind, FactLine, Proof};
use crate::contract::{ProfileCode, RecognitionPolicy};
use crate::graph::Evidence;
use crate::paper::SheetRequest;
use crate::party::Names;
use crate::rules::EntryRef;
use crate::rules::exchange::ExchangeRate;
use crate::{AssetId, ContractId, FactId, Interval, InvoiceId, PartyId};

/// What happened to a fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
#[allow(clippy::large_enum_variant, reason = "a handful live at a time, while one command decides")]
pub enum FactEvent {
    /// It became known.
    #[serde(rename = "recorded.v1")]
    Recorded(Recorded),
    /// An invoice bills some of it.
    #[serde(rename = "billed.v1")]
    Billed {
        /// The invoice.
        invoice: InvoiceId,
        /// How much of which lines.
        lines: Vec<Billing>,
    },
    /// An invoice bills less of it, or nothing any more.
    #[serde(rename = "unbilled.v1")]
    Unbilled {
        /// The invoice.
        invoice: InvoiceId,
        /// How much of which lines.
        lines: Vec<Billing>,
    },
    /// Another fact takes some of it back.
    #[serde(rename = "reversed-by.v1")]
    ReversedBy {
        /// The other fact.
        fact: FactId,
        /// How much of which lines.
        lines: Vec<Billing>,
    },
    /// Some of its revenue and cost counted.
    #[serde(rename = "revenue-recognised.v1")]
    Recognised(Recognised),
    /// What a line cost became known better; the difference is posted.
    #[serde(rename = "cost-corrected.v1")]
    CostCorrected {
        /// The line's number.
        line: u16,
        /// Of one unit.
        unit_cost: Money,
        /// What was posted.
        entries: Vec<EntryRef>,
    },
    /// A document proves it.
    #[serde(rename = "proof-attached.v1")]
    ProofAttached {
        /// The document.
        proof: Proof,
    },
    /// A regulator knows it.
    #[serde(rename = "artifact-registered.v1")]
    ArtifactRegistered {
        /// By what.
        artifact: Artifact,
    },
    /// A regulator's view of it changed.
    #[serde(rename = "artifact-status-changed.v1")]
    ArtifactStatusChanged {
        /// In which system.
        artifact_type: ArtifactType,
        /// What identifies it there.
        key: String,
        /// What it is now.
        status: ArtifactStatus,
    },
    /// Somebody wants it on paper.
    #[serde(rename = "print-requested.v1")]
    PrintRequested(SheetRequest),
}

/// A new fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Recorded {
    /// Its id.
    pub id: FactId,
    /// What happened.
    pub kind: FactKind,
    /// Under which contract.
    pub contract: Option<ContractId>,
    /// Who supplied.
    pub seller: PartyId,
    /// Who received.
    pub buyer: PartyId,
    /// Why both belong to one group.
    pub intercompany: Option<Evidence>,
    /// What the parties were called when it was written; of documents written before names were kept, nothing.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub names: Names,
    /// When it happened.
    pub occurred: Day,
    /// The days that it covers.
    pub period: Option<Interval>,
    /// The day that it counts for in the books.
    pub posted_on: Day,
    /// What its documents must contain.
    pub profile: Option<ProfileCode>,
    /// When its revenue counts.
    pub recognition: RecognitionPolicy,
    /// What its prices are in.
    pub currency: Option<Currency>,
    /// What that was worth in the books.
    pub rates: Vec<ExchangeRate>,
    /// What was leased.
    pub asset: Option<AssetId>,
    /// The number of the primary document.
    pub document: Option<Line>,
    /// Its lines.
    pub lines: Vec<FactLine>,
    /// The fact that it takes back.
    pub reverses: Option<FactId>,
    /// What it posted to the books.
    pub entries: Vec<EntryRef>,
}

/// A part of a line, with its shares of the line's amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Billing {
    /// The line's number.
    pub line: u16,
    /// How much.
    pub quantity: Quantity,
    /// Its share of the agreed amount; absent without prices.
    pub agreed: Option<Money>,
    /// Its share of the amount without tax; absent without prices.
    pub amount: Option<Money>,
}

/// The part of a fact that another takes back.
pub type ReversedPart = Billing;

impl Billing {
    pub(super) fn share(&self) -> Share {
        Share { quantity: self.quantity.decimal(), agreed: self.agreed, amount: self.amount }
    }
}

/// Revenue and cost that counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Recognised {
    /// Why now.
    pub basis: RecognitionBasis,
    /// The day that it counts for in the books.
    pub on: Day,
    /// Revenue without tax; negative when it is taken back.
    pub amount: Money,
    /// What it had cost the supplier; absent where nobody said.
    pub cost: Option<Money>,
    /// What was posted.
    pub entries: Vec<EntryRef>,
}

/// Why revenue counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "basis", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RecognitionBasis {
    /// The fact itself.
    Shipment,
    /// Title passed.
    Transfer {
        /// When.
        on: Day,
    },
    /// A month of the time that the fact covers is over.
    Month {
        /// The first day of the month.
        month: Day,
    },
    /// The fact was taken back.
    Reversal {
        /// By which fact.
        fact: FactId,
    },
}

impl Event for FactEvent {
    fn samples() -> Vec<Self> {
        crate::samples::facts::fact_events()
    }
}
