//! Contracts as a list shows them: all, by standing, and by party.

use std::collections::BTreeSet;

use kernel::view::{Order as By, RowQuery};
use kernel::{Change, Currency, Day, Line, Moment, Row, Step, Version, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::contract::{Contract, ContractStatus, ContractType, PartyRole, Standing};
use crate::party::Names;
use crate::{AssetId, ContractId, PartyId};

/// The view's name.
pub const VIEW: &str = "contract-list";
/// The partition of all contracts.
const ALL: &str = "all";
/// Parties by which one contract is found; a commit may change only so many rows of a view.
const PARTIES_MAX: usize = 40;

/// Contracts, the last written first.
pub struct ContractListFromContract;

/// One contract in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ContractItem {
    /// The contract.
    pub contract_id: ContractId,
    /// Its number.
    pub number: Line,
    /// What kind of deal.
    pub contract_type: ContractType,
    /// What amounts are in.
    pub currency: Currency,
    /// Where it stands; whether it expired is asked when it is shown.
    pub status: ContractStatus,
    /// The first day on which it is in force.
    pub valid_from: Day,
    /// The first day on which it is not any more, termination included.
    pub valid_until: Option<Day>,
    /// Who is what, and when.
    pub roles: Vec<PartyRole>,
    /// What the parties were called when they came into it.
    #[serde(default)]
    pub names: Names,
    /// What a lease lends.
    pub asset_id: Option<AssetId>,
    /// The number of its newest version of terms.
    pub terms_version: u32,
    /// When anything about it changed last.
    pub updated_at: Moment,
    /// The version that this shows.
    pub version: Version,
}

impl ContractItem {
    /// With the status of a day: a signed contract whose time has passed is expired.
    pub fn on(mut self, today: Day) -> Self {
        if self.status == ContractStatus::Signed && self.valid_until.is_some_and(|until| until <= today) {
            self.status = ContractStatus::Expired;
        }
        self
    }
}

/// All contracts.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL).newest_first()
}

/// Contracts of a standing; expired ones stand among the signed.
pub fn in_status(status: ContractStatus) -> RowQuery {
    RowQuery::new(VIEW, status_partition(status)).by(By::Index1).newest_first()
}

/// Contracts in which a party has a role.
pub fn of_party(party: PartyId) -> RowQuery {
    RowQuery::new(VIEW, format!("party#{party}")).newest_first()
}

fn status_partition(status: ContractStatus) -> String {
    let stored = match status {
        ContractStatus::Expired => ContractStatus::Signed,
        stored @ (ContractStatus::Draft | ContractStatus::Signed | ContractStatus::Terminated) => stored,
    };
    format!("status#{}", stored.name())
}

impl View for ContractListFromContract {
    type Aggregate = Contract;
    const SPEC: ViewSpec =
        ViewSpec { name: "commerce.contract-list-from-contract", view: VIEW, summary: "Contracts as a list shows them." };

    fn project(step: &Step<'_, Contract>) -> Vec<Change> {
        step.replace(|contract| rows(contract, step.meta.at, step.version))
    }
}

fn rows(contract: &Contract, updated_at: Moment, version: Version) -> Vec<Row> {
    let item = item(contract, updated_at, version);
    // By the day of the first version: a place that amendments do not change.
    let written = contract.versions.first().map(|first| first.recorded_at.to_string()).unwrap_or_default();
    let sort = format!("{written}#{}", contract.id);
    let parties: BTreeSet<PartyId> = contract.roles.iter().map(|held| held.party).collect();
    let data = serde_json::to_value(&item).unwrap_or_default();
    let of_party = parties.into_iter().take(PARTIES_MAX).map(|party| Row::new(of_party(party).partition, &sort, data.clone()));
    let row = Row::new(ALL, &sort, data.clone()).with_index1(status_partition(item.status), &sort);
    std::iter::once(row).chain(of_party.collect::<Vec<_>>()).collect()
}

/// A contract as a list shows it.
pub fn item(contract: &Contract, updated_at: Moment, version: Version) -> ContractItem {
    let (status, ended) = match &contract.standing {
        Standing::Draft => (ContractStatus::Draft, None),
        Standing::Signed { .. } => (ContractStatus::Signed, None),
        Standing::Terminated { on, .. } => (ContractStatus::Terminated, Some(*on)),
    };
    ContractItem {
        contract_id: contract.id,
        number: contract.number.clone(),
        contract_type: contract.kind,
        currency: contract.currency,
        status,
        valid_from: contract.valid.from(),
        valid_until: ended.or(contract.valid.until()),
        roles: contract.roles.clone(),
        names: contract.names.clone(),
        asset_id: contract.asset,
        terms_version: contract.version_number(),
        updated_at,
        version,
    }
}
