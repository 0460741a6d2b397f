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

#[cfg(test)]
mod tests {
    use kernel::Row;
    use kernel::aggregate::fold_events;
    use testkit::decision::Given;
    use testkit::{context, given};

    use super::*;
    use crate::asset::Asset;
    use crate::contract::ContractStatus;
    use crate::obligation::{Obligation, ObligationEvent};
    use crate::samples::contracts::{asset_reserved, contract_id, drafted, in_force, lease, lease_id, leased_asset, sale};
    use crate::samples::obligations::{delivery, obligation_id};
    use crate::samples::{day, line};
    use crate::views::obligation_list::item;

    fn row() -> Row {
        let event = ObligationEvent::Undertaken(delivery());
        let obligation = fold_events::<Obligation>(None, &[event], &context().meta("test")).unwrap().unwrap();
        Row::new("x", "y", serde_json::to_value(item(&obligation, 1)).unwrap())
    }

    fn with_open(given: Given<Contract>) -> Given<Contract> {
        given.rows(obligation_list::VIEW, &format!("open#{}", contract_id()), [row()])
    }

    #[test]
    fn k37_a_termination_lists_what_is_still_owed() {
        let terminate = TerminateContract::example();
        let expected = Terminated { on: terminate.on, reason: terminate.reason.clone(), open: vec![obligation_id()], open_count: 1 };
        with_open(given(in_force(sale()))).when(terminate).then([ContractEvent::Terminated(expected)]);
    }

    #[test]
    fn k37_after_it_nothing_is_in_force_and_before_it_everything_stays() {
        let decision = with_open(given(in_force(sale()))).when(TerminateContract::example()).accepted();
        let events = [in_force(sale()).to_vec(), decision.events].concat();
        let contract = fold_events::<Contract>(None, &events, &context().meta("test")).unwrap().unwrap();
        assert!(contract.in_force(day("2026-11-30")) && !contract.in_force(day("2026-12-01")) && contract.was_signed());
        assert_eq!(contract.status(day("2026-11-30")), ContractStatus::Terminated);
        given(events).when(TerminateContract::example()).refused(ContractRefusal::NotInStatus { is: ContractStatus::Terminated });
    }

    #[test]
    fn only_within_the_time_of_a_signed_contract() {
        given([drafted()]).when(TerminateContract::example()).refused(ContractRefusal::NotInStatus { is: ContractStatus::Draft });
        let late = TerminateContract { on: day("2027-01-02"), ..TerminateContract::example() };
        given(in_force(sale())).when(late).refused(ContractRefusal::OutsideValidity);
        given([]).when(TerminateContract::example()).refused(ContractRefusal::NotFound);
    }

    #[test]
    fn k42_a_lease_gives_the_rest_of_the_assets_time_back() {
        let terminate = TerminateContract { contract_id: lease_id(), reason: line("Повернули"), ..TerminateContract::example() };
        let decision = given(in_force(lease())).with::<Asset>(leased_asset(), asset_reserved()).when(terminate).accepted();
        assert_eq!(decision.others[0].events[0]["data"]["kept"], serde_json::json!({ "from": "2026-01-01", "until": "2026-12-01" }));
    }
}
