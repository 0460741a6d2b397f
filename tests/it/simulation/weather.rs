//! What nobody in the house decides: parcels move, requests fail, schedules run, events come again.

use std::time::Duration;

use entrepot_local::host::{Host, WEBHOOK_SECRET};
use entrepot_local::personas::UKRAINIAN;
use kernel::StreamKey;
use runtime::cloud_event::CloudEvent;
use runtime::deliver;
use runtime::signature::sign;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::town::Town;
use crate::scenarios::world::World;

/// Longer than the second in which the carrier tells times.
const STEP: Duration = Duration::from_millis(1_100);
/// Parcels of a hundred that wait for a second of their own before they take another step: the
/// other steps are of one instant, and the carrier may tell them in any order.
const PATIENT: usize = 50;
/// Steps of one instant at most.
const STEPS_MAX: usize = 3;
/// Failures waiting at one simulator; with more, circuits open and half a minute passes idly.
const FAULTS_MAX: usize = 2;

/// Ways that parcels go: delivered, refused, returned, left lying, deleted, lost, with codes
/// that mean nothing, and with a second attempt.
pub const ROUTES: [&[u16]; 11] = [
    &[1, 4, 5, 6, 7, 9],
    &[1, 4, 41, 8, 9],
    &[1, 4, 5, 7, 10, 11],
    &[1, 5, 6, 7, 103],
    &[1, 4, 5, 102],
    &[1, 4, 7, 108],
    &[1, 4, 5, 7, 105],
    &[1, 4, 101, 111, 101, 9],
    &[1, 4, 104, 5, 777, 7, 9],
    &[1, 2],
    &[1, 3],
];
/// Codes that say nothing of where a parcel is; none of the routes ends with one.
pub const NOTES: [u64; 3] = [104, 112, 777];

const SCHEDULES: [&str; 5] =
    ["orders.poll-tracking", "orders.poll-statements", "orders.retry-waybills", "orders.retry-integration-events", "orders.sweep-payments"];

pub fn waybills(town: &Town) -> Vec<Value> {
    town.world.host.nova_poshta.state()["waybills"].as_array().cloned().unwrap_or_default()
}

/// Whether the waybill has stood long enough to take another step; the first look starts the wait.
fn is_ripe(town: &mut Town, number: &str) -> bool {
    let since = *town.moved.entry(number.to_owned()).or_insert_with(Instant::now);
    since.elapsed() >= STEP
}

/// One step, or a few of one instant: unless they are pushed, nobody sees them singly.
fn advance(town: &mut Town, number: &str, steps: usize) {
    let carrier = town.world.host.nova_poshta.clone();
    for _ in 0..steps {
        let Some(code) = carrier.advance(number) else { return };
        town.moved.insert(number.to_owned(), Instant::now());
        town.note(format!("parcel {number} is at {code}"));
    }
}

pub fn parcels_move(town: &mut Town) {
    for waybill in waybills(town) {
        let number = waybill["number"].as_str().unwrap_or("").to_owned();
        let (route, moves) = (*town.dice.pick(&ROUTES), town.dice.chance(60));
        if town.routed.insert(number.clone()) && town.dice.chance(70) && waybill["code"] == 1 {
            town.world.host.nova_poshta.set_route(&number, route);
            town.note(format!("parcel {number} will go {route:?}"));
        }
        let (patient, steps) = (town.dice.chance(PATIENT), 1 + town.dice.below(STEPS_MAX));
        if moves && (is_ripe(town, &number) || !patient) {
            advance(town, &number, steps);
        }
    }
}

/// Lets parcels on which the carrier said nothing of their place go on, until none is left.
pub async fn parcels_leave_notes(town: &mut Town) {
    loop {
        let noted = waybills(town).into_iter().filter(|waybill| waybill["code"].as_u64().is_some_and(|code| NOTES.contains(&code)));
        let noted: Vec<String> = noted.filter_map(|waybill| waybill["number"].as_str().map(str::to_owned)).collect();
        if noted.is_empty() {
            return;
        }
        tokio::time::sleep(STEP).await;
        for number in noted {
            advance(town, &number, 1);
        }
    }
}

/// Orders a failure at carrier or bank.
pub async fn fault(town: &mut Town) {
    let carrier = town.dice.chance(60);
    let kinds: &[&str] = if carrier {
        &[
            "slow",
            "http_429",
            "to_many_requests",
            "http_500",
            "cut",
            "answer_lost",
            "answer_lost",
            "garbage",
            "duplicate_push",
            "reorder_push",
        ]
    } else {
        &[
            "slow",
            "http_429",
            "http_500",
            "cut",
            "answer_lost",
            "garbage",
            "duplicate_rows",
            "page_shift",
            "rollover",
            "duplicate_push",
            "reorder_push",
        ]
    };
    let kind = *town.dice.pick(kinds);
    let mut fault = json!({ "kind": kind, "times": town.dice.amount(1, 2), "delay_ms": 300 });
    // Where it hurts most: the waybill is made and nobody hears of it.
    if carrier && kind == "answer_lost" {
        let methods = ["InternetDocument/save", "InternetDocument/save", "save", "delete", "getDocumentList"];
        fault["method"] = json!(*town.dice.pick(&methods));
    }
    order_fault(town, carrier, &fault).await;
}

