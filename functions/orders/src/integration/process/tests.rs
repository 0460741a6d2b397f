//! Decisions of `process-integration-event`.

use kernel::Event;
use testkit::decision::Given;
use testkit::{given, nothing};

use super::*;
use crate::PaymentId;
use crate::integration::IntegrationState;
use crate::order::OrderEvent;
use crate::payment::Received;
use crate::samples::{self, line, payments, uah};

fn process() -> ProcessIntegrationEvent {
    ProcessIntegrationEvent { integration_event_id: payments::message_id() }
}

fn told(transaction: BankTransaction) -> Given<IntegrationEvent> {
    given::<IntegrationEvent>([payments::message_of(Content::Transaction { transaction })])
}

fn reversal() -> BankTransaction {
    BankTransaction { posting: Posting::Reversed, ..payments::transaction() }
}

fn id() -> PaymentId {
    import::payment_id(&payments::transaction())
}

/// The payment that the sample transaction makes.
fn imported() -> PaymentEvent {
    PaymentEvent::Received(import::received(&payments::transaction(), None, None))
}

fn written(events: impl IntoIterator<Item = PaymentEvent>) -> Vec<serde_json::Value> {
    events.into_iter().map(|event| event.write().unwrap()).collect()
}

fn state_after(mut events: Vec<IntegrationFact>, decision: Decision<IntegrationEvent>) -> IntegrationState {
    events.extend(decision.events);
    let meta = testkit::context().meta("test");
    kernel::aggregate::fold_events::<IntegrationEvent>(None, &events, &meta).unwrap().unwrap().state()
}

#[test]
fn r17_a_posted_credit_becomes_a_payment_in_the_same_step() {
    let decision = told(payments::transaction())
        .when(process())
        .then([IntegrationFact::Processed { result: ProcessingResult::Applied, touched: vec![id().to_string()] }]);
    let [payment] = decision.others.as_slice() else { panic!("{:?}", decision.others) };
    assert_eq!((payment.stream.clone(), payment.expected), (Payment::stream(id()), 0));
    let received = import::received(&payments::transaction(), Some(payments::raw_sha256()), None);
    assert_eq!(payment.events, written([PaymentEvent::Received(received)]));
}

#[test]
fn r17_what_is_no_money_that_came_is_ignored_with_the_reason() {
    let base = payments::transaction;
    for (transaction, why) in [
        (BankTransaction { posting: Posting::InProcess, ..base() }, IgnoredBecause::InProcess),
        (BankTransaction { posting: Posting::Rejected, ..base() }, IgnoredBecause::RejectedByBank),
        (BankTransaction { real: false, ..base() }, IgnoredBecause::Informational),
        (BankTransaction { direction: Direction::Debit, ..base() }, IgnoredBecause::Debit),
        (BankTransaction { direction: Direction::Debit, posting: Posting::Reversed, ..base() }, IgnoredBecause::Debit),
        (BankTransaction { amount: uah("0"), ..base() }, IgnoredBecause::ZeroAmount),
    ] {
        let decision = told(transaction).when(process()).accepted();
        assert_eq!(decision.events, ignored(why).events);
        assert!(decision.others.is_empty());
    }
}

#[test]
fn r18_a_transaction_that_comes_again_makes_no_second_payment() {
    let decision = told(payments::transaction()).with::<Payment>(id(), [imported()]).when(process()).accepted();
    let known = IntegrationFact::Processed { result: ProcessingResult::Duplicate, touched: vec![id().to_string()] };
    assert_eq!((decision.events, decision.others), (vec![known], vec![]));
}

#[test]
fn r18_money_that_somebody_typed_in_is_suspected() {
    let day = payments::transaction().bank_day;
    let manual = crate::payment::Source::Manual { recorded_by: "accountant".to_owned(), recorded_by_name: "Accountant".to_owned() };
    let typed = payments::folded(&[payments::received_from(manual)]);
    let row = |payment: &Payment| [payment_duplicates::row(payment)];
    let partition = payment_duplicates::partition(uah("1500.50"), day);
    let suspected = |given: Given<IntegrationEvent>| {
        let decision = given.when(process()).accepted();
        let stored = decision.others[0].events[0].clone();
        let PaymentEvent::Received(Received { duplicate_suspected, .. }) = PaymentEvent::read(&stored).unwrap() else { panic!("{stored}") };
        duplicate_suspected
    };
    let given = || told(payments::transaction());
    assert_eq!(suspected(given().rows(payment_duplicates::VIEW, &partition, row(&typed))), Some(typed.id));
    // Two transactions of the bank are two, however alike.
    assert_eq!(suspected(given().rows(payment_duplicates::VIEW, &partition, row(&payments::imported_payment()))), None);
}

