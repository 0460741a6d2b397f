//! What was done under a contract, and what proves it.

use serde::Deserialize;
use serde_json::Value;

use super::commerce::EntryRef;
use crate::format::Amount;

/// A fact in the feed.
#[derive(Debug, Deserialize)]
pub(crate) struct FactItem {
    pub(crate) fact_id: String,
    pub(crate) kind: FactKind,
    #[serde(default)]
    pub(crate) contract_id: Option<String>,
    pub(crate) seller: String,
    pub(crate) buyer: String,
    #[serde(default)]
    pub(crate) seller_name: Option<String>,
    #[serde(default)]
    pub(crate) buyer_name: Option<String>,
    #[serde(default)]
    pub(crate) intercompany: bool,
    pub(crate) occurred: String,
    #[serde(default)]
    pub(crate) posted_on: String,
    #[serde(default)]
    pub(crate) late: bool,
    #[serde(default)]
    pub(crate) document: Option<String>,
    #[serde(default)]
    pub(crate) subject: Option<String>,
    #[serde(default)]
    pub(crate) amount: Option<Amount>,
    #[serde(default)]
    pub(crate) recognised: Option<Amount>,
    #[serde(default)]
    pub(crate) unbilled: bool,
    #[serde(default)]
    pub(crate) reverses: Option<String>,
    #[serde(default)]
    pub(crate) reversed: bool,
}

/// What customs released, and on which delivery it is.
#[derive(Debug, Deserialize)]
pub(crate) struct ClearanceItem {
    pub(crate) clearance_id: String,
    #[serde(default)]
    pub(crate) number: Option<String>,
    pub(crate) released_on: String,
    #[serde(default)]
    pub(crate) shipment: Option<String>,
    #[serde(default)]
    pub(crate) fact_id: Option<String>,
    pub(crate) stage: String,
    #[serde(default)]
    pub(crate) stalled: Option<super::trade::Stall>,
}

/// What happened.
#[derive(Debug, Deserialize)]
pub(crate) struct FactKind {
    #[serde(rename = "type")]
    pub(crate) kind: String,
}

/// One fact.
#[derive(Debug, Deserialize)]
pub(crate) struct Fact {
    pub(crate) summary: FactItem,
    #[serde(default)]
    pub(crate) lines: Vec<FactLine>,
    #[serde(default)]
    pub(crate) proofs: Vec<Proof>,
    /// How revenue is recognised.
    #[serde(default)]
    pub(crate) recognition: String,
    #[serde(default)]
    pub(crate) recognised: Vec<Recognised>,
    #[serde(default)]
    pub(crate) artifacts: Vec<Artifact>,
    #[serde(default)]
    pub(crate) entries: Vec<EntryRef>,
}

/// Revenue that was recognised.
#[derive(Debug, Deserialize)]
pub(crate) struct Recognised {
    pub(crate) on: String,
    pub(crate) amount: Amount,
    #[serde(default)]
    pub(crate) cost: Option<Amount>,
}

/// What identifies goods in a regulator's system.
#[derive(Debug, Deserialize)]
pub(crate) struct Artifact {
    pub(crate) payload: Value,
    pub(crate) status: String,
}

impl Artifact {
    /// One field of it.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.payload.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// By which that system knows it.
    pub(crate) fn key(&self) -> String {
        match self.kind() {
            "CHESTNY_ZNAK" => format!("01{}21{}", self.text("gtin"), self.text("serial")),
            "MERCURY_VSD" => self.text("uuid").to_owned(),
            "CUSTOMS_DECLARATION" => self.text("number").to_owned(),
            _ => self.text("sdiz").to_owned(),
        }
    }

    /// The system that it belongs to.
    pub(crate) fn kind(&self) -> &str {
        self.text("artifact_type")
    }
}

/// A line of a fact, and what was billed of it.
#[derive(Debug, Deserialize)]
pub(crate) struct FactLine {
    pub(crate) line: FactLineContent,
    pub(crate) billed: String,
    pub(crate) open: String,
    #[serde(default)]
    pub(crate) amount: Option<Amount>,
    #[serde(default)]
    pub(crate) invoices: Vec<String>,
}

/// What was done.
#[derive(Debug, Deserialize)]
pub(crate) struct FactLineContent {
    pub(crate) n: u16,
    pub(crate) article: Article,
    pub(crate) quantity: String,
    pub(crate) unit: String,
    #[serde(default)]
    pub(crate) batch: Option<Batch>,
    #[serde(default)]
    pub(crate) unit_cost: Option<Amount>,
}

/// A lot of goods.
#[derive(Debug, Deserialize)]
pub(crate) struct Batch {
    pub(crate) number: String,
    #[serde(default)]
    pub(crate) expires: Option<String>,
}

/// What is traded.
#[derive(Debug, Deserialize)]
pub(crate) struct Article {
    pub(crate) code: String,
    pub(crate) name: String,
}

/// A paper that proves a fact.
#[derive(Debug, Deserialize)]
pub(crate) struct Proof {
    pub(crate) name: String,
    pub(crate) sha256: String,
    pub(crate) kind: String,
}
