//! Samples of payments. The sample payment pays the whole sample order and names it.

use kernel::{Currency, Money};

use super::{customer, items, line, literal, order_id, payment_id, uah};
use crate::activity::{ActivityEvent, Deed, Links, Logged};
use crate::feed::{FeedEvent, FeedSource, Reading};
use crate::integration::{self, Channel, Content, Integration, IntegrationFact, ProcessingResult};
use crate::matching::{self, Candidate, Contradiction, Evaluation, Share, Signal, Verdict};
use crate::number::OrderNumber;
use crate::order::event::Created;
use crate::order::{OrderEvent, OrderStatus};
use crate::outside::nova_poshta::{TrackingFact, normalise_tracking};
use crate::outside::privat24::{BANK, BankTransaction, Counterparty, Direction, Posting};
use crate::payment::{Matched, MatchedBy, Payer, Payment, PaymentEvent, Received, ReviewReason, Source, UnmatchReason, import};
use crate::{IntegrationEventId, OrderId};

/// The number of the sample order.
pub fn number() -> OrderNumber {
    OrderNumber::derive(order_id(), 2026, 0)
}

/// Another order of the same goods.
pub fn other_order_id() -> OrderId {
    OrderId::derive(&["other"])
}

/// The other order is made; it costs 1500.50 UAH, too.
pub fn other_order() -> OrderEvent {
    order_of(other_order_id(), false)
}

/// The sample order is made as a draft.
pub fn draft_order() -> OrderEvent {
    order_of(order_id(), true)
}

fn order_of(id: OrderId, draft: bool) -> OrderEvent {
    OrderEvent::Created(Created {
        id,
        number: OrderNumber::derive(id, 2026, 0),
        client: customer(),
        items: items(),
        discount: uah("0"),
        draft,
        note: None,
    })
}

/// A credit of the sample order's amount, posted, with the order's number in the purpose.
pub fn transaction() -> BankTransaction {
    BankTransaction {
        bank: BANK.to_owned(),
        account: literal("UA213223130000026007233566001"),
        reference: "JBKLKBN8VL0001".to_owned(),
        refn: "1".to_owned(),
        id: "173000000001".to_owned(),
        technical_id: "173000000001_online".to_owned(),
        amount: uah("1500.50"),
        hryvnias: Some(uah("1500.50")),
        direction: Direction::Credit,
        posting: Posting::Posted,
        real: true,
        document_type: "p".to_owned(),
        document_number: "17".to_owned(),
        purpose: format!("Оплата за замовлення {} без ПДВ", number()),
        counterparty: Counterparty {
            name: "Відділ постачання".to_owned(),
            code: "3123456789".to_owned(),
            account: "UA903052992990004149123456789".to_owned(),
        },
        ultimate_payer: None,
        own_code: "32855961".to_owned(),
        paid_at: literal("2026-11-20T12:05:00Z"),
        bank_day: literal("2026-11-20"),
    }
}

/// Where the sample payment came from.
pub fn source() -> Source {
    Source::Privat24 { identity: transaction().identity(), account: transaction().account }
}

/// Hash of the sample page.
pub fn raw_sha256() -> String {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".to_owned()
}

/// What is known of the sample payment.
pub fn receipt() -> Received {
    Received { id: payment_id(), raw_sha256: Some(raw_sha256()), ..import::received(&transaction(), None, None) }
}

/// The sample payment came.
pub fn received() -> PaymentEvent {
    PaymentEvent::Received(receipt())
}

/// The sample payment came with another amount.
pub fn received_of(amount: &str) -> PaymentEvent {
    PaymentEvent::Received(Received { amount: uah(amount), ..receipt() })
}

/// The sample payment came in another currency.
pub fn received_in(currency: Currency) -> PaymentEvent {
    PaymentEvent::Received(Received { amount: Money::from_minor(150_050, currency), ..receipt() })
}

/// The sample payment came in another way.
pub fn received_from(source: Source) -> PaymentEvent {
    PaymentEvent::Received(Received { source, ..receipt() })
}

/// A person must look at the sample payment.
pub fn review_needed(reason: ReviewReason) -> PaymentEvent {
    PaymentEvent::ReviewNeeded { reason }
}

/// The sample payment pays the sample order, beyond doubt.
pub fn match_of() -> Matched {
    Matched {
        order: order_id(),
        number: number(),
        confidence: 100,
        by: MatchedBy::Automatic,
        allocated: uah("1500.50"),
        surplus: uah("0"),
        reason: None,
    }
}

/// See [`match_of`].
pub fn matched() -> PaymentEvent {
    PaymentEvent::Matched(match_of())
}

/// A person matched the sample payment before any comparison.
pub fn matched_by_person() -> Matched {
    Matched { confidence: 0, by: MatchedBy::Person, ..match_of() }
}

/// The sample payment was taken away from the sample order.
pub fn unmatched() -> PaymentEvent {
    PaymentEvent::Unmatched {
        order: order_id(),
        number: number(),
        released: uah("1500.50"),
        reason: UnmatchReason::Person { reason: line("Не той клієнт") },
    }
}

