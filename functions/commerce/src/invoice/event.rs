//! Everything that can happen to an invoice.

use kernel::{Currency, Day, Event, Line, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tax::{PlaceHints, Procedure, TaxResult, Trader};

use super::paper::PrintRequest;
use super::{InvoiceKind, InvoiceLine};
use crate::contract::ProfileCode;
use crate::fact::Artifact;
use crate::graph::Evidence;
use crate::obligation::Portion;
use crate::party::Names;
use crate::payment::InBook;
use crate::rules::EntryRef;
use crate::rules::exchange::ExchangeRate;
use crate::series::SeriesKey;
use crate::{BudgetId, ContractId, InvoiceId, PartyId, PaymentId};

/// What happened to an invoice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
#[allow(clippy::large_enum_variant, reason = "a handful live at a time, while one command decides")]
pub enum InvoiceEvent {
    /// It was begun.
    #[serde(rename = "drafted.v1")]
    Drafted(Drafted),
    /// The draft was written anew.
    #[serde(rename = "revised.v1")]
    Revised(Drafted),
    /// It was sent: number, parties, dates, lines and taxes are fixed.
    #[serde(rename = "issued.v1")]
    Issued(Issued),
    /// A regulator's identifier of it became known.
    #[serde(rename = "artifact-attached.v1")]
    ArtifactAttached {
        /// Which.
        artifact: Artifact,
    },
    /// It is in the books.
    #[serde(rename = "posted.v1")]
    Posted(Posted),
    /// A part of it was closed, by money or by an offset.
    #[serde(rename = "settled.v1")]
    Settled(Settled),
    /// What closed a part of it was given back.
    #[serde(rename = "unsettled.v1")]
    Unsettled {
        /// Of which payment.
        payment: PaymentId,
        /// Which of its allocations.
        n: u32,
    },
    /// A credit note took back a part of it.
    #[serde(rename = "credited.v1")]
    Credited(Credited),
    /// The rest is too small to be asked for.
    #[serde(rename = "difference-written-off.v1")]
    DifferenceWrittenOff {
        /// How much.
        amount: Money,
        /// When.
        day: Day,
        /// What it takes out of the claims, in each book's currency.
        claims: Vec<InBook>,
        /// The entries that it made.
        entries: Vec<EntryRef>,
    },
    /// A tax invoice followed it.
    #[serde(rename = "tax-invoice-issued.v1")]
    TaxInvoiceIssued {
        /// Which.
        invoice: InvoiceId,
        /// Its number.
        number: Line,
    },
    /// It was declared void, before it was posted.
    #[serde(rename = "voided.v1")]
    Voided {
        /// Why.
        reason: Line,
    },
    /// It is paid and its period is closed.
    #[serde(rename = "closed.v1")]
    Closed {
        /// When.
        day: Day,
    },
    /// Somebody wants it on paper.
    #[serde(rename = "print-requested.v1")]
    PrintRequested(PrintRequest),
}

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Drafted {
    /// Its id.
    pub id: InvoiceId,
    /// What kind of document.
    #[serde(flatten)]
    pub kind: InvoiceKind,
    /// Under which contract.
    pub contract: ContractId,
    /// Of every amount.
    pub currency: Currency,
    /// The day by which tax is owed: of the last fact, or of the advance.
    pub tax_point: Day,
    /// Who supplies.
    pub seller: PartyId,
    /// Who is supplied.
    pub buyer: PartyId,
    /// What the parties were called when it was written; of documents written before names were kept, nothing.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub names: Names,
    /// How goods cross a border.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<Procedure>,
    /// Where things physically happen.
    pub place: PlaceHints,
    /// Its lines.
    pub lines: Vec<InvoiceLine>,
    /// The taxes as they would be now.
    pub preview: TaxResult,
    /// Between its currency and the books'.
    pub rates: Vec<ExchangeRate>,
    /// The budget that was reserved for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<BudgetId>,
    /// For the reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
}

/// What is fixed when it is sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Issued {
    /// Its number.
    pub number: Line,
    /// The series that the number is of.
    pub series: SeriesKey,
    /// Under which contract; so that waiting money finds it.
    pub contract: ContractId,
    /// The day that it bears.
    pub issue_day: Day,
    /// The last day on which it is paid in time.
    pub due_day: Day,
    /// The day by which tax is owed.
    pub tax_point: Day,
    /// Who supplies, and sends the document.
    pub issuer: PartyId,
    /// Who is supplied, and receives it.
    pub recipient: PartyId,
    /// Who is owed.
    pub creditor: PartyId,
    /// Who owes.
    pub debtor: PartyId,
    /// Seller and buyer as the tax office saw them: with the lines, all that the taxes rest on.
    pub traders: [Trader; 2],
    /// Its lines.
    pub lines: Vec<InvoiceLine>,
    /// Its taxes.
    pub tax: TaxResult,
    /// Hexadecimal SHA-256 over parties, dates, lines and taxes.
    pub sha256: String,
    /// Why issuer and recipient are own companies of one group, if they are (decision K34).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intercompany: Option<Evidence>,
    /// Between its currency and the books'.
    pub rates: Vec<ExchangeRate>,
    /// What its documents must contain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<ProfileCode>,
    /// The tax invoice that it corrects, on the tax invoice of a credit note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Correction>,
}

