//! Ends an asset's use.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asset, AssetEvent, AssetRefusal, Retired};
use crate::AssetId;

/// Ends an asset's use from a day on: it was sold, scrapped or lost. Nothing may have taken it
/// beyond that day; its roles, its history and its inventory number stay.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetireAsset {
    /// Which asset.
    pub asset_id: AssetId,
    /// The first day on which it is not used.
    pub on: Day,
    /// Why.
    pub reason: Line,
}

impl Command for RetireAsset {
    type Aggregate = Asset;
    type Refusal = AssetRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.retire-asset",
        route: Some(Route::post("/commerce/assets/{asset_id}/retire")),
        roles: &[Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Ends an asset's use from a day on.",
    };

    fn target(&self, _: &Context) -> AssetId {
        self.asset_id
    }

    fn decide(&self, asset: Option<&Asset>, _: &Facts, _: &Context) -> Result<Decision<Asset>, AssetRefusal> {
        let asset = asset.ok_or(AssetRefusal::NotFound)?;
        if let Some(retired) = &asset.retired {
            return Err(AssetRefusal::Retired { on: retired.on });
        }
        let beyond = asset.reservations.iter().find(|one| one.valid.until().is_none_or(|until| until > self.on));
        if let Some(taken) = beyond {
            return Err(AssetRefusal::Taken { reservation: taken.id, valid: taken.valid });
        }
        Ok(Decision::of([AssetEvent::Retired(Retired { on: self.on, reason: self.reason.clone() })]))
    }

    fn example() -> Self {
        Self {
            asset_id: crate::samples::assets::asset_id(),
            on: crate::samples::day("2026-12-01"),
            reason: crate::samples::line("Продано"),
        }
    }
}

#[cfg(test)]
mod tests {
    use testkit::decision::Given;
    use testkit::given;

    use super::*;
    use crate::asset::assign_role::AssignAssetRole;
    use crate::asset::reserve::ReserveAsset;
    use crate::asset::{AssetRole, Purpose};
    use crate::ordinal::Ordinal;
    use crate::party::Party;
    use crate::samples::parties::{self, interval};
    use crate::samples::{assets, day};

    fn retired() -> Given<Asset> {
        given([assets::asset_registered(), AssetEvent::Retired(Retired { on: day("2026-12-01"), reason: crate::samples::line("Продано") })])
    }

    #[test]
    fn k42_an_asset_is_retired_once_nothing_takes_it() {
        given::<Asset>([assets::asset_registered(), assets::reserved()]).when(RetireAsset::example()).accepted();
        let early = RetireAsset { on: day("2026-08-31"), ..RetireAsset::example() };
        let taken = AssetRefusal::Taken { reservation: Ordinal::FIRST, valid: interval("2026-06-01", Some("2026-09-01")) };
        given::<Asset>([assets::asset_registered(), assets::reserved()]).when(early).refused(taken);
        retired().when(RetireAsset::example()).refused(AssetRefusal::Retired { on: day("2026-12-01") });
        given::<Asset>([]).when(RetireAsset::example()).refused(AssetRefusal::NotFound);
    }

    #[test]
    fn k42_what_is_retired_takes_no_reservation_and_no_role_beyond_its_last_day() {
        let refusal = || AssetRefusal::Retired { on: day("2026-12-01") };
        let reserve = |until| ReserveAsset { valid: interval("2026-11-01", until), ..ReserveAsset::example() };
        retired().when(reserve(Some("2026-12-02"))).refused(refusal());
        retired().when(reserve(None)).refused(refusal());
        retired().when(reserve(Some("2026-12-01"))).accepted();
        let AssetRole { party, kind, basis, .. } = assets::owner();
        let assign = |from| AssignAssetRole {
            party_id: party,
            kind,
            basis: basis.clone(),
            valid: interval(from, None),
            asset_id: assets::asset_id(),
        };
        let with_party = || retired().with::<Party>(parties::lessor_id(), [parties::lessor_registered()]);
        with_party().when(assign("2026-12-01")).refused(refusal());
        with_party().when(assign("2026-11-30")).accepted();
        let asset = kernel::aggregate::fold_events::<Asset>(None, &[assets::asset_registered()], &testkit::context().meta("test"));
        assert!(
            asset.unwrap().unwrap().reservation(Purpose::Upkeep { note: crate::samples::line("x") }, interval("2030-01-01", None)).is_ok()
        );
    }
}
