//! Everything that can happen to a contract.

use kernel::{Currency, Day, Event, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Change, ContractType, PartyRole, Terms};
use crate::paper::SheetRequest;
use crate::party::Names;
use crate::{AssetId, ContractId, Interval, ObligationId};

/// What happened to a contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum ContractEvent {
    /// Somebody began to write it.
    #[serde(rename = "drafted.v1")]
    Drafted(Drafted),
    /// The draft was written anew.
    #[serde(rename = "revised.v1")]
    Revised(Drafted),
    /// Everybody signed.
    #[serde(rename = "signed.v1")]
    Signed(Signed),
    /// Parties, time or terms changed from a day on.
    #[serde(rename = "amended.v1")]
    Amended(Amended),
    /// It ended before its time.
    #[serde(rename = "terminated.v1")]
    Terminated(Terminated),
    /// Somebody wants it on paper.
    #[serde(rename = "print-requested.v1")]
    PrintRequested(SheetRequest),
}

/// A contract as it is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Drafted {
    /// Its id.
    pub id: ContractId,
    /// Its number.
    pub number: Line,
    /// What kind of deal.
    pub kind: ContractType,
    /// What amounts are in.
    pub currency: Currency,
    /// When it is in force.
    pub valid: Interval,
    /// Who is what.
    pub roles: Vec<PartyRole>,
    /// What a lease lends.
    pub asset: Option<AssetId>,
    /// What was agreed.
    pub terms: Terms,
    /// What the parties were called when it was written; of documents written before names were kept, nothing.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub names: Names,
}

/// The signing of a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signed {
    /// When, as the document says.
    pub on: Day,
    /// The asset whose time was reserved.
    pub asset: Option<AssetId>,
}

/// A new version of a contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Amended {
    /// The first day on which the terms hold.
    pub from: Day,
    /// All terms, as they are then.
    pub terms: Terms,
    /// All roles, with their days.
    pub roles: Vec<PartyRole>,
    /// When the contract is in force.
    pub valid: Interval,
    /// What is different.
    pub changed: Vec<Change>,
    /// Why, or by which document.
    pub reason: Line,
    /// What the parties were called when it was written; of documents written before names were kept, nothing.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub names: Names,
}

/// The end of a contract before its time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Terminated {
    /// The first day on which it is no longer in force.
    pub on: Day,
    /// Why.
    pub reason: Line,
    /// What is still owed, the earliest due first, as far as named.
    pub open: Vec<ObligationId>,
    /// How many obligations are still open.
    pub open_count: u32,
}

impl Event for ContractEvent {
    fn samples() -> Vec<Self> {
        crate::samples::contracts::contract_events()
    }
}