/// The sample payment with every signal, and another order with every contradiction.
pub fn evaluation() -> Evaluation {
    let signals = vec![
        Signal::Number { points: matching::POINTS_NUMBER },
        Signal::Amount { points: matching::POINTS_AMOUNT, debt: uah("1500.50") },
        Signal::Phone { points: matching::POINTS_PHONE, phone: literal("+380501234567") },
        Signal::Company {
            points: matching::POINTS_COMPANY,
            ratio: 100,
            payer: "ТОВ СТЕПОВИЙ МЛИН".to_owned(),
            company: line("ТОВ «Степовий Млин»"),
        },
        Signal::Window { points: matching::POINTS_WINDOW, days: -1, window_days: 14 },
    ];
    let best = Candidate {
        order: order_id(),
        number: number(),
        client: line("Відділ постачання"),
        company: Some(line("ТОВ «Степовий Млин»")),
        debt: uah("1500.50"),
        raw: matching::RAW_MAX,
        score: matching::SCORE_MAX,
        signals,
        contradictions: Vec::new(),
    };
    let contradictions = vec![
        Contradiction::ExceedsDebt { debt: uah("1000.00"), surplus: uah("500.50") },
        Contradiction::OtherCompany {
            payer: "ТОВ СТЕПОВИЙ МЛИН".to_owned(), company: line("ТОВ «Агро Плюс»"), ratio: 20
        },
        Contradiction::PartOfUnknownPayer { debt: uah("2000.00") },
        Contradiction::OrderClosed { is: OrderStatus::Cancelled },
        Contradiction::TakenAway,
    ];
    let other = Candidate {
        order: other_order_id(),
        number: OrderNumber::derive(other_order_id(), 2026, 0),
        company: None,
        raw: matching::POINTS_NUMBER,
        score: matching::POINTS_NUMBER,
        signals: vec![Signal::Number { points: matching::POINTS_NUMBER }],
        contradictions,
        ..best.clone()
    };
    Evaluation {
        split: vec![Share { order: order_id(), number: number(), amount: uah("1500.50") }],
        numbers: vec![number(), other.number.clone()],
        candidates: vec![best, other],
        compared: 2,
        cut: vec!["name".to_owned()],
        verdict: Verdict::Automatic { order: order_id() },
    }
}

/// The sample payment as it came, folded.
pub fn payment() -> Payment {
    folded(&[received()])
}

/// A payment of the sample's day, amount and payer that a bank told of.
pub fn imported_payment() -> Payment {
    let code = Payer { code: None, ..receipt().payer };
    folded(&[PaymentEvent::Received(Received { payer: code, ..receipt() })])
}

/// Folds events of a payment that can happen.
#[allow(clippy::expect_used, reason = "called with possible histories only, each of which a test folds")]
pub fn folded(events: &[PaymentEvent]) -> Payment {
    let meta = kernel::Meta {
        at: literal("2026-11-21T08:30:00Z"),
        actor: kernel::Actor::system("sample"),
        command: "sample".to_owned(),
        correlation: kernel::id::derive_uuid("sample", &[]),
        causation: None,
    };
    kernel::aggregate::fold_events::<Payment>(None, events, &meta).ok().flatten().expect("a possible history")
}

/// One of each event of a payment.
pub fn payment_events() -> Vec<PaymentEvent> {
    vec![
        received(),
        PaymentEvent::Evaluated { evaluation: evaluation() },
        matched(),
        review_needed(ReviewReason::Suggested),
        unmatched(),
        PaymentEvent::Rejected { reason: line("Дублікат") },
        PaymentEvent::Reversed { message: crate::IntegrationEventId::derive(&["sample"]) },
    ]
}

/// The sample message tells of the sample transaction.
pub fn message_id() -> IntegrationEventId {
    Content::Transaction { transaction: transaction() }.id()
}

/// The sample message, with another content.
pub fn message_of(content: Content) -> IntegrationFact {
    IntegrationFact::Received(integration::Received {
        id: message_id(),
        integration: content.integration(),
        channel: Channel::Poll,
        external_id: content.external_id(),
        authority_at: content.authority_at(),
        content,
        raw_sha256: Some(raw_sha256()),
    })
}

/// The sample message came.
pub fn message_received() -> IntegrationFact {
    message_of(Content::Transaction { transaction: transaction() })
}

/// What the carrier tells of the sample waybill.
#[allow(clippy::expect_used, reason = "called with the carrier's codes only, each of which a test reads")]
pub fn tracking_fact(code: &str) -> TrackingFact {
    let row = serde_json::json!({
        "Number": super::waybill_number(),
        "StatusCode": code,
        "Status": "Прибув на відділення",
        "TrackingUpdateDate": "2026-11-21 12:00:00",
    });
    normalise_tracking(&row).expect("a readable row")
}

/// A row that cannot be read.
pub fn unreadable() -> Content {
    Content::Unreadable {
        integration: Integration::Privat24,
        code: crate::outside::privat24::code::PARSE_ERROR.to_owned(),
        problem: "SUM: missing".to_owned(),
        row_sha256: raw_sha256(),
    }
}

