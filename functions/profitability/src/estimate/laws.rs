//! Laws of estimates: whatever happens, in whatever order.

use kernel::aggregate::{Aggregate, fold_events};
use proptest::prelude::*;
use testkit::context;

use super::{EstimateEvent, EstimateRefusal, LocalEstimate, OrderedLine, Standing};
use crate::ShipmentId;
use crate::samples::estimates::{created, sums};
use crate::samples::shipments::estimate;
use crate::samples::{line, quantity};
use crate::tally::Tally;

#[derive(Debug, Clone)]
enum Act {
    Submit(u8, u32),
    Approve(u8),
    Release(u8),
    Ship(u8, u32),
    Return(u8, u32),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (0u8..6, 1u32..60).prop_map(|(order, count)| Act::Submit(order, count)),
        2 => (0u8..6).prop_map(Act::Approve),
        2 => (0u8..6).prop_map(Act::Release),
        2 => (0u8..6, 1u32..40).prop_map(|(order, count)| Act::Ship(order, count)),
        1 => (0u8..6, 1u32..40).prop_map(|(order, count)| Act::Return(order, count)),
    ]
}

fn today() -> kernel::Day {
    crate::samples::day("2026-11-21")
}

fn order(n: u8) -> ShipmentId {
    ShipmentId::derive(&[&n.to_string()])
}

/// What would be written, when it is not refused.
fn decide(estimate: &LocalEstimate, act: &Act) -> Option<EstimateEvent> {
    let goods = |count: &u32| vec![sums(1, &count.to_string(), "250.00", "200.00")];
    match act {
        Act::Submit(n, count) => {
            let lines = [OrderedLine { line: 1, quantity: quantity(&count.to_string()) }];
            estimate.reserve(order(*n), &line("n"), &lines, 3, today()).ok()
        }
        Act::Approve(n) => {
            let pending = estimate.orders.get(&order(*n)).is_some_and(|account| account.standing.is_pending());
            pending.then(|| EstimateEvent::OrderMoved { shipment: order(*n), standing: Standing::Approved })
        }
        Act::Release(n) => estimate.orders.contains_key(&order(*n)).then(|| EstimateEvent::OrderReleased { shipment: order(*n) }),
        Act::Ship(n, count) => Some(EstimateEvent::GoodsShipped { shipment: order(*n), number: line("n"), lines: goods(count) }),
        Act::Return(n, count) => Some(EstimateEvent::GoodsReturned { shipment: order(*n), lines: goods(count) }),
    }
}

proptest! {
    #[test]
    fn p42_waiting_orders_never_pass_their_limit_and_a_fold_is_a_replay(acts in prop::collection::vec(act(), 0..60)) {
        let mut state = estimate(&[]);
        let mut events = vec![created()];
        for act in &acts {
            if let Some(event) = decide(&state, act) {
                state = LocalEstimate::apply(Some(state), &event, &context().meta("t")).unwrap();
                events.push(event);
            }
            prop_assert!(state.pending() <= 3);
            // What is held and shipped never leaves less than nothing.
            let left = state.left_for(None);
            prop_assert!(left.values().all(|left| *left >= Tally::ZERO));
        }
        prop_assert_eq!(fold_events::<LocalEstimate>(None, &events, &context().meta("t")).unwrap(), Some(state.clone()));
        // And what a snapshot keeps is the same state.
        let kept: LocalEstimate = serde_json::from_value(serde_json::to_value(&state).unwrap()).unwrap();
        prop_assert_eq!(kept, state);
    }
}

#[test]
fn p42_two_orders_cannot_both_take_the_last_place_or_the_last_goods() {
    let wants = |count: &str| [OrderedLine { line: 1, quantity: quantity(count) }];
    // 100 pieces: in progress 30, pending 20, approved 10 leave 40.
    let mut state = estimate(&[]);
    for (n, count) in [(1, "30"), (2, "20"), (3, "10")] {
        let event = state.reserve(order(n), &line("n"), &wants(count), 50, today()).unwrap();
        state = LocalEstimate::apply(Some(state), &event, &context().meta("t")).unwrap();
    }
    let refused = EstimateRefusal::NotEnough { line: 1, available: Tally::from(quantity("40")) };
    assert_eq!(state.reserve(order(4), &line("n"), &wants("41"), 50, today()), Err(refused));
    assert!(state.reserve(order(4), &line("n"), &wants("40"), 50, today()).is_ok());
    // The fourth place is there, or not; both decisions were made on the same version, so that
    // the store lets one of them through only.
    assert_eq!(state.reserve(order(4), &line("n"), &wants("1"), 3, today()), Err(EstimateRefusal::PendingLimit { max: 3 }));
    assert!(state.reserve(order(2), &line("n"), &wants("20"), 3, today()).is_ok(), "an order that waits already keeps its place");
}

#[test]
fn p42_fifty_orders_may_wait_and_the_fifty_first_may_not() {
    let mut state = estimate(&[]);
    let one = [OrderedLine { line: 1, quantity: quantity("1") }];
    for n in 0..50 {
        let event = state.reserve(order(n), &line("n"), &one, 50, today()).unwrap();
        state = LocalEstimate::apply(Some(state), &event, &context().meta("t")).unwrap();
    }
    assert_eq!(state.reserve(order(50), &line("n"), &one, 50, today()), Err(EstimateRefusal::PendingLimit { max: 50 }));
    let approved = EstimateEvent::OrderMoved { shipment: order(0), standing: Standing::Approved };
    let state = LocalEstimate::apply(Some(state), &approved, &context().meta("t")).unwrap();
    assert!(state.reserve(order(50), &line("n"), &one, 50, today()).is_ok());
}
