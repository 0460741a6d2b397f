//! What managers do: clients, orders, revisions, cancellations, waybills.

use reqwest::Method;
use serde_json::{Value, json};

use super::books::{About, decimal};
use super::town::{Act, Town};

/// Orders of one seed at most: a waybill costs three calls, and the carrier takes four a second.
const ORDERS_MAX: usize = 14;

const NAMES: [&str; 5] = ["Відділ закупівель", "Олена Коваль", "Пекарня Ранок", "Іван Мельник", "Степовий Млин"];

pub async fn register_client(town: &mut Town) {
    let name = (*town.dice.pick(&NAMES)).to_owned();
    let phone = format!("+38050{:07}", town.dice.below(10_000_000));
    let body = json!({ "name": name, "phone": phone });
    let act = Act::post("manager", "/clients".to_owned(), body, About::Client { name });
    town.act(&act).await;
}

/// One to three lines, and what they cost.
fn goods(town: &mut Town) -> (Value, i64) {
    let (mut items, mut total) = (Vec::new(), 0);
    for line in 0..=town.dice.below(3) {
        // Now and then something is given away.
        let price = if town.dice.chance(4) { 0 } else { town.dice.amount(1, 300_000) };
        let quantity = town.dice.amount(1, 5);
        total += price * quantity;
        let price = json!({ "amount": decimal(price), "currency": "UAH" });
        items.push(
            json!({ "sku": format!("A-{line}"), "name": format!("Жорна № {line}"), "quantity": quantity.to_string(), "price": price }),
        );
    }
    (Value::Array(items), total)
}

/// Makes an order; sometimes the request is sent twice under one key, as after a lost answer.
pub async fn create_order(town: &mut Town) {
    if town.books.clients.is_empty() || town.books.orders.len() >= ORDERS_MAX {
        return;
    }
    let at = town.dice.below(town.books.clients.len());
    let client = town.books.clients[at].id.clone();
    let (items, total) = goods(town);
    let body = json!({ "client_id": client, "items": items });
    let mut act = Act::post("manager", "/orders".to_owned(), body, About::Order { client, total });
    let twice = town.dice.chance(25);
    act.key = twice.then(|| format!("order-{}", town.books.orders.len()));
    let orders = town.books.orders.len();
    if twice {
        let (first, again) = tokio::join!(town.send(&act), town.send(&act));
        town.same("one key, one order", again.body["id"].clone(), first.body["id"].clone());
        town.same("one of two is the repetition", first.replayed != again.replayed, true);
        town.answered(&act, &first);
        town.answered(&act, &again);
    } else {
        town.act(&act).await;
    }
    if town.books.orders.len() == orders + 1 {
        let page = town.get(&format!("/orders/{}", town.books.orders[orders].id)).await;
        page["number"].as_str().unwrap_or("").clone_into(&mut town.books.orders[orders].number);
    }
}

/// An order of the books, if there is one.
pub fn any_order(town: &mut Town) -> Option<usize> {
    let count = town.books.orders.len();
    (count > 0).then(|| town.dice.below(count))
}

fn path(town: &Town, order: usize, rest: &str) -> String {
    format!("/orders/{}{rest}", town.books.orders[order].id)
}

pub fn revision(town: &mut Town, order: usize) -> Act {
    let (items, total) = goods(town);
    // A manager is refused behind a waybill; that is for a team lead, with a reason.
    let persona = *town.dice.pick(&["manager", "team-lead"]);
    let body = json!({ "items": items, "reason": "Клієнт змінив замовлення" });
    let about = About::Revised { order, total };
    Act { persona, method: Method::PUT, path: path(town, order, "/items"), body, key: None, about }
}

pub fn cancellation(town: &Town, order: usize) -> Act {
    let body = json!({ "reason": "Клієнт передумав" });
    Act::post("team-lead", path(town, order, "/cancel"), body, About::Cancelled { order })
}

/// A wish for a waybill to the branch that the simulator's sender stands at: by the carrier's
/// references, since looking names up costs two of the few calls a second.
pub fn waybill_wish(town: &Town, order: usize) -> Act {
    let place = nova_poshta_simulator::seeded_sender();
    let body = json!({
        "carrier": "nova-poshta", "recipient_name": "Коваль Олена", "recipient_phone": "+380501234567",
        "city": "Київ", "warehouse": "1", "weight_grams": 1_500,
        "chosen": { "city_ref": place.city_ref, "warehouse_ref": place.warehouse_ref },
    });
    Act::post("manager", path(town, order, "/waybill"), body, About::Waybill { order })
}

pub fn void(town: &Town, order: usize) -> Act {
    let body = json!({ "reason": "Інша адреса" });
    Act::post("manager", path(town, order, "/waybill/void"), body, About::Parcel { order })
}

pub fn retry(town: &Town, order: usize) -> Act {
    Act::post("team-lead", path(town, order, "/waybill/retry"), json!({}), About::Parcel { order })
}

pub async fn revise(town: &mut Town) {
    let Some(order) = any_order(town) else { return };
    let act = revision(town, order);
    town.act(&act).await;
}

pub async fn cancel(town: &mut Town) {
    let Some(order) = any_order(town) else { return };
    let act = cancellation(town, order);
    town.act(&act).await;
}

pub async fn waybill(town: &mut Town) {
    let Some(order) = any_order(town) else { return };
    let act = match town.dice.below(10) {
        0..=6 => waybill_wish(town, order),
        7..=8 => void(town, order),
        _ => retry(town, order),
    };
    town.act(&act).await;
}
