//! Payments, messages of outside systems, statement feeds.

use kernel::{Language, Texts};
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

/// One payment in a list.
#[derive(Debug, Deserialize)]
pub(crate) struct PaymentRow {
    pub(crate) payment_id: String,
    pub(crate) status: String,
    pub(crate) amount: Amount,
    #[serde(default)]
    pub(crate) surplus: Option<Amount>,
    pub(crate) paid_at: String,
    #[serde(default)]
    pub(crate) payer_name: Option<String>,
    pub(crate) purpose: String,
    #[serde(default)]
    pub(crate) order_id: Option<String>,
    #[serde(default)]
    pub(crate) order_number: Option<String>,
    #[serde(default)]
    pub(crate) best: Option<Best>,
}

/// The order that fits a payment best.
#[derive(Debug, Deserialize)]
pub(crate) struct Best {
    pub(crate) order_id: String,
    pub(crate) number: String,
    pub(crate) score: u32,
}

/// One payment.
#[derive(Debug, Deserialize)]
pub(crate) struct Payment {
    pub(crate) payment_id: String,
    pub(crate) status: String,
    /// Why it needs review, by code.
    #[serde(default)]
    pub(crate) review_reason: Option<String>,
    pub(crate) source: Source,
    pub(crate) amount: Amount,
    pub(crate) paid_at: String,
    pub(crate) payer: Payer,
    pub(crate) purpose: String,
    #[serde(default)]
    pub(crate) duplicate_suspected: Option<String>,
    #[serde(default)]
    pub(crate) matched: Option<Matched>,
    #[serde(default)]
    pub(crate) rejected_reason: Option<String>,
    #[serde(default)]
    pub(crate) evaluation: Option<Evaluation>,
    /// Names of the commands that the user may send now.
    pub(crate) actions: Vec<String>,
}

impl Payment {
    /// Whether the user may send a command now, by its name without the context.
    pub(crate) fn can(&self, command: &str) -> bool {
        self.actions.iter().any(|action| action.strip_prefix("orders.").unwrap_or(action) == command)
    }

    /// Whether it still looks for its order.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.status.as_str(), "RECEIVED" | "NEEDS_REVIEW")
    }

    /// Whether its best candidate is good enough for one click.
    pub(crate) fn is_suggested(&self) -> bool {
        self.review_reason.as_deref() == Some("SUGGESTED")
    }

    /// Whether one candidate stands out, so that it is marked.
    pub(crate) fn has_favourite(&self) -> bool {
        matches!(self.review_reason.as_deref(), Some("SUGGESTED" | "MANUAL"))
    }

    /// Orders that it may be for, best first.
    pub(crate) fn candidates(&self) -> &[Candidate] {
        self.evaluation.as_ref().map(|evaluation| evaluation.candidates.as_slice()).unwrap_or_default()
    }
}

/// How a payment became known.
#[derive(Debug, Deserialize)]
pub(crate) struct Source {
    /// `privat24` or `manual`.
    pub(crate) source: String,
    #[serde(default)]
    pub(crate) recorded_by: Option<String>,
    #[serde(default)]
    pub(crate) recorded_by_name: Option<String>,
}

/// The order that a payment pays for.
#[derive(Debug, Deserialize)]
pub(crate) struct Matched {
    pub(crate) order_id: String,
    pub(crate) number: String,
    pub(crate) confidence: u32,
    /// `automatic` or `person`.
    pub(crate) by: String,
    pub(crate) allocated: Amount,
    pub(crate) surplus: Amount,
    #[serde(default)]
    pub(crate) reason: Option<String>,
}

/// What a comparison with orders found.
#[derive(Debug, Deserialize)]
pub(crate) struct Evaluation {
    pub(crate) candidates: Vec<Candidate>,
    #[serde(default)]
    pub(crate) compared: u32,
    #[serde(default)]
    pub(crate) split: Vec<Share>,
    #[serde(default)]
    pub(crate) cut: Vec<String>,
}

/// One order that a payment may be for.
#[derive(Debug, Deserialize)]
pub(crate) struct Candidate {
    pub(crate) order_id: String,
    pub(crate) number: String,
    pub(crate) client_name: String,
    #[serde(default)]
    pub(crate) company_name: Option<String>,
    pub(crate) debt: Amount,
    pub(crate) score: u32,
    pub(crate) signals: Vec<Signal>,
    pub(crate) contradictions: Vec<Contradiction>,
}

