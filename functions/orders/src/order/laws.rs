//! Laws of the order that hold for every history, not for chosen ones.

use std::sync::Arc;

use kernel::aggregate::{Commit, History, Loaded, fold_events};
use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Aggregate, Command, Context, Event, Facts, Meta, Moment};
use proptest::prelude::*;
use testkit::context;

use super::consignment::{Consignment, ShipmentStatus};
use super::record_waybill_created::RecordWaybillCreated;
use super::record_waybill_failed::RecordWaybillFailed;
use super::record_waybill_voided::RecordWaybillVoided;
use super::register_waybill::RegisterWaybill;
use super::request_waybill::RequestWaybill;
use super::retry_waybill::RetryWaybill;
use super::tracking::absorb;
use super::void_waybill::VoidWaybill;
use super::{Order, OrderEvent, OrderException, OrderStatus, PaymentBadge};
use crate::PaymentId;
use crate::outside::nova_poshta::status::TABLE;
use crate::outside::nova_poshta::{TrackingFact, WaybillNumber};
use crate::samples::{self, line, uah};

fn meta() -> Meta {
    context().meta("test")
}

fn order(events: &[OrderEvent]) -> Order {
    fold_events(None, events, &meta()).unwrap().unwrap()
}

fn any_event() -> impl Strategy<Value = OrderEvent> {
    let shipment = prop::sample::select(vec![
        ShipmentStatus::Created,
        ShipmentStatus::InTransit,
        ShipmentStatus::Delivered,
        ShipmentStatus::Failed,
        ShipmentStatus::Returned,
    ]);
    let by_hand = vec![OrderStatus::Shipped, OrderStatus::Delivered, OrderStatus::Returned, OrderStatus::DeliveryFailed];
    let status = prop::sample::select(by_hand);
    let exception = prop::sample::select(OrderException::ALL);
    prop_oneof![
        4 => prop::sample::select(OrderEvent::samples()),
        3 => (shipment.clone(), shipment).prop_map(|(from, to)| samples::tracking(from, to)),
        1 => status.prop_map(|status| OrderEvent::Overridden { status, reason: line("рука"), proof: None }),
        1 => exception.prop_map(|exception| OrderEvent::ExceptionRaised { exception }),
        1 => (0u8..4, 1i64..200_000).prop_map(|(payment, minor)| OrderEvent::PaymentAllocated {
            payment: PaymentId::derive(&[&payment.to_string()]),
            amount: kernel::Money::from_minor(minor, kernel::Currency::UAH),
            bank_day: None,
           received: None,
       }),
    ]
}

/// A possible history: the events that can follow one another, one commit each.
fn any_history() -> impl Strategy<Value = Vec<OrderEvent>> {
    prop::collection::vec(any_event(), 0..40).prop_map(|events| {
        let mut history = vec![samples::created()];
        let mut state = order(&history);
        for event in events {
            if let Ok(after) = Order::apply(Some(state.clone()), &event, &meta()) {
                state = after;
                history.push(event);
            }
        }
        history
    })
}

fn commits(events: &[OrderEvent]) -> Vec<Commit> {
    let commit = |(version, event): (u64, &OrderEvent)| Commit { version, meta: meta(), key: None, events: vec![event.write().unwrap()] };
    (1..).zip(events).map(commit).collect()
}

/// Ways that parcels go, as codes of the carrier in the order of time.
const ROUTES: &[&[&str]] = &[
    &["1", "4", "5", "6", "7", "9", "10", "11"],
    &["1", "4", "5", "8", "105", "102"],
    &["1", "41", "101", "111", "5", "7", "14", "9", "106"],
    &["1", "4", "6", "7", "103"],
    &["1", "12", "4", "9", "108"],
];

/// A part of a route with its times, some of them equal, and noise that says nothing.
fn any_route() -> impl Strategy<Value = Vec<TrackingFact>> {
    let codes = prop::sample::select(ROUTES).prop_flat_map(|route| prop::sample::subsequence(route.to_vec(), 1..=route.len()));
    let noise = prop::collection::vec((prop::sample::select(vec!["104", "112", "777"]), 0i64..20), 0..3);
    (codes, prop::collection::vec(any::<bool>(), 10), noise).prop_map(|(codes, same_instant, noise)| {
        let mut facts: Vec<TrackingFact> = Vec::new();
        let mut at = 0;
        for (code, same) in codes.into_iter().zip(same_instant) {
            let mut fact = samples::tracking_fact(code, None);
            at += i64::from(!same);
            fact.authority_time = Some(Moment::from_unix_ms(at));
            facts.push(fact);
        }
        let noisy =
            |(code, at): (&str, i64)| TrackingFact { authority_time: Some(Moment::from_unix_ms(at)), ..samples::tracking_fact(code, None) };
        facts.extend(noise.into_iter().map(noisy));
        facts
    })
}

