//! Shows one asset.

use kernel::{Answer, Context, Day, Facts, Line, Moment, Query, QuerySpec, Role, Route, Version, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::asset::{Asset, AssetProfile, AssetRefusal, AssetRole, Reservation, Retired};
use crate::party;
use crate::{AssetId, PartyId};

/// Shows one asset: who had which role on a day, and the whole calendar of its reservations.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetAsset {
    /// Which asset.
    pub asset_id: AssetId,
    /// On which day; today, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
}

/// One asset, on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AssetPage {
    /// The asset.
    pub asset_id: AssetId,
    /// The day.
    pub as_of: Day,
    /// What is known of it.
    pub profile: AssetProfile,
    /// The roles that were had on the day.
    pub roles: Vec<NamedRole>,
    /// The roles of other days.
    pub other_roles: Vec<NamedRole>,
    /// When it is, was and will be taken, by day.
    pub reservations: Vec<Reservation>,
    /// Since when it is not used any more, and why.
    pub retired: Option<Retired>,
    /// When it was registered.
    pub created_at: Moment,
    /// The version shown.
    pub version: Version,
}

/// A role, with the name of who has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NamedRole {
    /// The role.
    pub role: AssetRole,
    /// Who has it today: the survivor, when the party was a duplicate.
    pub party_id: PartyId,
    /// Their name.
    pub party_name: Option<Line>,
}

impl Query for GetAsset {
    type Answer = AssetPage;
    type Refusal = AssetRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.get-asset",
        route: Route::get("/commerce/assets/{asset_id}"),
        roles: Role::FOR_PEOPLE,
        summary: "Shows one asset, with its roles on a day and the calendar of its reservations.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let roles = facts.aggregate::<Asset>(self.asset_id).map_or(&[][..], |asset| &asset.state.roles);
        let parties = roles.iter().flat_map(|role| party::want_survivor(facts, role.party));
        std::iter::once(Want::aggregate::<Asset>(self.asset_id)).chain(parties).collect()
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<AssetPage>, AssetRefusal> {
        let loaded = facts.aggregate::<Asset>(self.asset_id).ok_or(AssetRefusal::NotFound)?;
        let (asset, as_of) = (&loaded.state, super::as_of(self.as_of, context));
        let named = |role: &AssetRole| {
            let party = party::survivor(facts, role.party).map(|loaded| &loaded.state);
            let party_id = party.map_or(role.party, |party| party.id);
            NamedRole { role: role.clone(), party_id, party_name: party.map(|party| party.profile.name.clone()) }
        };
        let (roles, other_roles) = asset.roles.iter().map(named).partition(|named| named.role.valid.contains(as_of));
        let mut reservations = asset.reservations.clone();
        reservations.sort_by_key(|one| one.valid);
        let page = AssetPage {
            asset_id: asset.id,
            as_of,
            profile: asset.profile.clone(),
            roles,
            other_roles,
            reservations,
            retired: asset.retired.clone(),
            created_at: asset.created_at,
            version: loaded.version,
        };
        Ok(Answer::at(loaded.version, page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asset::AssetEvent;
    use crate::party::{Party, PartyEvent};
    use crate::queries::tests::{World, ask};
    use crate::samples::parties::{self, lessor_id, seller_id};
    use crate::samples::{assets, day};

    #[test]
    fn an_asset_is_shown_with_its_calendar_and_living_parties() {
        let events = [assets::asset_registered(), AssetEvent::RoleAssigned(assets::owner()), assets::reserved()];
        let merged = [parties::lessor_registered(), PartyEvent::MergedInto { survivor: seller_id() }];
        let world = World::default()
            .with::<Asset>(assets::asset_id(), &events)
            .with::<Party>(lessor_id(), &merged)
            .with::<Party>(seller_id(), &[parties::seller_registered()]);
        let get = |text| ask(&GetAsset { asset_id: assets::asset_id(), as_of: Some(day(text)) }, &world).unwrap().body;
        let page = get("2026-01-01");
        assert_eq!((page.reservations.len(), page.roles[0].party_id), (1, seller_id()));
        assert_eq!((get("2024-01-01").roles.len(), get("2024-01-01").other_roles.len()), (0, 1));
        let unknown = GetAsset { asset_id: AssetId::derive(&["another tenant's"]), as_of: None };
        assert_eq!(ask(&unknown, &world).unwrap_err(), AssetRefusal::NotFound);
    }
}
