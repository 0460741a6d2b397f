//! Shows one contract.

use kernel::view::RowQuery;
use kernel::{Answer, Context, Currency, Day, Facts, Line, Query, QuerySpec, Role, Route, Version, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ListPage, as_of};
use crate::contract::{Contract, ContractRefusal, ContractStatus, ContractType, ContractVersion, RoleKind, Standing, Terms};
use crate::party::{self, Party};
use crate::schedule::{PaymentSchedule, ScheduleOwner};
use crate::views::obligation_list::{self, ObligationItem};
use crate::{AssetId, ContractId, Interval, PartyId, ScheduleId};

/// Shows one contract as of a day: the grid of its roles, its terms with all their versions, and
/// what is owed under it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetContract {
    /// Which contract.
    pub contract_id: ContractId,
    /// As of which day; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
}

/// One contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ContractPage {
    /// The contract.
    pub contract_id: ContractId,
    /// Its number.
    pub number: Line,
    /// What kind of deal.
    pub contract_type: ContractType,
    /// What amounts are in.
    pub currency: Currency,
    /// Where it stands on the day.
    pub status: ContractStatus,
    /// Whether it obliges its parties on the day.
    pub in_force: bool,
    /// When it is in force.
    pub valid: Interval,
    /// The day that this shows.
    pub as_of: Day,
    /// Who is what, whenever.
    pub roles: Vec<RoleCell>,
    /// Roles that the type requires.
    pub roles_required: Vec<RoleKind>,
    /// Roles that the type allows.
    pub roles_allowed: Vec<RoleKind>,
    /// What a lease lends.
    pub asset_id: Option<AssetId>,
    /// The terms of the day.
    pub terms: Option<Terms>,
    /// All versions of the terms, the oldest first.
    pub versions: Vec<ContractVersion>,
    /// Signed or terminated when and why.
    pub standing: Standing,
    /// What is owed under it, the earliest due first; at most a page of it.
    pub obligations: Vec<ObligationItem>,
    /// Whether more is owed than is shown.
    pub more_obligations: bool,
    /// Its payment schedule, if one is planned.
    pub schedule_id: Option<ScheduleId>,
    /// The version that this shows.
    pub version: Version,
}

/// A party in a role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RoleCell {
    /// Who.
    pub party_id: PartyId,
    /// Their name.
    pub party_name: Option<Line>,
    /// In which role.
    pub role: RoleKind,
    /// Whether the party stands for the role.
    pub primary: bool,
    /// When.
    pub valid: Interval,
    /// Whether it holds on the day.
    pub current: bool,
}

/// Most obligations that the page of a contract shows; the list of obligations has all.
const OBLIGATIONS_SHOWN: u32 = 50;

impl GetContract {
    fn obligations(&self) -> RowQuery {
        obligation_list::of_contract(self.contract_id).limit(OBLIGATIONS_SHOWN)
    }

    fn schedule(&self) -> ScheduleId {
        ScheduleOwner::Contract { contract: self.contract_id }.schedule()
    }
}

impl Query for GetContract {
    type Answer = ContractPage;
    type Refusal = ContractRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.get-contract",
        route: Route::get("/commerce/contracts/{contract_id}"),
        roles: Role::FOR_PEOPLE,
        summary: "Shows one contract as of a day.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let roles = facts.aggregate::<Contract>(self.contract_id).map(|contract| contract.state.roles.clone()).unwrap_or_default();
        let known = [
            Want::aggregate::<Contract>(self.contract_id),
            Want::aggregate::<PaymentSchedule>(self.schedule()),
            Want::Rows(self.obligations()),
        ];
        known.into_iter().chain(roles.iter().map(|held| Want::aggregate::<Party>(held.party))).collect()
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<ContractPage>, ContractRefusal> {
        let loaded = facts.aggregate::<Contract>(self.contract_id).ok_or(ContractRefusal::NotFound)?;
        let (contract, as_of) = (&loaded.state, as_of(self.as_of, context));
        let obligations: ListPage<ObligationItem> = ListPage::read(facts.page(&self.obligations()));
        let schedule = facts.aggregate::<PaymentSchedule>(self.schedule()).filter(|schedule| !schedule.state.cancelled);
        let name = |id: PartyId| facts.aggregate::<party::Party>(id).map(|party| party.state.profile.name.clone());
        let cell = |held: &crate::contract::PartyRole| RoleCell {
            party_id: held.party,
            party_name: name(held.party),
            role: held.role,
            primary: held.primary,
            valid: held.valid,
            current: held.valid.contains(as_of),
        };
        let page = ContractPage {
            contract_id: contract.id,
            number: contract.number.clone(),
            contract_type: contract.kind,
            currency: contract.currency,
            status: contract.status(as_of),
            in_force: contract.in_force(as_of),
            valid: contract.valid,
            as_of,
            roles: contract.roles.iter().map(cell).collect(),
            roles_required: contract.kind.required().to_vec(),
            roles_allowed: contract.kind.allowed().to_vec(),
            asset_id: contract.asset,
            terms: contract.terms(as_of).cloned(),
            versions: contract.versions.clone(),
            standing: contract.standing.clone(),
            obligations: obligations.items.into_iter().map(|item| item.on(as_of)).collect(),
            more_obligations: obligations.next_cursor.is_some(),
            schedule_id: schedule.map(|schedule| schedule.state.id),
            version: loaded.version,
        };
        Ok(Answer::at(loaded.version, page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::ContractEvent;
    use crate::obligation::ObligationEvent;
    use crate::queries::tests::{World, ask};
    use crate::samples::contracts::{amended, contract_id, in_force, sale};
    use crate::samples::day;
    use crate::samples::obligations::{delivery, obligation_id};
    use crate::samples::parties::{buyer_id, buyer_registered};
    use crate::views::obligation_list::ObligationListFromObligation;
    use crate::views::tests::rows;

    fn page(as_of: Option<Day>) -> ContractPage {
        let events = [in_force(sale()).to_vec(), vec![ContractEvent::Amended(amended())]].concat();
        let world = World::of(rows::<ObligationListFromObligation>(obligation_id(), &[vec![ObligationEvent::Undertaken(delivery())]]));
        let world = world.with::<Contract>(contract_id(), &events).with::<Party>(buyer_id(), &[buyer_registered()]);
        ask(&GetContract { contract_id: contract_id(), as_of }, &world).unwrap().body
    }

    #[test]
    fn k36_the_grid_of_roles_shows_who_is_what_on_a_day() {
        let shown = page(None);
        assert_eq!((shown.roles.len(), shown.roles[1].current), (2, true));
        assert!(shown.roles[1].party_name.is_some() && shown.roles[0].party_name.is_none());
        assert!(!page(Some(day("2025-12-31"))).roles[0].current);
    }

    #[test]
    fn k37_terms_and_what_is_owed_are_of_the_day() {
        let days = |as_of| page(as_of).terms.map(|terms| terms.payment_days);
        assert_eq!((days(None), days(Some(day("2026-12-01")))), (Some(14), Some(30)));
        let shown = page(Some(day("2026-12-01")));
        assert_eq!((shown.versions.len(), shown.obligations.len(), shown.obligations[0].overdue), (2, 1, true));
        assert_eq!(shown.status, ContractStatus::Signed);
    }

    #[test]
    fn there_must_be_one() {
        let missing = ask(&GetContract { contract_id: contract_id(), as_of: None }, &World::default());
        assert_eq!(missing.unwrap_err(), ContractRefusal::NotFound);
    }
}
