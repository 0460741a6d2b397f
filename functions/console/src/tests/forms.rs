//! The larger forms, which work without a script by being sent again and again.

use serde_json::json;

use super::fake::{Desk, ORDER, shows, text};

const ROWS: [(&str, &str); 8] = [
    ("sku", "MLN-25"),
    ("item_name", "Жорна"),
    ("quantity", "2"),
    ("price", "1 200,50"),
    ("sku", ""),
    ("item_name", " "),
    ("quantity", ""),
    ("price", ""),
];

#[tokio::test]
async fn a_new_order_step_by_step() {
    let desk = Desk::of("manager");
    let path = "/console/orders/new";
    let found = desk.post(path, &[&ROWS[..], &[("op", "find-client"), ("client_q", "Кова")]].concat()).await;
    shows(&found, &["Відділ закупівель", "ТОВ «Степовий Млин»", "Шевчук Іван"]);
    assert!(text(&found).contains("value=\"1 200,50\""), "what was typed stays");
    let picked = desk.post(path, &[&ROWS[..], &[("op", "client-cli_1")]].concat()).await;
    assert!(text(&picked).contains("name=\"client_id\" value=\"cli_0192cccc000070008000000000000001\""));
    let more = desk.post(path, &[&ROWS[..], &[("op", "add-row"), ("discount", "0,50")]].concat()).await;
    assert_eq!(text(&more).matches("name=\"sku\"").count(), 3);
    shows(&more, &["2,401.00 UAH", "Subtotal", "2,401.00 UAH", "Total", "2,400.50 UAH"]);
    let fields = [("op", "save"), ("client_id", "cli_1"), ("discount", ""), ("draft", "1"), ("_key", "k")];
    let made = desk.post(path, &[&ROWS[..], &fields].concat()).await;
    assert_eq!(made.header("location"), Some("/console/orders/made_1?done=created"));
    let item = json!({"sku": "MLN-25", "name": "Жорна", "quantity": "2", "price": {"amount": "1200.50", "currency": "UAH"}});
    let wanted = json!({"client_id": "cli_0192cccc000070008000000000000001", "items": [item], "draft": true});
    assert_eq!((desk.sent().body, desk.sent().idempotency_key.as_deref()), (Some(wanted), Some("k")));
}

#[tokio::test]
async fn a_new_order_without_client_or_with_a_wrong_price_is_not_sent() {
    let desk = Desk::of("manager");
    let response = desk.post("/console/orders/new", &[&ROWS[..], &[("op", "save")]].concat()).await;
    assert_eq!(response.status, 422);
    shows(&response, &["Something in the form is not right", "Choose who orders first"]);
    let rows = [("sku", "A"), ("item_name", "a"), ("quantity", "1"), ("price", "дорого"), ("op", "save"), ("client_id", "cli_1")];
    let response = desk.post("/console/orders/new", &rows).await;
    shows(&response, &["line 1, Price", "not an amount"]);
    assert!(text(&response).contains("value=\"дорого\"") && desk.sent_nothing());
}

#[tokio::test]
async fn goods_are_changed_on_the_version_that_was_seen() {
    let desk = Desk::of("team-lead");
    let address = format!("/console/orders/{ORDER}/items");
    let form = text(&desk.get(&address).await);
    assert!(form.contains("name=\"_version\" value=\"7\"") && form.contains("value=\"MLN-25\""));
    let fields = [("op", "save"), ("_version", "7"), ("currency", "UAH"), ("reason", "Знижка"), ("discount", "100")];
    let response = desk.post(&address, &[&ROWS[..], &fields].concat()).await;
    assert_eq!(response.header("location"), Some(format!("/console/orders/{ORDER}?done=revised").as_str()));
    let sent = desk.sent();
    assert_eq!((sent.method, sent.if_match.as_deref()), ("PUT", Some("\"7\"")));
    assert_eq!(sent.body.unwrap()["discount"], json!({"amount": "100.00", "currency": "UAH"}));
}

