//! Gives a party a role in an asset.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asset, AssetEvent, AssetRefusal, AssetRole, RoleKind};
use crate::graph::Basis;
use crate::ordinal::Ordinal;
use crate::party::{self, Party};
use crate::{AssetId, Interval, PartyId};

/// Gives a party a role in an asset over some time: owner of a share, operator, lessee,
/// custodian, insurer, manager. A lessee needs the document that the lease rests on; owners
/// have at most 100 % together on any day.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignAssetRole {
    /// Which asset.
    pub asset_id: AssetId,
    /// Who.
    pub party_id: PartyId,
    /// In which role.
    pub kind: RoleKind,
    /// Over which days.
    pub valid: Interval,
    /// The document that it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
}

impl Command for AssignAssetRole {
    type Aggregate = Asset;
    type Refusal = AssetRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.assign-asset-role",
        route: Some(Route::post("/commerce/assets/{asset_id}/roles")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Gives a party a role in an asset over some time.",
    };

    fn target(&self, _: &Context) -> AssetId {
        self.asset_id
    }

    fn wants(&self, _: Option<&Asset>, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Party>(self.party_id)]
    }

    fn decide(&self, asset: Option<&Asset>, facts: &Facts, _: &Context) -> Result<Decision<Asset>, AssetRefusal> {
        let asset = asset.ok_or(AssetRefusal::NotFound)?;
        let party = party::usable(facts, self.party_id)?.id;
        let (kind, basis, valid) = (self.kind, self.basis.clone(), self.valid);
        let role = AssetRole { id: Ordinal::after(asset.roles.len()), party, kind, basis, valid };
        asset.check_role(&role)?;
        Ok(Decision::of([AssetEvent::RoleAssigned(role)]))
    }

    fn example() -> Self {
        let AssetRole { kind, valid, .. } = crate::samples::assets::owner();
        Self { asset_id: AssetId::derive(&["example"]), party_id: PartyId::derive(&["example"]), kind, valid, basis: None }
    }
}

#[cfg(test)]
mod tests {
    use testkit::decision::Given;
    use testkit::given;

    use super::*;
    use crate::samples::parties::{self, buyer_id, interval, lessor_id, share};
    use crate::samples::{assets, day, line};

    fn assign(party_id: PartyId, kind: RoleKind, from: &str) -> AssignAssetRole {
        AssignAssetRole { asset_id: assets::asset_id(), party_id, kind, valid: interval(from, None), basis: None }
    }

    fn owned() -> Given<Asset> {
        given::<Asset>([assets::asset_registered(), AssetEvent::RoleAssigned(assets::owner())])
            .with::<Party>(buyer_id(), [parties::buyer_registered()])
            .with::<Party>(lessor_id(), [parties::lessor_registered()])
    }

    #[test]
    fn k47_a_lessee_needs_a_document() {
        owned().when(assign(buyer_id(), RoleKind::Lessee, "2026-01-01")).refused(AssetRefusal::BasisRequired);
        let basis = Some(parties::basis());
        owned().when(AssignAssetRole { basis, ..assign(buyer_id(), RoleKind::Lessee, "2026-01-01") }).accepted();
    }

    #[test]
    fn k47_owners_have_at_most_the_whole_and_a_party_may_have_several_roles() {
        let more = RoleKind::Owner { share: share("0.0001") };
        owned().when(assign(buyer_id(), more, "2024-01-01")).refused(AssetRefusal::MoreThanWhole { day: day("2025-01-01") });
        owned().when(assign(lessor_id(), RoleKind::Operator, "2026-01-01")).accepted();
        let again = RoleKind::Owner { share: share("10") };
        owned().when(assign(lessor_id(), again, "2026-01-01")).refused(AssetRefusal::RoleOverlap { role: Ordinal::FIRST });
    }

    #[test]
    fn k38_only_a_party_of_the_tenant_and_only_a_living_one() {
        let unknown = PartyId::derive(&["another tenant's"]);
        owned().when(assign(unknown, RoleKind::Custodian, "2026-01-01")).refused(AssetRefusal::NoSuchParty);
        let frozen = party::PartyEvent::Frozen { reason: line("Перевірка") };
        let frozen = owned().with::<Party>(buyer_id(), [parties::buyer_registered(), frozen]);
        frozen.when(assign(buyer_id(), RoleKind::Custodian, "2026-01-01")).refused(AssetRefusal::FrozenParty);
        given::<Asset>([]).when(assign(buyer_id(), RoleKind::Custodian, "2026-01-01")).refused(AssetRefusal::NotFound);
    }
}
