//! The weather clears: no more failures, and everything is ticked until nothing moves.

use std::time::Duration;

use entrepot_local::host::Host;
use runtime::ports::Call;
use serde_json::{Value, json};

use super::town::Town;
use super::weather;

/// Hours pass between two rounds: the longest wait of a retry is one.
const ROUND_MS: i64 = 2 * 60 * 60_000;
/// Ten failures make a message a dead letter; the rest is for what follows from what.
const ROUNDS_MAX: usize = 24;
/// How long a push may be on its way; held back ones are released after a second.
const PUSH_TENTHS_MAX: usize = 300;

pub async fn clear_up(town: &mut Town) {
    town.note("the weather clears");
    town.world.host.nova_poshta.faults().clear();
    town.world.host.privatbank.faults().clear();
    weather::parcels_leave_notes(town).await;
    wait_for_pushes(town).await;
    weather::set_pushing(town, false);
    close_circuits(town).await;
    town.settle().await;
    let mut before = Vec::new();
    for round in 0..ROUNDS_MAX {
        town.ahead_ms += ROUND_MS;
        let waits = waiting(town).await;
        // What waits for hours waits for the clock alone; asking the outside again is slow.
        weather::tick_all(town, round < 2 || waits.is_empty()).await;
        town.settle().await;
        let now = versions(town).await;
        if round > 1 && now == before && waiting(town).await.is_empty() && waits.is_empty() {
            return;
        }
        before = now;
    }
    let waits = waiting(town).await;
    town.wrong(format!("never quiet, waiting: {waits:#?}"));
}

async fn wait_for_pushes(town: &mut Town) {
    let waiting = |state: Value| state["pushes"]["waiting"].as_u64().unwrap_or(0);
    for _ in 0..PUSH_TENTHS_MAX {
        let host = &town.world.host;
        if waiting(host.nova_poshta.state()) + waiting(host.privatbank.state()) == 0 || !town.pushing {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    town.wrong("pushes never arrive");
}

/// Lets the half hour pass that circuits towards carrier and bank may still be open: one call
/// of tomorrow that goes well. For another tenant, since limits on calls are by the clock, too.
async fn close_circuits(town: &mut Town) {
    let engine = &town.world.host.engine;
    let settings = engine.ports.tenants.settings(&Host::tenant()).await.unwrap().unwrap();
    let tenant = entrepot_local::personas::RUSSIAN.parse().unwrap();
    let now = engine.ports.clock.now().plus_ms(24 * 60 * 60_000);
    let call = Call { tenant, settings, correlation: uuid::Uuid::nil(), now };
    for connector in &engine.ports.connectors {
        let request = match connector.name() {
            "privat24" => json!({ "operation": "settings" }),
            "nova-poshta" => json!({ "operation": "find-cities", "text": "Київ" }),
            // The typesetter is no outside system and has no circuit.
            _ => continue,
        };
        connector.call(&call, request).await.unwrap_or_else(|error| panic!("{error:?}"));
    }
}

/// What still waits for the clock, and for nobody else.
pub async fn waiting(town: &Town) -> Vec<String> {
    let mut waits = Vec::new();
    for state in ["waiting", "failed"] {
        for event in town.all(&format!("/integration-events?state={state}")).await {
            waits.push(format!("{} {state} {}", event["external_id"], event["error"]["code"]));
        }
    }
    for payment in town.all("/payments?status=RECEIVED").await {
        waits.push(format!("{} RECEIVED", payment["payment_id"]));
    }
    for book in &town.books.orders {
        let page = town.get(&format!("/orders/{}", book.id)).await;
        for consignment in page["consignments"].as_array().cloned().unwrap_or_default() {
            // Asked right now, or again later; what failed for good waits for a person.
            let asked = consignment["stage"] == "REQUESTED" && (consignment["error"].is_null() || !consignment["retry_at"].is_null());
            let voided = consignment["stage"] == "WAYBILL" && !consignment["void_requested"].is_null();
            if asked || voided {
                waits.push(format!("{} of {}: {}", consignment["id"], book.id, consignment["error"]));
            }
        }
    }
    waits
}

/// Versions of everything that lists show.
async fn versions(town: &Town) -> Vec<String> {
    let mut versions = Vec::new();
    for (path, id) in [("/orders", "order_id"), ("/payments", "payment_id"), ("/integration-events", "integration_event_id")] {
        versions.extend(town.all(path).await.iter().map(|item| format!("{} {}", item[id], item["version"])));
    }
    versions.sort();
    versions
}
