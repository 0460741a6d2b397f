//! Whatever was acknowledged exists, and lists show what pages show.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::books::{OrderBook, minor};
use super::super::town::Town;
use super::{Shown, items, text};

const STATUSES: [&str; 8] = ["DRAFT", "NEW", "SHIPPING_CREATED", "SHIPPED", "DELIVERED", "RETURNED", "DELIVERY_FAILED", "CANCELLED"];
const BADGES: [&str; 4] = ["NOT_REQUIRED", "UNPAID", "PARTIAL", "PAID"];
const PAYMENT_STATUSES: [&str; 5] = ["RECEIVED", "MATCHED", "NEEDS_REVIEW", "REJECTED", "REVERSED"];

pub async fn audit(town: &mut Town, shown: &Shown) {
    for at in 0..town.books.clients.len() {
        let book = &town.books.clients[at];
        let row = shown.clients.iter().find(|row| row["client_id"] == book.id.as_str());
        let (what, name, found) = (format!("client {}", book.id), book.name.clone(), row.map(|row| text(&row["name"])));
        town.same(&what, found, Some(name));
    }
    town.same("clients listed", shown.clients.len(), town.books.clients.len());
    town.same("orders listed", shown.order_rows.len(), town.books.orders.len());
    let books = std::mem::take(&mut town.books.orders);
    for book in &books {
        order(town, shown, book);
    }
    town.books.orders = books;
    indexes(town, "/orders?status=", &STATUSES, ("status", "order_id"), shown.order_rows.values()).await;
    indexes(town, "/orders?badge=", &BADGES, ("badge", "order_id"), shown.order_rows.values()).await;
    indexes(town, "/payments?status=", &PAYMENT_STATUSES, ("status", "payment_id"), shown.payment_rows.values()).await;
}

fn order(town: &mut Town, shown: &Shown, book: &OrderBook) {
    let page = &shown.orders[&book.id];
    let Some(row) = shown.order_rows.get(&book.id) else {
        return town.wrong(format!("order {} was acknowledged and is not listed", book.id));
    };
    let what = |field: &str| format!("{field} of order {} ({})", book.number, book.id);
    for field in ["number", "version", "status", "badge", "total", "paid", "debt", "surplus", "exceptions", "created_at"] {
        town.same(&format!("list's {}", what(field)), &row[field], &page[field]);
    }
    town.same(&what("number"), text(&page["number"]), book.number.clone());
    town.same(&what("client"), text(&page["client"]["client"]), book.client.clone());
    town.same(&what("total"), minor(&page["total"]), book.total());
    town.same(&what("revision"), page["revision"].as_u64(), Some(book.totals.len() as u64 - 1));
    town.same(&what("cancelled"), !page["cancelled"].is_null(), book.cancelled);
    town.same(&what("consignments"), items(&page["consignments"]).len(), book.waybills);
    if page["version"].as_u64().unwrap_or(0) < book.version {
        town.wrong(format!("{} is {}, {} was acknowledged", what("version"), page["version"], book.version));
    }
    sums(town, page, book);
}

/// Paid, debt, surplus and badge, by their rules.
fn sums(town: &mut Town, page: &Value, book: &OrderBook) {
    let what = |field: &str| format!("{field} of order {} ({})", book.number, book.id);
    let total = book.total();
    let paid: i64 = items(&page["allocations"]).iter().map(|allocation| minor(&allocation["amount"])).sum();
    let needed = if book.cancelled { 0 } else { total };
    town.same(&what("paid"), minor(&page["paid"]), paid);
    town.same(&what("debt"), minor(&page["debt"]), (needed - paid).max(0));
    town.same(&what("surplus"), minor(&page["surplus"]), (paid - needed).max(0));
    let badge = match (total, paid) {
        (0, 0) => "NOT_REQUIRED",
        (_, 0) => "UNPAID",
        (total, paid) if paid < total => "PARTIAL",
        _ => "PAID",
    };
    town.same(&what("badge"), text(&page["badge"]), badge.to_owned());
    let raised = items(&page["exceptions"]).contains(&Value::from("surplus"));
    town.same(&what("exception of a surplus"), raised, paid > needed);
}

/// Each item stands in the partition of its own value, and in no other.
async fn indexes(town: &mut Town, path: &str, values: &[&str], (field, id): (&str, &str), rows: impl Iterator<Item = &Value> + Clone) {
    for value in values {
        let listed: BTreeSet<String> = town.all(&format!("{path}{value}")).await.iter().map(|item| text(&item[id])).collect();
        let expected: BTreeSet<String> = rows.clone().filter(|row| row[field] == **value).map(|row| text(&row[id])).collect();
        town.same(&format!("listed under {path}{value}"), listed, expected);
    }
}
