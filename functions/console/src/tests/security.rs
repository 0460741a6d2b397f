//! What must never happen: foreign forms, foreign markup, foreign places to return to.

use serde_json::{Value, json};

use super::fake::{BASE, Desk, ORDER, seen, shows, text};
use super::pages::addresses;

#[tokio::test]
async fn names_with_markup_are_shown_as_they_are_written() {
    let desk = Desk::of("team-lead");
    for address in addresses() {
        let html = text(&desk.get(&address).await);
        assert!(!html.contains("<script>") && !html.contains("<img src=x") && !html.contains("<b>"), "{address}");
        assert!(!html.contains("onerror=alert(1)>"), "{address}");
    }
    assert!(seen(&desk.get("/console/orders").await).contains("<script>alert('x')</script>"));
}

#[tokio::test]
async fn nothing_is_inline_and_every_answer_says_so() {
    let desk = Desk::of("team-lead");
    for address in addresses() {
        let response = desk.get(&address).await;
        let html = text(&response);
        assert!(!html.contains(" style=") && !html.contains("<style"), "{address} has an inline style");
        assert!(!html.contains(" onclick=") && html.matches("<script").count() == 1, "{address} has an inline script");
        assert!(response.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"));
        assert_eq!(response.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(response.header("cache-control"), Some("no-store"));
    }
}

#[tokio::test]
async fn assets_are_kept_for_ever_under_their_hash() {
    let html = text(&Desk::of("manager").get("/console/orders").await);
    let path =
        html.split("href=\"").find(|part| part.starts_with("/console/assets/console.")).unwrap().split('"').next().unwrap().to_owned();
    let style = Desk::signed_out().get(&path).await;
    assert_eq!((style.status, style.header("content-type")), (200, Some("text/css; charset=utf-8")));
    assert!(style.header("cache-control").unwrap().contains("immutable"));
    assert_eq!(Desk::of("manager").get("/console/assets/console.000000000000.css").await.status, 404);
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let desk = Desk::of("team-lead");
    for header in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("x-nothing", "")] {
        let mut request = desk.request("POST", &format!("/console/orders/{ORDER}/cancel"));
        request.headers.insert(header.0.to_owned(), header.1.to_owned());
        request.headers.insert("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned());
        request.body = b"reason=x".to_vec();
        let response = desk.console.handle(request).await;
        assert_eq!(response.status, 403);
        shows(&response, &["The form did not come from this site", "Reload the page", "console.foreign-form"]);
    }
    assert!(desk.sent_nothing());
    let mut sign_out = desk.request("POST", "/console/sign-out");
    sign_out.headers.insert("origin".to_owned(), BASE.to_owned());
    assert_eq!(desk.console.handle(sign_out).await.status, 303);
}

#[tokio::test]
async fn what_is_no_form_is_refused() {
    let desk = Desk::of("team-lead");
    let mut request = desk.request("POST", &format!("/console/orders/{ORDER}/cancel"));
    request.headers.insert("sec-fetch-site".to_owned(), "same-origin".to_owned());
    request.headers.insert("content-type".to_owned(), "application/json".to_owned());
    assert_eq!(desk.console.handle(request.clone()).await.status, 400);
    request.headers.insert("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned());
    request.body = "a=1&".repeat(200_000).into_bytes();
    assert_eq!(desk.console.handle(request).await.status, 400);
    assert_eq!(desk.console.handle(desk.request("DELETE", "/console/orders")).await.status, 405);
}

#[tokio::test]
async fn the_language_switch_returns_to_local_pages_only() {
    let desk = Desk::of("manager");
    let response = desk.post("/console/language", &[("to", "ru"), ("back", "/console/orders?status=NEW")]).await;
    assert_eq!(response.header("location"), Some("/console/orders?status=NEW"));
    assert!(response.header("set-cookie").unwrap().starts_with("entrepot_language=ru; Path=/console; Max-Age="));
    for back in ["https://evil.example", "//evil.example", "/\\evil.example"] {
        let response = desk.post("/console/language", &[("to", "ru"), ("back", back)]).await;
        assert_eq!(response.header("location"), Some("/console/orders"));
    }
    let chosen = Desk { cookies: format!("{}; entrepot_language=ru", desk.cookies), ..Desk::signed_out() };
    shows(&chosen.get("/console/orders").await, &["Заказы"]);
}

#[tokio::test]
async fn failures_of_the_api_are_told_without_internals() {
    let down = Desk::of("manager").answering("GET /orders", 0, &Value::Null).get("/console/orders").await;
    assert_eq!(down.status, 503);
    shows(&down, &["The server does not answer.", "Wait a moment and try again"]);
    let other = Desk::of("manager").answering("GET /orders", 200, &json!({"orders": []})).get("/console/orders").await;
    assert_eq!(other.status, 502);
    shows(&other, &["could not be read"]);
    let forbidden = json!({"title": "Your role does not allow this.", "code": "forbidden", "status": 403});
    let response = Desk::of("manager").answering("GET /integration-events", 403, &forbidden).get("/console/events").await;
    assert_eq!(response.status, 403);
    shows(&response, &["Your role does not allow this.", "Ask somebody with the right"]);
    assert_eq!(Desk::of("manager").get("/console/nowhere").await.status, 404);
}

#[tokio::test]
async fn no_path_reaches_another_part_of_the_api() {
    let desk = Desk::of("manager");
    desk.get("/console/orders/..%2Fpayments%3Fx").await;
    let asked: Vec<String> = desk.api.asked.lock().unwrap().iter().map(|request| request.path.clone()).collect();
    assert_eq!(asked[0], "/orders/%2E%2E%2Fpayments%3Fx");
}
