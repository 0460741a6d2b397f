//! Pages hear at once that something has changed, by a real socket of the local host.

use std::time::Duration;

use entrepot_local::personas::{RUSSIAN, UKRAINIAN};
use futures_util::{SinkExt as _, StreamExt as _};
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderValue};
use runtime::push::tell;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::world::{PATIENCE, World};

/// How long nothing must come before it counts as nothing.
const SILENCE: Duration = Duration::from_millis(400);

/// After which a page is told again.
const GAP: Duration = Duration::from_millis(tell::GAP_MS.unsigned_abs());

struct Page {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Page {
    /// The next hints.
    async fn hears(&mut self) -> Vec<Value> {
        let message = tokio::time::timeout(PATIENCE, self.socket.next()).await.expect("nothing came").unwrap().unwrap();
        let frame: Value = serde_json::from_str(message.to_text().unwrap()).unwrap();
        frame["hints"].as_array().unwrap().clone()
    }

    async fn hears_nothing(&mut self) {
        assert!(tokio::time::timeout(SILENCE, self.socket.next()).await.is_err(), "something came");
    }

    /// Whatever came until now is forgotten.
    async fn drains(&mut self) {
        while tokio::time::timeout(SILENCE, self.socket.next()).await.is_ok() {}
    }
}

async fn ticket(world: &World, tenant: &str, follow: &[&str], origin: Option<&str>) -> String {
    let body = json!({ "follow": follow, "origin": origin });
    let answer = world.call_in(tenant, "manager", Method::POST, "/push/tickets", Some(body), &[]).await.is(201);
    answer["ticket"].as_str().unwrap().to_owned()
}

/// Opens a socket; the status when that is refused.
async fn open(world: &World, ticket: &str, origin: Option<&str>) -> Result<Page, u16> {
    let address = format!("{}/push?ticket={ticket}", world.host.url.replacen("http", "ws", 1));
    let mut request = address.into_client_request().unwrap();
    if let Some(origin) = origin {
        request.headers_mut().insert("origin", origin.parse().unwrap());
    }
    match connect_async(request).await {
        Ok((socket, _)) => Ok(Page { socket }),
        Err(Error::Http(response)) => Err(response.status().as_u16()),
        Err(error) => panic!("{error}"),
    }
}

async fn follows(world: &World, tenant: &str, names: &[&str]) -> Page {
    let ticket = ticket(world, tenant, names, None).await;
    open(world, &ticket, None).await.unwrap_or_else(|status| panic!("refused: {status}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_page_hears_of_its_own_tenants_changes_and_of_no_others() {
    let world = World::start().await;
    let client = world.client("Відділ закупівель", "+380501234567").await;
    let order = world.order(&client, "100.00").await;
    let other = world.order(&client, "200.00").await;
    world.settle().await;
    let mut page = follows(&world, UKRAINIAN, &[&order]).await;
    let mut list = follows(&world, UKRAINIAN, &["orders.order"]).await;
    let mut foreign = follows(&world, RUSSIAN, &[&order, "orders.order", "orders"]).await;
    world.post("team-lead", &format!("/orders/{order}/cancel"), json!({ "reason": "передумав" })).await.is(200);
    let hint = json!({ "subject": order, "kind": "orders.order", "version": 2 });
    assert_eq!(page.hears().await, std::slice::from_ref(&hint), "no more than that: neither data nor what happened");
    assert_eq!(list.hears().await, [hint]);
    // A page that was told just now looks by itself for a while, and is told no more meanwhile.
    tokio::time::sleep(GAP).await;
    page.drains().await;
    list.drains().await;
    world.post("team-lead", &format!("/orders/{other}/cancel"), json!({ "reason": "передумав" })).await.is(200);
    assert_eq!(list.hears().await[0]["subject"], json!(other));
    page.hears_nothing().await;
    foreign.hears_nothing().await;
    world.settle().await;
    assert_eq!(world.host.sockets_open(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_opens_once_for_the_page_that_got_the_ticket() {
    const ORIGIN: &str = "https://console.example";
    let world = World::start().await;
    let good = ticket(&world, UKRAINIAN, &["orders"], Some(ORIGIN)).await;
    let page = open(&world, &good, Some(ORIGIN)).await.map_err(|status| panic!("{status}")).unwrap();
    assert_eq!(open(&world, &good, Some(ORIGIN)).await.err(), Some(401), "used");
    assert_eq!(open(&world, "", None).await.err(), Some(401));
    for origin in [None, Some("https://evil.example")] {
        let stolen = ticket(&world, UKRAINIAN, &["orders"], Some(ORIGIN)).await;
        assert_eq!(open(&world, &stolen, origin).await.err(), Some(403));
    }
    let token = world.http.post(format!("{}/push/tickets", world.host.url)).json(&json!({ "follow": ["orders"] })).send().await.unwrap();
    assert_eq!(token.status().as_u16(), 401);
    // Whoever is gone is forgotten, whether or not they said so.
    drop(page);
    let deadline = tokio::time::Instant::now() + PATIENCE;
    while world.host.sockets_open() > 0 {
        assert!(tokio::time::Instant::now() < deadline, "never forgotten");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_page_says_is_not_listened_to_and_must_be_short() {
    let world = World::start().await;
    let mut page = follows(&world, UKRAINIAN, &["orders.client"]).await;
    page.socket.send(Message::text("here")).await.unwrap();
    page.socket.send(Message::text("{\"action\":\"follow\",\"follow\":[\"orders\"]}")).await.unwrap();
    world.client("Відділ закупівель", "+380501234567").await;
    assert_eq!(page.hears().await[0]["kind"], "orders.client");
    page.socket.send(Message::text("x".repeat(2_000))).await.unwrap();
    let end = tokio::time::timeout(PATIENCE, page.socket.next()).await.expect("the socket stays open");
    assert!(!matches!(end, Some(Ok(Message::Text(_)))), "{end:?}");
}

/// As the script does it: the console gets the ticket, with the session of whoever is signed in.
#[tokio::test(flavor = "multi_thread")]
async fn the_console_opens_the_way_for_its_own_pages() {
    let world = World::start().await;
    let token = world.token(UKRAINIAN, "manager").await;
    let mut headers = HeaderMap::new();
    headers.insert("cookie", HeaderValue::from_str(&format!("entrepot_session={token}")).unwrap());
    headers.insert("origin", HeaderValue::from_str(&world.host.url).unwrap());
    let page = world.http.get(format!("{}/console/orders", world.host.url)).headers(headers.clone()).send().await.unwrap();
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.ends_with(&format!("connect-src 'self' {}", world.host.url.replacen("http", "ws", 1))), "{policy}");
    assert!(page.text().await.unwrap().contains("data-live-subject=\"orders.order orders.payment\""));
    let asked = world.http.post(format!("{}/console/live/tickets?fragment=1", world.host.url)).headers(headers);
    let answer: Value = asked.form(&[("follow", "orders.order")]).send().await.unwrap().json().await.unwrap();
    let address = answer["url"].as_str().unwrap();
    let ticket = address.split_once("?ticket=").unwrap().1;
    let mut page = open(&world, ticket, Some(&world.host.url)).await.map_err(|status| panic!("{status}")).unwrap();
    let client = world.client("Відділ закупівель", "+380501234567").await;
    let order = world.order(&client, "100.00").await;
    assert_eq!(page.hears().await[0]["subject"], json!(order));
}
