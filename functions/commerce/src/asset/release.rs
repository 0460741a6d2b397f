//! Frees an asset that was kept back.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asset, AssetEvent, AssetRefusal, Purpose};
use crate::AssetId;
use crate::ordinal::Ordinal;

/// Frees an asset that was kept back, from a day on. What a contract reserved ends with the
/// contract.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseAsset {
    /// Which asset.
    pub asset_id: AssetId,
    /// Which of its reservations.
    pub reservation_id: Ordinal,
    /// The first day on which it is free.
    pub on: Day,
    /// Why.
    pub reason: Line,
}

impl Command for ReleaseAsset {
    type Aggregate = Asset;
    type Refusal = AssetRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.release-asset",
        route: Some(Route::post("/commerce/assets/{asset_id}/reservations/{reservation_id}/release")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Frees an asset that was kept back, from a day on.",
    };

    fn target(&self, _: &Context) -> AssetId {
        self.asset_id
    }

    fn decide(&self, asset: Option<&Asset>, _: &Facts, _: &Context) -> Result<Decision<Asset>, AssetRefusal> {
        let asset = asset.ok_or(AssetRefusal::NotFound)?;
        let known = asset.reservations.iter().find(|one| one.id == self.reservation_id);
        let reservation = known.ok_or(AssetRefusal::NoSuchReservation)?;
        if matches!(reservation.purpose, Purpose::Contract { .. }) {
            return Err(AssetRefusal::ReservedByContract);
        }
        if reservation.valid.until().is_some_and(|until| until <= self.on) {
            return Ok(Decision::nothing());
        }
        let kept = reservation.valid.before(self.on);
        Ok(Decision::of([AssetEvent::Released { reservation: reservation.id, kept, reason: self.reason.clone() }]))
    }

    fn example() -> Self {
        let (on, reason) = (crate::samples::day("2026-09-08"), crate::samples::line("Відремонтовано раніше"));
        Self { asset_id: AssetId::derive(&["example"]), reservation_id: Ordinal::FIRST, on, reason }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::asset::Reservation;
    use crate::asset::event::Reserved;
    use crate::samples::parties::interval;
    use crate::samples::{assets, day, line};

    fn kept_back() -> [AssetEvent; 2] {
        let purpose = Purpose::Upkeep { note: line("Ремонт двигуна") };
        let reservation = Reservation { id: Ordinal::FIRST, purpose, valid: interval("2026-09-01", Some("2026-09-15")) };
        [assets::asset_registered(), AssetEvent::Reserved(Reserved { reservation })]
    }

    #[test]
    fn what_was_kept_back_is_free_from_a_day_on() {
        let release = |on| ReleaseAsset { on: day(on), ..ReleaseAsset::example() };
        let released =
            |kept| AssetEvent::Released { reservation: Ordinal::FIRST, kept, reason: line("Відремонтовано раніше") };
        given::<Asset>(kept_back()).when(release("2026-09-08")).then([released(Some(interval("2026-09-01", Some("2026-09-08"))))]);
        given::<Asset>(kept_back()).when(release("2026-08-01")).then([released(None)]);
        given::<Asset>(kept_back()).when(release("2026-09-15")).then([]);
        let gone = [kept_back().to_vec(), vec![released(None)]].concat();
        given::<Asset>(gone).when(release("2026-09-08")).refused(AssetRefusal::NoSuchReservation);
    }

    #[test]
    fn k42_a_lease_is_not_taken_away() {
        let leased = given::<Asset>([assets::asset_registered(), assets::reserved()]);
        leased.when(ReleaseAsset::example()).refused(AssetRefusal::ReservedByContract);
    }
}
