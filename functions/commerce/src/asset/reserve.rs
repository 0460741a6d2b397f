//! Keeps an asset back.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asset, AssetRefusal, Purpose};
use crate::{AssetId, Interval};

/// Keeps an asset back over some days, for repair, inspection or own use, so that it is not
/// leased out then. Leases reserve their asset when they are signed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReserveAsset {
    /// Which asset.
    pub asset_id: AssetId,
    /// What for.
    pub note: Line,
    /// Over which days.
    pub valid: Interval,
}

impl Command for ReserveAsset {
    type Aggregate = Asset;
    type Refusal = AssetRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.reserve-asset",
        route: Some(Route::post("/commerce/assets/{asset_id}/reservations")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Keeps an asset back over some days.",
    };

    fn target(&self, _: &Context) -> AssetId {
        self.asset_id
    }

    fn decide(&self, asset: Option<&Asset>, _: &Facts, _: &Context) -> Result<Decision<Asset>, AssetRefusal> {
        let asset = asset.ok_or(AssetRefusal::NotFound)?;
        asset.reservation(Purpose::Upkeep { note: self.note.clone() }, self.valid).map(|event| Decision::of([event]))
    }

    fn example() -> Self {
        let valid = crate::samples::parties::interval("2026-09-01", Some("2026-09-15"));
        Self { asset_id: AssetId::derive(&["example"]), note: crate::samples::line("Ремонт двигуна"), valid }
    }
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::fold_events;
    use proptest::prelude::*;
    use testkit::{context, given};

    use super::*;
    use crate::ordinal::Ordinal;
    use crate::samples::parties::interval;
    use crate::samples::{assets, day, line};
    use crate::{ContractId, Interval};

    #[test]
    fn k42_an_asset_is_taken_once_on_a_day() {
        let reserve = |from, until| ReserveAsset { valid: interval(from, until), ..ReserveAsset::example() };
        let leased = || given::<Asset>([assets::asset_registered(), assets::reserved()]);
        let taken = AssetRefusal::Taken { reservation: Ordinal::FIRST, valid: interval("2026-06-01", Some("2026-09-01")) };
        leased().when(reserve("2026-08-31", Some("2026-09-02"))).refused(taken.clone());
        leased().when(reserve("2026-05-01", None)).refused(taken);
        leased().when(reserve("2026-09-01", None)).accepted();
        leased().when(reserve("2026-05-01", Some("2026-06-01"))).accepted();
        given::<Asset>([]).when(reserve("2026-05-01", None)).refused(AssetRefusal::NotFound);
    }

    #[test]
    fn k42_a_contract_that_ends_early_frees_the_rest() {
        let asset =
            fold_events::<Asset>(None, &[assets::asset_registered(), assets::reserved()], &context().meta("test")).unwrap().unwrap();
        let release = |on| asset.release(assets::lease_id(), day(on), &line("Достроково"));
        let released =
            |kept| super::super::AssetEvent::Released { reservation: Ordinal::FIRST, kept, reason: line("Достроково") };
        assert_eq!(release("2026-08-01"), [released(Some(interval("2026-06-01", Some("2026-08-01"))))]);
        assert_eq!(release("2026-06-01"), [released(None)]);
        assert_eq!(release("2026-09-01"), []);
        assert_eq!(asset.release(ContractId::derive(&["other"]), day("2026-06-01"), &line("Достроково")), []);
    }

    proptest! {
        #[test]
        fn k42_no_sequence_of_leases_takes_a_day_twice(
            acts in prop::collection::vec((0u32..6, 0u32..60, 1u32..20, prop::option::of(0u32..60)), 0..40)
        ) {
            let nth = |n: u32| day("2026-01-01") + chrono::Days::new(n.into());
            let meta = context().meta("test");
            let mut asset = fold_events::<Asset>(None, &[assets::asset_registered()], &meta).unwrap().unwrap();
            for (contract, from, days, ends) in acts {
                let contract = ContractId::derive(&[&contract.to_string()]);
                let valid = Interval::new(nth(from), Some(nth(from + days))).unwrap();
                let free = asset.reservations.iter().all(|one| !one.valid.overlaps(valid));
                let events = match ends {
                    Some(on) => asset.release(contract, nth(on), &line("кінець")),
                    None => asset.can_reserve(contract, valid).into_iter().collect(),
                };
                prop_assert!(ends.is_some() || free == (events.len() == 1));
                asset = fold_events(Some(asset), &events, &meta).unwrap().unwrap();
                for day in (0..90).map(nth) {
                    prop_assert!(asset.reservations.iter().filter(|one| one.valid.contains(day)).count() <= 1);
                }
            }
        }
    }
}
