//! Webhooks duplicated, reordered, badly signed, malformed.

use runtime::signature::sign;
use serde_json::{Value, json};

use super::world::{Answer, World};

const SECRET: &str = entrepot_local::host::WEBHOOK_SECRET;

struct Sent<'a> {
    id: &'a str,
    age_s: i64,
    secret: &'a str,
    body: &'a [u8],
}

async fn send(world: &World, source: &str, sent: Sent<'_>) -> Answer {
    let timestamp = chrono::Utc::now().timestamp() - sent.age_s;
    let signature = sign(sent.secret, sent.id, timestamp, sent.body).unwrap_or_default();
    let request = world
        .http
        .post(format!("{}/webhooks/dnipro-trade/{source}", world.host.url))
        .header("webhook-id", sent.id)
        .header("webhook-timestamp", timestamp.to_string())
        .header("webhook-signature", signature)
        .body(sent.body.to_vec());
    World::read(request.send().await.unwrap()).await
}

fn good<'a>(id: &'a str, body: &'a [u8]) -> Sent<'a> {
    Sent { id, age_s: 0, secret: SECRET, body }
}

fn transaction(world: &World, id: &str) -> Vec<u8> {
    let row: Value = world.host.privatbank.transaction(id).unwrap();
    json!({ "event": "transaction", "bank": "privatbank", "transaction": row }).to_string().into_bytes()
}

/// What the carrier says of a waybill right now.
async fn tracked(world: &World, waybill: &str) -> Value {
    let body = json!({
        "apiKey": "local-nova-poshta-key", "modelName": "TrackingDocument", "calledMethod": "getStatusDocuments",
        "methodProperties": { "Documents": [{ "DocumentNumber": waybill, "Phone": "380501234567" }] },
    });
    let url = format!("{}/v2.0/json/", world.host.nova_poshta_url);
    let answer: Value = world.http.post(url).json(&body).send().await.unwrap().json().await.unwrap();
    answer["data"][0].clone()
}

async fn paid_order(world: &World) -> (String, Vec<u8>) {
    let client = world.client("Відділ закупівель", "+380501234567").await;
    let order = world.order(&client, "640.00").await;
    let number = world.order_page(&order).await["number"].as_str().unwrap().to_owned();
    let id = world.pay("640.00", &format!("замовлення {number}"), "Відділ закупівель");
    let body = transaction(world, &id);
    (order, body)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_or_old_signature_is_refused_and_writes_nothing() {
    let world = World::start().await;
    let (order, body) = paid_order(&world).await;
    let other = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
    send(&world, "privatbank", Sent { secret: other, ..good("m1", &body) }).await.refused(401, "unauthenticated");
    send(&world, "privatbank", Sent { age_s: 600, ..good("m1", &body) }).await.refused(401, "unauthenticated");
    send(&world, "privatbank", Sent { age_s: -600, ..good("m1", &body) }).await.refused(401, "unauthenticated");
    let unknown = format!("{}/webhooks/no-such-tenant/privatbank", world.host.url);
    World::read(world.http.post(unknown).body(body).send().await.unwrap()).await.refused(401, "unauthenticated");
    world.settle().await;
    assert_eq!(world.order_page(&order).await["badge"], "UNPAID");
    assert_eq!(world.get("administrator", "/integration-events?state=processed").await.is(200)["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn r33_a_message_that_comes_twice_counts_once() {
    let world = World::start().await;
    let (order, body) = paid_order(&world).await;
    for id in ["m1", "m1", "m2"] {
        send(&world, "privatbank", good(id, &body)).await.is(200);
    }
    world.until(&order, |page| page["badge"] == "PAID").await;
    world.settle().await;
    let page = world.order_page(&order).await;
    assert_eq!(page["allocations"].as_array().unwrap().len(), 1);
    assert_eq!(page["surplus"]["amount"], "0.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn r47_messages_out_of_order_end_where_they_should() {
    let world = World::start().await;
    let client = world.client("Відділ закупівель", "+380501234567").await;
    let order = world.order(&client, "100.00").await;
    let waybill = world.waybill(&order).await;
    let mut messages = Vec::new();
    while world.host.nova_poshta.advance(&waybill).is_some() {
        let row = tracked(&world, &waybill).await;
        messages.push(json!({ "event": "tracking", "carrier": "nova-poshta", "document": row }).to_string().into_bytes());
        // The carrier tells times in whole seconds.
        tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
    }
    for (index, body) in messages.iter().enumerate().rev() {
        send(&world, "nova-poshta", good(&format!("m{index}"), body)).await.is(200);
        world.settle().await;
    }
    world.until(&order, |page| page["status"] == "DELIVERED").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r36_what_cannot_be_read_is_kept_and_shown() {
    let world = World::start().await;
    for (id, body) in
        [("m1", &b"{\"event\": \"transaction\", \"transaction\": {\"SUM\": \"a lot\"}}"[..]), ("m2", b"\xff\xfe not json"), ("m3", b"[]")]
    {
        send(&world, "privatbank", good(id, body)).await.is(200);
    }
    world.settle().await;
    let dead = world.get("administrator", "/integration-events?state=dead").await.is(200);
    assert_eq!(dead["items"].as_array().unwrap().len(), 3, "{dead:#}");
    assert!(dead.to_string().contains("P24_PARSE_ERROR"), "{dead:#}");
}
