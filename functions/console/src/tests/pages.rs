//! What each page shows of its fixtures.

use serde_json::json;

use super::fake::{ASKED, Desk, MATCHED, ORDER, OWN, PAYMENT, seen, shows, text};

/// Every page that can be looked at.
pub(super) fn addresses() -> Vec<String> {
    let plain = [
        "/console/orders",
        "/console/orders/new",
        "/console/orders?status=NEW&q=x&cursor=y",
        "/console/review",
        "/console/payments",
        "/console/payments/new",
        "/console/credits",
        "/console/clients",
        "/console/clients/new",
        "/console/companies",
        "/console/companies/new",
        "/console/events",
        "/console/events?state=dead",
        "/console/feeds",
        "/console/dead-letters",
        "/console/help",
    ];
    let of_one = [
        format!("/console/orders/{ORDER}"),
        format!("/console/orders/{ASKED}"),
        format!("/console/orders/{ORDER}/items"),
        format!("/console/orders/{ORDER}/waybill"),
        format!("/console/payments/{PAYMENT}"),
        format!("/console/payments/{MATCHED}"),
        format!("/console/payments/{OWN}"),
        "/console/clients/cli_1".to_owned(),
        "/console/clients/cli_1/edit".to_owned(),
        "/console/companies/com_1".to_owned(),
        "/console/companies/com_1/edit".to_owned(),
    ];
    let all = plain.into_iter().map(str::to_owned).chain(of_one);
    let all = all.chain(super::ledger::addresses()).chain(super::commerce::addresses());
    let all = all.chain(super::customs::addresses()).chain(super::customs_desk::addresses());
    all.chain(super::profitability::addresses()).chain(super::approvals::addresses()).chain(super::notices::addresses()).collect()
}

#[tokio::test]
async fn every_page_is_shown_in_every_language() {
    for language in ["uk", "ru", "en"] {
        let desk = Desk { language, ..Desk::of("team-lead") };
        for address in addresses() {
            let response = desk.get(&address).await;
            assert_eq!(response.status, 200, "{address}: {}", text(&response));
            let html = text(&response);
            assert!(html.contains(&format!("<html lang=\"{language}\">")), "{address}");
            assert!(!html.contains("@@key@@"), "{address} has a form without a key");
            assert_eq!(html.matches("<h1").count(), 1, "{address} needs one heading");
        }
    }
}

#[tokio::test]
async fn every_field_has_a_label() {
    let desk = Desk::of("team-lead");
    for address in addresses() {
        let html = text(&desk.get(&address).await);
        for field in html.split('<').filter(|tag| tag.starts_with("input") || tag.starts_with("select") || tag.starts_with("textarea")) {
            let named = field.contains("type=\"hidden\"") || field.contains("aria-label=") || field.contains(" id=\"");
            let before = html.split(field).next().unwrap();
            let in_label = before.matches("<label").count() > before.matches("</label").count();
            assert!(named || in_label, "{address}: <{field}");
        }
    }
}

#[tokio::test]
async fn the_list_of_orders() {
    let response = Desk { language: "uk", ..Desk::of("manager") }.get("/console/orders?status=NEW").await;
    shows(&response, &["Замовлення", "Нове замовлення", "Номер", "Клієнт", "Борг", "ТТН"]);
    shows(&response, &["26-048217-5", "Відділ закупівель", "ТОВ «Степовий Млин»", "1 500,50 ₴", "500,00 ₴", "1 000,50 ₴"]);
    shows(&response, &["ТТН створено", "Частково", "20450912345678", "10:05"]);
    shows(&response, &["26-000981-2", "Відправлено після скасування", "Надлишок оплати", "Скасовано"]);
    let html = text(&response);
    assert!(html.contains("aria-current=\"true\">Нове<"), "the chosen filter is marked");
    assert!(html.contains("href=\"/console/orders?status=NEW&#38;cursor=eyJrIjoiMSJ9\""), "the next page keeps the filter");
}