/// Whatever a carrier could say, much of it of one instant.
fn any_facts() -> impl Strategy<Value = Vec<TrackingFact>> {
    let codes: Vec<&str> = TABLE.iter().map(|row| row.code).chain(["777", "888"]).collect();
    let fact = (prop::sample::select(codes), 0i64..4)
        .prop_map(|(code, at)| TrackingFact { authority_time: Some(Moment::from_unix_ms(at)), ..samples::tracking_fact(code, None) });
    prop::collection::vec(fact, 1..7)
}

/// What an order knows of its parcel, and at what somebody is to look.
fn known(order: &Order) -> (Consignment, Vec<OrderException>) {
    let mut exceptions = order.exceptions.clone();
    exceptions.sort_by_key(|exception| format!("{exception:?}"));
    (order.consignments[0].clone(), exceptions)
}

fn after(facts: &[TrackingFact]) -> Order {
    let made = order(&[samples::created(), samples::waybill_requested(), samples::waybill_created()]);
    facts.iter().fold(made, |order, fact| {
        let events = absorb(&order, fact, &meta());
        fold_events(Some(order), &events, &meta()).unwrap().unwrap()
    })
}

proptest! {
    #[test]
    fn r01_the_status_rule_is_total_and_money_never_negative(history in any_history()) {
        let order = order(&history);
        prop_assert_eq!(order.status() == OrderStatus::Cancelled, order.cancelled.is_some());
        prop_assert!(!order.debt().is_negative() && !order.surplus().is_negative());
        prop_assert!(order.debt().is_zero() || order.surplus().is_zero());
        prop_assert!(order.payment_badge() != PaymentBadge::Paid || order.debt().is_zero());
    }

    #[test]
    fn r01_payment_never_changes_the_status(history in any_history()) {
        let before = order(&history).status();
        let paid = OrderEvent::PaymentAllocated { payment: PaymentId::derive(&["more"]), amount: uah("1"), bank_day: None, received: None };
        prop_assert_eq!(order(&[history, vec![paid]].concat()).status(), before);
    }

    #[test]
    fn a_snapshot_and_its_tail_fold_to_the_same_state(history in any_history(), cut in any::<prop::sample::Index>()) {
        let commits = commits(&history);
        let whole: Loaded<Order> = History { snapshot: None, commits: commits.clone() }.fold().unwrap().unwrap();
        let cut = cut.index(commits.len());
        let (head, tail) = commits.split_at(cut);
        let snapshot = History { snapshot: None, commits: head.to_vec() }.fold::<Order>().unwrap().map(|loaded| loaded.snapshot().unwrap());
        let resumed = History { snapshot, commits: tail.to_vec() }.fold().unwrap().unwrap();
        prop_assert_eq!(whole, resumed);
    }

    #[test]
    fn r47_the_facts_of_a_route_end_in_one_status_in_any_order((route, shuffled) in any_route().prop_flat_map(|route| (Just(route.clone()), Just(route).prop_shuffle()))) {
        prop_assert_eq!(after(&shuffled).status(), after(&route).status());
    }

    #[test]
    fn r47_any_facts_of_any_instants_end_in_one_status_in_any_order_however_often_told(
        (facts, shuffled) in any_facts().prop_flat_map(|facts| {
            let twice: Vec<TrackingFact> = facts.iter().chain(&facts).cloned().collect();
            (Just(facts), Just(twice).prop_shuffle())
        })
    ) {
        let (one, other) = (after(&shuffled), after(&facts));
        prop_assert_eq!(one.status(), other.status());
        prop_assert_eq!(known(&one), known(&other));
    }

    #[test]
    fn r47_facts_told_twice_change_nothing(route in any_route()) {
        let twice: Vec<TrackingFact> = route.iter().flat_map(|fact| [fact.clone(), fact.clone()]).collect();
        prop_assert_eq!(after(&twice), after(&route));
    }

    #[test]
    fn r31_the_commands_leave_at_most_one_wanted_consignment(steps in prop::collection::vec((0usize..8, prop::sample::select(vec!["1", "2", "4", "9", "103"])), 1..40)) {
        let mut state = order(&[samples::created()]);
        for (at, (step, code)) in (1i64..).zip(steps) {
            let events = act(&state, step, code, at);
            state = fold_events(Some(state), &events, &meta()).unwrap().unwrap();
            let wanted = state.consignments.iter().filter(|consignment| consignment.is_live() && !is_given_up(consignment));
            prop_assert!(wanted.count() <= 1, "{:?}", state.consignments);
        }
    }
}

