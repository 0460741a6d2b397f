//! Everything that can happen to a payment.

use kernel::{Day, Event, Line, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ExternalReference, InBook, PaymentMethod};
use crate::party::Names;
use crate::rules::EntryRef;
use crate::rules::exchange::ExchangeRate;
use crate::{ContractId, InvoiceId, PartyId, PaymentId};

/// What happened to a payment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
#[allow(clippy::large_enum_variant, reason = "a handful live at a time, while one command decides")]
pub enum PaymentEvent {
    /// Money moved.
    #[serde(rename = "recorded.v1")]
    Recorded(Recorded),
    /// Two claims of opposite direction closed each other; no money moved.
    #[serde(rename = "offset-made.v1")]
    OffsetMade(OffsetMade),
    /// It is in the books.
    #[serde(rename = "confirmed.v1")]
    Confirmed {
        /// The contract that it says it pays for, so that whoever waits for it need not look.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ContractId>,
        /// The rates between its currency and the books' currencies.
        rates: Vec<ExchangeRate>,
        /// What each own company's advance account holds of it.
        advances: Vec<InBook>,
        /// The entries that were made.
        entries: Vec<EntryRef>,
    },
    /// An invoice takes a part of it.
    #[serde(rename = "allocated.v1")]
    Allocated(Allocation),
    /// The part is given back.
    #[serde(rename = "unallocated.v1")]
    Unallocated {
        /// Which allocation.
        n: u32,
        /// Which invoice had it.
        invoice: InvoiceId,
        /// How much.
        amount: Money,
        /// When.
        day: Day,
        /// Why.
        reason: Line,
    },
    /// The rest that no invoice took is too small to be asked back.
    #[serde(rename = "remainder-written-off.v1")]
    RemainderWrittenOff(RemainderOff),
    /// It was taken back: by the bank, or because it was recorded by mistake.
    #[serde(rename = "reversed.v1")]
    Reversed {
        /// When.
        day: Day,
        /// Why.
        reason: Line,
    },
}

/// Money that moved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Recorded {
    /// Its id.
    pub id: PaymentId,
    /// Who paid.
    pub payer: PartyId,
    /// Who was paid.
    pub payee: PartyId,
    /// How much.
    pub amount: Money,
    /// How.
    pub method: PaymentMethod,
    /// When.
    pub day: Day,
    /// What an outside system calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external: Option<ExternalReference>,
    /// The contract that it says it pays for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<ContractId>,
    /// The own company's bank account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Line>,
    /// What the payer wrote. Untrusted text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Line>,
    /// What the parties were called when it was written; of documents written before names were kept, nothing.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub names: Names,
}

/// A part of a payment that closes a part of an invoice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Allocation {
    /// Its place among the payment's allocations, from 1; never used twice.
    pub n: u32,
    /// Which invoice.
    pub invoice: InvoiceId,
    /// How much.
    pub amount: Money,
    /// When; its own day, not the payment's.
    pub day: Day,
    /// What it takes out of the advance accounts, in each book's currency.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub advances: Vec<InBook>,
    /// The document by which somebody else pays for the debtor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignment: Option<Line>,
    /// The entries that it made by itself; none for an advance to an invoice that is not posted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<EntryRef>,
}

/// The rest of a payment that was too small to be asked back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RemainderOff {
    /// How much.
    pub amount: Money,
    /// When.
    pub day: Day,
    /// What it takes out of the advance accounts, in each book's currency.
    pub advances: Vec<InBook>,
    /// The entries that it made.
    pub entries: Vec<EntryRef>,
}

/// Two claims that closed each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OffsetMade {
    /// Its id.
    pub id: PaymentId,
    /// The debtor of the first claim, who is the creditor of the second.
    pub payer: PartyId,
    /// The creditor of the first claim.
    pub payee: PartyId,
    /// How much of each claim.
    pub amount: Money,
    /// When.
    pub day: Day,
    /// The two claims, equally.
    pub closes: [Allocation; 2],
    /// The entries that it made.
    pub entries: Vec<EntryRef>,
    /// The document that both parties signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Line>,
    /// What the parties were called when it was written; of documents written before names were kept, nothing.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub names: Names,
}

impl Event for PaymentEvent {
    fn samples() -> Vec<Self> {
        crate::samples::payments::events()
    }
}
