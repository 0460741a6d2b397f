//! Publishes what a product costs.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CostParts, PriceEvent, PriceRefusal, PriceSheet, PriceVersion, RevisionTrigger};
use crate::PriceId;
use crate::estimate::CostMethod;
use crate::price::Price;

/// Publishes a cost that was calculated outside. Estimates that exist keep theirs.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishPrice {
    /// The product's code.
    pub product: Line,
    /// Of one piece, net of VAT; zero when nobody knows.
    pub npss: Price,
    /// What it is made of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<CostParts>,
    /// How it came about.
    #[serde(default = "planned")]
    pub method: CostMethod,
    /// Why it was calculated.
    #[serde(default = "manual")]
    pub trigger: RevisionTrigger,
    /// When; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calculated_on: Option<Day>,
    /// First day on which it counts; the day of the calculation when absent. Prices that belong
    /// together are given the same day, and change together on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Day>,
}

const fn planned() -> CostMethod {
    CostMethod::Planned
}

const fn manual() -> RevisionTrigger {
    RevisionTrigger::Manual
}

impl Command for PublishPrice {
    type Aggregate = PriceSheet;
    type Refusal = PriceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.publish-price",
        route: Some(Route::post("/profitability/prices")),
        roles: &[Role::Accountant, Role::Administrator, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Publishes what one piece of a product costs by the plan.",
    };

    fn target(&self, _: &Context) -> PriceId {
        PriceSheet::id_of(&self.product)
    }

    fn decide(&self, sheet: Option<&PriceSheet>, _: &Facts, context: &Context) -> Result<Decision<PriceSheet>, PriceRefusal> {
        let today = context.now.day_in(context.settings.time_zone);
        let calculated_on = self.calculated_on.unwrap_or(today);
        let valid_from = self.valid_from.unwrap_or(calculated_on);
        if calculated_on > today || valid_from < calculated_on {
            return Err(PriceRefusal::Dates);
        }
        if self.npss.currency() != context.settings.currency {
            return Err(PriceRefusal::Currency);
        }
        if let Some(parts) = self.parts {
            let sum = parts.purchase.money().plus(parts.logistics.money()).and_then(|sum| sum.plus(parts.overhead.money()));
            if sum != Ok(self.npss.money()) {
                return Err(PriceRefusal::PartsDoNotAddUp);
            }
        }
        let Self { npss, parts, method, trigger, .. } = *self;
        let version = PriceVersion { npss, parts, method, trigger, calculated_on, valid_from };
        if sheet.is_some_and(|sheet| sheet.versions.contains(&version)) {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([PriceEvent::Published { product: self.product.clone(), version }]))
    }

    fn example() -> Self {
        crate::samples::prices::publish()
    }
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::fold_events;
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::prices::{publish, published};
    use crate::samples::{day, price};

    #[test]
    fn p31_the_parts_add_up_to_the_cost() {
        nothing::<PriceSheet>().when(publish()).then([published()]);
        given::<PriceSheet>([published()]).when(publish()).then([]);
        nothing::<PriceSheet>().when(PublishPrice { npss: price("126.51"), ..publish() }).refused(PriceRefusal::PartsDoNotAddUp);
    }

    #[test]
    fn p36_a_price_to_come_is_not_seen_before_its_day() {
        let next = PublishPrice { npss: price("200.00"), parts: None, valid_from: Some(day("2026-12-01")), ..publish() };
        let events = [vec![published()], given::<PriceSheet>([published()]).when(next).accepted().events].concat();
        let sheet = fold_events::<PriceSheet>(None, &events, &testkit::context().meta("t")).unwrap().unwrap();
        let on = |text: &str| sheet.version_on(day(text)).map(|version| version.npss);
        assert_eq!((on("2026-11-30"), on("2026-12-01")), (Some(price("126.50")), Some(price("200.00"))));
        assert_eq!(on("2026-10-31"), None);
    }

    #[test]
    fn refuses_the_future_and_foreign_money() {
        let refused = |command, refusal| nothing::<PriceSheet>().when(command).refused(refusal);
        refused(PublishPrice { calculated_on: Some(day("2026-11-22")), ..publish() }, PriceRefusal::Dates);
        refused(PublishPrice { valid_from: Some(day("2026-10-31")), ..publish() }, PriceRefusal::Dates);
        let dollars = serde_json::from_value(serde_json::json!({ "amount": "1.00", "currency": "USD" })).unwrap();
        refused(PublishPrice { npss: dollars, parts: None, ..publish() }, PriceRefusal::Currency);
    }
}