#[tokio::test]
async fn a_waybill_step_by_step() {
    let desk = Desk::of("manager");
    let address = format!("/console/orders/{ORDER}/waybill");
    let fresh = text(&desk.get(&address).await);
    assert!(
        fresh.contains("value=\"Відділ закупівель\"") && fresh.contains("value=\"+380501234567\"") && fresh.contains("value=\"1500.50\"")
    );
    let parcel =
        [("number", "26-048217-5"), ("currency", "UAH"), ("recipient_name", "Відділ закупівель"), ("recipient_phone", "+380501234567")];
    let load = [("weight", "2,5"), ("seats", "1"), ("declared", "1500,50"), ("payer", "recipient")];
    let typed = [&parcel[..], &load].concat();
    let cities = desk.post(&address, &[&typed[..], &[("city", "Полт"), ("op", "find-city")]].concat()).await;
    shows(&cities, &["м. Полтава, Полтавська обл."]);
    assert!(text(&cities).contains("value=\"city|c-ref|Полтава|Полтавська\""));
    let in_city = [&typed[..], &[("op", "city|c-ref|Полтава|Полтавська")]].concat();
    assert!(text(&desk.post(&address, &in_city).await).contains("name=\"city_ref\" value=\"c-ref\""));
    let city = [&typed[..], &[("city", "Полтава"), ("area", "Полтавська"), ("city_ref", "c-ref")]].concat();
    let branches = desk.post(&address, &[&city[..], &[("op", "find-branch")]].concat()).await;
    shows(&branches, &["Відділення №3", "Поштомат \"5401\""]);
    let price = desk.post(&address, &[&city[..], &[("op", "price")]].concat()).await;
    shows(&price, &["Delivery: 95.00 UAH", "20.00 UAH"]);
    let branch = [("warehouse", "3"), ("warehouse_ref", "w-ref"), ("warehouse_kind", "branch")];
    let sizes = [("length", "30"), ("width", "20"), ("height", "10"), ("op", "save")];
    let made = desk.post(&address, &[&city[..], &branch, &sizes].concat()).await;
    assert_eq!(made.header("location"), Some(format!("/console/orders/{ORDER}?done=requested#waybill").as_str()));
    let body = desk.sent().body.unwrap();
    assert_eq!(body["weight_grams"], json!(2500));
    assert_eq!(body["chosen"], json!({"city_ref": "c-ref", "warehouse_ref": "w-ref", "kind": "branch"}));
    assert_eq!(body["size"], json!({"length_mm": 300, "width_mm": 200, "height_mm": 100}));
    assert_eq!(body["declared_value"], json!({"amount": "1500.50", "currency": "UAH"}));
}

#[tokio::test]
async fn what_is_wrong_with_a_waybill_is_told_before_anything_is_sent() {
    let desk = Desk::of("manager");
    let address = format!("/console/orders/{ORDER}/waybill");
    let response = desk.post(&address, &[("currency", "UAH"), ("city", "Полтава"), ("weight", "важко"), ("op", "save")]).await;
    assert_eq!(response.status, 422);
    shows(&response, &["Weight, kg", "not a weight in kilograms"]);
    let response = desk.post(&address, &[("currency", "UAH"), ("city", "Полтава"), ("weight", "1"), ("op", "price")]).await;
    shows(&response, &["Choose the city from the list first"]);
    assert!(desk.sent_nothing());
}

#[tokio::test]
async fn clients_and_companies() {
    let desk = Desk::of("manager");
    let made = desk.post("/console/clients/new", &[("op", "save"), ("name", "Відділ"), ("phone", ""), ("for", "order")]).await;
    assert_eq!(made.header("location"), Some("/console/orders/new?client=made_1&done=client-saved"));
    assert_eq!(desk.sent().body, Some(json!({"name": "Відділ"})));
    let fields = [("op", "company-com_1"), ("name", "Відділ")];
    assert!(
        text(&desk.post("/console/clients/new", &fields).await)
            .contains("name=\"company_id\" value=\"com_0192dddd000070008000000000000001\"")
    );
    let changed = desk.post("/console/companies/com_1/edit", &[("op", "save"), ("name", "ТОВ"), ("edrpou", "32855961")]).await;
    assert_eq!(changed.header("location"), Some("/console/companies/made_1?done=company-saved"));
    assert_eq!((desk.sent().method, desk.sent().path.as_str()), ("PUT", "/companies/com_1"));
}

#[tokio::test]
async fn a_payment_recorded_by_hand() {
    let desk = Desk::of("accountant");
    assert!(text(&desk.get("/console/payments/new").await).contains("value=\"2026-11-21T10:30\""), "now, in the user's zone");
    let fields = [("amount", "500,00"), ("paid_at", "2026-11-21T09:15"), ("payer_name", "Відділ"), ("purpose", "26-048217-5")];
    let made = desk.post("/console/payments/new", &fields).await;
    assert_eq!(made.header("location"), Some("/console/payments/made_1?done=recorded"));
    let body = desk.sent().body.unwrap();
    assert_eq!((&body["paid_at"], &body["amount"]["amount"]), (&json!("2026-11-21T07:15:00.000Z"), &json!("500.00")));
    let twin = json!({"code": "orders.payment.duplicate-suspected", "title": "This is not possible.", "status": 409});
    let desk = desk.answering("POST /payments", 409, &twin);
    let again = desk.post("/console/payments/new", &fields).await;
    assert!(text(&again).contains("name=\"confirm_duplicate\""), "the person is asked whether it is another one");
}
