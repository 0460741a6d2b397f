//! Everything that can happen to a message of an outside system.

use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Event, Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::raw;
use crate::IntegrationEventId;
use crate::outside::RejectedRow;
use crate::outside::nova_poshta::TrackingFact;
use crate::outside::privat24::{BankTransaction, Posting};

/// What happened to a message of an outside system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
#[allow(clippy::large_enum_variant, reason = "a handful live at a time, while one command decides")]
pub enum IntegrationFact {
    /// It came.
    #[serde(rename = "received.v1")]
    Received(Received),
    /// The work is done; what it changed changed in the same step.
    #[serde(rename = "processed.v1")]
    Processed {
        /// What came of it.
        result: ProcessingResult,
        /// Orders and payments that it changed, by id.
        touched: Vec<String>,
    },
    /// The work could not be done.
    #[serde(rename = "failed.v1")]
    Failed {
        /// Why.
        error: OutsideError,
        /// Failed attempts, this one included.
        attempt: u32,
        /// When it is tried again; absent when a person must act.
        retry_at: Option<Moment>,
    },
    /// A person wants another try.
    #[serde(rename = "retry-requested.v1")]
    RetryRequested {
        /// Who.
        by: String,
    },
    /// A person said that nothing is to be done.
    #[serde(rename = "given-up.v1")]
    GivenUp {
        /// Why.
        reason: Line,
    },
    /// Nobody tries any more.
    #[serde(rename = "dead.v1")]
    Dead {
        /// Attempts that were made.
        attempts: u32,
    },
}

/// A message that came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Received {
    /// Its id.
    pub id: IntegrationEventId,
    /// From whom.
    pub integration: Integration,
    /// The way it came.
    pub channel: Channel,
    /// What the outside system calls the thing it is about: a waybill number, a transaction.
    pub external_id: String,
    /// When it became so, by the outside system's clock.
    pub authority_at: Option<Moment>,
    /// What it says.
    pub content: Content,
    /// Hash of the document with the message as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw_sha256: Option<String>,
}

/// An outside system that sends messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Integration {
    /// The carrier.
    NovaPoshta,
    /// The bank.
    Privat24,
}

impl Integration {
    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NovaPoshta => "nova-poshta",
            Self::Privat24 => "privat24",
        }
    }
}

/// The way a message came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// We asked.
    Poll,
    /// They told.
    Webhook,
}

/// What a message says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[allow(clippy::large_enum_variant, reason = "a handful live at a time, while one command decides")]
pub enum Content {
    /// Where a parcel is.
    Tracking {
        /// The fact.
        fact: TrackingFact,
    },
    /// A row of a bank statement.
    Transaction {
        /// The row. Names the payer: personal data.
        transaction: BankTransaction,
    },
    /// Something that cannot be read; a person looks at the document.
    Unreadable {
        /// From whom.
        integration: Integration,
        /// `NP_PARSE_ERROR`, `P24_PARSE_ERROR`, `P24_DUPLICATE_TX`.
        code: String,
        /// Which field, and why.
        problem: String,
        /// Hash of the unreadable row alone: tells it from others and finds it again.
        row_sha256: String,
    },
}

impl Content {
    /// A row that is not a fact.
    pub fn rejected(integration: Integration, row: &RejectedRow) -> Self {
        let row_sha256 = raw::sha256_hex(row.raw.to_string().as_bytes());
        Self::Unreadable { integration, code: row.code.clone(), problem: row.problem.clone(), row_sha256 }
    }

    /// From whom.
    pub const fn integration(&self) -> Integration {
        match self {
            Self::Tracking { .. } => Integration::NovaPoshta,
            Self::Transaction { .. } => Integration::Privat24,
            Self::Unreadable { integration, .. } => *integration,
        }
    }

    /// Why it could not be read, in the error vocabulary; `None` for what could.
    pub fn unreadable(&self) -> Option<OutsideError> {
        match self {
            Self::Unreadable { code, problem, .. } => {
                Some(OutsideError { code: code.clone(), class: FailureClass::Permanent, raw_code: String::new(), text: problem.clone() })
            }
            Self::Tracking { .. } | Self::Transaction { .. } => None,
        }
    }

    /// The name of the kind in the API.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Tracking { .. } => "tracking",
            Self::Transaction { .. } => "transaction",
            Self::Unreadable { .. } => "unreadable",
        }
    }

    /// What the outside system calls the thing it is about.
    pub fn external_id(&self) -> String {
        match self {
            Self::Tracking { fact } => fact.number.to_string(),
            Self::Transaction { transaction } => transaction.identity(),
            Self::Unreadable { row_sha256, .. } => row_sha256.clone(),
        }
    }

    /// When it became so, by the outside system's clock.
    pub const fn authority_at(&self) -> Option<Moment> {
        match self {
            Self::Tracking { fact } => fact.authority_time,
            Self::Transaction { transaction } => Some(transaction.paid_at),
            Self::Unreadable { .. } => None,
        }
    }

    /// The id of the message: the same for the same fact, by poll and by push, and another one
    /// when the thing has moved on. Only fields that the outside system does not rewrite are in it.
    pub fn id(&self) -> IntegrationEventId {
        let integration = self.integration().name();
        match self {
            Self::Tracking { fact } => IntegrationEventId::derive(&[integration, "tracking", &fact.identity()]),
            Self::Transaction { transaction } => {
                let posting = match transaction.posting {
                    Posting::InProcess => "p",
                    Posting::Posted => "r",
                    Posting::Reversed => "t",
                    Posting::Rejected => "n",
                };
                let real = if transaction.real { "r" } else { "i" };
                IntegrationEventId::derive(&[integration, "transaction", &transaction.identity(), posting, real])
            }
            Self::Unreadable { row_sha256, .. } => IntegrationEventId::derive(&[integration, "unreadable", row_sha256]),
        }
    }
}

/// What came of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "result", rename_all = "kebab-case")]
pub enum ProcessingResult {
    /// It changed something.
    Applied,
    /// It is of no concern.
    Ignored {
        /// Why.
        why: IgnoredBecause,
    },
    /// What it says is known already.
    Duplicate,
}

/// Why a message is of no concern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IgnoredBecause {
    /// The bank has not posted it yet.
    InProcess,
    /// No money moved; the row informs.
    Informational,
    /// Money went out.
    Debit,
    /// The bank rejected it.
    RejectedByBank,
    /// A credit of nothing.
    ZeroAmount,
    /// The order knows this, or something newer.
    NothingNew,
    /// The waybill is deleted or unknown, here and at the carrier.
    UnknownWaybill,
}

impl Event for IntegrationFact {
    fn samples() -> Vec<Self> {
        crate::samples::payments::integration_facts()
    }
}
