//! Records what customs was paid for goods, and notices when that is more than the cost counts with.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record_purchase::REVISION_WORKING_DAYS;
use super::{LandedCost, PriceEvent, PriceRefusal, PriceSheet, Revision, RevisionTrigger};
use crate::PriceId;
use crate::working_days::working_days_after;

/// Records what customs was paid for some of a product (decision X14). Where duty and fee alone
/// take more of one piece than the cost counts with for transport and customs together, or nobody
/// knows that part, a revision is asked for within five working days. It is a proposal: estimates
/// that exist keep their costs. The same goods of the same declaration count once.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordLandedCost {
    /// The product's code.
    pub product: Line,
    /// What was paid, in the tenant's currency.
    pub landed: LandedCost,
}

/// Whether customs alone takes more than the part that it belongs to.
fn is_beyond_plan(sheet: Option<&PriceSheet>, landed: &LandedCost, today: Day) -> bool {
    let Some(per_piece) = landed.per_piece() else { return false };
    let version = sheet.and_then(|sheet| sheet.version_on(today)).filter(|version| !version.npss.is_zero());
    match version.and_then(|version| version.parts) {
        Some(parts) => per_piece.money().minor() > parts.logistics.money().minor(),
        None => !per_piece.is_zero(),
    }
}

impl Command for RecordLandedCost {
    type Aggregate = PriceSheet;
    type Refusal = PriceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.record-landed-cost",
        route: Some(Route::post("/profitability/prices/landed-costs")),
        roles: &[Role::Accountant, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records what customs was paid for goods; more than the cost counts with asks for a revision.",
    };

    fn target(&self, _: &Context) -> PriceId {
        PriceSheet::id_of(&self.product)
    }

    fn decide(&self, sheet: Option<&PriceSheet>, _: &Facts, context: &Context) -> Result<Decision<PriceSheet>, PriceRefusal> {
        let today = context.now.day_in(context.settings.time_zone);
        let tenants = context.settings.currency;
        if self.landed.duty.currency() != tenants || self.landed.fee.currency() != tenants {
            return Err(PriceRefusal::Currency);
        }
        if self.landed.on > today {
            return Err(PriceRefusal::Dates);
        }
        if sheet.is_some_and(|sheet| sheet.landed.iter().any(|known| known.is_of(&self.landed))) {
            return Ok(Decision::nothing());
        }
        let (product, landed) = (self.product.clone(), self.landed.clone());
        let mut events = vec![PriceEvent::LandedCostRecorded { product, landed }];
        let asked = sheet.is_some_and(|sheet| sheet.revision.is_some());
        if !asked && is_beyond_plan(sheet, &self.landed, today) {
            let by = working_days_after(context, today, REVISION_WORKING_DAYS)?;
            events.push(PriceEvent::RevisionDue { revision: Revision { trigger: RevisionTrigger::LandedCost, by } });
        }
        Ok(Decision::of(events))
    }

    fn example() -> Self {
        crate::samples::prices::landed()
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Currency, Money};
    use testkit::{given, nothing};

    use super::*;
    use crate::price::Price;
    use crate::samples::prices::{bought, landed, landed_recorded, published};
    use crate::samples::{day, price};

    fn of(duty: &str) -> RecordLandedCost {
        let mut command = landed();
        command.landed.duty = price(duty);
        command
    }

    fn due() -> PriceEvent {
        PriceEvent::RevisionDue { revision: Revision { trigger: RevisionTrigger::LandedCost, by: day("2026-11-27") } }
    }

    /// 12.50 of a piece is for transport and customs: 5,000.00 for the 400, of which the fee takes 400.00.
    #[test]
    fn x14_customs_beyond_the_part_of_logistics_asks_for_a_revision() {
        let asks = |sheet: Vec<PriceEvent>, duty: &str| given::<PriceSheet>(sheet).when(of(duty)).accepted().events.contains(&due());
        assert!(!asks(vec![published()], "4600.00") && asks(vec![published()], "4602.00"));
        assert!(!asks(vec![published(), due()], "9000.00"), "one revision at a time");
    }

    #[test]
    fn x14_a_landed_cost_feeds_the_sheet_of_a_product_that_has_none_yet() {
        nothing::<PriceSheet>().when(landed()).then([landed_recorded(), due()]);
        given::<PriceSheet>([bought("2026-11-18", "400", "110.00")]).when(landed()).then([landed_recorded(), due()]);
        let mut uncounted = landed();
        uncounted.landed.pieces = None;
        assert_eq!(nothing::<PriceSheet>().when(uncounted).accepted().events.len(), 1);
    }

    #[test]
    fn x14_the_same_goods_of_a_declaration_count_once() {
        given::<PriceSheet>([published(), landed_recorded()]).when(of("9999.00")).then([]);
        let mut second = landed();
        second.landed.goods = 2;
        assert_eq!(given::<PriceSheet>([published(), landed_recorded()]).when(second).accepted().events.len(), 1);
    }

    #[test]
    fn refuses_another_currency_and_a_day_to_come() {
        let mut dollars = landed();
        dollars.landed.fee = Price::new(Money::from_minor(1, Currency::USD)).unwrap();
        nothing::<PriceSheet>().when(dollars).refused(PriceRefusal::Currency);
        let mut tomorrow = landed();
        tomorrow.landed.on = day("2026-11-22");
        nothing::<PriceSheet>().when(tomorrow).refused(PriceRefusal::Dates);
    }
}
