//! Nobody sees or changes another tenant's data.

use entrepot_local::personas::RUSSIAN;
use reqwest::Method;
use serde_json::{Value, json};

use super::world::World;

async fn as_other(world: &World, method: Method, path: &str, body: Option<Value>) -> super::world::Answer {
    let token = world.token(RUSSIAN, "team-lead").await;
    let mut request = world.http.request(method, format!("{}{path}", world.host.url)).bearer_auth(token);
    if let Some(body) = body {
        request = request.json(&body);
    }
    World::read(request.send().await.unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn x07_another_tenants_ids_do_not_exist() {
    let world = World::start().await;
    let client = world.client("Відділ закупівель", "+380501234567").await;
    let order = world.order(&client, "100.00").await;
    world.settle().await;
    as_other(&world, Method::GET, &format!("/orders/{order}"), None).await.refused(404, "orders.order.not-found");
    let cancel = Some(json!({ "reason": "чуже" }));
    as_other(&world, Method::POST, &format!("/orders/{order}/cancel"), cancel).await.refused(404, "orders.order.not-found");
    let items = json!([{ "sku": "A", "name": "Б", "quantity": "1", "price": { "amount": "1", "currency": "RUB" } }]);
    let body = json!({ "client_id": client, "items": items });
    as_other(&world, Method::POST, "/orders", Some(body)).await.refused(422, "orders.order.no-such-client");
    let list = as_other(&world, Method::GET, "/orders", None).await.is(200);
    assert_eq!(list["items"], json!([]));
    assert_eq!(world.order_page(&order).await["status"], "NEW");
}

#[tokio::test(flavor = "multi_thread")]
async fn x10_the_tenant_comes_from_the_token_and_from_nowhere_else() {
    let world = World::start().await;
    let body = json!({ "name": "Клієнт", "tenant": RUSSIAN });
    world.post("manager", "/clients", body).await.refused(400, "malformed");
}

#[tokio::test(flavor = "multi_thread")]
async fn x11_roles_are_checked_before_anything_else() {
    let world = World::start().await;
    let client = world.client("Відділ закупівель", "+380501234567").await;
    let order = world.order(&client, "100.00").await;
    // Not even the shape of the body is told to somebody who may not send it.
    world.post("manager", &format!("/orders/{order}/cancel"), json!({ "nonsense": 1 })).await.refused(403, "forbidden");
    world.post("accountant", "/orders", json!({})).await.refused(403, "forbidden");
    let url = format!("{}/orders/{order}", world.host.url);
    World::read(world.http.get(&url).send().await.unwrap()).await.refused(401, "unauthenticated");
    World::read(world.http.get(&url).bearer_auth("a.b.c").send().await.unwrap()).await.refused(401, "unauthenticated");
}
