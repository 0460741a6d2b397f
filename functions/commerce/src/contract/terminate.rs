//! Ends a contract before its time.

use kernel::view::RowQuery;
use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lease;
use super::revise::signed;
use super::{Contract, ContractEvent, ContractRefusal, OPEN_LISTED_MAX, Terminated};
use crate::views::obligation_list::{self, ObligationItem};
use crate::{ContractId, ObligationId};

/// Ends a contract before its time.
///
/// What is still owed does not vanish: the contract keeps the list of what was open, for
/// somebody to fulfil, waive or cancel (decision K37). A lease gives the asset's time back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TerminateContract {
    /// Which contract.
    pub contract_id: ContractId,
    /// The first day on which it is no longer in force.
    pub on: Day,
    /// Why.
    pub reason: Line,
}

impl TerminateContract {
    fn open(&self) -> RowQuery {
        obligation_list::open_of_contract(self.contract_id).wide()
    }
}

impl Command for TerminateContract {
    type Aggregate = Contract;
    type Refusal = ContractRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.terminate-contract",
        route: Some(Route::post("/commerce/contracts/{contract_id}/terminate")),
        roles: &[Role::TeamLead, Role::Accountant, Role::System],
        also_writes: lease::WRITES,
        reads: &[obligation_list::VIEW],
        summary: "Ends a contract before its time and lists what is open.",
    };

    fn target(&self, _: &Context) -> ContractId {
        self.contract_id
    }

    fn wants(&self, contract: Option<&Contract>, _: &Facts, _: &Context) -> Vec<Want> {
        let asset = contract.and_then(|contract| contract.asset).map(lease::want);
        std::iter::once(Want::Rows(self.open())).chain(asset).collect()
    }

    fn decide(&self, contract: Option<&Contract>, facts: &Facts, context: &Context) -> Result<Decision<Contract>, ContractRefusal> {
        let contract = signed(contract, context)?;
        if self.on < contract.valid.from() || contract.valid.until().is_some_and(|until| self.on > until) {
            return Err(ContractRefusal::OutsideValidity);
        }
        let rows = facts.rows(&self.open());
        let listed = rows.iter().filter_map(|row| serde_json::from_value::<ObligationItem>(row.data.clone()).ok());
        let open: Vec<ObligationId> = listed.map(|item| item.obligation_id).collect();
        let terminated = Terminated {
            on: self.on,
            reason: self.reason.clone(),
            open_count: u32::try_from(open.len()).unwrap_or(u32::MAX),
            open: open.into_iter().take(OPEN_LISTED_MAX).collect(),
        };
        let decision = Decision::of([ContractEvent::Terminated(terminated)]);
        match contract.asset {
            Some(asset) => lease::release(decision, facts, contract.id, asset, self.on, &self.reason),
            None => Ok(decision),
        }
    }

    fn example() -> Self {
        Self {
            contract_id: crate::samples::contracts::contract_id(),
            on: crate::samples::day("2026-12-01"),
            reason: crate::samples::line("Both sides agree"),
        }
    }
}
