//! The rules of matching, one row of the decisions a test.

use kernel::aggregate::fold_events;
use proptest::prelude::*;
use testkit::context;

use super::*;
use crate::order::OrderEvent;
use crate::order::event::Created;
use crate::order::{Customer, Item};
use crate::payment::{Payer, PaymentEvent, Received};
use crate::samples::{self, line, literal, payments, uah};

const COMPANY: &str = "ТОВ «Степовий Млин»";
const PHONE: &str = "+380501234567";

/// An order of one line, of the sample company, made at the time of the tests.
fn order(id: &str, total: &str) -> Order {
    changed(id, total, &[])
}

fn changed(id: &str, total: &str, events: &[OrderEvent]) -> Order {
    let id = OrderId::derive(&[id]);
    let created = OrderEvent::Created(Created {
        id,
        number: OrderNumber::derive(id, 2026, 0),
        client: Customer { phone: Some(literal(PHONE)), company_name: Some(line(COMPANY)), ..samples::customer() },
        items: vec![Item { sku: line("A"), name: line("Товар"), quantity: samples::one(), price: uah(total) }],
        discount: uah("0"),
        draft: false,
        note: None,
    });
    let events: Vec<_> = std::iter::once(created).chain(events.iter().cloned()).collect();
    fold_events::<Order>(None, &events, &context().meta("test")).unwrap().unwrap()
}

/// A payment of somebody unknown, long before the order: no signal by itself.
fn payment(amount: &str, purpose: &str) -> Received {
    let payer = Payer { name: None, code: None, account: None, phone: None };
    Received {
        amount: uah(amount),
        purpose: purpose.to_owned(),
        payer,
        paid_at: literal("2026-10-01T09:00:00Z"),
        bank_day: literal("2026-10-01"),
        ..payments::receipt()
    }
}

fn named(received: Received, name: &str) -> Received {
    Received { payer: Payer { name: Some(name.to_owned()), ..received.payer.clone() }, ..received }
}

fn today(received: Received) -> Received {
    Received { paid_at: literal("2026-11-21T09:00:00Z"), ..received }
}

fn compare(received: Received, orders: &[&Order], settings: &MatchingSettings) -> Evaluation {
    let payment = payments::folded(&[PaymentEvent::Received(received)]);
    let numbers = text::order_numbers(&payment.purpose);
    let numbers: Vec<_> = numbers.into_iter().filter(|number| orders.iter().any(|order| order.number == *number)).collect();
    evaluate(&payment, Comparison { orders, numbers: &numbers, cut: Vec::new(), settings, zone: chrono_tz::Europe::Kyiv })
}

fn judge(received: Received, orders: &[&Order]) -> Evaluation {
    compare(received, orders, &MatchingSettings::default())
}

fn review(reason: ReviewReason) -> Verdict {
    Verdict::Review { reason }
}

fn scores(evaluation: &Evaluation) -> Vec<(u32, u32)> {
    evaluation.candidates.iter().map(|candidate| (candidate.raw, candidate.score)).collect()
}

#[test]
fn r19_all_signals_add_up_to_160_and_100_is_shown() {
    let order = order("a", "1500.50");
    let received = today(named(payment("1500.50", &format!("за {} тел. 0501234567", order.number)), "Степовий млин ТОВ"));
    let evaluation = judge(received, &[&order]);
    assert_eq!(scores(&evaluation), [(160, 100)]);
    assert_eq!(evaluation.candidates[0].signals.iter().map(Signal::points).collect::<Vec<_>>(), [80, 30, 25, 15, 10]);
    assert_eq!(evaluation.verdict, Verdict::Automatic { order: order.id });
}

#[test]
fn r20_a_number_is_automatic_with_the_amount_or_with_the_payer() {
    let order = order("a", "1500.50");
    let number = order.number.to_string();
    let automatic = Verdict::Automatic { order: order.id };
    // Number and amount, whoever pays.
    assert_eq!(judge(payment("1500.50", &number), &[&order]).verdict, automatic);
    // A part, from the client's telephone, company or own name.
    assert_eq!(judge(payment("500.00", &format!("{number} 0501234567")), &[&order]).verdict, automatic);
    assert_eq!(judge(named(payment("500.00", &number), COMPANY), &[&order]).verdict, automatic);
    assert_eq!(judge(today(named(payment("500.00", &number), "Відділ постачання")), &[&order]).verdict, automatic);
}

#[test]
fn r20_a_number_alone_is_never_automatic() {
    let order = order("a", "1500.50");
    let number = order.number.to_string();
    // Number and window are 90 points.
    let part = judge(today(payment("500.00", &number)), &[&order]);
    assert_eq!((scores(&part), part.verdict), (vec![(90, 89)], review(ReviewReason::Suggested)));
    let too_much = judge(today(payment("1500.51", &number)), &[&order]);
    assert_eq!((scores(&too_much), too_much.verdict), (vec![(90, 89)], review(ReviewReason::Contradiction)));
    let debt = uah("1500.50");
    assert_eq!(too_much.candidates[0].contradictions, [Contradiction::ExceedsDebt { debt, surplus: uah("0.01") }]);
}

