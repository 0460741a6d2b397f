//! What lets the script follow by a socket.

use serde_json::json;

use super::fake::{BASE, Desk, ORDER, text};

const TICKET: &str = "/console/live/tickets?fragment=1";

#[tokio::test]
async fn a_page_says_what_it_follows_and_where_its_socket_may_lead() {
    let response = Desk::of("manager").get(&format!("/console/orders/{ORDER}")).await;
    let html = text(&response);
    assert!(html.contains(&format!("data-live-subject=\"{ORDER} orders.payment orders.activity\"")), "{html}");
    let policy = response.header("content-security-policy").unwrap();
    assert!(policy.ends_with("; connect-src 'self' wss://push.example"), "{policy}");
    let still = Desk::of("manager").get("/console/help").await;
    assert!(!text(&still).contains("data-live-subject") && !still.header("content-security-policy").unwrap().contains("push.example"));
}

#[tokio::test]
async fn all_pages_that_follow_name_something() {
    let desk = Desk::of("team-lead");
    for address in super::pages::addresses() {
        let html = text(&desk.get(&address).await);
        let is_live = html.contains("<div id=\"live\"");
        assert_eq!(html.contains("data-live-subject=\""), is_live, "{address}");
        assert!(!html.contains("data-live-subject=\"\""), "{address}");
    }
}

#[tokio::test]
async fn the_script_gets_a_ticket_for_this_origin() {
    let issued = json!({ "ticket": "dnipro-trade.5ec4e7", "expires_at": "2026-11-21T10:00:30.000Z" });
    let desk = Desk::of("manager").answering("POST /push/tickets", 201, &issued);
    let response = desk.post(TICKET, &[("follow", ORDER), ("follow", "orders.payment"), ("follow", "T#x")]).await;
    assert_eq!(text(&response), r#"{"url":"wss://push.example/live?ticket=dnipro-trade.5ec4e7"}"#);
    assert_eq!(response.header("cache-control"), Some("no-store"));
    assert_eq!(desk.sent().body, Some(json!({ "follow": [ORDER, "orders.payment"], "origin": BASE })));
    assert_eq!(Desk::signed_out().post(TICKET, &[("follow", ORDER)]).await.status, 401);
    let mut foreign = desk.request("POST", TICKET);
    foreign.headers.insert("sec-fetch-site".to_owned(), "cross-site".to_owned());
    assert_eq!(desk.console.handle(foreign).await.status, 403);
}