#[test]
fn r17_a_reversal_takes_the_payment_off_its_order_in_the_same_step() {
    let decision = told(reversal())
        .with::<Payment>(id(), [imported(), payments::matched()])
        .with::<Order>(
            samples::order_id(),
            [samples::created(), OrderEvent::PaymentAllocated { payment: id(), amount: uah("1500.50"), bank_day: None, received: None }],
        )
        .when(process())
        .accepted();
    let [payment, order] = decision.others.as_slice() else { panic!("{:?}", decision.others) };
    let unmatched = PaymentEvent::Unmatched {
        order: samples::order_id(),
        number: payments::number(),
        released: uah("1500.50"),
        reason: UnmatchReason::Reversal,
    };
    assert_eq!(payment.events, written([unmatched, PaymentEvent::Reversed { message: payments::message_id() }]));
    let released =
        OrderEvent::PaymentReleased {
            payment: id(), amount: uah("1500.50"), reason: line("Банк сторнував платіж."), mistaken: false
        };
    assert_eq!(order.events, vec![released.write().unwrap()]);
    assert_eq!(decision.events.len(), 1);
}

#[test]
fn r17_a_reversal_of_a_waiting_or_reversed_payment() {
    let waiting = told(reversal()).with::<Payment>(id(), [imported()]).when(process()).accepted();
    assert_eq!(waiting.others[0].events, written([PaymentEvent::Reversed { message: payments::message_id() }]));
    let reversed = PaymentEvent::Reversed { message: payments::message_id() };
    let again = told(reversal()).with::<Payment>(id(), [imported(), reversed]).when(process()).accepted();
    assert!(again.others.is_empty());
}

#[test]
fn r17_a_reversal_that_overtook_its_payment_is_tried_again() {
    let decision = told(reversal()).when(process()).accepted();
    let [IntegrationFact::Failed { error, attempt: 1, retry_at: Some(_) }] = decision.events.as_slice() else {
        panic!("{:?}", decision.events)
    };
    assert_eq!((error.code.as_str(), error.class), (REVERSAL_BEFORE_PAYMENT, FailureClass::Retry));
    let events = vec![payments::message_of(Content::Transaction { transaction: reversal() })];
    assert_eq!(state_after(events, decision), IntegrationState::Failed);
}

#[test]
fn r33_a_fact_of_the_carrier_moves_its_order_in_the_same_step() {
    let message = payments::message_of(Content::Tracking { fact: payments::tracking_fact("7") });
    let guard = format!("nova-poshta/{}", samples::waybill_number());
    let order = [samples::created(), samples::waybill_requested(), samples::waybill_created()];
    let given = || given::<IntegrationEvent>([message.clone()]).taken(WAYBILL_SCOPE, &guard, &samples::order_id().to_string());
    let decision = given().with::<Order>(samples::order_id(), order.clone()).when(process()).accepted();
    assert_eq!(decision.others[0].stream, Order::stream(samples::order_id()));
    let result = ProcessingResult::Applied;
    assert_eq!(decision.events, [IntegrationFact::Processed { result, touched: vec![samples::order_id().to_string()] }]);
    // The same news again, in another message.
    let moved: Vec<OrderEvent> = decision.others[0].events.iter().map(|event| OrderEvent::read(event).unwrap()).collect();
    let again = given().with::<Order>(samples::order_id(), order.into_iter().chain(moved)).when(process()).accepted();
    assert_eq!(again.events, ignored(IgnoredBecause::NothingNew).events);
}

#[test]
fn r32_a_waybill_that_nobody_has_yet_is_tried_again_unless_it_is_gone() {
    let told = |code: &str| given::<IntegrationEvent>([payments::message_of(Content::Tracking { fact: payments::tracking_fact(code) })]);
    let decision = told("7").when(process()).accepted();
    assert!(matches!(decision.events.as_slice(), [IntegrationFact::Failed { retry_at: Some(_), .. }]));
    told("3").when(process()).then(ignored(IgnoredBecause::UnknownWaybill).events);
}

#[test]
fn x08_a_message_that_is_delivered_again_finds_its_work_done() {
    let done = IntegrationFact::Processed { result: ProcessingResult::Applied, touched: Vec::new() };
    given::<IntegrationEvent>([payments::message_received(), done]).when(process()).then([]);
    nothing::<IntegrationEvent>().when(process()).refused(IntegrationRefusal::NotFound);
}
