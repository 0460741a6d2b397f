//! Writes a draft anew.

use kernel::{Command, CommandSpec, Context, Currency, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::draft::{check, check_parties, number_key, want_parties};
use super::{Contract, ContractEvent, ContractRefusal, ContractStatus, ContractType, Drafted, NUMBER_SCOPE, PartyRole, Standing, Terms};
use crate::{AssetId, ContractId, Interval};

/// Writes a draft anew, all of it. A signed contract is amended instead.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviseContract {
    /// Which contract.
    pub contract_id: ContractId,
    /// Its number, unique in the tenant.
    pub number: Line,
    /// What kind of deal.
    pub contract_type: ContractType,
    /// What every amount under it is in.
    pub currency: Currency,
    /// When it is in force once signed.
    pub valid: Interval,
    /// Who is what, and when.
    pub roles: Vec<PartyRole>,
    /// What a lease lends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asset_id: Option<AssetId>,
    /// What was agreed.
    pub terms: Terms,
}

impl Command for ReviseContract {
    type Aggregate = Contract;
    type Refusal = ContractRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.revise-contract",
        route: Some(Route::put("/commerce/contracts/{contract_id}")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Writes a draft of a contract anew.",
    };

    fn target(&self, _: &Context) -> ContractId {
        self.contract_id
    }

    fn wants(&self, _: Option<&Contract>, _: &Facts, _: &Context) -> Vec<Want> {
        let number = Want::guard(NUMBER_SCOPE, &number_key(&self.number));
        want_parties(&self.roles).into_iter().chain([number]).collect()
    }

    fn decide(&self, contract: Option<&Contract>, facts: &Facts, context: &Context) -> Result<Decision<Contract>, ContractRefusal> {
        let contract = contract.ok_or(ContractRefusal::NotFound)?;
        if contract.standing != Standing::Draft {
            return Err(ContractRefusal::NotInStatus { is: contract.status(today(context)) });
        }
        let drafted = Drafted {
            id: contract.id,
            number: self.number.clone(),
            kind: self.contract_type,
            currency: self.currency,
            valid: self.valid,
            roles: self.roles.clone(),
            asset: self.asset_id,
            terms: self.terms.clone(),
            names: crate::party::names(facts, self.roles.iter().map(|held| held.party)),
        };
        check(&drafted)?;
        check_parties(facts, &drafted.roles)?;
        let (old, new) = (number_key(&contract.number), number_key(&self.number));
        let decision = Decision::of([ContractEvent::Revised(drafted)]);
        if old == new {
            return Ok(decision);
        }
        if facts.owner(NUMBER_SCOPE, &new).is_some() {
            return Err(ContractRefusal::NumberTaken);
        }
        Ok(decision.claim(NUMBER_SCOPE, new).release(NUMBER_SCOPE, old))
    }

    fn example() -> Self {
        let drafted = crate::samples::contracts::sale();
        Self {
            contract_id: drafted.id,
            number: drafted.number,
            contract_type: drafted.kind,
            currency: drafted.currency,
            valid: drafted.valid,
            roles: drafted.roles,
            asset_id: drafted.asset,
            terms: drafted.terms,
        }
    }
}

/// The tenant's civil day.
pub(super) fn today(context: &Context) -> kernel::Day {
    context.now.day_in(context.settings.time_zone)
}

/// Refuses anything but a signed contract, expired ones included.
pub(super) fn signed<'a>(contract: Option<&'a Contract>, context: &Context) -> Result<&'a Contract, ContractRefusal> {
    let contract = contract.ok_or(ContractRefusal::NotFound)?;
    match contract.status(today(context)) {
        ContractStatus::Signed | ContractStatus::Expired => Ok(contract),
        is @ (ContractStatus::Draft | ContractStatus::Terminated) => Err(ContractRefusal::NotInStatus { is }),
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::party::Party;
    use crate::samples::contracts::{drafted, in_force, sale};
    use crate::samples::line;
    use crate::samples::parties::{buyer_id, buyer_registered, seller_id, seller_registered};

    #[test]
    fn a_draft_is_written_anew_and_its_number_changes_hands() {
        let given = || given([drafted()]).with::<Party>(seller_id(), [seller_registered()]).with::<Party>(buyer_id(), [buyer_registered()]);
        let decision = given().when(ReviseContract { number: line("П-18"), ..ReviseContract::example() }).accepted();
        assert_eq!(decision.events, [ContractEvent::Revised(Drafted { number: line("П-18"), ..sale() })]);
        assert_eq!((decision.claims[0].value.as_str(), decision.releases[0].value.as_str()), ("п-18", "п-2026/17"));
        assert!(given().when(ReviseContract::example()).accepted().claims.is_empty());
        let taken = given().taken(NUMBER_SCOPE, "п-18", "con_x");
        taken.when(ReviseContract { number: line("П-18"), ..ReviseContract::example() }).refused(ContractRefusal::NumberTaken);
    }

    #[test]
    fn k37_a_signed_contract_is_amended_and_never_rewritten() {
        given(in_force(sale())).when(ReviseContract::example()).refused(ContractRefusal::NotInStatus { is: ContractStatus::Signed });
        given([]).when(ReviseContract::example()).refused(ContractRefusal::NotFound);
    }
}
