//! Everything that can happen to a payment.

use kernel::identifier::{Iban, Phone};
use kernel::{Day, Event, Line, Moment, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ReviewReason;
use crate::matching::Evaluation;
use crate::number::OrderNumber;
use crate::{IntegrationEventId, OrderId, PaymentId};

/// What happened to a payment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
#[allow(clippy::large_enum_variant, reason = "a handful live at a time, while one command decides")]
pub enum PaymentEvent {
    /// Money came.
    #[serde(rename = "received.v1")]
    Received(Received),
    /// Orders were compared with it. The points and what earned them are data; sentences are
    /// made of them for the reader.
    #[serde(rename = "evaluated.v1")]
    Evaluated {
        /// What was found.
        evaluation: Evaluation,
    },
    /// It pays for an order.
    #[serde(rename = "matched.v1")]
    Matched(Matched),
    /// A person must say what it is for.
    #[serde(rename = "review-needed.v1")]
    ReviewNeeded {
        /// Why.
        reason: ReviewReason,
    },
    /// It was taken away from its order.
    #[serde(rename = "unmatched.v1")]
    Unmatched {
        /// From which.
        order: OrderId,
        /// The order's number.
        number: OrderNumber,
        /// How much the order had of it.
        released: Money,
        /// Why.
        reason: UnmatchReason,
    },
    /// Not ours, a duplicate or a mistake.
    #[serde(rename = "rejected.v1")]
    Rejected {
        /// Why.
        reason: Line,
    },
    /// The bank took it back; if it was matched, the event before this one took it off its order.
    #[serde(rename = "reversed.v1")]
    Reversed {
        /// The bank's message.
        message: IntegrationEventId,
    },
}

/// Money that came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Received {
    /// Its id; for a bank's transaction derived from the transaction's identity.
    pub id: PaymentId,
    /// How it became known.
    pub source: Source,
    /// How much.
    pub amount: Money,
    /// When, by the bank's clock or as typed.
    pub paid_at: Moment,
    /// The bank day that it belongs to.
    pub bank_day: Day,
    /// Who paid.
    pub payer: Payer,
    /// What the payer wrote. Untrusted text.
    pub purpose: String,
    /// Hash of the document with the bank's row as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw_sha256: Option<String>,
    /// A payment of the same day, amount and payer: perhaps the same money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_suspected: Option<PaymentId>,
}

/// How a payment became known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "source", rename_all = "kebab-case")]
pub enum Source {
    /// A statement of PrivatBank.
    Privat24 {
        /// Bank, account, reference, part, amount, currency and type: unique.
        identity: String,
        /// The tenant's account.
        account: Iban,
    },
    /// Typed in.
    Manual {
        /// Who typed; somebody else matches it.
        recorded_by: String,
        /// Their name.
        recorded_by_name: String,
    },
}

impl Source {
    /// The name in the API and in keys.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Privat24 { .. } => "privat24",
            Self::Manual { .. } => "manual",
        }
    }
}

/// Who paid, as far as known. Personal data.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Payer {
    /// As the bank wrote it; of the real payer where a transit account stands between.
    pub name: Option<String>,
    /// ЄДРПОУ or personal tax number.
    pub code: Option<String>,
    /// Their account, as it came; not every one is an IBAN.
    pub account: Option<String>,
    /// Their telephone.
    pub phone: Option<Phone>,
}

/// A payment and the order it pays for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Matched {
    /// Which order.
    pub order: OrderId,
    /// Its number.
    pub number: OrderNumber,
    /// The shown score of the order when it was chosen, 0 to 100.
    pub confidence: u32,
    /// Who chose.
    pub by: MatchedBy,
    /// What the order takes: never more than was owed.
    pub allocated: Money,
    /// The rest; it stays the payer's credit.
    pub surplus: Money,
    /// Why a person chose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Line>,
}

/// Who chose the order of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MatchedBy {
    /// The rules.
    Automatic,
    /// A person; the commit names them.
    Person,
}

impl MatchedBy {
    /// The name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Person => "person",
        }
    }
}

/// Why a payment was taken away from its order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "because", rename_all = "kebab-case")]
pub enum UnmatchReason {
    /// A person said so.
    Person {
        /// Why.
        reason: Line,
    },
    /// It goes to another order in the same step.
    Rematch {
        /// Why.
        reason: Line,
    },
    /// The bank took the money back.
    Reversal,
}

impl Event for PaymentEvent {
    fn samples() -> Vec<Self> {
        crate::samples::payments::payment_events()
    }
}