#[test]
fn r20_another_company_contradicts_even_the_right_amount() {
    let order = order("a", "1500.50");
    let evaluation = judge(today(named(payment("1500.50", order.number.as_str()), "ТОВ Агро Плюс")), &[&order]);
    assert_eq!((scores(&evaluation), evaluation.verdict), (vec![(120, 89)], review(ReviewReason::Contradiction)));
    // A private person may pay for the company they order for.
    let person = judge(today(named(payment("1500.50", order.number.as_str()), "Покупець Перший")), &[&order]);
    assert_eq!(person.verdict, Verdict::Automatic { order: order.id });
}

#[test]
fn r21_without_a_number_nothing_is_automatic_unless_configured() {
    let order = order("a", "1500.50");
    let received = || today(named(payment("1500.50", "тел. 0501234567"), COMPANY));
    let evaluation = judge(received(), &[&order]);
    assert_eq!((scores(&evaluation), evaluation.verdict), (vec![(80, 80)], review(ReviewReason::Suggested)));
    let configured = MatchingSettings { automatic_without_number_from: Some(80), ..MatchingSettings::default() };
    assert_eq!(compare(received(), &[&order], &configured).verdict, Verdict::Automatic { order: order.id });
    let other_amount = Received { amount: uah("1.00"), ..received() };
    assert_eq!(compare(other_amount, &[&order], &configured).verdict, review(ReviewReason::Unknown));
}

#[test]
fn r22_a_suggestion_and_an_unknown_payment_are_told_apart() {
    let order = order("a", "1500.50");
    // 80 points: the number, far from the order's day, a part of the money.
    assert_eq!(judge(payment("500.00", order.number.as_str()), &[&order]).verdict, review(ReviewReason::Suggested));
    // 40 points: amount and window.
    assert_eq!(judge(today(payment("1500.50", "за товар")), &[&order]).verdict, review(ReviewReason::Unknown));
    assert_eq!(judge(payment("1500.50", "за товар"), &[]).verdict, review(ReviewReason::Unknown));
}

#[test]
fn r23_a_single_candidate_is_never_ambiguous_and_raw_scores_decide() {
    let (one, two) = (order("a", "1500.50"), order("b", "900.00"));
    let received = || today(named(payment("1500.50", "тел. 0501234567"), COMPANY));
    assert_eq!(judge(received(), &[&one]).verdict, review(ReviewReason::Suggested));
    // 80 against 50: the second is far enough.
    assert_eq!(judge(received(), &[&one, &two]).verdict, review(ReviewReason::Suggested));
    // 50 against 50.
    let neither = today(named(payment("777.00", "тел. 0501234567"), COMPANY));
    let evaluation = judge(neither, &[&one, &two]);
    assert_eq!((scores(&evaluation), evaluation.verdict), (vec![(50, 50), (50, 50)], review(ReviewReason::Ambiguous)));
}

#[test]
fn r24_the_same_amount_twice_is_ambiguous_unless_a_number_tells() {
    let (one, two) = (order("a", "1500.50"), order("b", "1500.50"));
    let automatic = MatchingSettings { automatic_without_number_from: Some(70), ..MatchingSettings::default() };
    let stranger = changed("c", "1500.50", &[]);
    let stranger = Order { client: Customer { phone: None, company_name: None, ..stranger.client.clone() }, ..stranger };
    // 80 against 40: far apart, and still the same amount.
    let received = today(named(payment("1500.50", "тел. 0501234567"), COMPANY));
    assert_eq!(compare(received, &[&one, &stranger], &automatic).verdict, review(ReviewReason::Ambiguous));
    let with_number = payment("1500.50", two.number.as_str());
    assert_eq!(judge(with_number, &[&one, &two]).verdict, Verdict::Automatic { order: two.id });
}

#[test]
fn r25_several_numbers_are_proposed_as_a_split() {
    let (one, two) = (order("a", "1000.00"), order("b", "800.00"));
    let evaluation = judge(payment("1500.00", &format!("за {} і {}", two.number, one.number)), &[&one, &two]);
    assert_eq!(evaluation.verdict, review(ReviewReason::SeveralNumbers));
    let shares: Vec<_> = evaluation.split.iter().map(|share| (share.order, share.amount)).collect();
    assert_eq!(shares, [(two.id, uah("800.00")), (one.id, uah("700.00"))]);
}

#[test]
fn r26_the_window_counts_days_of_the_tenant() {
    let order = order("a", "1500.50");
    let window = |paid_at: &str| {
        let received = Received { paid_at: literal(paid_at), ..payment("1500.50", "") };
        let evaluation = judge(received, &[&order]);
        evaluation.candidates[0].signals.iter().any(|signal| matches!(signal, Signal::Window { .. }))
    };
    // The order is of 21 November 10:30 in Kyiv; midnight there is 22:00 UTC.
    assert!(window("2026-11-07T09:00:00Z") && window("2026-12-05T21:59:00Z"));
    assert!(window("2026-11-06T22:00:00Z") && !window("2026-11-06T21:59:00Z"));
    assert!(!window("2026-12-05T22:00:00Z"));
}

