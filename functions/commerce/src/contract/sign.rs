//! Signs a contract.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::draft::{check_parties, want_parties};
use super::lease;
use super::revise::today;
use super::{Contract, ContractEvent, ContractRefusal, Signed, Standing, roles};
use crate::ContractId;

/// Signs a contract: from now on it can oblige its parties.
///
/// Whoever the type requires must be there on every day, and nobody may be frozen or a
/// duplicate. A lease takes the asset's time in the same step, so that nobody else gets it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignContract {
    /// Which contract.
    pub contract_id: ContractId,
    /// When it was signed, as the document says.
    pub on: Day,
}

impl Command for SignContract {
    type Aggregate = Contract;
    type Refusal = ContractRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.sign-contract",
        route: Some(Route::post("/commerce/contracts/{contract_id}/sign")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant, Role::System],
        also_writes: lease::WRITES,
        reads: &[],
        summary: "Signs a contract; a lease reserves its asset.",
    };

    fn target(&self, _: &Context) -> ContractId {
        self.contract_id
    }

    fn wants(&self, contract: Option<&Contract>, _: &Facts, _: &Context) -> Vec<Want> {
        let Some(contract) = contract else { return Vec::new() };
        want_parties(&contract.roles).into_iter().chain(contract.asset.map(lease::want)).collect()
    }

    fn decide(&self, contract: Option<&Contract>, facts: &Facts, context: &Context) -> Result<Decision<Contract>, ContractRefusal> {
        let contract = contract.ok_or(ContractRefusal::NotFound)?;
        if contract.standing != Standing::Draft {
            return Err(ContractRefusal::NotInStatus { is: contract.status(today(context)) });
        }
        if self.on > today(context) {
            return Err(ContractRefusal::SignedInFuture);
        }
        roles::check_complete(contract.kind, &contract.roles, contract.valid)?;
        check_parties(facts, &contract.roles)?;
        let decision = Decision::of([ContractEvent::Signed(Signed { on: self.on, asset: contract.asset })]);
        match contract.asset {
            Some(asset) => lease::reserve(decision, facts, contract.id, asset, contract.valid),
            None if contract.kind.needs_asset() => Err(ContractRefusal::AssetRequired),
            None => Ok(decision),
        }
    }

    fn example() -> Self {
        Self { contract_id: crate::samples::contracts::contract_id(), on: crate::samples::day("2026-11-02") }
    }
}
