//! Records that goods left.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Quantity, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::WithdrawnBecause;
use super::posting::{PostedLine, Posting, Violation};
use super::steps::{ESTIMATE, estimate_of, telling, want_estimate};
use super::{Shipment, ShipmentEvent, ShipmentRefusal, ShipmentStatus};
use crate::ShipmentId;
use crate::estimate::{ClosedBecause, EstimateEvent, EstimateStatus, LocalEstimate, ShippedLine, Standing};
use crate::price::Price;
use crate::tally::Tally;

/// Records a document of goods that left. It is a fact: what should not have happened is recorded
/// as a violation, never refused. When all of it left, the order is fulfilled.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordPosting {
    /// Which order.
    pub shipment_id: ShipmentId,
    /// The document's number.
    pub document: Line,
    /// When the goods left.
    pub on: Day,
    /// What left.
    pub lines: Vec<MovedLine>,
}

/// Goods that left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MovedLine {
    /// The product's code.
    pub product: Line,
    /// How much.
    pub quantity: Quantity,
    /// Of one piece, net of VAT, after every discount.
    pub price: Price,
}

impl RecordPosting {
    fn posted(&self, estimate: &LocalEstimate) -> Result<Vec<PostedLine>, ShipmentRefusal> {
        let line = |moved: &MovedLine| {
            if moved.price.currency() != estimate.currency {
                return Err(ShipmentRefusal::Currency);
            }
            let of = estimate.line_of(&moved.product);
            PostedLine::new(moved.product.clone(), moved.quantity, moved.price, of).map_err(|_| ShipmentRefusal::TooMuch)
        };
        self.lines.iter().map(line).collect()
    }

    fn violations(&self, shipment: &Shipment, posted: &[PostedLine]) -> Vec<Violation> {
        let document = || self.document.clone();
        let unapproved = !matches!(shipment.status, ShipmentStatus::Approved | ShipmentStatus::InProgress);
        let mut violations: Vec<Violation> = unapproved.then(|| Violation::Unapproved { document: document() }).into_iter().collect();
        for moved in posted {
            let Some(line) = moved.line else {
                violations.push(Violation::NotInEstimate { document: document(), product: moved.product.clone() });
                continue;
            };
            let ordered = shipment.lines.iter().find(|ordered| ordered.line == line);
            let wanted = ordered.map_or(Tally::ZERO, |ordered| Tally::from(ordered.quantity));
            if shipment.shipped_of(line).plus(moved.quantity).is_none_or(|total| total > wanted) {
                violations.push(Violation::OverShipped { document: document(), line });
            }
            if moved.npss.is_none() {
                violations.push(Violation::CostMissing { document: document(), line });
            }
        }
        violations
    }
}

/// What the estimate is told: what left, that the order holds nothing more when all of it did, and
/// that the estimate is closed when nothing is left of it.
fn told(
    shipment: &Shipment,
    estimate: &LocalEstimate,
    lines: Vec<ShippedLine>,
    whole: bool,
) -> Result<Vec<EstimateEvent>, ShipmentRefusal> {
    let id = shipment.id;
    let waits = estimate.orders.get(&id).is_some_and(|account| account.standing.is_pending());
    let mut events: Vec<EstimateEvent> = Vec::new();
    if waits {
        events.push(EstimateEvent::OrderMoved { shipment: id, standing: Standing::InProgress });
    }
    events.push(EstimateEvent::GoodsShipped { shipment: id, number: shipment.number.clone(), lines });
    if whole {
        events.push(EstimateEvent::OrderReleased { shipment: id });
        let after = estimate.after(&events).ok_or(ShipmentRefusal::TooMuch)?;
        let over = matches!(after.status, EstimateStatus::Active | EstimateStatus::Expired);
        if over && after.is_shipped() && !after.has_live_orders() {
            events.push(after.closed(ClosedBecause::Shipped, None));
        }
    }
    Ok(events)
}