/// What a correcting tax invoice changes: корректировочный счёт-фактура, розрахунок коригування.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Correction {
    /// Which tax invoice.
    pub invoice: InvoiceId,
    /// Its number.
    pub number: Line,
    /// Its day.
    pub day: Day,
    /// The lines that change.
    pub lines: Vec<CorrectedLine>,
}

/// A line before and after a correction. The document's own amounts are the difference.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CorrectedLine {
    /// Its number on the demand.
    pub n: u16,
    /// What it was, after earlier corrections.
    pub before: LineAmounts,
    /// What it is.
    pub after: LineAmounts,
}

/// The amounts of a line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LineAmounts {
    /// Without tax.
    pub net: Money,
    /// Tax.
    pub tax: Money,
    /// With tax.
    pub gross: Money,
}

/// What the books know of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Posted {
    /// The day that it counts for.
    pub day: Day,
    /// What each own company's receivable or payable account holds of it.
    pub claims: Vec<InBook>,
    /// Advances that became settlements.
    pub reclassified: Vec<Reclassified>,
    /// The entries that it made.
    pub entries: Vec<EntryRef>,
}

/// An advance that became a settlement when the invoice was posted (decision K07).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reclassified {
    /// Of which payment.
    pub payment: PaymentId,
    /// Which of its allocations.
    pub n: u32,
    /// What it takes out of the claims.
    pub claims: Vec<InBook>,
}

/// A part of it that is closed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Settled {
    /// By which payment.
    pub payment: PaymentId,
    /// Which of its allocations.
    pub n: u32,
    /// Who paid.
    pub payer: PartyId,
    /// How much.
    pub amount: Money,
    /// When.
    pub day: Day,
    /// By an offset: no money moved.
    #[serde(default)]
    pub offset: bool,
    /// What it took out of the advance accounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub advances: Vec<InBook>,
    /// What it took out of the claims; nothing before the invoice is posted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<InBook>,
    /// The payment's rates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rates: Vec<ExchangeRate>,
}

/// What a credit note took back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Credited {
    /// Which credit note.
    pub note: InvoiceId,
    /// Its number.
    pub number: Line,
    /// Its day.
    pub day: Day,
    /// How much of which lines, with their tax.
    pub tax: TaxResult,
    /// How much of which lines' quantities, where the quantity is less rather than the price.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quantities: Vec<Portion>,
    /// What it takes out of the claims.
    pub claims: Vec<InBook>,
}

impl Event for InvoiceEvent {
    fn samples() -> Vec<Self> {
        crate::samples::invoices::events()
    }
}
