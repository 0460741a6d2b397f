//! Judges orders anew that somebody relies on, when their estimate moved.

use kernel::{Command, Effect, Reaction, ReactionSpec, Trigger};

use crate::ShipmentId;
use crate::estimate::{EstimateEvent, LocalEstimate, Standing};
use crate::shipment::event::RecalculatedBecause;
use crate::shipment::recalculate::RecalculateShipment;

/// Judges orders anew that wait or are approved, when their estimate moved: one command an order.
pub struct RecalculateOnEstimateMoved;

/// Why.
fn cause(event: &EstimateEvent) -> RecalculatedBecause {
    if matches!(event, EstimateEvent::PlanChanged { .. }) { RecalculatedBecause::PlanChanged } else { RecalculatedBecause::EstimateMoved }
}

/// Which order caused it and need not be told.
fn mover(event: &EstimateEvent) -> Option<ShipmentId> {
    match event {
        EstimateEvent::OrderPlaced { shipment, .. }
        | EstimateEvent::OrderReleased { shipment }
        | EstimateEvent::OrderMoved { shipment, .. }
        | EstimateEvent::GoodsShipped { shipment, .. }
        | EstimateEvent::GoodsReturned { shipment, .. } => Some(*shipment),
        EstimateEvent::Created(_)
        | EstimateEvent::PlanChanged { .. }
        | EstimateEvent::Renewed { .. }
        | EstimateEvent::Extended { .. }
        | EstimateEvent::Expired
        | EstimateEvent::Closed { .. }
        | EstimateEvent::Cancelled { .. }
        | EstimateEvent::LeaseTaken { .. }
        | EstimateEvent::LeaseReleased { .. }
        | EstimateEvent::LeaseBroken { .. } => None,
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
        if !trigger.event.moves_figures() {
            return Vec::new();
        }
        let (cause, besides) = (cause(trigger.event), mover(trigger.event));
        let relied_on = |standing| matches!(standing, Standing::Pending | Standing::PartiallyApproved | Standing::Approved);
        let orders = trigger.state.orders.iter().filter(|(id, order)| relied_on(order.standing) && Some(**id) != besides);
        let recalculate = |id: ShipmentId| {
            let command = RecalculateShipment { shipment_id: id, cause, request: None };
            // When many movements come together, each delivery sees the newest state: an order is
            // judged once for it, not once a movement.
            let moves = trigger.state.moves;
            Effect::send(&command, format!("{}/moves/{moves}/{cause:?}/{id}", trigger.id))
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
            assert!(key.contains("/moves/2/PlanChanged/"), "the same delivery twice is one command: {key}");
        }
        let moved = EstimateEvent::OrderMoved { shipment: shipment_id(), standing: Standing::InProgress };
        assert_eq!(react(&[placed_whole(), moved, changed()]), []);
    }

    #[test]
    fn p95_movements_that_come_together_are_one_judgement_of_an_order() {
        let history = [placed_whole(), changed(), changed()];
        let key = |version| {
            let context = context();
            let meta = context.meta("test");
            let state = estimate(&history);
            let trigger = Trigger { id: state.id, version, event: &history[1], meta: &meta, state: &state, context: &context };
            let effects = RecalculateOnEstimateMoved::react(&trigger);
            let [Effect::Send { key, .. }] = effects.as_slice() else { panic!("{effects:?}") };
            key.clone()
        };
        assert_eq!(key(3), key(4));
    }

    #[test]
    fn an_order_does_not_move_itself() {
        assert_eq!(react(&[placed_whole()]), []);
    }
}
