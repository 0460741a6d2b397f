//! Payments, messages of outside systems, statement feeds.

use serde::Deserialize;

use super::OutsideError;
use crate::format::Amount;

/// Who paid, as far as known.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Payer {
    pub(crate) name: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) account: Option<String>,
    pub(crate) phone: Option<String>,
}

/// One payment, in a list or alone.
#[derive(Debug, Deserialize)]
pub(crate) struct Payment {
    pub(crate) payment_id: String,
    pub(crate) amount: Amount,
    #[serde(default)]
    pub(crate) payer: Payer,
    #[serde(default)]
    pub(crate) purpose: String,
    pub(crate) paid_at: String,
    pub(crate) status: String,
    /// Why it needs review, by code.
    #[serde(default)]
    pub(crate) review_reason: Option<String>,
    #[serde(default)]
    pub(crate) source: String,
    #[serde(default)]
    pub(crate) recorded_by: Option<String>,
    #[serde(default)]
    pub(crate) recorded_by_name: Option<String>,
    #[serde(default)]
    pub(crate) order: Option<MatchedOrder>,
    #[serde(default)]
    pub(crate) rejected_because: Option<String>,
    #[serde(default)]
    pub(crate) duplicate_suspected: Option<String>,
    #[serde(default)]
    pub(crate) evaluation: Option<Evaluation>,
}

/// The order that a payment pays for.
#[derive(Debug, Deserialize)]
pub(crate) struct MatchedOrder {
    pub(crate) order_id: String,
    pub(crate) number: String,
    #[serde(default)]
    pub(crate) confidence: u32,
    /// `automatic` or `person`.
    #[serde(default)]
    pub(crate) by: String,
    pub(crate) allocated: Amount,
    pub(crate) surplus: Amount,
    #[serde(default)]
    pub(crate) reason: Option<String>,
}

/// What a comparison with orders found.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Evaluation {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) compared: u32,
    pub(crate) split: Vec<Share>,
    pub(crate) cut: Vec<String>,
}

/// One order that a payment may be for.
#[derive(Debug, Deserialize)]
pub(crate) struct Candidate {
    #[serde(alias = "order")]
    pub(crate) order_id: String,
    pub(crate) number: String,
    #[serde(default)]
    pub(crate) client: String,
    #[serde(default)]
    pub(crate) company: Option<String>,
    pub(crate) debt: Amount,
    pub(crate) score: u32,
    #[serde(default)]
    pub(crate) signals: Vec<Signal>,
    #[serde(default)]
    pub(crate) contradictions: Vec<Contradiction>,
}

/// What one order would get of a split payment.
#[derive(Debug, Deserialize)]
pub(crate) struct Share {
    #[serde(alias = "order")]
    pub(crate) order_id: String,
    pub(crate) number: String,
    pub(crate) amount: Amount,
}

/// Something that speaks for an order.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Signal {
    pub(crate) signal: String,
    pub(crate) points: u32,
    pub(crate) ratio: u32,
    pub(crate) days: i64,
    /// The same in words, in every language.
    pub(crate) texts: Option<kernel::Texts>,
}

/// Something that speaks against an order.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Contradiction {
    pub(crate) contradiction: String,
    pub(crate) surplus: Amount,
    pub(crate) company: String,
    pub(crate) is: String,
    /// The same in words, in every language.
    pub(crate) texts: Option<kernel::Texts>,
}

/// Money of a payer beyond what an order needs.
#[derive(Debug, Deserialize)]
pub(crate) struct Credit {
    pub(crate) payment_id: String,
    #[serde(default)]
    pub(crate) payer: Payer,
    pub(crate) amount: Amount,
    #[serde(default)]
    pub(crate) order_number: Option<String>,
    pub(crate) paid_at: String,
}

/// A message of an outside system.
#[derive(Debug, Deserialize)]
pub(crate) struct IntegrationEvent {
    pub(crate) integration_event_id: String,
    pub(crate) integration: String,
    #[serde(default)]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) external_id: String,
    pub(crate) state: String,
    #[serde(default)]
    pub(crate) attempts: u32,
    #[serde(default)]
    pub(crate) error: Option<OutsideError>,
    #[serde(default)]
    pub(crate) retry_at: Option<String>,
    pub(crate) received_at: String,
    /// Why nobody tries it any more.
    #[serde(default)]
    pub(crate) reason: Option<String>,
}

/// How far one of them has been read.
#[derive(Debug, Deserialize)]
pub(crate) struct Feed {
    pub(crate) statement_feed_id: String,
    /// Account or carrier.
    #[serde(default)]
    pub(crate) account: Option<String>,
    #[serde(default)]
    pub(crate) carrier: Option<String>,
    #[serde(default)]
    pub(crate) through: Option<String>,
    #[serde(default)]
    pub(crate) last_success: Option<String>,
    #[serde(default)]
    pub(crate) last_failure: Option<String>,
    #[serde(default)]
    pub(crate) failures: u32,
    #[serde(default)]
    pub(crate) error: Option<OutsideError>,
    #[serde(default)]
    pub(crate) paused: bool,
}

/// One of them.
#[derive(Debug, Deserialize)]
pub(crate) struct DeadLetter {
    pub(crate) dead_letter_id: String,
    pub(crate) consumer: String,
    #[serde(default)]
    pub(crate) event_type: String,
    #[serde(default)]
    pub(crate) subject: String,
    pub(crate) error: String,
    #[serde(default)]
    pub(crate) tries: u32,
    pub(crate) parked_at: String,
    #[serde(default)]
    pub(crate) state: String,
}
