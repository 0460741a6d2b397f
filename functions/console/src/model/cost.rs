//! What goods cost by the plan, exchange rates, and messages of the accounting system.

use serde::Deserialize;
use serde_json::Value;

use crate::format::Amount;

/// A price sheet in a list.
#[derive(Debug, Deserialize)]
pub(crate) struct PriceItem {
    pub(crate) price_id: String,
    pub(crate) product: String,
    #[serde(default)]
    pub(crate) versions: Vec<PriceVersion>,
    #[serde(default)]
    pub(crate) bought_in: Option<String>,
    #[serde(default)]
    pub(crate) revision: Option<Revision>,
    #[serde(default)]
    pub(crate) current: Option<PriceVersion>,
    #[serde(default)]
    pub(crate) age_days: Option<u32>,
    #[serde(default)]
    pub(crate) age: Option<String>,
}

/// A planned cost from a day on.
#[derive(Debug, Deserialize)]
pub(crate) struct PriceVersion {
    pub(crate) npss: Amount,
    pub(crate) method: String,
    pub(crate) trigger: String,
    pub(crate) calculated_on: String,
    pub(crate) valid_from: String,
}

/// That a cost must be calculated again.
#[derive(Debug, Deserialize)]
pub(crate) struct Revision {
    pub(crate) trigger: String,
    pub(crate) by: String,
}

/// One price sheet.
#[derive(Debug, Deserialize)]
pub(crate) struct PriceSheet {
    pub(crate) summary: PriceItem,
    #[serde(default)]
    pub(crate) purchases: Vec<Purchase>,
}

/// A purchase that a cost rests on.
#[derive(Debug, Deserialize)]
pub(crate) struct Purchase {
    pub(crate) document: String,
    pub(crate) on: String,
    pub(crate) quantity: String,
    pub(crate) price: Amount,
}

/// A message of the accounting system.
#[derive(Debug, Deserialize)]
pub(crate) struct AccountingMessage {
    pub(crate) message: String,
    pub(crate) message_id: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) received_at: String,
    pub(crate) state: String,
    #[serde(default)]
    pub(crate) progress: Value,
    #[serde(default)]
    pub(crate) tries: u32,
}

impl AccountingMessage {
    /// A text of its progress: `code`, `problem`, `reason`, `retry_at`.
    pub(crate) fn told(&self, name: &str) -> &str {
        self.progress.get(name).and_then(Value::as_str).unwrap_or_default()
    }
}

/// One such message as it came.
#[derive(Debug, Deserialize)]
pub(crate) struct AccountingMessagePage {
    pub(crate) summary: AccountingMessage,
    pub(crate) data: Value,
}

/// How a currency moves.
#[derive(Debug, Deserialize)]
pub(crate) struct RateItem {
    pub(crate) currency: String,
    #[serde(default)]
    pub(crate) rates: Vec<DailyRate>,
    #[serde(default)]
    pub(crate) moved_on: Option<String>,
    #[serde(default)]
    pub(crate) spreading: bool,
}

/// The rate of a day.
#[derive(Debug, Deserialize)]
pub(crate) struct DailyRate {
    pub(crate) on: String,
    pub(crate) rate: String,
}