fn is_given_up(consignment: &Consignment) -> bool {
    let asking = consignment.attempts().is_some_and(|attempts| attempts.void_requested.is_some());
    asking || consignment.waybill().is_some_and(|waybill| waybill.void_requested.is_some())
}

fn decided<C: Command<Aggregate = Order>>(order: &Order, command: &C) -> Vec<OrderEvent> {
    let context = Context { settings: Arc::new(samples::settings()), ..context() };
    command.decide(Some(order), &Facts::default(), &context).map(|decision| decision.events).unwrap_or_default()
}

/// What somebody, the carrier or the clock may do to the newest consignment.
fn act(order: &Order, step: usize, code: &str, at: i64) -> Vec<OrderEvent> {
    let order_id = samples::order_id();
    let consignment = order.consignments.last().map(|consignment| consignment.id.clone()).unwrap_or_default();
    let number: WaybillNumber = samples::literal(&format!("{:014}", 20_450_000_000_000 + at));
    let class = if code == "1" { FailureClass::Unknown } else { FailureClass::Permanent };
    let error = OutsideError { class, ..samples::outside_error() };
    match step {
        0 => decided(order, &RequestWaybill { order_id, ..RequestWaybill::example() }),
        1 => decided(order, &RegisterWaybill { order_id, number, ..RegisterWaybill::example() }),
        2 => decided(order, &VoidWaybill { order_id, ..VoidWaybill::example() }),
        3 => decided(order, &RecordWaybillCreated { order_id, consignment, number, ..RecordWaybillCreated::example() }),
        4 => decided(order, &RecordWaybillFailed { order_id, consignment, error }),
        5 => decided(order, &RecordWaybillVoided { order_id, consignment, never_made: code == "1" }),
        6 => decided(order, &RetryWaybill { order_id }),
        _ => {
            let number = order.consignments.last().and_then(|consignment| consignment.number().cloned());
            let fact = TrackingFact { number: number.unwrap_or_else(samples::waybill_number), ..samples::tracking_fact(code, None) };
            absorb(order, &TrackingFact { authority_time: Some(Moment::from_unix_ms(at)), ..fact }, &meta())
        }
    }
}

#[test]
fn r14_money_of_another_currency_never_enters_an_order() {
    let dollar = kernel::Money::from_minor(1, kernel::Currency::USD);
    let allocated = OrderEvent::PaymentAllocated { payment: samples::payment_id(), amount: dollar, bank_day: None, received: None };
    assert!(Order::apply(Some(order(&[samples::created()])), &allocated, &meta()).is_err());
}

#[test]
fn r41_money_is_counted_on_the_order_itself() {
    let part = |payment: &str, amount| OrderEvent::PaymentAllocated {
        payment: PaymentId::derive(&[payment]),
        amount: uah(amount),
        bank_day: None,
        received: None,
    };
    let events = [samples::created(), part("a", "500.00"), part("b", "1000.00")];
    let partial = order(&events);
    assert_eq!((partial.paid(), partial.debt(), partial.payment_badge()), (uah("1500.00"), uah("0.50"), PaymentBadge::Partial));
    let over = order(&[events.to_vec(), vec![part("c", "1.00")]].concat());
    assert_eq!((over.debt(), over.surplus(), over.payment_badge()), (uah("0"), uah("0.50"), PaymentBadge::Paid));
}

#[test]
fn r02_a_draft_stays_one_whatever_else_happens() {
    let events = [samples::draft_created(), samples::payment_allocated()];
    assert_eq!(order(&events).status(), OrderStatus::Draft);
}

#[test]
fn r39_every_thing_that_happens_has_an_event_that_survives_its_storage() {
    for event in OrderEvent::samples() {
        assert_eq!(OrderEvent::read(&event.write().unwrap()), Ok(event));
    }
    let names: std::collections::BTreeSet<String> = OrderEvent::samples().iter().map(Event::name).collect();
    assert_eq!(names.len(), OrderEvent::samples().len(), "one sample of each");
    for name in ["created.v1", "status-changed.v1", "cancelled.v1", "overridden.v1", "override-expired.v1", "payment-released.v1"] {
        assert!(names.contains(name), "{name}");
    }
}

#[test]
fn r40_the_commit_that_changes_the_status_says_so_itself() {
    let before = order(&[samples::created()]);
    let events = Order::with_status_change(Some(&before), vec![samples::waybill_registered()], &meta());
    let changed = OrderEvent::StatusChanged { from: OrderStatus::New, to: OrderStatus::ShippingCreated };
    assert_eq!(events.last(), Some(&changed));
    let told = order(&[vec![samples::created()], events].concat());
    let silent = order(&[samples::created(), samples::waybill_registered()]);
    assert_eq!(told, silent, "the event tells of the change, it does not make it");
}
