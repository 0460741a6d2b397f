//! From the order to the ledger, without a click of the accountant.

use std::collections::BTreeMap;

use entrepot_local::demonstration;
use serde_json::Value;

use super::world::{PATIENCE, World};

/// The closing balances of a trial balance that are not zero: debits positive, credits negative.
pub(super) fn closing(page: &Value) -> BTreeMap<String, String> {
    let lines = page["lines"].as_array().cloned().unwrap_or_default();
    let amount = |line: &Value, side: &str| line["sums"][side]["amount"].as_str().unwrap_or_default().to_owned();
    let shown = |line: &Value| match (amount(line, "closing_debit"), amount(line, "closing_credit")) {
        (debit, credit) if credit == "0.00" => debit,
        (_, credit) => format!("-{credit}"),
    };
    let of = |line: &Value| (line["account"].as_str().unwrap_or_default().to_owned(), shown(line));
    lines.iter().map(of).filter(|(_, amount)| amount != "0.00").collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn x03_an_order_that_was_shipped_and_paid_ends_in_the_ledger_by_itself() {
    let world = World::start().await;
    demonstration::open_books(&world.host.engine).await.unwrap_or_else(|fault| panic!("{}", fault.chain()));
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

    let books = world.get("accountant", "/ledger/books").await.is(200);
    let book = books["items"][0]["book_id"].as_str().unwrap();
    let page = world.get("accountant", &format!("/ledger/books/{book}/trial-balance")).await.is(200);
    // Money in the bank, revenue earned: receivable, advance and settlement have closed each other.
    let expected = BTreeMap::from([("311".to_owned(), "1500.50".to_owned()), ("702".to_owned(), "-1500.50".to_owned())]);
    assert_eq!(closing(&page), expected, "{page:#}");
    assert_eq!(page["balanced"], true);
}
