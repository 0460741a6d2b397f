//! An order waits for its approver, who is told so: once by Telegram and once by e-mail.

use entrepot_local::demonstration::group::Entered;
use entrepot_local::demonstration::people;
use entrepot_local::personas::{RUSSIAN, subject};
use kernel::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::world::World;

const APPROVER: &str = "unit-head";
const ESTIMATE: &str = "est_00000000000000000000000000000001";
const SHIPMENT: &str = "ship_00000000000000000000000000000001";
const CLIENT: &str = "pcli_00000000000000000000000000000001";

fn rub(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "RUB" })
}

async fn enter(world: &World, role: Role, command: &'static str, body: Value) {
    world.enter(RUSSIAN, Entered { role, command, key: command.to_owned(), body }).await;
    world.settle().await;
}

/// A head of the unit who can be reached, and an order of everything that its estimate has, below the plan.
async fn drafted(world: &World) {
    for address in people::addresses() {
        world.enter(RUSSIAN, address).await;
    }
    let post = json!({ "post": "rbu", "units": ["mill-parts"] });
    let appointed = json!({ "approver": subject(APPROVER, RUSSIAN), "name": "Руководитель бизнес-единицы", "post": post });
    enter(world, Role::Administrator, "approvals.appoint-approver", appointed).await;
    enter(world, Role::Accountant, "profitability.publish-price", json!({ "product": "MLN-25", "npss": rub("700.00") })).await;
    let line = json!({ "product": "MLN-25", "name": "Жёрнов 25 см", "quantity": "100", "price": rub("1000.00") });
    let estimate = json!({
        "estimate_id": ESTIMATE, "number": "ЛС-000017", "client_id": CLIENT, "client_name": "АО «Саратовская мельница»",
        "unit": "mill-parts", "from": "2026-01-01", "until": "2099-01-01", "lines": [line],
    });
    enter(world, Role::Manager, "profitability.create-estimate", estimate).await;
    let lines = json!([{ "product": "MLN-25", "quantity": "100", "price": rub("900.00") }]);
    let shipment = json!({ "shipment_id": SHIPMENT, "number": "ЗК-000431", "estimate_id": ESTIMATE, "lines": lines });
    enter(world, Role::Manager, "profitability.create-shipment", shipment).await;
}

async fn submit(world: &World) {
    let justification = "Клиент забирает весь остаток сметы одной отгрузкой и платит вперёд, поэтому просит скидку.";
    let body = json!({ "shipment_id": SHIPMENT, "justification": justification });
    enter(world, Role::Manager, "profitability.submit-shipment", body).await;
}

/// What the mail server has, as its page for programs shows it.
async fn letters(world: &World) -> Vec<Value> {
    let shown: Value = world.http.get(format!("{}/messages", world.host.mail_url)).send().await.unwrap().json().await.unwrap();
    shown["messages"].as_array().unwrap().clone()
}

async fn outcomes(world: &World) -> Vec<(String, String)> {
    let listed = world.call_in(RUSSIAN, "team-lead", Method::GET, "/notices", None, &[]).await.is(200);
    let text = |item: &Value, name: &str| item[name].as_str().unwrap_or_default().to_owned();
    let mut all: Vec<_> = listed["items"].as_array().unwrap().iter().map(|item| (text(item, "way"), text(item, "status"))).collect();
    all.sort_unstable();
    all
}

fn is_the_request(text: &str) -> bool {
    ["АО «Саратовская мельница»", "90000.00 RUB", "7.78", "руководитель бизнес-юнита"].iter().all(|said| text.contains(said))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approver_is_told_once_by_telegram_and_once_by_e_mail() {
    let world = World::start().await;
    drafted(&world).await;
    assert!(letters(&world).await.is_empty() && world.host.telegram.messages().is_empty());
    submit(&world).await;
    let [letter] = letters(&world).await.try_into().unwrap();
    assert_eq!((&letter["to"], &letter["subject"]), (&json!([people::email(APPROVER)]), &json!("Согласуйте заказ ЗК-000431")));
    assert!(is_the_request(letter["text"].as_str().unwrap()), "{letter:#}");
    let [message] = world.host.telegram.messages().try_into().unwrap();
    assert_eq!(message.chat_id, people::chats()[APPROVER]);
    assert!(message.text.starts_with("Согласуйте заказ ЗК-000431\n") && is_the_request(&message.text), "{}", message.text);
    // The clock finds nothing more to send.
    world.tick("notices.send-due-notices").await;
    assert_eq!((letters(&world).await.len(), world.host.telegram.messages().len()), (1, 1));
    let sent = |way: &str| (way.to_owned(), "sent".to_owned());
    assert_eq!(outcomes(&world).await, [sent("email"), sent("telegram")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_telegram_is_down_an_approver_gets_one_letter() {
    let world = World::start().await;
    drafted(&world).await;
    let down = json!({ "kind": "http_500", "times": 100 });
    let ordered = world.http.post(format!("{}/_simulator/faults", world.host.telegram_url)).json(&down).send().await.unwrap();
    assert!(ordered.status().is_success());
    submit(&world).await;
    world.tick("notices.send-due-notices").await;
    let [letter] = letters(&world).await.try_into().unwrap();
    assert_eq!((&letter["to"], &letter["subject"]), (&json!([people::email(APPROVER)]), &json!("Согласуйте заказ ЗК-000431")));
    assert!(world.host.telegram.messages().is_empty());
    let outcome = |way: &str, status: &str| (way.to_owned(), status.to_owned());
    assert_eq!(outcomes(&world).await, [outcome("email", "sent"), outcome("telegram", "retrying")]);
}

/// Of a decision the matrix wants one message: a letter only where Telegram cannot be had.
#[tokio::test(flavor = "multi_thread")]
async fn a_manager_who_blocked_the_bot_gets_the_decision_by_e_mail_once() {
    let world = World::start().await;
    drafted(&world).await;
    submit(&world).await;
    let manager = people::chats()["manager"];
    let blocked = json!({ "chat_id": manager, "blocked": true });
    world.http.post(format!("{}/_simulator/chat", world.host.telegram_url)).json(&blocked).send().await.unwrap();
    let queue = world.call_in(RUSSIAN, APPROVER, Method::GET, "/approvals/queue?approver=me", None, &[]).await.is(200);
    let process = queue["items"][0]["process_id"].as_str().unwrap_or_else(|| panic!("{queue:#}")).to_owned();
    let path = format!("/approvals/processes/{process}/approve");
    let answer = world.call_in(RUSSIAN, APPROVER, Method::POST, &path, Some(json!({ "branch": queue["items"][0]["branch"] })), &[]).await;
    assert!(answer.status.is_success(), "{:#}", answer.body);
    world.settle().await;
    let [_, decision] = letters(&world).await.try_into().unwrap();
    assert_eq!((&decision["to"], &decision["subject"]), (&json!([people::email("manager")]), &json!("Заказ ЗК-000431 согласован")));
    assert!(world.host.telegram.messages().iter().all(|message| message.chat_id != manager));
}
