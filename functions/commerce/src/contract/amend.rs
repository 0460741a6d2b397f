//! Changes a signed contract from a day on.

use std::collections::BTreeSet;

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::draft::{check_parties, check_terms, want_parties};
use super::lease;
use super::revise::signed;
use super::{Amended, Change, Contract, ContractEvent, ContractRefusal, PartyRole, Terms, VERSIONS_MAX, roles};
use crate::{ContractId, Interval, PartyId};

/// Changes a signed contract from a day on: terms, roles, or its time.
///
/// Nothing is overwritten: the amendment is a new version, and whoever asks for an earlier day
/// gets the terms and roles of that day (decision K37).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AmendContract {
    /// Which contract.
    pub contract_id: ContractId,
    /// The first day on which the change holds; not before an earlier amendment's.
    pub from: Day,
    /// All terms from then on; as they are when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    /// All roles with their days, those before `from` unchanged; as they are when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<PartyRole>>,
    /// When the contract is in force, beginning as before; as it is when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid: Option<Interval>,
    /// Why, or by which document.
    pub reason: Line,
}

impl AmendContract {
    fn amended(&self, contract: &Contract) -> Result<Amended, ContractRefusal> {
        let latest = contract.versions.last().ok_or(ContractRefusal::NotFound)?;
        let terms = self.terms.clone().unwrap_or_else(|| latest.terms.clone());
        let roles = self.roles.clone().unwrap_or_else(|| contract.roles.clone());
        let valid = self.valid.unwrap_or(contract.valid);
        if !valid.contains(self.from) {
            return Err(ContractRefusal::OutsideValidity);
        }
        let unchanged = valid.from() == contract.valid.from() && self.from >= latest.from;
        if !unchanged || before(&roles, self.from) != before(&contract.roles, self.from) {
            return Err(ContractRefusal::PastChanged);
        }
        let mut changed = terms.changes_from(&latest.terms);
        changed.extend((roles != contract.roles).then_some(Change::Roles));
        changed.extend((valid != contract.valid).then_some(Change::Validity));
        if changed.is_empty() {
            return Err(ContractRefusal::NothingChanged);
        }
        Ok(Amended { from: self.from, terms, roles, valid, changed, reason: self.reason.clone() })
    }
}

/// Who held what before a day.
fn before(roles: &[PartyRole], day: Day) -> BTreeSet<(PartyId, super::RoleKind, bool, Interval)> {
    let cut = |held: &PartyRole| held.valid.before(day).map(|valid| (held.party, held.role, held.primary, valid));
    roles.iter().filter_map(cut).collect()
}

impl Command for AmendContract {
    type Aggregate = Contract;
    type Refusal = ContractRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.amend-contract",
        route: Some(Route::post("/commerce/contracts/{contract_id}/amend")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant],
        also_writes: lease::WRITES,
        reads: &[],
        summary: "Changes a signed contract from a day on.",
    };

    fn target(&self, _: &Context) -> ContractId {
        self.contract_id
    }

    fn wants(&self, contract: Option<&Contract>, _: &Facts, _: &Context) -> Vec<Want> {
        let parties = self.roles.as_deref().map(want_parties).unwrap_or_default();
        parties.into_iter().chain(contract.and_then(|contract| contract.asset).map(lease::want)).collect()
    }

    fn decide(&self, contract: Option<&Contract>, facts: &Facts, context: &Context) -> Result<Decision<Contract>, ContractRefusal> {
        let contract = signed(contract, context)?;
        if contract.versions.len() >= VERSIONS_MAX {
            return Err(ContractRefusal::TooManyVersions);
        }
        let amended = self.amended(contract)?;
        check_terms(&amended.terms, contract.currency)?;
        roles::check_complete(contract.kind, &amended.roles, amended.valid)?;
        let new: Vec<PartyRole> = amended.roles.iter().filter(|held| !contract.roles.contains(held)).copied().collect();
        check_parties(facts, &new)?;
        let decision = Decision::of([ContractEvent::Amended(amended.clone())]);
        match contract.asset {
            Some(asset) if amended.valid != contract.valid => lease::change(decision, facts, contract, asset, amended.valid),
            Some(_) | None => Ok(decision),
        }
    }

    fn example() -> Self {
        let drafted = crate::samples::contracts::sale();
        Self {
            contract_id: drafted.id,
            from: crate::samples::day("2026-12-01"),
            terms: Some(Terms { payment_days: 30, ..drafted.terms }),
            roles: None,
            valid: None,
            reason: crate::samples::line("Supplementary agreement 1"),
        }
    }
}