/// Tells carrier or bank to fail; not beside too many other failures.
async fn order_fault(town: &mut Town, carrier: bool, fault: &Value) {
    let host = &town.world.host;
    let (url, waiting) = if carrier {
        (&host.nova_poshta_url, host.nova_poshta.faults().list().len())
    } else {
        (&host.privatbank_url, host.privatbank.faults().list().len())
    };
    if waiting >= FAULTS_MAX {
        return;
    }
    let answer = town.world.http.post(format!("{url}/_simulator/faults")).json(fault).send().await.unwrap();
    let accepted = answer.status().is_success();
    town.note(format!("{} fails: {fault}", if carrier { "carrier" } else { "bank" }));
    town.same("a fault is accepted", accepted, true);
}

/// Runs a schedule, or two of them at once, as two instances of a cloud clock may.
pub async fn tick(town: &mut Town) {
    town.ahead_ms += town.dice.amount(0, 20 * 60_000);
    let (one, two) = (*town.dice.pick(&SCHEDULES), *town.dice.pick(&SCHEDULES));
    let both = town.dice.chance(40);
    if [one, two].contains(&"orders.retry-waybills") {
        // Its clock is hours ahead, and no call to the carrier takes hours.
        town.settle().await;
    }
    town.note(format!("tick {one}{}", if both { format!(" and {two}") } else { String::new() }));
    let results = if both {
        let (one, two) = tokio::join!(town.tick(one), town.tick(two));
        vec![one, two]
    } else {
        vec![town.tick(one).await]
    };
    for failed in results.into_iter().filter_map(Result::err) {
        town.note(format!("tick failed: {failed}"));
    }
}

/// Every schedule in some order; failures count, since the weather is good.
pub async fn tick_all(town: &mut Town, polls: bool) {
    let mut schedules = SCHEDULES.to_vec();
    schedules.retain(|name| polls || !name.contains("poll"));
    town.dice.shuffle(&mut schedules);
    for name in schedules {
        town.note(format!("tick {name}"));
        if let Err(failed) = town.tick(name).await {
            town.wrong(format!("{name} failed in good weather: {failed}"));
        }
    }
}

/// Delivers what a stream ever told again: backwards and twice; beside the true deliveries,
/// except where a reaction may be at the carrier: its lookup protects from an earlier delivery,
/// not from one of the same instant.
pub async fn redeliver(town: &mut Town) {
    let kind =
        *town.dice.pick(&["orders.order", "orders.order", "orders.order", "orders.payment", "orders.integration-event", "orders.client"]);
    let (engine, tenant) = (town.world.host.engine.clone(), Host::tenant());
    let ids = engine.ports.store.streams(&tenant, kind, None).await.unwrap();
    if ids.is_empty() {
        return;
    }
    let stream = StreamKey { kind: kind.to_owned(), id: town.dice.pick(&ids).clone() };
    let history = engine.ports.store.load_from(&tenant, &stream, 0, 0).await.unwrap();
    let events = history.commits.iter().flat_map(|commit| CloudEvent::of_commit(&tenant, &stream, commit).unwrap());
    let mut events: Vec<CloudEvent> = events.collect();
    events.extend(events.clone());
    town.dice.shuffle(&mut events);
    events.truncate(12);
    if kind == "orders.order" {
        town.settle().await;
    }
    town.note(format!("{} events of {} come again", events.len(), stream.id));
    for event in &events {
        let views = orders::CATALOGUE.views.iter().filter(|view| view.aggregate() == event.streamkind);
        let mut failed = Vec::new();
        for view in views {
            failed.extend(deliver::project(&engine, *view, &tenant, &stream).await.err());
        }
        for reaction in orders::CATALOGUE.reactions.iter().filter(|one| one.bus_names().contains(&event.kind)) {
            failed.extend(deliver::react(&engine, *reaction, event).await.err());
        }
        for fault in failed {
            town.note(format!("the repetition failed: {}", fault.chain()));
        }
    }
}

/// Carrier and bank begin, or cease, to push what they know.
pub fn pushes(town: &mut Town) {
    town.pushing = !town.pushing;
    set_pushing(town, town.pushing);
}

pub fn set_pushing(town: &mut Town, on: bool) {
    let host = &town.world.host;
    let address = |source: &str| format!("{}/webhooks/{UKRAINIAN}/{source}", host.url);
    let carrier = nova_poshta_simulator::Webhook::new(address("nova-poshta"), WEBHOOK_SECRET);
    let bank = privatbank_simulator::Webhook::new(address("privatbank"), WEBHOOK_SECRET);
    host.nova_poshta.set_webhook(on.then_some(carrier));
    host.privatbank.set_webhook(on.then_some(bank));
    town.note(format!("pushing: {on}"));
}

/// A push that nobody can read, well signed: it must end where a person sees it.
pub async fn garbage_push(town: &mut Town) {
    let source = *town.dice.pick(&["nova-poshta", "privatbank"]);
    let body = match town.dice.below(3) {
        0 => format!("not json {}", town.dice.next()),
        1 => json!({ "event": "transaction", "transaction": { "SUM": "a lot", "n": town.dice.next() } }).to_string(),
        _ => json!({ "event": "tracking", "document": { "Number": "x", "n": town.dice.next() } }).to_string(),
    };
    let timestamp = chrono::Utc::now().timestamp();
    let signature = sign(WEBHOOK_SECRET, "garbage", timestamp, body.as_bytes()).unwrap_or_default();
    let request = town.world.http.post(format!("{}/webhooks/{UKRAINIAN}/{source}", town.world.host.url));
    let request = request.header("webhook-id", "garbage").header("webhook-timestamp", timestamp.to_string());
    let answer = World::read(request.header("webhook-signature", signature).body(body.clone()).send().await.unwrap()).await;
    town.note(format!("garbage from {source} → {}", answer.status));
    town.same("garbage is taken", answer.status.as_u16(), 200);
    town.books.garbage.push(body);
}