#[tokio::test]
async fn lists_without_rows_say_what_to_do() {
    let nothing = json!({ "items": [], "next_cursor": null });
    let lists = [
        ("GET /orders", "/console/orders", "Create the first one"),
        ("GET /orders", "/console/orders?q=x", "Try another word, or clear the filters"),
        ("GET /payments", "/console/review", "Everything is reviewed"),
        ("GET /payments", "/console/payments", "arrive with the bank statement by themselves"),
        ("GET /credits", "/console/credits", "the rest appears here"),
        ("GET /clients", "/console/clients", "Add one"),
        ("GET /integration-events", "/console/events", "nothing waits for a person"),
        ("GET /statement-feeds", "/console/feeds", "once bank or carrier are set up"),
        ("GET /dead-letters", "/console/dead-letters", "No delivery is stopped"),
    ];
    for (route, address, words) in lists {
        let response = Desk::of("team-lead").answering(route, 200, &nothing).get(address).await;
        shows(&response, &[words]);
    }
}

#[tokio::test]
async fn one_order() {
    let response = Desk::of("team-lead").get(&format!("/console/orders/{ORDER}")).await;
    shows(&response, &["Order 26-048217-5", "Waybill created", "Partly paid", "Unknown code of the carrier"]);
    shows(&response, &["How far it has come", "Created", "done", "Waybill", "now", "10:10", "Shipped", "to come", "Delivered"]);
    shows(&response, &["Goods", "revision 1", "MLN-25", "1,200.50 UAH", "2.5", "160.00 UAH", "400.00 UAH"]);
    shows(&response, &["20450912345678", "Nova Poshta", "ще не надав до відправки", "code 1", "2026-11-24", "95.00 UAH"]);
    shows(&response, &["Earlier waybills", "20450900000001", "Void: Помилка в адресі"]);
    shows(&response, &["Timeline", "Delivery: waybill created", "Entrepot", "Call", "Order 26-048217-5 created"]);
    shows(
        &response,
        &[
            "Subtotal",
            "1,600.50 UAH",
            "Discount",
            "−100.00 UAH",
            "Total",
            "1,500.50 UAH",
            "of it VAT",
            "250.08 UAH",
            "Debt",
            "1,000.50 UAH",
        ],
    );
    assert!(text(&response).contains("data-copy=\"26-048217-5\""));
}

#[tokio::test]
async fn a_waybill_that_is_being_made_shows_how_it_goes() {
    let response = Desk::of("manager").get(&format!("/console/orders/{ASKED}")).await;
    shows(&response, &["The waybill was not made", "To many requests", "NP_RATE_LIMIT", "20000200740", "passing, tried again by itself"]);
    shows(&response, &["Failed attempts: 2", "Next try: 10:34 (in 4 min)", "Try again now"]);
}

#[tokio::test]
async fn an_order_that_went_wrong_shows_where() {
    let order = |status: &str| {
        let mut order: serde_json::Value = serde_json::from_str(include_str!("fixtures/order.json")).unwrap();
        order["status"] = json!(status);
        order
    };
    let of = |status: &str| Desk::of("manager").answering(&format!("GET /orders/{ORDER}"), 200, &order(status));
    let returned = of("RETURNED").get(&format!("/console/orders/{ORDER}")).await;
    assert!(text(&returned).contains("<li class=\"wrong\">Returned"), "in the place of delivered");
    let cancelled = of("CANCELLED").get(&format!("/console/orders/{ORDER}")).await;
    assert!(text(&cancelled).contains("<li class=\"wrong\">Cancelled"));
    assert!(!text(&cancelled).contains("<li class=\"open\">"), "nothing is to come");
}

