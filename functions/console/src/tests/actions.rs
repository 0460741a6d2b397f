//! What forms send, and who is offered them.

use serde_json::{Value, json};

use super::fake::{Desk, MATCHED, ORDER, PAYMENT, seen, shows, text};

/// What is typed into a form.
type Fields = &'static [(&'static str, &'static str)];

#[tokio::test]
async fn every_form_of_an_order_becomes_its_command() {
    let of_order = |action: &str| format!("/console/orders/{ORDER}/{action}");
    let cases: &[(&str, Fields, &str, Value)] = &[
        ("confirm", &[], "/confirm", json!({})),
        ("cancel", &[("reason", " так ")], "/cancel", json!({"reason": "так"})),
        ("override", &[("status", "SHIPPED"), ("reason", "r"), ("proof", "")], "/override", json!({"status": "SHIPPED", "reason": "r"})),
        ("withdraw", &[("reason", "r")], "/override/withdraw", json!({"reason": "r"})),
        (
            "resolve",
            &[("exception", "waybill-gone"), ("note", "n")],
            "/exceptions/resolve",
            json!({"exception": "waybill-gone", "note": "n"}),
        ),
        ("retry", &[], "/waybill/retry", json!({})),
        ("void", &[("reason", "r")], "/waybill/void", json!({"reason": "r"})),
        ("register", &[("number", "20450912345678")], "/waybill/register", json!({"carrier": "nova-poshta", "number": "20450912345678"})),
    ];
    for (action, fields, route, body) in cases {
        let desk = Desk::of("team-lead");
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("_key", "k-1")]).collect();
        let response = desk.post(&of_order(action), &fields).await;
        assert_eq!(response.status, 303, "{action}");
        assert!(response.header("location").unwrap().starts_with(&format!("/console/orders/{ORDER}?done=")), "{action}");
        let sent = desk.sent();
        assert!(sent.path.ends_with(route), "{action}: {}", sent.path);
        let mut got = sent.body.unwrap();
        sort(&mut got);
        let mut wanted = body.clone();
        sort(&mut wanted);
        assert_eq!((sent.method, got, sent.idempotency_key.as_deref()), ("POST", wanted, Some("k-1")), "{action}");
    }
}

fn sort(value: &mut Value) {
    if let Value::Object(fields) = value {
        fields.sort_keys();
    }
}

#[tokio::test]
async fn what_was_done_is_told_and_nothing_else_is() {
    shows(&Desk::of("manager").get(&format!("/console/orders/{ORDER}?done=cancelled")).await, &["The order is cancelled."]);
    let html = text(&Desk::of("manager").get("/console/orders?done=<script>alert(1)</script>").await);
    assert!(!html.contains("class=\"notice\""));
}

#[tokio::test]
async fn a_refusal_is_shown_with_code_and_number_and_the_form_keeps_what_was_typed() {
    let refusal = json!({
        "type": "urn:entrepot:problem:orders.order.handed-over", "title": "Це неможливо.", "status": 409, "code": "orders.order.handed-over",
        "detail": "Перевізник уже прийняв посилку; можливе лише повернення.", "instance": "urn:uuid:0192aaaa-0000-7000-8000-000000000001",
    });
    let desk = Desk { language: "uk", ..Desk::of("team-lead") }.answering(&format!("POST /orders/{ORDER}/cancel"), 409, &refusal);
    let response = desk.post(&format!("/console/orders/{ORDER}/cancel"), &[("reason", "Клієнт \"передумав\" <b>")]).await;
    assert_eq!(response.status, 409);
    shows(
        &response,
        &[
            "Це неможливо.",
            "Перевізник уже прийняв посилку",
            "Оновіть сторінку, подивіться",
            "orders.order.handed-over",
            "0192aaaa-0000-7000-8000-000000000001",
        ],
    );
    let html = text(&response);
    assert!(html.contains("data-key=\"cancel\" open"), "the form stays open");
    assert!(html.contains("value=\"Клієнт &#34;передумав&#34; &#60;b&#62;\""), "with what was typed");
    assert_eq!(desk.sent().language.code(), "uk");
}

#[tokio::test]
async fn only_what_the_api_allows_is_offered() {
    let with = |actions: Value| {
        let mut order: Value = serde_json::from_str(include_str!("fixtures/order.json")).unwrap();
        order["actions"] = actions;
        Desk::of("manager").answering(&format!("GET /orders/{ORDER}"), 200, &order)
    };
    let buttons = [
        ("orders.cancel-order", "/cancel\""),
        ("orders.override-status", "/override\""),
        ("orders.withdraw-override", "/withdraw\""),
        ("orders.void-waybill", "/void\""),
        ("orders.register-waybill", "/register\""),
        ("orders.request-waybill", "/waybill\""),
        ("orders.retry-waybill", "/retry\""),
        ("orders.confirm-order", "/confirm\""),
        ("orders.revise-items", "/items\""),
        ("orders.resolve-exception", "/resolve\""),
    ];
    for (allowed, _) in buttons {
        let html = text(&with(json!([allowed])).get(&format!("/console/orders/{ORDER}")).await);
        for (action, address) in buttons {
            assert_eq!(html.contains(&format!("/console/orders/{ORDER}{address}")), action == allowed, "{allowed}: {action}");
        }
    }
    let none = with(json!([])).get(&format!("/console/orders/{ORDER}")).await;
    shows(&none, &["Nothing can be changed in its present state"]);
    let mut order: Value = serde_json::from_str(include_str!("fixtures/order.json")).unwrap();
    order["actions"] = json!([]);
    let looks = Desk::of("accountant").answering(&format!("GET /orders/{ORDER}"), 200, &order);
    shows(&looks.get(&format!("/console/orders/{ORDER}")).await, &["Your role may look at this order, but not change it"]);
}

