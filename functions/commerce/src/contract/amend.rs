//! Changes a signed contract from a day on.

use std::collections::BTreeSet;

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::draft::{check_parties, check_terms, want_parties};
use super::lease;
use super::revise::signed;
use super::{Amended, Change, Contract, ContractEvent, ContractRefusal, PartyRole, Terms, VERSIONS_MAX, roles};
use crate::party::{self, Names};
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
        Ok(Amended { from: self.from, terms, roles, valid, changed, reason: self.reason.clone(), names: Names::new() })
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
        let amended = Amended { names: party::names(facts, new.iter().map(|held| held.party)), ..amended };
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

#[cfg(test)]
mod tests {
    use kernel::aggregate::fold_events;
    use testkit::decision::Given;
    use testkit::{context, given};

    use super::*;
    use crate::asset::Asset;
    use crate::contract::{ContractStatus, RoleKind};
    use crate::party::Party;
    use crate::samples::contracts::{amended, asset_reserved, drafted, in_force, lease, lease_id, leased_asset, role, sale, terms};
    use crate::samples::day;
    use crate::samples::parties::{buyer_id, interval, lessor_id, lessor_registered};

    fn signed_sale() -> Given<Contract> {
        given(in_force(sale()))
    }

    #[test]
    fn k37_an_amendment_is_a_version_that_says_what_changed_and_from_when() {
        let amend = AmendContract { terms: Some(amended().terms), reason: amended().reason, ..AmendContract::example() };
        signed_sale().when(amend).then([ContractEvent::Amended(amended())]);
        let events = [in_force(sale()).to_vec(), vec![ContractEvent::Amended(amended())]].concat();
        let contract = fold_events::<Contract>(None, &events, &context().meta("test")).unwrap().unwrap();
        let days = |on: &str| contract.terms(day(on)).unwrap().payment_days;
        assert_eq!((days("2025-06-01"), days("2026-11-30"), days("2026-12-01")), (14, 14, 30));
        assert_eq!((contract.version_number(), contract.versions[1].changed.clone()), (2, amended().changed));
    }

    #[test]
    fn k36_the_buyer_changes_and_the_past_stays() {
        let until = |held: &PartyRole| PartyRole { valid: interval("2026-01-01", Some("2026-12-01")), ..*held };
        let seller = role(crate::samples::parties::seller_id(), RoleKind::Seller);
        let next = PartyRole { valid: interval("2026-12-01", None), ..role(lessor_id(), RoleKind::Buyer) };
        let roles = vec![seller, until(&role(buyer_id(), RoleKind::Buyer)), next];
        let amend = AmendContract { terms: None, roles: Some(roles.clone()), ..AmendContract::example() };
        let given = || {
            signed_sale()
                .with::<Party>(lessor_id(), [lessor_registered()])
                .with::<Party>(buyer_id(), [crate::samples::parties::buyer_registered()])
        };
        let decision = given().when(amend.clone()).accepted();
        let [ContractEvent::Amended(made)] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        assert_eq!((made.changed.clone(), made.roles.clone()), (vec![Change::Roles], roles));
        let early = PartyRole { valid: interval("2026-11-01", None), ..role(lessor_id(), RoleKind::Buyer) };
        let rewritten =
            vec![seller, PartyRole { valid: interval("2026-01-01", Some("2026-11-01")), ..role(buyer_id(), RoleKind::Buyer) }, early];
        given().when(AmendContract { roles: Some(rewritten), ..amend }).refused(ContractRefusal::PastChanged);
    }

    #[test]
    fn k37_what_changes_nothing_or_the_past_is_refused() {
        let unchanged = AmendContract { terms: Some(terms()), ..AmendContract::example() };
        signed_sale().when(unchanged).refused(ContractRefusal::NothingChanged);
        let outside = AmendContract { from: day("2027-01-01"), ..AmendContract::example() };
        signed_sale().when(outside).refused(ContractRefusal::OutsideValidity);
        let earlier = AmendContract { from: day("2026-11-30"), ..AmendContract::example() };
        let twice = given([in_force(sale()).to_vec(), vec![ContractEvent::Amended(amended())]].concat());
        twice.when(earlier).refused(ContractRefusal::PastChanged);
        let begins = AmendContract { valid: Some(interval("2026-02-01", Some("2027-01-01"))), ..AmendContract::example() };
        signed_sale().when(begins).refused(ContractRefusal::PastChanged);
        given([drafted()]).when(AmendContract::example()).refused(ContractRefusal::NotInStatus { is: ContractStatus::Draft });
    }

    #[test]
    fn k42_a_lease_that_is_prolonged_takes_more_time_and_one_that_is_cut_gives_some_back() {
        let amend = |until: &str| AmendContract {
            contract_id: lease_id(),
            terms: None,
            valid: Some(interval("2026-01-01", Some(until))),
            ..AmendContract::example()
        };
        let lease = || given(in_force(lease())).with::<Asset>(leased_asset(), asset_reserved());
        let events = |until: &str| lease().when(amend(until)).accepted().others[0].events[0].clone();
        assert_eq!(
            events("2027-06-01")["data"]["reservation"]["valid"],
            serde_json::json!({ "from": "2027-01-01", "until": "2027-06-01" })
        );
        assert_eq!(events("2026-12-15")["data"]["kept"], serde_json::json!({ "from": "2026-01-01", "until": "2026-12-15" }));
    }
}