/// What one order would get of a split payment.
#[derive(Debug, Deserialize)]
pub(crate) struct Share {
    pub(crate) order_id: String,
    pub(crate) number: String,
    pub(crate) amount: Amount,
}

/// Something that speaks for an order.
#[derive(Debug, Deserialize)]
pub(crate) struct Signal {
    pub(crate) points: u32,
    text: Texts,
}

impl Signal {
    /// The sentence without the points in front of it, which stand in a column of their own.
    pub(crate) fn words(&self, language: &Language) -> &str {
        let text = self.text.in_language(*language);
        text.strip_prefix(&format!("+{}: ", self.points)).unwrap_or(text)
    }
}

/// Something that speaks against an order.
#[derive(Debug, Deserialize)]
pub(crate) struct Contradiction {
    text: Texts,
}

impl Contradiction {
    /// The sentence.
    pub(crate) fn words(&self, language: &Language) -> &str {
        self.text.in_language(*language)
    }
}

/// Money of a payer that its order did not need.
#[derive(Debug, Deserialize)]
pub(crate) struct Credit {
    pub(crate) payment_id: String,
    #[serde(default)]
    pub(crate) payer_name: Option<String>,
    pub(crate) surplus: Amount,
    pub(crate) order_id: String,
    pub(crate) order_number: String,
    pub(crate) paid_at: String,
}

/// A message of an outside system.
#[derive(Debug, Deserialize)]
pub(crate) struct IntegrationEvent {
    pub(crate) integration_event_id: String,
    pub(crate) integration: String,
    /// `tracking`, `transaction` or `unreadable`.
    pub(crate) kind: String,
    pub(crate) external_id: String,
    pub(crate) state: String,
    #[serde(default)]
    pub(crate) touched: Vec<String>,
    #[serde(default)]
    pub(crate) attempts: u32,
    #[serde(default)]
    pub(crate) error: Option<OutsideError>,
    #[serde(default)]
    pub(crate) retry_at: Option<String>,
    pub(crate) received_at: String,
}

impl IntegrationEvent {
    /// Whether another try may help: the work stopped, and the message can be read.
    pub(crate) fn is_retryable(&self) -> bool {
        matches!(self.state.as_str(), "failed" | "dead" | "given-up") && self.kind != "unreadable"
    }

    /// Whether a person may close it without work.
    pub(crate) fn is_closable(&self) -> bool {
        matches!(self.state.as_str(), "waiting" | "failed" | "dead")
    }

    /// Pages of what it changed.
    pub(crate) fn links(&self) -> Vec<(String, &str)> {
        let link = |id: &String| {
            let place = if id.starts_with("pay") { "payments" } else { "orders" };
            format!("/console/{place}/{}", crate::http::encoded(id))
        };
        self.touched.iter().map(|id| (link(id), if id.starts_with("pay") { "payment" } else { "order" })).collect()
    }
}

/// How far something that is read again and again has been read.
#[derive(Debug, Deserialize)]
pub(crate) struct Feed {
    pub(crate) statement_feed_id: String,
    pub(crate) source: FeedSource,
    #[serde(default)]
    pub(crate) through: Option<String>,
    #[serde(default)]
    pub(crate) last_success: Option<String>,
    #[serde(default)]
    pub(crate) failures: u32,
    #[serde(default)]
    pub(crate) error: Option<OutsideError>,
    pub(crate) paused: bool,
}

/// What is read: the statement of an account, or where the parcels of a carrier are.
#[derive(Debug, Deserialize)]
pub(crate) struct FeedSource {
    #[serde(default)]
    pub(crate) account: Option<String>,
    #[serde(default)]
    pub(crate) carrier: Option<String>,
}

/// A delivery inside Entrepot that failed on every try.
#[derive(Debug, Deserialize)]
pub(crate) struct DeadLetter {
    pub(crate) dead_letter_id: String,
    pub(crate) consumer: String,
    pub(crate) event_type: String,
    pub(crate) subject: String,
    pub(crate) error: String,
    pub(crate) tries: u32,
    pub(crate) parked_at: String,
    pub(crate) state: String,
}
