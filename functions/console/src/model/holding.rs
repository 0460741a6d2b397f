//! Assets, budgets, number series, stock.

use serde::Deserialize;
use serde_json::Value;

use super::commerce::{EntryRef, Interval, Link};
use super::fact::{Article, Batch};
use crate::format::Amount;

/// An asset in a list.
#[derive(Debug, Deserialize)]
pub(crate) struct AssetItem {
    pub(crate) asset_id: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) inventory_number: Option<String>,
    #[serde(default)]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) reserved: Option<Reservation>,
    #[serde(default)]
    pub(crate) next: Vec<Reservation>,
}

impl AssetItem {
    /// Its name with the number on its plate.
    pub(crate) fn full_name(&self) -> String {
        let number = self.inventory_number.as_ref().map(|number| format!(" ({number})")).unwrap_or_default();
        format!("{}{number}", self.name)
    }
}

/// Days in which an asset is taken.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Reservation {
    pub(crate) id: Value,
    pub(crate) purpose: Purpose,
    pub(crate) valid: Interval,
}

/// What for.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Purpose {
    #[serde(default)]
    pub(crate) contract: Option<String>,
    #[serde(default)]
    pub(crate) note: Option<String>,
}

/// One asset.
#[derive(Debug, Deserialize)]
pub(crate) struct Asset {
    pub(crate) asset_id: String,
    pub(crate) profile: AssetProfile,
    #[serde(default)]
    pub(crate) roles: Vec<AssetRole>,
    #[serde(default)]
    pub(crate) other_roles: Vec<AssetRole>,
    #[serde(default)]
    pub(crate) reservations: Vec<Reservation>,
}

/// What is known of it.
#[derive(Debug, Deserialize)]
pub(crate) struct AssetProfile {
    pub(crate) name: String,
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) inventory_number: Option<String>,
}

/// Who has which role in it.
#[derive(Debug, Deserialize)]
pub(crate) struct AssetRole {
    pub(crate) role: AssetRoleOf,
    pub(crate) party_id: String,
    #[serde(default)]
    pub(crate) party_name: Option<String>,
}

/// The role itself.
#[derive(Debug, Deserialize)]
pub(crate) struct AssetRoleOf {
    pub(crate) id: Value,
    pub(crate) kind: Link,
    pub(crate) valid: Interval,
}

/// A budget in a list.
#[derive(Debug, Deserialize)]
pub(crate) struct BudgetItem {
    pub(crate) budget_id: String,
    pub(crate) name: String,
    pub(crate) party_id: String,
    pub(crate) period: Interval,
    pub(crate) strictness: String,
    pub(crate) limit: Amount,
    pub(crate) held: Amount,
    pub(crate) spent: Amount,
    pub(crate) free: Amount,
    #[serde(default)]
    pub(crate) over_limit: bool,
    #[serde(default)]
    pub(crate) closed: bool,
}

/// One budget.
#[derive(Debug, Deserialize)]
pub(crate) struct Budget {
    pub(crate) summary: BudgetItem,
    #[serde(default)]
    pub(crate) holds: Vec<Hold>,
    #[serde(default)]
    pub(crate) spent: Vec<BudgetSpent>,
    #[serde(default)]
    pub(crate) entries: Vec<EntryRef>,
}

/// Money that is held.
#[derive(Debug, Deserialize)]
pub(crate) struct Hold {
    /// A contract or an obligation.
    pub(crate) held_for: Value,
    pub(crate) amount: Amount,
}

/// What an invoice spent.
#[derive(Debug, Deserialize)]
pub(crate) struct BudgetSpent {
    pub(crate) invoice_id: String,
    pub(crate) spent: Spent,
}

/// Of what, and how much.
#[derive(Debug, Deserialize)]
pub(crate) struct Spent {
    pub(crate) held_for: Value,
    pub(crate) of_hold: Amount,
    /// Of further holds, when the invoice bills several obligations.
    #[serde(default)]
    pub(crate) further: Vec<Hold>,
    pub(crate) beyond: Amount,
}

/// A number series.
#[derive(Debug, Deserialize)]
pub(crate) struct Series {
    pub(crate) format: NumberFormat,
    /// The last serial that was taken.
    pub(crate) last: u32,
}

/// How its numbers are written.
#[derive(Debug, Deserialize)]
pub(crate) struct NumberFormat {
    pub(crate) prefix: String,
    pub(crate) digits: u8,
}

/// Goods that moved, and the fact that says so.
#[derive(Debug, Deserialize)]
pub(crate) struct MoveRow {
    pub(crate) fact_id: String,
    #[serde(rename = "move")]
    pub(crate) moved: Move,
}

/// What moved.
#[derive(Debug, Deserialize)]
pub(crate) struct Move {
    pub(crate) article: Article,
    pub(crate) unit: String,
    /// Millionths of the unit.
    pub(crate) parts: u64,
    #[serde(default)]
    pub(crate) batch: Option<Batch>,
    #[serde(default)]
    pub(crate) from: Option<String>,
    #[serde(default)]
    pub(crate) to: Option<String>,
    pub(crate) on: String,
}

impl Move {
    /// How much, as the API writes quantities.
    pub(crate) fn quantity(&self) -> String {
        let text = format!("{:0>7}", self.parts);
        let (whole, fraction) = text.split_at(text.len().saturating_sub(6));
        match fraction.trim_end_matches('0') {
            "" => whole.to_owned(),
            fraction => format!("{whole}.{fraction}"),
        }
    }
}
