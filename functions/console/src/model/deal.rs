//! Contracts, and what is owed under them.

use serde::Deserialize;
use serde_json::{Value, json};

use super::commerce::Interval;
use super::fact::Article;
use crate::format::Amount;

/// A contract in a list.
#[derive(Debug, Deserialize)]
pub(crate) struct ContractItem {
    pub(crate) contract_id: String,
    pub(crate) number: String,
    pub(crate) contract_type: String,
    pub(crate) currency: String,
    pub(crate) status: String,
    pub(crate) valid_from: String,
    #[serde(default)]
    pub(crate) valid_until: Option<String>,
    #[serde(default)]
    pub(crate) roles: Vec<RoleOf>,
}

/// A party in a role.
#[derive(Debug, Deserialize)]
pub(crate) struct RoleOf {
    pub(crate) party: String,
    #[serde(default)]
    pub(crate) party_name: Option<String>,
    pub(crate) role: String,
    #[serde(default)]
    pub(crate) primary: bool,
}

/// One contract.
#[derive(Debug, Deserialize)]
pub(crate) struct Contract {
    pub(crate) contract_id: String,
    pub(crate) number: String,
    pub(crate) contract_type: String,
    pub(crate) currency: String,
    pub(crate) status: String,
    pub(crate) valid: Interval,
    #[serde(default)]
    pub(crate) roles: Vec<RoleCell>,
    #[serde(default)]
    pub(crate) asset_id: Option<String>,
    #[serde(default)]
    pub(crate) terms: Option<Value>,
    #[serde(default)]
    pub(crate) versions: Vec<ContractVersion>,
    #[serde(default)]
    pub(crate) standing: Value,
    #[serde(default)]
    pub(crate) obligations: Vec<Obligation>,
    #[serde(default)]
    pub(crate) schedule_id: Option<String>,
}

impl Contract {
    /// Why it ended.
    pub(crate) fn ended_because(&self) -> &str {
        self.standing.get("reason").and_then(Value::as_str).unwrap_or_default()
    }

    /// An amount among the terms.
    pub(crate) fn term_amount(&self, name: &str) -> Option<Amount> {
        serde_json::from_value(self.terms.as_ref()?.get(name)?.clone()).ok()
    }

    /// A term as text.
    pub(crate) fn term(&self, name: &str) -> String {
        match self.terms.as_ref().and_then(|terms| terms.get(name)) {
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => String::new(),
        }
    }
}

/// A party in a role of a contract.
#[derive(Debug, Deserialize)]
pub(crate) struct RoleCell {
    pub(crate) party_id: String,
    #[serde(default)]
    pub(crate) party_name: Option<String>,
    pub(crate) role: String,
    #[serde(default)]
    pub(crate) primary: bool,
    pub(crate) valid: Interval,
    #[serde(default)]
    pub(crate) current: bool,
}

impl RoleCell {
    /// As a command takes it.
    pub(crate) fn as_sent(&self) -> Value {
        self.within(&self.valid)
    }

    /// The same over other days.
    pub(crate) fn within(&self, valid: &Interval) -> Value {
        json!({ "party": self.party_id, "role": self.role, "primary": self.primary, "valid": { "from": valid.from, "until": valid.until } })
    }
}

/// A version of a contract's terms.
#[derive(Debug, Deserialize)]
pub(crate) struct ContractVersion {
    pub(crate) n: u32,
    pub(crate) from: String,
    #[serde(default)]
    pub(crate) changed: Vec<String>,
    #[serde(default)]
    pub(crate) reason: Option<String>,
}

/// What somebody owes.
#[derive(Debug, Deserialize)]
pub(crate) struct Obligation {
    pub(crate) obligation_id: String,
    #[serde(default)]
    pub(crate) contract_id: Option<String>,
    pub(crate) kind: String,
    pub(crate) from: String,
    pub(crate) to: String,
    #[serde(default)]
    pub(crate) from_name: Option<String>,
    #[serde(default)]
    pub(crate) to_name: Option<String>,
    #[serde(default)]
    pub(crate) open_debt: Option<Amount>,
    #[serde(default)]
    pub(crate) annex: Option<String>,
    #[serde(default)]
    pub(crate) subject: Option<String>,
    #[serde(default)]
    pub(crate) amount: Option<Amount>,
    pub(crate) due: String,
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) open: bool,
    #[serde(default)]
    pub(crate) overdue: bool,
}

/// One obligation.
#[derive(Debug, Deserialize)]
pub(crate) struct ObligationPage {
    pub(crate) summary: Obligation,
    #[serde(default)]
    pub(crate) lines: Vec<PromisedLine>,
    /// What ended it, with why.
    #[serde(default)]
    pub(crate) standing: Value,
}

/// When something is paid, part by part.
#[derive(Debug, Deserialize)]
pub(crate) struct Schedule {
    pub(crate) schedule_id: String,
    pub(crate) base: Amount,
    pub(crate) rows: Vec<ScheduleRow>,
    #[serde(default)]
    pub(crate) cancelled: bool,
}

/// One part.
#[derive(Debug, Deserialize)]
pub(crate) struct ScheduleRow {
    pub(crate) due: String,
    pub(crate) amount: Amount,
}

/// A line of it, and how much is fulfilled.
#[derive(Debug, Deserialize)]
pub(crate) struct PromisedLine {
    pub(crate) line: PromisedContent,
    pub(crate) fulfilled: String,
    #[serde(default)]
    pub(crate) most: String,
}

/// What is promised.
#[derive(Debug, Deserialize)]
pub(crate) struct PromisedContent {
    pub(crate) n: u16,
    pub(crate) article: Article,
    pub(crate) quantity: String,
    pub(crate) unit: String,
    #[serde(default)]
    pub(crate) price: Option<Amount>,
}
