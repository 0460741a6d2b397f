//! From the order to the ledger, without a click of the accountant.

use entrepot_local::demonstration::{self, figures};
use entrepot_local::personas::UKRAINIAN;
use serde_json::Value;

use super::world::{PATIENCE, World};

#[tokio::test(flavor = "multi_thread")]
async fn x03_an_order_that_was_shipped_and_paid_ends_in_the_ledger_by_itself() {
    let world = World::start().await;
    for entered in demonstration::seller_opens_its_books() {
        world.enter(UKRAINIAN, entered).await;
    }
    let client = world.client("Відділ закупівель", "+380501234567").await;
    let order = world.order(&client, "1500.50").await;
    let number = world.order_page(&order).await["number"].as_str().unwrap().to_owned();
    let waybill = world.waybill(&order).await;
    while world.host.nova_poshta.advance(&waybill).is_some() {}
    world.tick("orders.poll-tracking").await;
    world.pay("1500.50", &format!("Оплата за замовлення {number}"), "Відділ закупівель");
    world.tick("orders.poll-statements").await;
    world.until(&order, |page| page["status"] == "DELIVERED" && page["badge"] == "PAID").await;
    assert!(world.host.settle(PATIENCE).await);

    let sales = world.get("accountant", "/commerce/sales").await.is(200);
    assert_eq!((&sales["items"][0]["stage"], &sales["items"][0]["stalled"]), (&Value::from("dispatched"), &Value::Null), "{sales:#}");
    let invoice =
        world.get("accountant", &format!("/commerce/invoices/{}", sales["items"][0]["invoice_id"].as_str().unwrap())).await.is(200);
    assert_eq!(invoice["status"], "PAID", "{invoice:#}");

    let page = world.get("accountant", &format!("/ledger/books/{}/trial-balance", demonstration::seller_book())).await.is(200);
    // Money in the bank, revenue earned: receivable, advance and settlement have closed each other.
    assert_eq!(figures::shown(&page), figures::worked_out(&[("311", "1500.50"), ("702", "-1500.50")]), "{page:#}");
    assert_eq!(page["balanced"], true);
}
