//! Begins to write a contract.

use kernel::{Command, CommandSpec, Context, Currency, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::terms::{PAYMENT_DAYS_MAX, THIRD_PARTY_PAYERS_MAX};
use super::{Contract, ContractEvent, ContractRefusal, ContractType, Drafted, NUMBER_SCOPE, PartyRole, ROLES_MAX, Terms, roles};
use crate::party::{self, Party};
use crate::{AssetId, ContractId, Interval};

/// Begins to write a contract between parties in roles.
///
/// A draft obliges nobody: whoever is required by its type must be there when it is signed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftContract {
    /// Its id; a new one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract_id: Option<ContractId>,
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

impl DraftContract {
    /// The contract that it writes.
    pub(super) fn drafted(&self, id: ContractId, facts: &Facts) -> Drafted {
        Drafted {
            id,
            number: self.number.clone(),
            kind: self.contract_type,
            currency: self.currency,
            valid: self.valid,
            roles: self.roles.clone(),
            asset: self.asset_id,
            terms: self.terms.clone(),
            names: party::names(facts, self.roles.iter().map(|held| held.party)),
        }
    }
}

/// The unique value of a contract number: people write it in either case.
pub(super) fn number_key(number: &Line) -> String {
    number.as_str().to_lowercase()
}

/// Who must be known, beyond how many roles a contract may have.
pub(super) fn want_parties(roles: &[PartyRole]) -> Vec<Want> {
    roles.iter().take(ROLES_MAX).map(|held| Want::aggregate::<Party>(held.party)).collect()
}

/// Refuses parties that nothing new may be agreed with.
pub(super) fn check_parties(facts: &Facts, roles: &[PartyRole]) -> Result<(), ContractRefusal> {
    roles.iter().try_for_each(|held| party::usable(facts, held.party).map(|_| ()).map_err(ContractRefusal::Party))
}

/// What must hold of a draft by itself.
pub(super) fn check(drafted: &Drafted) -> Result<(), ContractRefusal> {
    roles::check_drafted(drafted.kind, &drafted.roles)?;
    if drafted.asset.is_some() && !drafted.kind.needs_asset() {
        return Err(ContractRefusal::AssetNotAllowed);
    }
    check_terms(&drafted.terms, drafted.currency)
}

/// What must hold of terms.
pub(super) fn check_terms(terms: &Terms, currency: Currency) -> Result<(), ContractRefusal> {
    if terms.payment_days > PAYMENT_DAYS_MAX {
        return Err(ContractRefusal::PaymentDays);
    }
    if terms.small_difference.is_some_and(|amount| amount.currency() != currency || amount.is_negative()) {
        return Err(ContractRefusal::SmallDifference { currency });
    }
    if terms.third_party_payers.len() > THIRD_PARTY_PAYERS_MAX {
        return Err(ContractRefusal::PayerCount);
    }
    Ok(())
}

impl Command for DraftContract {
    type Aggregate = Contract;
    type Refusal = ContractRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.draft-contract",
        route: Some(Route::post("/commerce/contracts")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Begins to write a contract between parties in roles.",
    };

    fn target(&self, context: &Context) -> ContractId {
        self.contract_id.unwrap_or_else(|| context.fresh_id(0))
    }

    fn wants(&self, _: Option<&Contract>, _: &Facts, _: &Context) -> Vec<Want> {
        let number = Want::guard(NUMBER_SCOPE, &number_key(&self.number));
        want_parties(&self.roles).into_iter().chain([number]).collect()
    }

    fn decide(&self, contract: Option<&Contract>, facts: &Facts, context: &Context) -> Result<Decision<Contract>, ContractRefusal> {
        if contract.is_some() {
            return Err(ContractRefusal::Exists);
        }
        let drafted = self.drafted(self.target(context), facts);
        check(&drafted)?;
        check_parties(facts, &drafted.roles)?;
        let number = number_key(&self.number);
        if facts.owner(NUMBER_SCOPE, &number).is_some() {
            return Err(ContractRefusal::NumberTaken);
        }
        Ok(Decision::of([ContractEvent::Drafted(drafted)]).claim(NUMBER_SCOPE, number))
    }

    fn example() -> Self {
        let drafted = crate::samples::contracts::sale();
        Self {
            contract_id: None,
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

#[cfg(test)]
mod tests {
    use kernel::Money;
    use testkit::decision::Given;
    use testkit::{context, given, nothing};

    use super::*;
    use crate::party::{PartyEvent, Unusable};
    use crate::samples::contracts::{drafted, role, sale, terms};
    use crate::samples::parties::{buyer_id, buyer_registered, seller_id, seller_registered};
    use crate::samples::{line, money};

    fn with_parties(given: Given<Contract>) -> Given<Contract> {
        given.with::<Party>(seller_id(), [seller_registered()]).with::<Party>(buyer_id(), [buyer_registered()])
    }

    #[test]
    fn a_contract_is_written_under_its_number() {
        let decision = with_parties(nothing()).when(DraftContract::example()).accepted();
        assert_eq!(decision.events, [ContractEvent::Drafted(Drafted { id: context().fresh_id(0), ..sale() })]);
        assert_eq!((decision.claims[0].scope.as_str(), decision.claims[0].value.as_str()), (NUMBER_SCOPE, "п-2026/17"));
        let own_id = DraftContract { contract_id: Some(sale().id), ..DraftContract::example() };
        with_parties(nothing()).when(own_id).then([drafted()]);
    }

    #[test]
    fn a_number_is_taken_once_in_either_case() {
        let shouted = DraftContract { number: line("П-2026/17".to_uppercase().as_str()), ..DraftContract::example() };
        with_parties(nothing()).taken(NUMBER_SCOPE, "п-2026/17", "con_x").when(shouted).refused(ContractRefusal::NumberTaken);
        with_parties(given([drafted()])).when(DraftContract::example()).refused(ContractRefusal::Exists);
    }

    #[test]
    fn parties_must_be_known_and_usable() {
        let unknown = nothing::<Contract>().with::<Party>(seller_id(), [seller_registered()]);
        unknown.when(DraftContract::example()).refused(ContractRefusal::Party(Unusable::Unknown));
        let frozen = PartyEvent::Frozen { reason: line("Перевірка") };
        let given = nothing::<Contract>().with::<Party>(seller_id(), [seller_registered(), frozen]);
        given
            .with::<Party>(buyer_id(), [buyer_registered()])
            .when(DraftContract::example())
            .refused(ContractRefusal::Party(Unusable::Frozen));
    }

    #[test]
    fn terms_have_limits() {
        let draft = |terms: Terms| DraftContract { terms, ..DraftContract::example() };
        let refused = |terms: Terms, refusal| with_parties(nothing()).when(draft(terms)).refused(refusal);
        refused(Terms { payment_days: 366, ..terms() }, ContractRefusal::PaymentDays);
        let difference = |amount: Money| Terms { small_difference: Some(amount), ..terms() };
        let currency = Currency::UAH;
        refused(difference(money("1.00", Currency::USD)), ContractRefusal::SmallDifference { currency });
        refused(difference(money("-0.01", Currency::UAH)), ContractRefusal::SmallDifference { currency });
        let many = vec![crate::samples::contracts::amended().terms.third_party_payers[0].clone(); THIRD_PARTY_PAYERS_MAX + 1];
        refused(Terms { third_party_payers: many, ..terms() }, ContractRefusal::PayerCount);
        let asset_id = Some(crate::samples::contracts::leased_asset());
        with_parties(nothing()).when(DraftContract { asset_id, ..DraftContract::example() }).refused(ContractRefusal::AssetNotAllowed);
        let lessor = role(seller_id(), crate::contract::RoleKind::Lessor);
        let (kind, role) = (ContractType::SaleOfGoods, crate::contract::RoleKind::Lessor);
        let roles = vec![lessor];
        with_parties(nothing())
            .when(DraftContract { roles, ..DraftContract::example() })
            .refused(ContractRefusal::RoleNotAllowed { kind, role });
    }
}
