//! An order from creation to delivered and paid.

use serde_json::json;

use super::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_shipped_delivered_and_paid_by_polling_alone() {
    let world = World::start().await;
    let client = world.client("Відділ закупівель", "+380501234567").await;
    let order = world.order(&client, "1500.50").await;
    let number = world.order_page(&order).await["number"].as_str().unwrap().to_owned();
    let waybill = world.waybill(&order).await;

    for _ in 0..3 {
        world.host.nova_poshta.advance(&waybill);
    }
    world.tick("orders.poll-tracking").await;
    world.until(&order, |page| page["status"] == "SHIPPED").await;
    while world.host.nova_poshta.advance(&waybill).is_some() {}
    world.tick("orders.poll-tracking").await;

    world.pay("1500.50", &format!("Оплата за замовлення {number}"), "Відділ закупівель");
    world.tick("orders.poll-statements").await;
    let page = world.until(&order, |page| page["status"] == "DELIVERED" && page["badge"] == "PAID").await;
    assert_eq!((&page["debt"]["amount"], &page["surplus"]["amount"]), (&json!("0.00"), &json!("0.00")));

    let timeline = world.get("manager", &format!("/orders/{order}/timeline?limit=100")).await.is(200);
    let kinds: Vec<&str> = timeline["items"].as_array().unwrap().iter().filter_map(|entry| entry["kind"].as_str()).collect();
    for kind in ["created.v1", "waybill-created.v1", "tracking-updated.v1"] {
        assert!(kinds.contains(&kind), "{kinds:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_deal_by_webhooks_alone() {
    let world = World::pushing().await;
    let client = world.client("Відділ закупівель", "+380501234567").await;
    let order = world.order(&client, "980.00").await;
    let number = world.order_page(&order).await["number"].as_str().unwrap().to_owned();
    let waybill = world.waybill(&order).await;
    while world.host.nova_poshta.advance(&waybill).is_some() {}
    world.pay("980.00", &format!("за замовл. № {number}"), "Відділ закупівель");
    world.until(&order, |page| page["status"] == "DELIVERED" && page["badge"] == "PAID").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r33_poll_and_webhook_tell_the_same_once() {
    let world = World::pushing().await;
    let client = world.client("Відділ закупівель", "+380501234567").await;
    let order = world.order(&client, "500.00").await;
    let number = world.order_page(&order).await["number"].as_str().unwrap().to_owned();
    world.pay("500.00", &format!("замовлення {number}"), "Відділ закупівель");
    world.until(&order, |page| page["badge"] == "PAID").await;
    for _ in 0..3 {
        world.tick("orders.poll-statements").await;
    }
    let page = world.order_page(&order).await;
    assert_eq!(page["allocations"].as_array().unwrap().len(), 1);
    assert_eq!(page["surplus"]["amount"], "0.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn r32_a_lost_answer_makes_one_waybill() {
    let world = World::start().await;
    let client = world.client("Відділ закупівель", "+380501234567").await;
    let order = world.order(&client, "700.00").await;
    let fault = json!({ "kind": "answer_lost", "times": 1, "method": "save" });
    let url = format!("{}/_simulator/faults", world.host.nova_poshta_url);
    assert!(world.http.post(url).json(&fault).send().await.unwrap().status().is_success());
    world.waybill(&order).await;
    let waybills = world.host.nova_poshta.state();
    assert_eq!(waybills["waybills"].as_array().map(Vec::len), Some(1), "{waybills:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn r15_a_wrong_match_is_taken_back_and_made_again() {
    let world = World::start().await;
    let client = world.client("Відділ закупівель", "+380501234567").await;
    let (wrong, right) = (world.order(&client, "400.00").await, world.order(&client, "400.00").await);
    world.pay("400.00", "передоплата", "Відділ закупівель");
    world.tick("orders.poll-statements").await;
    let queue = world.get("team-lead", "/payments?status=NEEDS_REVIEW").await.is(200);
    let payment = queue["items"][0]["payment_id"].as_str().unwrap().to_owned();

    world.post("team-lead", &format!("/payments/{payment}/match"), json!({ "order_id": wrong })).await.is(200);
    world.until(&wrong, |page| page["badge"] == "PAID").await;
    let body = json!({ "order_id": right, "reason": "Не те замовлення" });
    world.post("team-lead", &format!("/payments/{payment}/rematch"), body).await.is(200);
    assert_eq!(world.order_page(&wrong).await["badge"], "UNPAID");
    assert_eq!(world.order_page(&right).await["badge"], "PAID");
    world.post("team-lead", &format!("/payments/{payment}/unmatch"), json!({ "reason": "Повернення" })).await.is(200);
    assert_eq!(world.order_page(&right).await["debt"]["amount"], "400.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn r17_money_that_the_bank_takes_back_leaves_the_order() {
    let world = World::pushing().await;
    let client = world.client("Відділ закупівель", "+380501234567").await;
    let order = world.order(&client, "250.00").await;
    let number = world.order_page(&order).await["number"].as_str().unwrap().to_owned();
    let transaction = world.pay("250.00", &format!("замовлення {number}"), "Відділ закупівель");
    world.until(&order, |page| page["badge"] == "PAID").await;
    assert!(world.host.privatbank.set_state(&transaction, "t"));
    world.until(&order, |page| page["badge"] == "UNPAID").await;
}
