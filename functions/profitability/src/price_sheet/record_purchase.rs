//! Records that goods were bought, and notices a price that is off.

use kernel::{Command, CommandSpec, Context, Currency, Day, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{PriceEvent, PriceRefusal, PriceSheet, Purchase, Revision, RevisionTrigger};
use crate::PriceId;
use crate::fraction::Fraction;
use crate::working_days::working_days_after;

/// A purchase farther than this from the purchase part of the cost asks for a revision: 15 %.
const PURCHASE_HUNDREDTHS_MAX: i64 = 1_500;
/// Working days for a revision that a purchase asks for.
pub const REVISION_WORKING_DAYS: u32 = 5;

/// Records that goods were bought. A price more than 15 % off the purchase part of the cost, or a
/// cost that nobody knows, asks for a revision within five working days.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordPurchase {
    /// The product's code.
    pub product: Line,
    /// The currency that was paid.
    pub bought_in: Currency,
    /// What was bought; the price is in the tenant's currency at the rate of that day.
    pub purchase: Purchase,
}

/// Whether a purchase is off what the cost counts with.
fn is_off(sheet: Option<&PriceSheet>, purchase: &Purchase, today: Day) -> bool {
    let Some(version) = sheet.and_then(|sheet| sheet.version_on(today)) else { return true };
    if version.npss.is_zero() {
        return true;
    }
    // Compared with what the supplier gets: the whole cost has transport in it and would always be off.
    let Some(parts) = version.parts else { return false };
    let (paid, planned) = (purchase.price.money().minor(), parts.purchase.money().minor());
    let off = i128::from(paid).checked_sub(i128::from(planned)).map(i128::abs);
    let share = off.and_then(|off| Fraction::new(off, i128::from(planned)));
    share.is_none_or(|share| share > Fraction::of_percentage(kernel::Percentage::from_hundredths(PURCHASE_HUNDREDTHS_MAX)))
}

impl Command for RecordPurchase {
    type Aggregate = PriceSheet;
    type Refusal = PriceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.record-purchase",
        route: Some(Route::post("/profitability/prices/purchases")),
        roles: &[Role::Accountant, Role::Administrator, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records that goods were bought; a price that is off asks for a revision.",
    };

    fn target(&self, _: &Context) -> PriceId {
        PriceSheet::id_of(&self.product)
    }

    fn decide(&self, sheet: Option<&PriceSheet>, _: &Facts, context: &Context) -> Result<Decision<PriceSheet>, PriceRefusal> {
        let today = context.now.day_in(context.settings.time_zone);
        if self.purchase.price.currency() != context.settings.currency {
            return Err(PriceRefusal::Currency);
        }
        if self.purchase.on > today {
            return Err(PriceRefusal::Dates);
        }
        if sheet.is_some_and(|sheet| sheet.purchases.iter().any(|known| known.document == self.purchase.document)) {
            return Ok(Decision::nothing());
        }
        let (product, bought_in, purchase) = (self.product.clone(), self.bought_in, self.purchase.clone());
        let mut events = vec![PriceEvent::PurchaseRecorded { product, bought_in, purchase }];
        let asked = sheet.is_some_and(|sheet| sheet.revision.is_some());
        if !asked && is_off(sheet, &self.purchase, today) {
            let by = working_days_after(context, today, REVISION_WORKING_DAYS)?;
            events.push(PriceEvent::RevisionDue { revision: Revision { trigger: RevisionTrigger::PurchasePrice, by } });
        }
        Ok(Decision::of(events))
    }

    fn example() -> Self {
        crate::samples::prices::purchase()
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::day;
    use crate::samples::price;
    use crate::samples::prices::{publish, published, purchase};

    fn due() -> PriceEvent {
        PriceEvent::RevisionDue { revision: Revision { trigger: RevisionTrigger::PurchasePrice, by: day("2026-11-27") } }
    }

    fn at(text: &str) -> RecordPurchase {
        let mut command = purchase();
        command.purchase.price = price(text);
        command
    }

    fn asks(sheet: Vec<PriceEvent>, paid: &str) -> bool {
        given::<PriceSheet>(sheet).when(at(paid)).accepted().events.contains(&due())
    }

    #[test]
    fn p33_a_purchase_is_compared_with_the_purchase_part() {
        // The part is 110.00 of a cost of 126.50: 126.50 itself is exactly 15 % off.
        assert!(!asks(vec![published()], "110.00") && !asks(vec![published()], "126.50"));
        assert!(asks(vec![published()], "126.51") && asks(vec![published()], "93.49") && !asks(vec![published()], "93.50"));
    }

    #[test]
    fn p33_a_cost_that_nobody_knows_asks_for_a_revision() {
        let unknown = PriceEvent::Published {
            product: publish().product,
            version: super::super::PriceVersion {
                npss: price("0"),
                parts: None,
                method: crate::estimate::CostMethod::Planned,
                trigger: RevisionTrigger::Manual,
                calculated_on: day("2026-11-01"),
                valid_from: day("2026-11-01"),
            },
        };
        assert!(asks(vec![unknown], "110.00"));
        assert!(nothing::<PriceSheet>().when(purchase()).accepted().events.contains(&due()));
    }

    #[test]
    fn a_receipt_counts_once_and_one_revision_at_a_time_is_asked_for() {
        let events = given::<PriceSheet>([published()]).when(at("200.00")).accepted().events;
        let history = [vec![published()], events].concat();
        given::<PriceSheet>(history.clone()).when(at("200.00")).then([]);
        assert!(!asks(history, "201.00"));
    }
}