#[test]
fn r28_a_name_alone_never_decides() {
    let order = order("a", "1500.50");
    let evaluation = judge(named(payment("10.00", "за товар"), COMPANY), &[&order]);
    assert_eq!((scores(&evaluation), evaluation.verdict), (vec![(15, 15)], review(ReviewReason::Unknown)));
}

#[test]
fn r29_the_number_of_an_order_that_takes_no_money_is_for_a_person() {
    let number = OrderNumber::derive(OrderId::derive(&["a"]), 2026, 0).to_string();
    let other = kernel::Id::derive(&["other payment"]);
    for event in [
        OrderEvent::Cancelled { reason: line("так") },
        OrderEvent::PaymentAllocated { payment: other, amount: uah("1500.50"), bank_day: None, received: None },
    ] {
        let closed = changed("a", "1500.50", &[event]);
        let evaluation = judge(today(payment("1500.50", &number)), &[&closed]);
        assert_eq!(evaluation.verdict, review(ReviewReason::OrderClosed));
        assert_eq!(evaluation.candidates[0].contradictions, [Contradiction::OrderClosed { is: closed.status() }]);
    }
}

#[test]
fn r45_a_payment_typed_in_and_one_that_looks_double_wait_for_a_person() {
    let order = order("a", "1500.50");
    let sure = || payment("1500.50", order.number.as_str());
    let by_hand = Source::Manual { recorded_by: "accountant".to_owned(), recorded_by_name: "Accountant".to_owned() };
    assert_eq!(judge(Received { source: by_hand, ..sure() }, &[&order]).verdict, review(ReviewReason::Manual));
    let double = Received { duplicate_suspected: Some(kernel::Id::derive(&["twin"])), ..sure() };
    assert_eq!(judge(double, &[&order]).verdict, review(ReviewReason::DuplicateSuspected));
}

#[test]
fn r15_the_order_that_a_person_took_it_from_is_not_chosen_again() {
    let order = order("a", "1500.50");
    let mut payment = payments::folded(&[PaymentEvent::Received(payment("1500.50", order.number.as_str()))]);
    payment.taken_from.push(order.id);
    let settings = MatchingSettings::default();
    let numbers = [order.number.clone()];
    let zone = chrono_tz::Europe::Kyiv;
    let evaluation = evaluate(&payment, Comparison { orders: &[&order], numbers: &numbers, cut: Vec::new(), settings: &settings, zone });
    assert_eq!(evaluation.verdict, review(ReviewReason::Contradiction));
}

#[test]
fn every_signal_and_contradiction_has_its_sentences() {
    for candidate in payments::evaluation().candidates {
        let texts = candidate.signals.iter().map(Signal::texts).chain(candidate.contradictions.iter().map(Contradiction::texts));
        for texts in texts {
            assert!(!texts.en.is_empty() && texts.uk != texts.ru && texts.en != texts.uk, "{texts:?}");
        }
    }
}

proptest! {
    #[test]
    fn r19_scores_stay_in_their_bounds(
        amount in 1i64..400_000,
        totals in prop::collection::vec(1i64..400_000, 0..6),
        name in "[А-Яа-я «»]{0,30}",
        named in prop::collection::vec(any::<bool>(), 6),
        days in -40i64..40,
    ) {
        let orders: Vec<Order> = totals.iter().enumerate()
            .map(|(n, total)| order(&n.to_string(), &Money::from_minor(*total, kernel::Currency::UAH).amount()))
            .collect();
        let numbers = orders.iter().zip(&named).filter(|(_, named)| **named).map(|(order, _)| order.number.to_string());
        let purpose = numbers.collect::<Vec<_>>().join(", ");
        let paid_at = context().now.plus_ms(days * 86_400_000);
        let received = Received {
            amount: Money::from_minor(amount, kernel::Currency::UAH),
            payer: Payer { name: Some(name), code: None, account: None, phone: None },
            paid_at,
            ..payment("1", &purpose)
        };
        let references: Vec<&Order> = orders.iter().collect();
        let evaluation = judge(received, &references);
        for candidate in &evaluation.candidates {
            prop_assert!(candidate.raw <= RAW_MAX && candidate.score <= SCORE_MAX && candidate.score <= candidate.raw);
            prop_assert!(candidate.contradictions.is_empty() || candidate.score <= SCORE_CONTRADICTED_MAX);
            prop_assert_eq!(candidate.raw, candidate.signals.iter().map(Signal::points).sum::<u32>());
        }
        prop_assert!(evaluation.candidates.is_sorted_by(|a, b| a.raw >= b.raw));
        prop_assert!(evaluation.split.iter().map(|share| share.amount.minor()).sum::<i64>() <= amount);
        if let Verdict::Automatic { order } = evaluation.verdict {
            let chosen = evaluation.candidate(order).unwrap();
            prop_assert!(chosen.contradictions.is_empty() && chosen.debt.minor() >= amount);
        }
    }
}
