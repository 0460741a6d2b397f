//! Effects of `poll-statements`.

use std::sync::Arc;

use serde_json::{Value, json};
use testkit::context;

use super::*;
use crate::feed::{FeedEvent, StatementFeed};
use crate::outside::RejectedRow;
use crate::outside::{Kept, privat24};
use crate::samples::{self, literal, payments};

fn account() -> Iban {
    payments::transaction().account
}

fn configured(accounts: &[Iban]) -> Context {
    let mut settings = testkit::settings();
    settings.contexts.insert("orders".to_owned(), json!({ "privat24": { "accounts": accounts } }));
    Context { settings: Arc::new(settings), ..context() }
}

fn facts(events: &[FeedEvent]) -> Facts {
    let mut facts = Facts::default();
    let meta = context().meta("test");
    let feed = kernel::aggregate::fold_events::<StatementFeed>(None, events, &meta).unwrap();
    let rows = feed.iter().map(feed_list::row).collect();
    facts.put_rows(&Want::Rows(feed_list::all()), kernel::Page { rows, next_cursor: None });
    facts
}

fn advanced(through: Option<&str>, reading: Option<Reading>) -> FeedEvent {
    FeedEvent::Advanced { source: payments::feed_source(), through: through.map(literal), reading }
}

fn asked(effects: &[Effect]) -> Vec<Value> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Call { connector: "privat24", request } => Some(request.clone()),
            Effect::Call { .. } | Effect::Send { .. } | Effect::Keep { .. } | Effect::Redeliver { .. } | Effect::ForgetSubject { .. } => {
                None
            }
        })
        .collect()
}

fn sent<'a>(effects: &'a [Effect], wanted: &str) -> Vec<&'a Value> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Send { command, body, .. } if *command == wanted => Some(body),
            Effect::Send { .. } | Effect::Call { .. } | Effect::Keep { .. } | Effect::Redeliver { .. } | Effect::ForgetSubject { .. } => {
                None
            }
        })
        .collect()
}

fn page(next: Option<&str>) -> Answer {
    let rejected = RejectedRow { code: code::PARSE_ERROR.to_owned(), problem: "SUM: missing".to_owned(), raw: json!({ "REF": "x" }) };
    let row = Kept { fact: payments::transaction(), raw: json!({ "REF": "y" }) };
    Answer::Page { rows: vec![row], rejected: vec![rejected], duplicates: 0, next: next.map(str::to_owned) }
}

fn outcome(request: &Request, result: Result<Answer, OutsideError>) -> Outcome {
    let result = result.map(|answer| serde_json::to_value(answer).unwrap());
    Outcome::Called { connector: privat24::CONNECTOR, request: serde_json::to_value(request).unwrap(), result }
}

#[test]
fn r33_the_last_day_read_to_its_end_is_read_again() {
    let context = configured(&[account()]);
    let first = asked(&PollStatements::tick(&facts(&[]), &context));
    assert_eq!(first, [json!({ "operation": "transactions", "account": account(), "from": "2026-11-07", "to": "2026-11-21" })]);
    let later = asked(&PollStatements::tick(&facts(&[advanced(Some("2026-11-20"), None)]), &context));
    assert_eq!((&later[0]["from"], &later[0]["to"]), (&json!("2026-11-20"), &json!("2026-11-21")));
    let unfinished = asked(&PollStatements::tick(&facts(&[advanced(Some("2026-11-20"), payments::reading())]), &context));
    assert_eq!((&unfinished[0]["from"], &unfinished[0]["follow"]), (&json!("2026-11-19"), &json!("1732179600000_100")));
    assert_eq!(PollStatements::tick(&facts(&[]), &configured(&[])), []);
}

#[test]
fn r17_once_a_day_rows_that_were_in_process_or_were_taken_back_since_are_read_again() {
    let asked_from = |through: &str, now: &str| {
        let context = Context { now: now.parse().unwrap(), ..configured(&[account()]) };
        let asked = asked(&PollStatements::tick(&facts(&[advanced(Some(through), None)]), &context));
        asked[0]["from"].clone()
    };
    // What came on a Friday and is posted on Monday, and what is taken back days later, stands on its own day.
    assert_eq!(asked_from("2026-11-20", "2026-11-23T06:00:00Z"), json!("2026-11-09"));
    // A feed that was not read for longer still goes on where it was.
    assert_eq!(asked_from("2026-11-02", "2026-11-23T06:00:00Z"), json!("2026-11-02"));
    // The day is Kyiv's, and the rest of it is read from the last whole day.
    assert_eq!(asked_from("2026-11-20", "2026-11-21T21:59:00Z"), json!("2026-11-20"));
    assert_eq!(asked_from("2026-11-20", "2026-11-21T22:01:00Z"), json!("2026-11-08"));
}

