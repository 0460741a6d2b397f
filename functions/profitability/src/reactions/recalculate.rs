//! Judges orders anew that somebody relies on, when their estimate moved.

use kernel::{Command, Effect, Reaction, ReactionSpec, Trigger};

use crate::ShipmentId;
use crate::estimate::{EstimateEvent, LocalEstimate, Standing};
use crate::shipment::event::RecalculatedBecause;
use crate::shipment::recalculate::RecalculateShipment;

/// Judges orders anew that wait or are approved, when their estimate moved: one command an order.
pub struct RecalculateOnEstimateMoved;

/// Why, and which order caused it and need not be told.
fn cause(event: &EstimateEvent) -> Option<(RecalculatedBecause, Option<ShipmentId>)> {
    match event {
        EstimateEvent::PlanChanged { .. } => Some((RecalculatedBecause::PlanChanged, None)),
        EstimateEvent::OrderPlaced { shipment, .. } | EstimateEvent::OrderReleased { shipment } => {
            Some((RecalculatedBecause::EstimateMoved, Some(*shipment)))
        }
        EstimateEvent::GoodsShipped { shipment, .. } | EstimateEvent::GoodsReturned { shipment, .. } => {
            Some((RecalculatedBecause::EstimateMoved, Some(*shipment)))
        }
        EstimateEvent::Created(_)
        | EstimateEvent::Renewed { .. }
        | EstimateEvent::Extended { .. }
        | EstimateEvent::Expired
        | EstimateEvent::Closed { .. }
        | EstimateEvent::Cancelled { .. }
        | EstimateEvent::LeaseTaken { .. }
        | EstimateEvent::LeaseReleased { .. }
        | EstimateEvent::LeaseBroken { .. }
        | EstimateEvent::OrderMoved { .. } => None,
    }
}

impl Reaction for RecalculateOnEstimateMoved {
    type Aggregate = LocalEstimate;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "profitability.recalculate-on-estimate-moved",
        on: &["plan-changed.v1", "order-placed.v1", "order-released.v1", "goods-shipped.v1", "goods-returned.v1"],
        sends: &[RecalculateShipment::SPEC.name],
        calls: &[],
        summary: "Judges orders anew that wait or are approved, when their estimate moved.",
    };

    fn react(trigger: &Trigger<'_, LocalEstimate>) -> Vec<Effect> {
        let Some((cause, besides)) = cause(trigger.event) else { return Vec::new() };
        let relied_on = |standing| matches!(standing, Standing::Pending | Standing::PartiallyApproved | Standing::Approved);
        let orders = trigger.state.orders.iter().filter(|(id, order)| relied_on(order.standing) && Some(**id) != besides);
        let recalculate = |id: ShipmentId| {
            let command = RecalculateShipment { shipment_id: id, cause, request: None };
            Effect::send(&command, trigger.key(&format!("recalculate/{id}")))
        };
        orders.map(|(id, _)| recalculate(*id)).collect()
    }
}

#[cfg(test)]
mod tests {
    use testkit::context;

    use super::*;
    use crate::samples::percent;
    use crate::samples::shipments::{estimate, placed_whole, shipment_id};

    fn react(events: &[EstimateEvent]) -> Vec<Effect> {
        let context = context();
        let meta = context.meta("test");
        let state = estimate(events);
        let event = events.last().unwrap();
        let trigger = Trigger { id: state.id, version: 7, event, meta: &meta, state: &state, context: &context };
        RecalculateOnEstimateMoved::react(&trigger)
    }

    fn changed() -> EstimateEvent {
        EstimateEvent::PlanChanged { from: percent(2_333), to: percent(3_000), reason: crate::samples::line("план"), advisory: false }
    }

    #[test]
    fn p94_p95_a_plan_change_is_one_command_an_order_that_somebody_relies_on() {
        for standing in [Standing::Pending, Standing::PartiallyApproved, Standing::Approved] {
            let moved = EstimateEvent::OrderMoved { shipment: shipment_id(), standing };
            let effects = react(&[placed_whole(), moved, changed()]);
            let [Effect::Send { command: "profitability.recalculate-shipment", body, key }] = effects.as_slice() else {
                panic!("{effects:?}")
            };
            assert_eq!(body["cause"], "plan-changed");
            assert!(key.contains("/7/recalculate/"), "the same delivery twice is one command: {key}");
        }
        let moved = EstimateEvent::OrderMoved { shipment: shipment_id(), standing: Standing::InProgress };
        assert_eq!(react(&[placed_whole(), moved, changed()]), []);
    }

    #[test]
    fn an_order_does_not_move_itself() {
        assert_eq!(react(&[placed_whole()]), []);
    }
}
