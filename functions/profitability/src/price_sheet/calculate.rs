//! Calculates what a product costs from what was paid for it.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::average::{Factor, planned};
use super::{PriceEvent, PriceRefusal, PriceSheet, PriceVersion, RevisionTrigger};
use crate::PriceId;
use crate::estimate::{CostMethod, LineCost};

/// Calculates a cost: the average purchase of six months times the factor of transport and
/// customs. Where nothing was bought in that time, the last purchase and a tenth more stands in,
/// marked as temporary.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalculatePrice {
    /// The product's code.
    pub product: Line,
    /// What transport and customs from the supplier's country make of a price.
    pub country_factor: Factor,
}

impl Command for CalculatePrice {
    type Aggregate = PriceSheet;
    type Refusal = PriceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.calculate-price",
        route: Some(Route::post("/profitability/prices/calculate")),
        roles: &[Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Calculates a product's cost from its purchases of six months.",
    };

    fn target(&self, _: &Context) -> PriceId {
        PriceSheet::id_of(&self.product)
    }

    fn decide(&self, sheet: Option<&PriceSheet>, _: &Facts, context: &Context) -> Result<Decision<PriceSheet>, PriceRefusal> {
        let sheet = sheet.ok_or(PriceRefusal::NotFound)?;
        let today = context.now.day_in(context.settings.time_zone);
        let trigger = sheet.revision.map_or(RevisionTrigger::Manual, |revision| revision.trigger);
        let version = match (planned(&sheet.purchases, today, self.country_factor)?, sheet.temporary()) {
            (Some((npss, parts)), _) => {
                let (method, parts) = (CostMethod::Planned, Some(parts));
                PriceVersion { npss, parts, method, trigger, calculated_on: today, valid_from: today }
            }
            (None, LineCost::Known { npss, method, calculated_on }) => {
                PriceVersion { npss, parts: None, method, trigger, calculated_on, valid_from: today }
            }
            (None, LineCost::Missing) => return Err(PriceRefusal::NoPurchases),
        };
        Ok(Decision::of([PriceEvent::Published { product: self.product.clone(), version }]))
    }

    fn example() -> Self {
        crate::samples::prices::calculate()
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::prices::{bought, calculate, published};
    use crate::samples::{day, price};

    fn version(events: Vec<PriceEvent>) -> PriceVersion {
        let decision = given::<PriceSheet>(events).when(calculate()).accepted();
        let [PriceEvent::Published { version, .. }] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        *version
    }

    #[test]
    fn p32_the_last_purchase_stands_in_and_is_marked() {
        let old = version(vec![bought("2026-01-15", "10", "100.01")]);
        // 110.011 rounded up; its age is that of the purchase.
        assert_eq!((old.npss, old.method, old.calculated_on), (price("110.02"), CostMethod::Temporary, day("2026-01-15")));
        let recent = version(vec![bought("2026-10-01", "10", "110.00")]);
        assert_eq!((recent.npss, recent.method, recent.calculated_on), (price("126.50"), CostMethod::Planned, day("2026-11-21")));
    }

    #[test]
    fn refuses_what_cannot_be_calculated() {
        nothing::<PriceSheet>().when(calculate()).refused(PriceRefusal::NotFound);
        given::<PriceSheet>([published()]).when(calculate()).refused(PriceRefusal::NoPurchases);
    }
}