impl Command for RecordPosting {
    type Aggregate = Shipment;
    type Refusal = ShipmentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.record-posting",
        route: Some(Route::post("/profitability/shipments/{shipment_id}/postings")),
        roles: &[Role::Administrator, Role::System],
        also_writes: &[ESTIMATE],
        reads: &[],
        summary: "Records that goods left; what should not have happened is recorded as a violation.",
    };

    fn target(&self, _: &Context) -> ShipmentId {
        self.shipment_id
    }

    fn wants(&self, shipment: Option<&Shipment>, _: &Facts, _: &Context) -> Vec<Want> {
        shipment.map(|shipment| want_estimate(shipment.estimate)).into_iter().collect()
    }

    fn decide(&self, shipment: Option<&Shipment>, facts: &Facts, context: &Context) -> Result<Decision<Shipment>, ShipmentRefusal> {
        let shipment = shipment.ok_or(ShipmentRefusal::NotFound)?;
        if shipment.postings.iter().any(|posting| posting.document == self.document) {
            return Ok(Decision::nothing());
        }
        if self.lines.is_empty() || self.lines.len() > crate::estimate::LINES_MAX {
            return Err(ShipmentRefusal::LineCount);
        }
        let loaded = estimate_of(facts, shipment.estimate)?;
        let lines = self.posted(&loaded.state)?;
        let whole = shipment.left_whole(&lines);
        let shipped = lines.iter().filter_map(PostedLine::shipped).collect();
        let told = told(shipment, &loaded.state, shipped, whole)?;
        let waited = shipment.status.is_pending().then(|| shipment.withdrawal(WithdrawnBecause::Shipped, None));
        // What leaves was handed over at the latest now.
        let handed_over = shipment.is_revocable().then(|| shipment.hand_over(self.document.clone(), context));
        let violations = self.violations(shipment, &lines).into_iter().map(|violation| ShipmentEvent::ViolationNoted { violation });
        let posting = Posting { document: self.document.clone(), on: self.on, lines };
        let events = waited.into_iter().chain(handed_over).chain([ShipmentEvent::Posted { posting }]).chain(violations);
        let events = events.chain(whole.then_some(ShipmentEvent::Fulfilled));
        Ok(telling(Decision::of(events), loaded, told))
    }

    fn example() -> Self {
        crate::samples::shipments::posting()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::shipments::{approved, created, fold, over, posting, submitted};
    use crate::samples::{line, quantity};

    fn moved(product: &str, count: &str) -> MovedLine {
        MovedLine { product: line(product), quantity: quantity(count), price: posting().lines[0].price }
    }

    fn post(history: &[ShipmentEvent], document: &str, lines: Vec<MovedLine>) -> (Shipment, Vec<serde_json::Value>) {
        let command = RecordPosting { document: line(document), lines, ..posting() };
        let decision = over(history).when(command).accepted();
        let state = fold(&[history.to_vec(), decision.events].concat());
        (state, decision.others.into_iter().flat_map(|append| append.events).collect())
    }

    #[test]
    fn p51_an_order_is_in_progress_until_all_of_it_left() {
        let history = [created(), submitted(), approved()];
        let (part, told) = post(&history, "РТУ-1", vec![moved("BRG-6204", "20")]);
        assert_eq!((part.status, part.violations.len()), (ShipmentStatus::InProgress, 0));
        assert!(part.handed_over.is_some(), "what left was handed over");
        assert_eq!(told[0]["type"], "goods-shipped.v1");
        let (whole, told) = post(&history, "РТУ-1", vec![moved("BRG-6204", "60"), moved("BLT-A1250", "10")]);
        assert_eq!(whole.status, ShipmentStatus::Fulfilled);
        let kinds: Vec<_> = told.iter().map(|event| event["type"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["goods-shipped.v1", "order-released.v1"]);
    }

    #[test]
    fn p64_facts_are_accepted_and_flagged_never_refused() {
        let (state, _) = post(&[created()], "РТУ-1", vec![moved("BRG-6204", "61"), moved("НЕТ", "1")]);
        assert_eq!(state.status, ShipmentStatus::InProgress);
        let document = || line("РТУ-1");
        let expected = [
            Violation::Unapproved { document: document() },
            Violation::OverShipped { document: document(), line: 1 },
            Violation::NotInEstimate { document: document(), product: line("НЕТ") },
        ];
        assert_eq!(state.violations, expected);
    }

    #[test]
    fn p64_what_leaves_while_it_waits_ends_the_waiting() {
        let history = [created(), submitted()];
        let decision = over(&history).when(posting()).accepted();
        assert!(matches!(&decision.events[0], ShipmentEvent::Withdrawn { cause: WithdrawnBecause::Shipped, .. }));
        assert_eq!(decision.others[0].events[0]["data"]["standing"], "in-progress");
    }

    #[test]
    fn p138_a_document_counts_once() {
        let history = [created(), submitted(), approved()];
        let first = over(&history).when(posting()).accepted().events;
        over(&[history.to_vec(), first].concat()).when(posting()).then([]);
        testkit::nothing::<Shipment>().when(posting()).refused(ShipmentRefusal::NotFound);
    }

    #[test]
    fn p25_the_price_is_what_was_invoiced_and_the_cost_the_estimates() {
        let decision = over(&[created(), submitted(), approved()]).when(posting()).accepted();
        let Some(ShipmentEvent::Posted { posting }) = decision.events.iter().find(|event| matches!(event, ShipmentEvent::Posted { .. }))
        else {
            panic!("{:?}", decision.events)
        };
        let line = &posting.lines[0];
        assert_eq!((line.revenue, line.cost), (crate::samples::money("4800.00"), crate::samples::money("4000.00")));
    }
}
