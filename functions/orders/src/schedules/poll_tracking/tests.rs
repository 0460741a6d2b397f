//! Effects of `poll-tracking`.

use std::sync::Arc;

use kernel::{Page, Row};
use serde_json::{Value, json};
use testkit::context;

use super::*;
use crate::feed::{FeedEvent, StatementFeed};
use crate::outside::Kept;
use crate::samples::{self, payments};

fn connected() -> Context {
    Context { settings: Arc::new(samples::settings()), ..context() }
}

fn row(n: usize) -> Row {
    let live = json!({ "order_id": samples::order_id(), "consignment": "c", "number": format!("2045{n:010}"), "phone": null });
    Row::new("nova-poshta", format!("{n:010}"), live)
}

/// Facts as the runtime gathers them: `pages` full pages, then one with `last` rows.
fn gathered(events: &[FeedEvent], pages: usize, last: usize) -> Facts {
    let (mut facts, context) = (Facts::default(), connected());
    let meta = context.meta("test");
    let feed = kernel::aggregate::fold_events::<StatementFeed>(None, events, &meta).unwrap();
    for _ in 0..kernel::facts::ROUNDS_MAX {
        for want in PollTracking::wants(&facts, &context) {
            let Want::Rows(query) = &want else { panic!("only rows are wanted") };
            if facts.has(&want) {
                continue;
            }
            let start = match &query.range {
                Range::Between(after, _) => after.trim_end_matches('!').parse::<usize>().unwrap() / 100 + 1,
                Range::All | Range::Prefix(_) | Range::UpTo(_) => 0,
            };
            let at: usize = query.cursor.as_deref().map_or(start, |cursor| cursor.parse().unwrap());
            let page = if query.view == feed_list::VIEW {
                Page { rows: feed.iter().map(feed_list::row).collect(), next_cursor: None }
            } else if at < pages {
                Page { rows: (0..100).map(|n| row(at * 100 + n)).collect(), next_cursor: Some((at + 1).to_string()) }
            } else {
                Page { rows: (0..last).map(|n| row(at * 100 + n)).collect(), next_cursor: None }
            };
            facts.put_rows(&want, page);
        }
    }
    facts
}

fn requests(effects: &[Effect]) -> Vec<usize> {
    effects
        .iter()
        .map(|effect| match effect {
            Effect::Call { connector: CONNECTOR, request } => request["waybills"].as_array().unwrap().len(),
            Effect::Call { .. } | Effect::Send { .. } | Effect::Keep { .. } | Effect::Redeliver { .. } | Effect::ForgetSubject { .. } => {
                panic!("{effect:?}")
            }
        })
        .collect()
}

fn tracked() -> Outcome {
    let fact = payments::tracking_fact("7");
    let answer = Answer::Tracked { rows: vec![Kept { fact, raw: json!({}) }], rejected: Vec::new() };
    Outcome::Called { connector: CONNECTOR, request: Value::Null, result: Ok(serde_json::to_value(answer).unwrap()) }
}

fn reading_after(facts: &Facts) -> Value {
    match PollTracking::answered(facts, &connected(), &tracked()).as_slice() {
        [
            Effect::Keep { .. },
            Effect::Send { command: "orders.receive-integration-event", .. },
            Effect::Send { command: "orders.advance-feed", body, .. },
        ] => body["reading"]["page"].clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn live_parcels_are_asked_about_a_hundred_at_a_time() {
    let facts = gathered(&[], 2, 30);
    assert_eq!(requests(&PollTracking::tick(&facts, &connected())), [100, 100, 30]);
    assert_eq!(reading_after(&facts), Value::Null);
    assert_eq!(requests(&PollTracking::tick(&gathered(&[], 0, 0), &connected())), Vec::<usize>::new());
}

#[test]
fn many_parcels_are_asked_about_in_turns() {
    let facts = gathered(&[], 7, 1);
    assert_eq!(requests(&PollTracking::tick(&facts, &connected())), [100; 5]);
    assert_eq!(reading_after(&facts), "0000000499");
    let day = "2026-11-21".parse().unwrap();
    let reading = Some(Reading { from: day, to: day, page: "0000000499".to_owned() });
    let next = gathered(&[FeedEvent::Advanced { source: SOURCE, through: None, reading }], 7, 1);
    assert_eq!(requests(&PollTracking::tick(&next, &connected())), [100, 100, 1]);
    assert_eq!(reading_after(&next), Value::Null);
}

#[test]
fn a_turn_that_finds_nothing_left_begins_again() {
    let day = "2026-11-21".parse().unwrap();
    let reading = Some(Reading { from: day, to: day, page: "0000000499".to_owned() });
    let facts = gathered(&[FeedEvent::Advanced { source: SOURCE, through: None, reading }], 5, 0);
    let effects = PollTracking::tick(&facts, &connected());
    let [Effect::Send { command: "orders.advance-feed", body, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(body["reading"], Value::Null);
}

#[test]
fn r34_refused_credentials_are_recorded_and_a_paused_feed_is_not_asked() {
    let error = OutsideError { class: FailureClass::Auth, ..samples::outside_error() };
    let outcome = Outcome::Called { connector: CONNECTOR, request: Value::Null, result: Err(error.clone()) };
    let effects = PollTracking::answered(&gathered(&[], 0, 1), &connected(), &outcome);
    assert!(matches!(effects.as_slice(), [Effect::Send { command: "orders.record-feed-failure", .. }]));
    let paused = gathered(&[FeedEvent::Failed { source: SOURCE, error }, FeedEvent::Paused], 0, 1);
    assert_eq!(PollTracking::tick(&paused, &connected()), []);
}

#[test]
fn a_tenant_without_the_carrier_is_left_alone() {
    assert!(PollTracking::wants(&Facts::default(), &context()).is_empty());
    assert_eq!(PollTracking::tick(&Facts::default(), &context()), []);
}
