//! Decisions of `evaluate-payment`.

use kernel::view::Row;
use testkit::decision::Given;
use testkit::{given, person};

use super::*;
use crate::order::OrderEvent;
use crate::payment::PaymentStatus;
use crate::samples::{self, payments, uah};

fn evaluate() -> EvaluatePayment {
    EvaluatePayment { payment_id: samples::payment_id() }
}

fn system(events: impl IntoIterator<Item = PaymentEvent>) -> Given<Payment> {
    given::<Payment>(events).by(kernel::Actor::system("test"))
}

fn named(given: Given<Payment>, order: OrderEvent) -> Given<Payment> {
    given.taken(NUMBER_SCOPE, payments::number().as_str(), &samples::order_id().to_string()).with::<Order>(samples::order_id(), [order])
}

fn index_row(order: OrderId) -> Row {
    Row::new("any", order.to_string(), serde_json::to_value(MatchRow { order_id: order }).unwrap())
}

#[test]
fn r41_a_certain_payment_is_matched_with_its_order_in_one_step() {
    let decision = named(system([payments::received()]), samples::created()).when(evaluate()).accepted();
    let [PaymentEvent::Evaluated { evaluation }, PaymentEvent::Matched(matched)] = decision.events.as_slice() else {
        panic!("{:?}", decision.events)
    };
    assert_eq!(evaluation.verdict, Verdict::Automatic { order: samples::order_id() });
    assert_eq!((matched.by, matched.confidence, matched.allocated), (MatchedBy::Automatic, 100, uah("1500.50")));
    let [order] = decision.others.as_slice() else { panic!("{:?}", decision.others) };
    assert_eq!((order.expected, order.stream.clone()), (1, Order::stream(samples::order_id())));
}

#[test]
fn r25_a_number_that_no_order_has_is_no_number() {
    let decision = system([payments::received()]).when(evaluate()).accepted();
    assert_eq!(decision.events.last(), Some(&payments::review_needed(ReviewReason::Unknown)));
    assert!(decision.others.is_empty());
}

#[test]
fn r29_orders_are_found_by_amount_without_a_number() {
    let other = payments::other_order_id();
    let query = match_index::by_amount(uah("1500.50"));
    let decision = system([payments::received()])
        .rows(match_index::VIEW, &query.partition, [index_row(other)])
        .with::<Order>(other, [payments::other_order()])
        .when(evaluate())
        .accepted();
    let [PaymentEvent::Evaluated { evaluation }, _] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
    assert_eq!(evaluation.candidates.iter().map(|candidate| (candidate.order, candidate.raw)).collect::<Vec<_>>(), [(other, 40)]);
}

#[test]
fn r14_a_payment_in_another_currency_waits_for_a_person() {
    let decision = named(system([payments::received_in(kernel::Currency::USD)]), samples::created()).when(evaluate()).accepted();
    assert_eq!(decision.events.last(), Some(&payments::review_needed(ReviewReason::Currency)));
}

#[test]
fn r16_a_late_or_repeated_message_changes_nothing() {
    named(system([payments::received(), payments::matched()]), samples::created()).when(evaluate()).then([]);
    let reviewed = system([payments::received()]).when(evaluate()).accepted().events;
    system(std::iter::once(payments::received()).chain(reviewed)).when(evaluate()).then([]);
    let lead = person("lead", Role::TeamLead);
    let refusal = PaymentRefusal::NotInStatus { is: PaymentStatus::Matched };
    given::<Payment>([payments::received(), payments::matched()]).by(lead).when(evaluate()).refused(refusal);
}

#[test]
fn r29_a_payment_that_waits_is_matched_once_its_order_exists() {
    let waiting = [payments::received(), payments::review_needed(ReviewReason::Unknown)];
    let decision = named(system(waiting), samples::created()).when(evaluate()).accepted();
    assert!(matches!(decision.events.last(), Some(PaymentEvent::Matched(_))));
}

#[test]
fn r29_no_more_than_forty_orders_are_loaded() {
    let many: Vec<Row> = (0..200).map(|n: i32| index_row(OrderId::derive(&[&n.to_string()]))).collect();
    let payment = payments::payment();
    let mut facts = Facts::default();
    let context = testkit::context();
    for want in evaluate().wants(Some(&payment), &Facts::default(), &context) {
        match &want {
            Want::Rows(_) => facts.put_rows(&want, kernel::Page { rows: many.clone(), next_cursor: Some("next".to_owned()) }),
            Want::Guard { .. } => facts.put_guard(&want, Some(samples::order_id().to_string())),
            Want::Aggregate { .. }
            | Want::Document { .. }
            | Want::Content { .. }
            | Want::SubjectKey { .. }
            | Want::UploadUrl { .. }
            | Want::DownloadUrl { .. } => {
                panic!("asked before the searches answered")
            }
        }
    }
    let (orders, cut) = found(&payment, &facts);
    assert_eq!((orders.len(), orders[0]), (COMPARED_MAX, samples::order_id()));
    assert_eq!(cut, ["amount", "name", "all"]);
    let wants = evaluate().wants(Some(&payment), &facts, &context);
    assert_eq!(wants.iter().filter(|want| matches!(want, Want::Aggregate { .. })).count(), COMPARED_MAX);
}
