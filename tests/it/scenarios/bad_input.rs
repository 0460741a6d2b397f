//! Bad input gets a clear problem document with a stable code; nothing is written, nothing panics.

use reqwest::Method;
use serde_json::{Value, json};

use super::world::World;

fn item(quantity: &str, price: &str, currency: &str) -> Value {
    json!({ "sku": "A", "name": "Б", "quantity": quantity, "price": { "amount": price, "currency": currency } })
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_bodies_are_refused_with_their_place() {
    let world = World::start().await;
    let client = world.client("Відділ закупівель", "+380501234567").await;
    let order = |items: Value| json!({ "client_id": client, "items": items });
    let cases = [
        (order(json!([item("-1", "1", "UAH")])), "items[0].quantity"),
        (order(json!([item("0", "1", "UAH")])), "items[0].quantity"),
        (order(json!([item("1e9", "1", "UAH")])), "items[0].quantity"),
        (order(json!([item("1000000000000", "1", "UAH")])), "items[0].quantity"),
        (order(json!([item("1", "92233720368547758.08", "UAH")])), "items[0].price"),
        (order(json!([item("1", "1.005", "UAH")])), "items[0].price"),
        (order(json!([item("1", "NaN", "UAH")])), "items[0].price"),
        (order(json!([item("1", "1", "XXX")])), "items[0].price.currency"),
        (order(json!("many")), "items"),
        (json!({ "client_id": client, "items": [item("1", "1", "UAH")], "surprise": true }), "surprise"),
        (json!({ "client_id": "ord_00000000000000000000000000000000", "items": [item("1", "1", "UAH")] }), "client_id"),
    ];
    for (body, place) in cases {
        let problem = world.post("manager", "/orders", body.clone()).await.refused(400, "malformed");
        assert_eq!(problem["errors"][0]["path"], place, "{body} {problem:#}");
    }
    for (path, body) in [
        ("/clients", json!({ "name": "К", "phone": "12" })),
        ("/clients", json!({ "name": "", "phone": "+380501234567" })),
        ("/clients", json!({ "name": "К", "email": "nobody" })),
        ("/companies", json!({ "name": "К", "edrpou": "32855962" })),
        ("/companies", json!({ "name": "К", "iban": "UA213223130000026007233566002" })),
    ] {
        world.post("manager", path, body).await.refused(400, "malformed");
    }
    world.settle().await;
    assert_eq!(world.get("manager", "/orders").await.is(200)["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_of_the_business_are_refused_with_their_code() {
    let world = World::start().await;
    let client = world.client("Відділ закупівель", "+380501234567").await;
    let order = |items: Value| json!({ "client_id": client, "items": items });
    let post = |body: Value| world.post("manager", "/orders", body);
    post(order(json!([]))).await.refused(422, "orders.order.item-count");
    post(order(json!([item("1", "-1", "UAH")]))).await.refused(422, "orders.order.negative-price");
    post(order(json!([item("1", "1", "USD")]))).await.refused(422, "orders.order.currency");
    post(order(json!([item("999999999999", "92233720368547758", "UAH")]))).await.refused(422, "orders.order.too-much");
    let discount = json!({ "client_id": client, "items": [item("1", "1", "UAH")], "discount": { "amount": "2", "currency": "UAH" } });
    post(discount).await.refused(422, "orders.order.discount-out-of-range");
    let id = world.order(&client, "10.00").await;
    let waybill = json!({ "carrier": "nova-poshta", "number": "123" });
    world.post("manager", &format!("/orders/{id}/waybill/register"), waybill).await.refused(400, "malformed");
    world.get("manager", "/orders/ord_nonsense").await.refused(400, "malformed");
    world.get("manager", "/orders?limit=1000000").await.refused(400, "malformed");
    world.get("manager", "/orders?status=SOLD").await.refused(400, "malformed");
    world.get("manager", "/orders?cursor=AAAA").await.refused(400, "malformed");
    world.get("manager", "/orders?status=NEW&status=NEW").await.refused(400, "malformed");
    world.get("manager", "/nothing").await.refused(404, "no-route");
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_are_no_json_or_too_large_are_refused() {
    let world = World::start().await;
    let token = world.token("dnipro-trade", "manager").await;
    let send = async |body: Vec<u8>| {
        let request = world.http.post(format!("{}/clients", world.host.url)).bearer_auth(&token).body(body);
        World::read(request.send().await.unwrap()).await
    };
    send(b"{\"name\": \"\xff\xfe\"}".to_vec()).await.refused(400, "malformed");
    send(b"[1, 2]".to_vec()).await.refused(400, "malformed");
    send(b"{".to_vec()).await.refused(400, "malformed");
    send(vec![b'['; 200_000]).await.refused(400, "malformed");
    send(vec![b'x'; 10 * 1024 * 1024]).await.refused(413, "too-large");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_key_answers_as_the_first_time_and_another_body_is_refused() {
    let world = World::start().await;
    let key = [("Idempotency-Key", "7c1f")];
    let body = json!({ "name": "Пекарня", "phone": "+380671234567" });
    let first = world.call("manager", Method::POST, "/clients", Some(body.clone()), &key).await;
    let again = world.call("manager", Method::POST, "/clients", Some(json!({ "phone": "+380671234567", "name": "Пекарня" })), &key).await;
    assert!(again.replayed);
    assert_eq!((first.status, first.etag.clone()), (again.status, again.etag.clone()));
    assert_eq!(first.is(201), again.is(201));
    let other = json!({ "name": "Інша", "phone": "+380671234567" });
    world.call("manager", Method::POST, "/clients", Some(other), &key).await.refused(422, "idempotency-key-reused");
    world.call("manager", Method::POST, "/clients", Some(body), &[("Idempotency-Key", "я")]).await.refused(400, "malformed");
}

/// Each of them may look up the code's owner after another has just become it.
#[tokio::test(flavor = "multi_thread")]
async fn a_key_sent_by_many_at_once_is_one_command_and_none_is_refused() {
    let world = World::start().await;
    let token = world.token("dnipro-trade", "manager").await;
    for (round, edrpou) in ["32855961", "40112249", "33001121", "33001137", "41002203"].into_iter().enumerate() {
        let body = json!({ "name": "ТОВ «Степовий Млин»", "edrpou": edrpou });
        let twins = (0..12).map(|_| {
            let request = world.http.post(format!("{}/companies", world.host.url)).bearer_auth(&token).json(&body);
            tokio::spawn(request.header("Idempotency-Key", format!("twin-{round}")).send())
        });
        let mut ids = std::collections::BTreeSet::new();
        for twin in twins.collect::<Vec<_>>() {
            ids.insert(World::read(twin.await.unwrap().unwrap()).await.is(201)["id"].to_string());
        }
        assert_eq!(ids.len(), 1, "{ids:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_version_is_refused_and_a_fresh_one_is_not_sent_again() {
    let world = World::start().await;
    let client = world.client("Відділ закупівель", "+380501234567").await;
    let order = world.order(&client, "100.00").await;
    let page = world.get("team-lead", &format!("/orders/{order}")).await;
    let tag = page.etag.unwrap();
    let path = format!("/orders/{order}");
    let unchanged = world.call("team-lead", Method::GET, &path, None, &[("If-None-Match", &tag)]).await;
    assert_eq!(unchanged.status.as_u16(), 304);
    let cancel = json!({ "reason": "Клієнт передумав" });
    let path = format!("/orders/{order}/cancel");
    let stale = world.call("team-lead", Method::POST, &path, Some(cancel.clone()), &[("If-Match", "\"77\"")]).await;
    stale.refused(412, "version-mismatch");
    world.call("team-lead", Method::POST, &path, Some(cancel.clone()), &[("If-Match", "five")]).await.refused(400, "malformed");
    world.call("team-lead", Method::POST, &path, Some(cancel), &[("If-Match", &tag)]).await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn c31_whoever_overwrites_a_form_says_what_was_seen() {
    let world = World::start().await;
    let path = "/customs/declarations/decl_00000000000000000000000000000001/form";
    let form = || Some(json!({ "form": {} }));
    world.call("declarant", Method::PUT, path, form(), &[]).await.refused(428, "version-wanted");
    world.call("declarant", Method::PATCH, path, Some(json!({ "patch": {} })), &[]).await.refused(428, "version-wanted");
    world.call("declarant", Method::PUT, path, form(), &[("If-Match", "*")]).await.refused(404, "customs.declaration.not-found");
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_speak_the_callers_language() {
    let world = World::start().await;
    for (language, title) in [("uk", "Це неможливо."), ("ru-RU,ru", "Это невозможно."), ("de", "This is not possible.")]
    {
        let path = "/orders/ord_00000000000000000000000000000000";
        let answer = world.call("manager", Method::GET, path, None, &[("Accept-Language", language)]).await;
        assert_eq!(answer.refused(404, "orders.order.not-found")["title"], title);
    }
}
