//! Records that goods came back.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Quantity, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::posting::{LARGE_RETURN_ABOVE, PostedLine, Returned, ReturnedLine, Violation};
use super::steps::{ESTIMATE, estimate_of, telling, want_estimate};
use super::{Shipment, ShipmentEvent, ShipmentRefusal};
use crate::ShipmentId;
use crate::estimate::EstimateEvent;
use crate::tally::Tally;

/// Records a document of goods that came back: revenue, at the price that they left with, and cost
/// are both reversed, and the goods are there again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordReturn {
    /// Which order.
    pub shipment_id: ShipmentId,
    /// The document's number.
    pub document: Line,
    /// The document that the goods left with.
    pub posting: Line,
    /// When they came back.
    pub on: Day,
    /// What came back.
    pub lines: Vec<BackLine>,
}

/// Goods that came back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BackLine {
    /// The product's code.
    pub product: Line,
    /// How much.
    pub quantity: Quantity,
}

impl Command for RecordReturn {
    type Aggregate = Shipment;
    type Refusal = ShipmentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.record-return",
        route: Some(Route::post("/profitability/shipments/{shipment_id}/returns")),
        roles: &[Role::Administrator, Role::System],
        also_writes: &[ESTIMATE],
        reads: &[],
        summary: "Records that goods came back: revenue and cost are reversed.",
    };

    fn target(&self, _: &Context) -> ShipmentId {
        self.shipment_id
    }

    fn wants(&self, shipment: Option<&Shipment>, _: &Facts, _: &Context) -> Vec<Want> {
        shipment.map(|shipment| want_estimate(shipment.estimate)).into_iter().collect()
    }

    fn decide(&self, shipment: Option<&Shipment>, facts: &Facts, _: &Context) -> Result<Decision<Shipment>, ShipmentRefusal> {
        let shipment = shipment.ok_or(ShipmentRefusal::NotFound)?;
        if shipment.returns.contains(&self.document) {
            return Ok(Decision::nothing());
        }
        let posting = shipment.postings.iter().find(|posting| posting.document == self.posting);
        let posting = posting.ok_or(ShipmentRefusal::NoSuchPosting)?;
        let loaded = estimate_of(facts, shipment.estimate)?;
        let of = |product: &Line| posting.lines.iter().find(|posted| posted.product == *product);
        let reversed = |back: &BackLine| {
            let posted = of(&back.product).ok_or_else(|| ShipmentRefusal::NoSuchProduct { product: back.product.clone() })?;
            posted.reversed(back.quantity).map_err(|_| ShipmentRefusal::TooMuch)
        };
        let lines = self.lines.iter().map(reversed).collect::<Result<Vec<_>, _>>()?;
        let over = |back: &&BackLine| {
            let beyond = |posted: &PostedLine| posted.returned.plus(back.quantity).is_none_or(|sum| sum > Tally::from(posted.quantity));
            of(&back.product).is_some_and(beyond)
        };
        let violation = |back: &BackLine| Violation::OverReturned { document: self.document.clone(), product: back.product.clone() };
        let violations = self.lines.iter().filter(over).map(violation).map(|violation| ShipmentEvent::ViolationNoted { violation });
        let violations: Vec<ShipmentEvent> = violations.collect();
        let goods: Vec<_> = lines.iter().filter_map(ReturnedLine::shipped).collect();
        let told = (!goods.is_empty()).then_some(EstimateEvent::GoodsReturned { shipment: shipment.id, lines: goods });
        let large = posting.share_returned(&lines).is_some_and(|share| share > LARGE_RETURN_ABOVE);
        let (document, posting) = (self.document.clone(), self.posting.clone());
        let returned = ShipmentEvent::Returned(Returned { document, posting, on: self.on, lines, large });
        Ok(telling(Decision::of(std::iter::once(returned).chain(violations)), loaded, told))
    }

    fn example() -> Self {
        crate::samples::shipments::return_of_goods()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::shipments::{approved, created, fold, over, posting, return_of_goods, submitted};
    use crate::samples::{line, money, price, quantity};

    fn posted() -> Vec<ShipmentEvent> {
        let history = vec![created(), submitted(), approved()];
        let events = over(&history).when(posting()).accepted().events;
        [history, events].concat()
    }

    fn back(count: &str, document: &str) -> RecordReturn {
        let mut command = RecordReturn { document: line(document), ..return_of_goods() };
        command.lines[0].quantity = quantity(count);
        command
    }

    fn returned(history: &[ShipmentEvent], command: RecordReturn) -> (Returned, Vec<ShipmentEvent>) {
        let events = over(history).when(command).accepted().events;
        let Some(ShipmentEvent::Returned(returned)) = events.first().cloned() else { panic!("{events:?}") };
        (returned, events)
    }

    #[test]
    fn p25_a_return_reverses_revenue_and_cost_at_the_price_of_its_shipment() {
        let (returned, _) = returned(&posted(), back("5", "ВОЗ-1"));
        assert_eq!((returned.lines[0].revenue, returned.lines[0].cost), (money("1200.00"), money("1000.00")));
        assert!(!returned.large);
    }

    #[test]
    fn p25_what_came_back_in_parts_leaves_no_kopeck_behind() {
        let line = |count: &str| PostedLine::new(line("A"), quantity(count), price("0.33"), None).unwrap();
        let whole = line("1.5");
        let first = whole.reversed(quantity("0.5")).unwrap();
        let after = PostedLine { returned: Tally::from(quantity("0.5")), ..whole.clone() };
        let second = after.reversed(quantity("1")).unwrap();
        assert_eq!(first.revenue.plus(second.revenue), Ok(whole.revenue));
    }

    #[test]
    fn more_than_thirty_percent_is_told_of() {
        // 20 pieces left.
        assert!(!returned(&posted(), back("6", "ВОЗ-1")).0.large);
        assert!(returned(&posted(), back("6.01", "ВОЗ-1")).0.large);
    }

    #[test]
    fn p64_more_than_left_is_accepted_and_flagged() {
        let (_, events) = returned(&posted(), back("21", "ВОЗ-1"));
        let violation = Violation::OverReturned { document: line("ВОЗ-1"), product: line("BRG-6204") };
        assert_eq!(events[1], ShipmentEvent::ViolationNoted { violation });
    }

    #[test]
    fn p138_a_return_waits_for_its_shipment_and_counts_once() {
        over(&[created()]).when(back("5", "ВОЗ-1")).refused(ShipmentRefusal::NoSuchPosting);
        let (_, events) = returned(&posted(), back("5", "ВОЗ-1"));
        let history = [posted(), events].concat();
        over(&history).when(back("5", "ВОЗ-1")).then([]);
        assert_eq!(fold(&history).shipped_of(1), Tally::from(quantity("15")));
    }
}