#[tokio::test]
async fn roles_decide_what_is_offered_elsewhere() {
    for (role, create, record, events) in [
        ("manager", true, true, false),
        ("team-lead", true, true, true),
        ("accountant", false, true, true),
        ("administrator", false, false, true),
    ] {
        let desk = Desk::of(role);
        let orders = text(&desk.get("/console/orders").await);
        assert_eq!(orders.contains("/console/orders/new"), create, "{role}");
        assert_eq!(orders.contains("href=\"/console/events\""), events, "{role}");
        assert_eq!(text(&desk.get("/console/payments").await).contains("/console/payments/new"), record, "{role}");
    }
    let looks = text(&Desk::of("accountant").get("/console/events").await);
    assert!(!looks.contains("/retry\"") && !looks.contains("/give-up\""), "an accountant looks at messages only");
}

#[tokio::test]
async fn a_payment_is_matched_by_one_click_or_by_number() {
    let desk = Desk::of("team-lead");
    let response = desk.post(&format!("/console/payments/{PAYMENT}/match"), &[("order_id", ORDER), ("from", "review")]).await;
    assert_eq!(response.header("location"), Some("/console/review?done=matched"));
    assert_eq!(desk.sent().body, Some(json!({"order_id": ORDER})));
    let by_number = [("number", "26 048217 5"), ("reason", "Так домовились")];
    let response = desk.post(&format!("/console/payments/{MATCHED}/rematch"), &by_number).await;
    assert_eq!(response.header("location"), Some(format!("/console/payments/{MATCHED}?done=matched").as_str()));
    assert_eq!(desk.sent().body, Some(json!({"order_id": ORDER, "reason": "Так домовились"})));
}

#[tokio::test]
async fn a_number_that_no_order_has_is_told() {
    let desk = Desk::of("team-lead");
    let response = desk.post(&format!("/console/payments/{PAYMENT}/match"), &[("number", "26-999999-9")]).await;
    assert_eq!(response.status, 422);
    shows(&response, &["Order number", "no order with this number was found"]);
    assert!(desk.sent_nothing());
}

#[tokio::test]
async fn messages_feeds_and_letters_are_repaired() {
    let desk = Desk::of("administrator");
    let cases: &[(&str, Fields, &str, &str)] = &[
        ("/console/events/int_1/retry", &[("state", "dead")], "/integration-events/int_1/retry", "/console/events?done=retried&state=dead"),
        ("/console/events/int_1/give-up", &[("reason", "r")], "/integration-events/int_1/give-up", "/console/events?done=given-up"),
        ("/console/feeds/feed_1/resume", &[], "/statement-feeds/feed_1/resume", "/console/feeds?done=resumed"),
        ("/console/dead-letters/dead_1/redrive", &[], "/dead-letters/dead_1/redrive", "/console/dead-letters?done=retried"),
        ("/console/dead-letters/dead_1/discard", &[("reason", "r")], "/dead-letters/dead_1/discard", "/console/dead-letters?done=given-up"),
    ];
    for (address, fields, route, location) in cases {
        let response = desk.post(address, fields).await;
        assert_eq!((desk.sent().path.as_str(), response.header("location")), (*route, Some(*location)));
    }
    assert_eq!(desk.post("/console/events/int_1/explode", &[]).await.status, 404);
}

#[tokio::test]
async fn calls_meetings_and_notes_are_logged() {
    let desk = Desk::of("manager");
    let about = [("order_id", ORDER), ("client_id", "cli_1")];
    let call = [("type", "CALL"), ("minutes", "3"), ("outcome", "Передзвонити"), ("next_step_at", "2026-11-22T09:00")];
    let response = desk.post("/console/activities", &[&about[..], &call].concat()).await;
    assert_eq!(response.header("location"), Some(format!("/console/orders/{ORDER}?done=noted#timeline").as_str()));
    let mut sent = desk.sent().body.unwrap();
    sort(&mut sent["deed"]);
    let mut deed = json!({"type": "CALL", "outcome": "Передзвонити", "duration_seconds": 180, "next_step_at": "2026-11-22T07:00:00.000Z"});
    sort(&mut deed);
    assert_eq!(sent, json!({"deed": deed, "order_id": ORDER, "client_id": "cli_1"}));
    desk.post("/console/activities", &[&about[..], &[("type", "NOTE"), ("description", "Увага"), ("outcome", "x")]].concat()).await;
    assert_eq!(desk.sent().body.unwrap()["deed"], json!({"type": "NOTE", "description": "Увага"}));
    let wrong = desk.post("/console/activities", &[&about[..], &[("type", "MEETING"), ("start_at", "вчора")]].concat()).await;
    assert_eq!(wrong.status, 422);
    assert!(seen(&wrong).contains("not a day and time"));
}
