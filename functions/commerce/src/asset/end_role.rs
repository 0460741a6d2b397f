//! Ends a party's role in an asset.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asset, AssetEvent, AssetRefusal};
use crate::AssetId;
use crate::ordinal::Ordinal;

/// Ends a party's role in an asset on a day, with the reason.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndAssetRole {
    /// Which asset.
    pub asset_id: AssetId,
    /// Which of its roles.
    pub role_id: Ordinal,
    /// The first day on which it is not had.
    pub on: Day,
    /// Why.
    pub reason: Line,
}

impl Command for EndAssetRole {
    type Aggregate = Asset;
    type Refusal = AssetRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.end-asset-role",
        route: Some(Route::post("/commerce/assets/{asset_id}/roles/{role_id}/end")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Ends a party's role in an asset on a day.",
    };

    fn target(&self, _: &Context) -> AssetId {
        self.asset_id
    }

    fn decide(&self, asset: Option<&Asset>, _: &Facts, _: &Context) -> Result<Decision<Asset>, AssetRefusal> {
        let asset = asset.ok_or(AssetRefusal::NotFound)?;
        let role = asset.roles.get(self.role_id.place()).ok_or(AssetRefusal::NoSuchRole)?;
        if role.valid.until() == Some(self.on) {
            return Ok(Decision::nothing());
        }
        let valid = role.valid.before(self.on).filter(|valid| valid.until() == Some(self.on)).ok_or(AssetRefusal::DayOutsideRole)?;
        Ok(Decision::of([AssetEvent::RoleEnded { role: role.id, valid, reason: self.reason.clone() }]))
    }

    fn example() -> Self {
        let (on, reason) = (crate::samples::day("2026-10-01"), crate::samples::line("Продано"));
        Self { asset_id: AssetId::derive(&["example"]), role_id: Ordinal::FIRST, on, reason }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::parties::interval;
    use crate::samples::{assets, day, line};

    #[test]
    fn a_role_ends_on_a_day_within_it() {
        let end = |on| EndAssetRole { on: day(on), ..EndAssetRole::example() };
        let owned = || given::<Asset>([assets::asset_registered(), AssetEvent::RoleAssigned(assets::owner())]);
        let valid = interval("2025-01-01", Some("2026-10-01"));
        let ended = AssetEvent::RoleEnded { role: Ordinal::FIRST, valid, reason: line("Продано") };
        owned().when(end("2026-10-01")).then([ended]);
        owned().when(end("2025-01-01")).refused(AssetRefusal::DayOutsideRole);
        given::<Asset>([assets::asset_registered()]).when(end("2026-10-01")).refused(AssetRefusal::NoSuchRole);
    }
}