#[test]
fn r34_a_paused_account_is_not_read() {
    let failed = FeedEvent::Failed { source: payments::feed_source(), error: samples::outside_error() };
    let facts = facts(&[failed, FeedEvent::Paused]);
    assert_eq!(PollStatements::tick(&facts, &configured(&[account()])), []);
}

#[test]
fn every_row_is_recorded_and_the_page_kept_before_the_feed_goes_on() {
    let (context, facts) = (configured(&[account()]), facts(&[]));
    let request = first_requests(&facts, &context).remove(0);
    let effects = PollStatements::answered(&facts, &context, &outcome(&request, Ok(page(None))));
    assert!(matches!(effects.first(), Some(Effect::Keep { .. })));
    let received = sent(&effects, "orders.receive-integration-event");
    let kinds: Vec<_> = received.iter().map(|body| &body["content"]["kind"]).collect();
    assert_eq!(kinds, [&json!("transaction"), &json!("unreadable")]);
    let Some(Effect::Send { command: "orders.advance-feed", body, .. }) = effects.last() else { panic!("{effects:?}") };
    assert_eq!((&body["through"], &body["reading"]), (&json!("2026-11-20"), &Value::Null));
}

#[test]
fn a_long_statement_goes_on_with_the_next_page_and_then_the_next_tick() {
    let (context, facts) = (configured(&[account()]), facts(&[]));
    let request = first_requests(&facts, &context).remove(0);
    let effects = PollStatements::answered(&facts, &context, &outcome(&request, Ok(page(Some("p2")))));
    let next = asked(&effects);
    assert_eq!(next[0]["follow"], "p2");
    assert_eq!(sent(&effects, "orders.advance-feed")[0]["reading"]["page"], "p2");
    let second: Request = serde_json::from_value(next[0].clone()).unwrap();
    let effects = PollStatements::answered(&facts, &context, &outcome(&second, Ok(page(Some("p3")))));
    assert!(asked(&effects).is_empty());
    assert_eq!(sent(&effects, "orders.advance-feed")[0]["reading"]["page"], "p3");
    let endless = PollStatements::answered(&facts, &context, &outcome(&second, Ok(page(Some("p2")))));
    assert_eq!(sent(&endless, "orders.advance-feed")[0]["reading"], Value::Null);
}

#[test]
fn a_tick_never_does_more_than_it_may() {
    let row = |n: u32| {
        let fact = privat24::BankTransaction { refn: n.to_string(), ..payments::transaction() };
        Kept { fact, raw: json!({ "REFN": n }) }
    };
    let full = Answer::Page {
        rows: (0..privat24::PAGE_ROWS).map(row).collect(),
        rejected: Vec::new(),
        duplicates: 0,
        next: Some("p2".to_owned()),
    };
    for (accounts, pages) in [(1, 2), (2, 2), (3, 1), (5, 1)] {
        // Check digits do not matter to the schedule, so one account stands for all.
        let most = accounts
            * pages
            * PollStatements::answered(&facts(&[]), &configured(&[account()]), &{
                let request = first_requests(&facts(&[]), &configured(&[account()])).remove(0);
                outcome(&request, Ok(full.clone()))
            })
            .len();
        assert!(most + accounts <= kernel::reaction::EFFECTS_MAX, "{accounts} accounts: {most}");
    }
}

#[test]
fn r34_a_failure_is_recorded_with_its_class() {
    let (context, facts) = (configured(&[account()]), facts(&[]));
    let request = first_requests(&facts, &context).remove(0);
    let error = OutsideError { code: code::AUTH_ERROR.to_owned(), class: FailureClass::Auth, ..samples::outside_error() };
    let effects = PollStatements::answered(&facts, &context, &outcome(&request, Err(error)));
    assert_eq!(sent(&effects, "orders.record-feed-failure")[0]["error"]["class"], "auth");
    assert_eq!(effects.len(), 1);
}
