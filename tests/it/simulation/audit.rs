//! The auditor: compares what Entrepot shows with the books and with what carrier and bank know.

mod money;
mod orders;
mod parcels;
mod streams;

use std::collections::BTreeMap;

use serde_json::Value;

use super::town::Town;

/// Everything that Entrepot shows, read once over HTTP.
pub struct Shown {
    pub clients: Vec<Value>,
    /// Rows of the list by id, and pages by id.
    pub order_rows: BTreeMap<String, Value>,
    pub orders: BTreeMap<String, Value>,
    pub payment_rows: BTreeMap<String, Value>,
    pub payments: BTreeMap<String, Value>,
    pub credits: Vec<Value>,
    pub events: Vec<Value>,
    pub dead_letters: Vec<Value>,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or("").to_owned()
}

fn items(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn by_id(rows: Vec<Value>, id: &str) -> BTreeMap<String, Value> {
    rows.into_iter().map(|row| (text(&row[id]), row)).collect()
}

async fn read(town: &Town) -> Shown {
    let order_rows = by_id(town.all("/orders").await, "order_id");
    let payment_rows = by_id(town.all("/payments").await, "payment_id");
    let (mut orders, mut payments) = (BTreeMap::new(), BTreeMap::new());
    for id in order_rows.keys().chain(town.books.orders.iter().map(|book| &book.id)) {
        orders.insert(id.clone(), town.get(&format!("/orders/{id}")).await);
    }
    for id in payment_rows.keys().chain(town.books.typed_in.iter().map(|(id, _)| id)) {
        payments.insert(id.clone(), town.get(&format!("/payments/{id}")).await);
    }
    Shown {
        clients: town.all("/clients").await,
        order_rows,
        orders,
        payment_rows,
        payments,
        credits: town.all("/credits").await,
        events: town.all("/integration-events").await,
        dead_letters: town.all("/dead-letters").await,
    }
}

/// Writes down what is wrong, and says how much was looked at.
pub async fn audit(town: &mut Town) -> String {
    let shown = read(town).await;
    orders::audit(town, &shown).await;
    money::audit(town, &shown);
    parcels::audit(town, &shown);
    let commits = streams::audit(town, &shown).await;
    let matched = shown.payments.values().filter(|payment| payment["status"] == "MATCHED").count();
    let automatic = shown.payments.values().filter(|payment| payment["matched"]["by"] == "automatic").count();
    format!(
        "{} orders, {} payments ({matched} matched, {automatic} by itself), {} waybills, {} messages, {commits} commits",
        shown.orders.len(),
        shown.payments.len(),
        super::weather::waybills(town).len(),
        shown.events.len(),
    )
}
