//! No money is made or lost: the bank's statement, payments and orders say the same.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::books::{Verdict, minor};
use super::super::town::Town;
use super::{Shown, items, text};

/// A row of the bank's statement.
struct BankRow {
    reference: String,
    state: String,
    amount: i64,
    currency: String,
    purpose: String,
    /// Money that comes in; not what goes out or only informs.
    real_credit: bool,
}

fn statement(town: &Town) -> Vec<BankRow> {
    let rows = items(&town.world.host.privatbank.state()["transactions"]);
    let row = |row: &Value| BankRow {
        reference: text(&row["REF"]),
        state: text(&row["PR_PR"]),
        amount: text(&row["SUM"]).replace('.', "").parse().unwrap_or_else(|_| panic!("no sum: {row}")),
        currency: text(&row["CCY"]),
        purpose: text(&row["OSND"]),
        real_credit: row["TRANTYPE"] == "C" && row["FL_REAL"] == "r",
    };
    rows.iter().map(row).collect()
}

pub fn audit(town: &mut Town, shown: &Shown) {
    let statement = statement(town);
    let purposes = against_statement(town, shown, &statement);
    for (id, amount) in town.books.typed_in.clone() {
        town.same(&format!("typed-in payment {id}"), shown.payments.get(&id).map(|page| minor(&page["amount"])), Some(amount));
    }
    for (id, page) in &shown.payments {
        payment(town, shown, id, page, purposes.get(id).map(String::as_str));
    }
    allocations(town, shown);
    conservation(town, shown, &statement);
    rulings(town, shown);
    messages(town, shown, &statement);
}

/// Every posted real credit is exactly one payment, and every payment is one of those.
/// Returns what the payer wrote, by payment.
fn against_statement(town: &mut Town, shown: &Shown, statement: &[BankRow]) -> BTreeMap<String, String> {
    let mut purposes = BTreeMap::new();
    let mut known = town.books.typed_in.len();
    for row in statement {
        let part = format!("/{}/", row.reference);
        let of_row = shown.payments.iter().filter(|(_, page)| page["source"]["identity"].as_str().is_some_and(|id| id.contains(&part)));
        let of_row: Vec<(&String, &Value)> = of_row.collect();
        let (what, count) = (format!("payments of the bank's {} ({})", row.reference, row.state), of_row.len());
        known += count;
        match row.state.as_str() {
            "r" if row.real_credit => town.same(&what, count, 1),
            // Taken back before anybody asked, it was never seen.
            "t" if row.real_credit && count < 2 => {}
            _ => town.same(&what, count, 0),
        }
        for (id, page) in of_row {
            purposes.insert(id.clone(), row.purpose.clone());
            town.same(&format!("amount of payment {id}"), minor(&page["amount"]), row.amount);
            town.same(&format!("currency of payment {id}"), text(&page["amount"]["currency"]), row.currency.clone());
            town.same(&format!("reversal of payment {id}"), page["status"] == "REVERSED", row.state == "t");
        }
    }
    town.same("payments with an origin", known, shown.payments.len());
    purposes
}

fn payment(town: &mut Town, shown: &Shown, id: &str, page: &Value, purpose: Option<&str>) {
    let Some(row) = shown.payment_rows.get(id) else {
        return town.wrong(format!("payment {id} is not listed"));
    };
    for field in ["version", "status", "review_reason", "amount", "purpose", "received_at"] {
        town.same(&format!("list's {field} of payment {id}"), &row[field], &page[field]);
    }
    town.same(&format!("list's order of payment {id}"), &row["order_id"], &page["matched"]["order_id"]);
    town.same(&format!("match of payment {id} {}", page["status"]), page["matched"].is_null(), page["status"] != "MATCHED");
    if page["matched"].is_null() {
        return;
    }
    let matched = &page["matched"];
    let (allocated, surplus) = (minor(&matched["allocated"]), minor(&matched["surplus"]));
    town.same(&format!("allocated and surplus of payment {id}"), allocated + surplus, minor(&page["amount"]));
    if allocated <= 0 || surplus < 0 {
        town.wrong(format!("payment {id} is matched with {allocated} and {surplus}"));
    }
    if matched["by"] == "automatic" {
        let digits: String = text(&matched["number"]).replace('-', "");
        let named = purpose.unwrap_or("").replace(['-', ' '], "").contains(&digits);
        town.same(&format!("payment {id}, matched by itself, names its order"), named, true);
        town.same(&format!("surplus of payment {id}, matched by itself"), surplus, 0);
        let taken_back = items(&page["taken_from"]).contains(&matched["order_id"]);
        town.same(&format!("payment {id} went back by itself to where it was taken from"), taken_back, false);
    }
}