#[tokio::test]
async fn the_review_queue_explains_every_point() {
    let response = Desk { language: "uk", ..Desk::of("team-lead") }.get("/console/review").await;
    shows(&response, &["Платежі на розбір", "1 000,50 ₴", "ТОВ СТЕПОВИЙ МЛИН", "Оплата за товар зг. рах. 26-048217-5"]);
    shows(&response, &["Одне замовлення підходить", "26-048217-5", "Пропонуємо", "Оцінка 100 зі 100"]);
    shows(&response, &["+80", "номер замовлення є у призначенні", "+30", "сума точно дорівнює боргу", "Зіставити"]);
    shows(&response, &["26-771203-4", "+10", "Проти", "Платник «ТОВ СТЕПОВИЙ МЛИН» — не компанія"]);
    let html = text(&response);
    assert!(html.contains("<li class=\"against\">"), "contradictions are marked");
    assert!(html.contains("<rect width=\"100\" height=\"6\""), "the score is a bar");
    assert!(html.contains("data-every=\"5000\""), "the queue asks less often than others");
}

#[tokio::test]
async fn payments_and_credits() {
    let list = Desk::of("accountant").get("/console/payments").await;
    shows(
        &list,
        &["Payments", "Credits", "Record a payment", "1,000.50 UAH", "Needs review", "26-048217-5", "?", "100", "Payer unknown", "Matched"],
    );
    let matched = Desk::of("team-lead").get(&format!("/console/payments/{MATCHED}")).await;
    shows(
        &matched,
        &["Payment 500.00 UAH", "Matched", "26-048217-5", "by the rules, score 100", "450.00 UAH", "Credit of the payer", "50.00 UAH"],
    );
    shows(&matched, &["Move it to another order", "Take it off the order"]);
    let own = Desk::of("accountant").get(&format!("/console/payments/{OWN}")).await;
    shows(
        &own,
        &[
            "Several orders fit about equally",
            "No order resembles this payment",
            "More orders look alike",
            "somebody else matches it",
            "recorded by Бухгалтер",
        ],
    );
    shows(&Desk::of("accountant").get("/console/credits").await, &["Відділ закупівель", "50.00 UAH", "26-048217-5"]);
}

#[tokio::test]
async fn integrations() {
    let events = Desk::of("administrator").get("/console/events").await;
    shows(&events, &["Integrations", "Stopped messages", "Parcel", "20450912345678", "Failed, tried again", "NP_SERVER_ERROR"]);
    shows(
        &events,
        &["code of the system: 502", "Bad gateway", "passing, tried again by itself", "3", "10:45 (in 15 min)", "Try again", "Give up"],
    );
    let feeds = Desk::of("administrator").get("/console/feeds").await;
    shows(
        &feeds,
        &[
            "Statement of UA213223130000026007233566001",
            "Read regularly",
            "Parcels of Nova Poshta",
            "Paused",
            "API key expired",
            "Read again",
        ],
    );
    let letters = Desk::of("administrator").get("/console/dead-letters").await;
    shows(&letters, &["orders.timeline-from-order", "evt.orders.order.created.v1", "cannot fold", "Deliver again", "Discard"]);
}

#[tokio::test]
async fn the_live_part_is_fetched_alone_and_only_when_it_has_changed() {
    let desk = Desk::of("manager");
    let address = format!("/console/orders/{ORDER}");
    let page = text(&desk.get(&address).await);
    assert!(page.contains(&format!("data-live=\"{address}?fragment=1\"")));
    let fragment = desk.get(&format!("{address}?fragment=1")).await;
    let tag = fragment.header("etag").unwrap().to_owned();
    assert!(page.contains(&format!("data-tag=\"{}\"", tag.replace('"', "&#34;"))), "the page carries the fragment's tag");
    assert!(!text(&fragment).contains("<html") && seen(&fragment).contains("26-048217-5"));
    let mut request = desk.request("GET", &format!("{address}?fragment=1"));
    request.headers.insert("if-none-match".to_owned(), tag);
    let same = desk.console.handle(request.clone()).await;
    assert_eq!((same.status, same.body.len()), (304, 0));
    let mut order: serde_json::Value = serde_json::from_str(include_str!("fixtures/order.json")).unwrap();
    order["status"] = json!("SHIPPED");
    let desk = desk.answering(&format!("GET /orders/{ORDER}"), 200, &order);
    let changed = desk.console.handle(request).await;
    assert_eq!(changed.status, 200);
}
