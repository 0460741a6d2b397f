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

#[cfg(test)]
mod tests {
    use kernel::Aggregate;
    use testkit::decision::Given;
    use testkit::given;

    use super::*;
    use crate::asset::{Asset, AssetEvent};
    use crate::contract::{ContractStatus, Drafted};
    use crate::party::{Party, PartyEvent, Unusable};
    use crate::samples::contracts::{asset_reserved, drafted, in_force, lease, lease_id, leased_asset, sale};
    use crate::samples::parties::{buyer_id, buyer_registered, interval, lessor_id, lessor_registered, seller_id, seller_registered};
    use crate::samples::{day, line};

    fn with_parties(given: Given<Contract>) -> Given<Contract> {
        let given = given.with::<Party>(seller_id(), [seller_registered()]).with::<Party>(buyer_id(), [buyer_registered()]);
        given.with::<Party>(lessor_id(), [lessor_registered()])
    }

    fn sign_lease() -> SignContract {
        SignContract { contract_id: lease_id(), ..SignContract::example() }
    }

    fn written(drafted: Drafted) -> Given<Contract> {
        with_parties(given([ContractEvent::Drafted(drafted)]))
    }

    #[test]
    fn k36_a_contract_is_signed_with_everybody_in_place() {
        with_parties(given([drafted()]))
            .when(SignContract::example())
            .then([ContractEvent::Signed(Signed { on: day("2026-11-02"), asset: None })]);
        let alone = Drafted { roles: sale().roles[..1].to_vec(), ..sale() };
        let missing = ContractRefusal::RoleMissing { role: crate::contract::RoleKind::Buyer, on: day("2026-01-01") };
        written(alone).when(SignContract::example()).refused(missing);
    }

    #[test]
    fn not_twice_not_in_future_and_not_with_somebody_frozen() {
        with_parties(given(in_force(sale())))
            .when(SignContract::example())
            .refused(ContractRefusal::NotInStatus { is: ContractStatus::Signed });
        let tomorrow = SignContract { on: day("2026-11-22"), ..SignContract::example() };
        with_parties(given([drafted()])).when(tomorrow).refused(ContractRefusal::SignedInFuture);
        let merged = with_parties(given([drafted()]))
            .with::<Party>(buyer_id(), [buyer_registered(), PartyEvent::MergedInto { survivor: seller_id() }]);
        merged.when(SignContract::example()).refused(ContractRefusal::Party(Unusable::Merged { into: seller_id() }));
        given([]).when(SignContract::example()).refused(ContractRefusal::NotFound);
    }

    #[test]
    fn k42_a_lease_takes_the_assets_time_in_the_same_step() {
        let known = asset_reserved().remove(0);
        let decision = written(lease()).with::<Asset>(leased_asset(), [known]).when(sign_lease()).accepted();
        let [asset] = decision.others.as_slice() else { panic!("{:?}", decision.others) };
        assert_eq!((asset.stream.clone(), asset.expected), (Asset::stream(leased_asset()), 1));
        assert_eq!(asset.events, [kernel::Event::write(&asset_reserved().remove(1)).unwrap()]);
    }

    #[test]
    fn k42_an_asset_is_promised_once_at_a_time() {
        let taken = written(lease()).with::<Asset>(leased_asset(), asset_reserved());
        taken.when(sign_lease()).refused(ContractRefusal::AssetTaken { for_days: interval("2026-01-01", Some("2027-01-01")) });
        let released = AssetEvent::Released { reservation: crate::ordinal::Ordinal::after(0), kept: None, reason: line("так") };
        written(lease()).with::<Asset>(leased_asset(), [asset_reserved(), vec![released]].concat()).when(sign_lease()).accepted();
        written(lease()).when(sign_lease()).refused(ContractRefusal::NoSuchAsset);
        written(Drafted { asset: None, ..lease() }).when(sign_lease()).refused(ContractRefusal::AssetRequired);
    }
}
