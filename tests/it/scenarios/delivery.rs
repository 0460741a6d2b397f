//! Deliveries inside: duplicates, projections that fail, lists that show what was committed.

use std::time::Duration;

use entrepot_local::demonstration::group;
use entrepot_local::personas::RUSSIAN;
use runtime::cloud_event::CloudEvent;
use runtime::deliver;
use serde_json::json;

use super::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn x08_p157_an_event_is_a_hint_and_may_come_again_late_and_out_of_order() {
    let world = World::start().await;
    let client = world.client("Відділ закупівель", "+380501234567").await;
    let order = world.order(&client, "100.00").await;
    world.post("team-lead", &format!("/orders/{order}/cancel"), json!({ "reason": "Клієнт передумав" })).await.is(200);
    world.settle().await;
    let before = world.get("manager", "/orders").await.is(200);
    let engine = &world.host.engine;
    let stream = kernel::StreamKey { kind: "orders.order".to_owned(), id: order.clone() };
    let tenant = entrepot_local::host::Host::tenant();
    let history = engine.ports.store.load_from(&tenant, &stream, 0, 0).await.unwrap();
    let events: Vec<CloudEvent> =
        history.commits.iter().flat_map(|commit| CloudEvent::of_commit(&tenant, &stream, commit).unwrap()).collect();
    for event in events.iter().rev().chain(&events) {
        for view in orders::CATALOGUE.views.iter().filter(|view| view.aggregate() == event.streamkind) {
            deliver::project(engine, *view, &event.tenant, &event.stream()).await.unwrap();
        }
        for reaction in orders::CATALOGUE.reactions.iter().filter(|one| one.bus_names().contains(&event.kind)) {
            deliver::react(engine, *reaction, event).await.unwrap();
        }
    }
    world.settle().await;
    assert_eq!(world.get("manager", "/orders").await.is(200), before);
    assert_eq!(before["items"][0]["status"], "CANCELLED");
}

#[tokio::test(flavor = "multi_thread")]
async fn r35_a_delivery_that_fails_for_good_waits_for_a_person_and_is_redriven_once() {
    let world = World::start().await;
    let client = world.client("Відділ закупівель", "+380501234567").await;
    world.settle().await;
    let view = orders::CATALOGUE.views.iter().find(|view| view.spec().view == "client-list").unwrap();
    let letter = platform::dead_letter::ParkDeadLetter::new(view.spec().name, "test", "the disk was full".to_owned(), 5);
    let tenant = entrepot_local::host::Host::tenant();
    let stream = kernel::StreamKey { kind: "orders.client".to_owned(), id: client };
    let history = world.host.engine.ports.store.load_from(&tenant, &stream, 0, 0).await.unwrap();
    let event = CloudEvent::of_commit(&tenant, &stream, &history.commits[0]).unwrap().remove(0);
    let effect = kernel::Effect::send(&letter.with_event(serde_json::to_value(event).unwrap()), "test");
    let context = world.host.engine.system_context(&tenant, "test", uuid::Uuid::nil(), None).await.unwrap();
    runtime::perform::perform(&world.host.engine, "test", &context, vec![effect], |_| Vec::new()).await.unwrap();
    world.settle().await;
    let waiting = world.get("administrator", "/dead-letters").await.is(200);
    let id = waiting["items"][0]["dead_letter_id"].as_str().unwrap().to_owned();
    let path = format!("/dead-letters/{id}/redrive");
    world.post("administrator", &path, json!({})).await.is(200);
    world.post("administrator", &path, json!({})).await.refused(409, "platform.dead-letter.not-parked");
    world.settle().await;
    assert_eq!(world.get("administrator", "/dead-letters").await.is(200)["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_settled_stays_settled() {
    let world = World::start().await;
    for entered in group::entered_in_october() {
        world.enter(RUSSIAN, entered).await;
        world.settle().await;
        let delivered = world.host.bus.checkpoint();
        // Long enough for a reaction's commit to come out of the stream.
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert_eq!(world.host.bus.checkpoint(), delivered, "something came after the world was called settled");
    }
}