/// What payments say they gave, orders say they got: once, to the order that is named.
fn allocations(town: &mut Town, shown: &Shown) {
    let mut given: Vec<(String, String, i64)> = Vec::new();
    for (id, page) in shown.payments.iter().filter(|(_, page)| !page["matched"].is_null()) {
        given.push((text(&page["matched"]["order_id"]), id.clone(), minor(&page["matched"]["allocated"])));
    }
    let mut got: Vec<(String, String, i64)> = Vec::new();
    for (id, page) in &shown.orders {
        got.extend(items(&page["allocations"]).iter().map(|one| (id.clone(), text(&one["payment"]), minor(&one["amount"]))));
    }
    given.sort();
    got.sort();
    town.same("allocations of orders and of payments", got, given);
    let mut credits: Vec<(String, i64)> =
        shown.credits.iter().map(|credit| (text(&credit["payment_id"]), minor(&credit["surplus"]))).collect();
    let surplus = shown.payments.iter().filter(|(_, page)| !page["matched"].is_null());
    let surplus = surplus.map(|(id, page)| (id.clone(), minor(&page["matched"]["surplus"]))).filter(|(_, surplus)| *surplus > 0);
    credits.sort();
    town.same("credits", credits, surplus.collect());
}

/// Over everything: what came in is on orders, is somebody's credit, or waits for a person.
fn conservation(town: &mut Town, shown: &Shown, statement: &[BankRow]) {
    for currency in ["UAH", "USD"] {
        let posted = statement.iter().filter(|row| row.real_credit && row.state == "r" && row.currency == currency);
        let typed_in: i64 = if currency == "UAH" { town.books.typed_in.iter().map(|(_, amount)| amount).sum() } else { 0 };
        let came: i64 = posted.map(|row| row.amount).sum::<i64>() + typed_in;
        let of_currency = |money: &Value| money["currency"] == currency;
        let on_orders = shown.orders.values().flat_map(|page| items(&page["allocations"]));
        let on_orders: i64 = on_orders.filter(|one| of_currency(&one["amount"])).map(|one| minor(&one["amount"])).sum();
        let credits = shown.credits.iter().filter(|credit| of_currency(&credit["surplus"]));
        let credits: i64 = credits.map(|credit| minor(&credit["surplus"])).sum();
        let waits = shown.payments.values().filter(|page| of_currency(&page["amount"]));
        let waits = waits.filter(|page| page["status"] == "NEEDS_REVIEW" || page["status"] == "REJECTED");
        let waits: i64 = waits.map(|page| minor(&page["amount"])).sum();
        town.same(&format!("all {currency}: orders {on_orders}, credits {credits}, waiting {waits}"), on_orders + credits + waits, came);
    }
}

/// Where a person had the last word, it stands; unless the bank took the money back.
fn rulings(town: &mut Town, shown: &Shown) {
    let mut last: BTreeMap<&str, (u64, &Verdict)> = BTreeMap::new();
    for ruling in &town.books.rulings {
        let entry = last.entry(&ruling.payment).or_insert((ruling.version, &ruling.verdict));
        if ruling.version >= entry.0 {
            *entry = (ruling.version, &ruling.verdict);
        }
    }
    let mut wrong = Vec::new();
    for (id, (version, verdict)) in last {
        let Some(page) = shown.payments.get(id) else {
            wrong.push(format!("payment {id} was ruled on and does not exist"));
            continue;
        };
        let stands = match verdict {
            Verdict::Matched(order) => page["matched"]["order_id"] == order.as_str() && page["matched"]["by"] == "person",
            Verdict::Unmatched => page["status"] == "NEEDS_REVIEW" && page["review_reason"] == "UNMATCHED",
            Verdict::Rejected => page["status"] == "REJECTED",
        };
        let since = page["version"].as_u64().unwrap_or(0);
        if since < version || (since == version && !stands) {
            wrong.push(format!("payment {id}: {verdict:?} at {version}, and now at {since}: {} {}", page["status"], page["matched"]));
        }
    }
    wrong.into_iter().for_each(|problem| town.wrong(problem));
}

/// Every message is worked on; dead are those that nobody can read, and reversals of money
/// that nobody ever saw.
fn messages(town: &mut Town, shown: &Shown, statement: &[BankRow]) {
    let (mut unreadable, mut orphans) = (0, Vec::new());
    for event in &shown.events {
        match (event["state"].as_str(), event["kind"].as_str()) {
            (Some("processed"), _) => {}
            (Some("dead"), Some("unreadable")) => unreadable += 1,
            (Some("dead"), _) if event["error"]["code"] == "P24_REVERSAL_BEFORE_PAYMENT" => orphans.push(text(&event["external_id"])),
            _ => town.wrong(format!("message {event}")),
        }
    }
    town.same("messages that cannot be read", unreadable, town.books.garbage.len());
    for row in statement.iter().filter(|row| row.real_credit && row.state == "t") {
        let part = format!("/{}/", row.reference);
        let seen = shown.payments.values().any(|page| page["source"]["identity"].as_str().is_some_and(|id| id.contains(&part)));
        let told = orphans.iter().filter(|id| id.contains(&part)).count();
        if told > usize::from(!seen) {
            town.wrong(format!("reversal {} is dead {told} times, its payment was seen: {seen}", row.reference));
        }
        orphans.retain(|id| !id.contains(&part));
    }
    town.same("reversals of nothing", orphans, Vec::new());
    for letter in &shown.dead_letters {
        town.wrong(format!("dead letter {letter}"));
    }
}