/// One of each event of a message.
pub fn integration_facts() -> Vec<IntegrationFact> {
    vec![
        message_received(),
        IntegrationFact::Processed { result: ProcessingResult::Applied, touched: vec![payment_id().to_string()] },
        IntegrationFact::Failed { error: super::outside_error(), attempt: 1, retry_at: "2026-11-21T08:31:00Z".parse().ok() },
        IntegrationFact::RetryRequested { by: "admin".to_owned() },
        IntegrationFact::GivenUp { reason: line("Тестовий рядок банку") },
        IntegrationFact::Dead { attempts: 10 },
    ]
}

/// The statement of the sample account.
pub fn feed_source() -> FeedSource {
    FeedSource::Statement { account: transaction().account }
}

/// The sample statement has another page.
pub fn reading() -> Option<Reading> {
    Some(Reading { from: literal("2026-11-19"), to: literal("2026-11-21"), page: "1732179600000_100".to_owned() })
}

/// One of each event of a feed.
pub fn feed_events() -> Vec<FeedEvent> {
    vec![
        FeedEvent::Advanced { source: feed_source(), through: "2026-11-20".parse().ok(), reading: reading() },
        FeedEvent::Failed { source: feed_source(), error: super::outside_error() },
        FeedEvent::Paused,
        FeedEvent::Resumed,
    ]
}

/// A telephone call.
pub fn call() -> Deed {
    Deed::Call {
        outcome: Some(line("Домовились про оплату")),
        duration_seconds: Some(180),
        description: None,
        next_step_at: "2026-11-25T09:00:00Z".parse().ok(),
    }
}

/// One of each event of an activity.
pub fn activity_events() -> Vec<ActivityEvent> {
    let links = Links { order: Some(order_id()), payment: Some(payment_id()), ..Links::default() };
    vec![ActivityEvent::Logged(Logged { id: crate::ActivityId::derive(&["sample"]), links, deed: call() })]
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::{Commit, History, Loaded};
    use kernel::catalogue::{AnyAggregate, aggregate};
    use kernel::{Aggregate, Event};

    use super::*;
    use crate::activity::Activity;
    use crate::feed::StatementFeed;
    use crate::integration::IntegrationEvent;

    #[test]
    fn x17_every_event_has_a_versioned_name_and_survives_its_storage() {
        let aggregates: [&dyn AnyAggregate; 4] =
            [aggregate::<Activity>(), aggregate::<IntegrationEvent>(), aggregate::<Payment>(), aggregate::<StatementFeed>()];
        for aggregate in aggregates {
            let names = aggregate.bus_names();
            let distinct: std::collections::BTreeSet<_> = names.iter().collect();
            assert_eq!(distinct.len(), names.len(), "{names:?}");
            for sample in aggregate.samples() {
                assert_eq!(aggregate.round_trip(&sample).unwrap(), sample);
                assert!(sample["type"].as_str().unwrap().ends_with(".v1"), "{sample}");
            }
        }
    }

    /// A snapshot taken anywhere, with the commits after it, is the same state.
    fn holds<A: Aggregate + PartialEq + std::fmt::Debug>(events: &[A::Event]) {
        let commit = |(version, event): (u64, &A::Event)| {
            let meta = testkit::context().meta("test");
            Commit { version, meta, key: None, events: vec![event.write().unwrap()] }
        };
        let commits: Vec<Commit> = (1..).zip(events).map(commit).collect();
        let all: Loaded<A> = History { snapshot: None, commits: commits.clone() }.fold().unwrap().unwrap();
        for at in 1..=commits.len() {
            let (before, after) = commits.split_at(at);
            let loaded: Loaded<A> = History { snapshot: None, commits: before.to_vec() }.fold().unwrap().unwrap();
            let resumed = History { snapshot: Some(loaded.snapshot().unwrap()), commits: after.to_vec() };
            assert_eq!(resumed.fold::<A>().unwrap().unwrap().state, all.state);
        }
    }

    #[test]
    fn a_snapshot_and_its_tail_fold_to_the_same_state() {
        let evaluated = PaymentEvent::Evaluated { evaluation: evaluation() };
        let reversed = PaymentEvent::Reversed { message: message_id() };
        let review = review_needed(ReviewReason::Suggested);
        holds::<Payment>(&[received(), evaluated, review, matched(), unmatched(), matched(), unmatched(), reversed]);
        let failed =
            IntegrationFact::Failed { error: super::super::outside_error(), attempt: 1, retry_at: "2026-11-21T08:31:00Z".parse().ok() };
        let retried = IntegrationFact::RetryRequested { by: "admin".to_owned() };
        let done = IntegrationFact::Processed { result: ProcessingResult::Duplicate, touched: Vec::new() };
        holds::<IntegrationEvent>(&[message_received(), failed, IntegrationFact::Dead { attempts: 1 }, retried, done]);
        holds::<StatementFeed>(&feed_events());
        holds::<Activity>(&activity_events());
    }
}
