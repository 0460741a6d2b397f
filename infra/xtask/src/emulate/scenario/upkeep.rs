//! What keeps a deployment running.

use entrepot_local::personas::UKRAINIAN;
use reqwest::Method;
use serde_json::{Value, json};

use super::caller::{Caller, created, expect, text};
use crate::Failed;

/// A consumer whose dead letter is made up.
const CONSUMER: &str = "orders.order-list-from-order";
/// Commits after which a snapshot is due.
const COMMITS: u64 = runtime::deliver::SNAPSHOT_EVERY;

impl Caller<'_> {
    /// What a consumer gave up on is parked, seen, and handed to it again.
    pub async fn parks_and_redrives(&self, order: &str) -> Result<(), Failed> {
        let event = json!({
            "specversion": "1.0", "id": format!("{order}/1/0"), "source": "entrepot/orders", "type": "evt.orders.order.created.v1",
            "subject": order, "time": "2026-11-21T00:00:00.000Z", "tenant": UKRAINIAN, "streamkind": "orders.order",
            "streamversion": 1, "streamindex": 0, "correlationid": "00000000-0000-0000-0000-000000000000",
        });
        self.deployment.send(&format!("{CONSUMER}-dead-letters"), &json!({ "detail": event }).to_string())?;
        self.transcript.say(&format!("a message is put into the dead letters of {CONSUMER}"));
        let is_parked = |page: &Value| page["items"][0]["consumer"] == CONSUMER;
        let page = self.until_at("/dead-letters", (UKRAINIAN, "administrator"), "the dead letter is parked", is_parked).await?;
        let letter = text(&page, "/items/0/dead_letter_id")?;
        let path = format!("/dead-letters/{letter}/redrive");
        let manager = self.manager(Method::POST, &path, Some(json!({}))).await?;
        expect("a manager who redrives", manager.status, 403)?;
        let redriven = self.call((UKRAINIAN, "administrator"), Method::POST, &path, Some(json!({}))).await?;
        expect("the redrive", redriven.status, 200)?;
        let is_empty = |page: &Value| page["items"] == json!([]);
        self.until_at("/dead-letters", (UKRAINIAN, "administrator"), "it was handed to its consumer again", is_empty).await.map(|_| ())
    }

    /// A stream that grows gets a snapshot, off the command's path.
    pub async fn writes_snapshots(&self) -> Result<(), Failed> {
        let body = json!({ "name": "Пекарня «Ранок»", "phone": "+380671234567" });
        let client = created(self.manager(Method::POST, "/clients", Some(body)).await?)?;
        self.transcript.say(&format!("the client is revised {} times", COMMITS - 1));
        for revision in 1..COMMITS {
            let body = json!({ "name": format!("Пекарня «Ранок» {revision}"), "phone": "+380671234567" });
            let revised = self.quietly("manager", Method::PUT, &format!("/clients/{client}"), Some(body)).await?;
            expect("the revision", revised.status, 200)?;
        }
        let key = format!("T#{UKRAINIAN}#orders.client#{client}");
        self.eventually("a snapshot is written", || self.deployment.has_item(&key, &format!("{COMMITS:010}#S"))).await?;
        let last = json!(format!("Пекарня «Ранок» {}", COMMITS - 1));
        let shows = |page: &Value| page["name"] == last;
        self.until_at(&format!("/clients/{client}"), (UKRAINIAN, "manager"), "and the client is loaded from it", shows).await.map(|_| ())
    }

    /// A view is made anew while it serves.
    pub async fn rebuilds_a_view(&self, order: &str) -> Result<(), Failed> {
        let listed = |page: &Value| page["items"].as_array().is_some_and(|items| items.iter().any(|item| item["order_id"] == order));
        self.until_at("/orders", (UKRAINIAN, "manager"), "the list shows the order", listed).await?;
        let payload = json!({ "tenant": UKRAINIAN, "view": "order-list" }).to_string();
        self.transcript.say("platform.rebuild-view makes the list of orders anew");
        self.deployment.invoke("platform.rebuild-view", &payload)?;
        self.until_at("/orders", (UKRAINIAN, "manager"), "the list shows the order", listed).await.map(|_| ())
    }

    /// The console answers and sends whoever has not signed in to the issuer.
    pub async fn sees_the_console(&self) -> Result<(), Failed> {
        let url = format!("{}/console", self.deployment.api("ConsoleUrl")?);
        let answer = self.http.get(url).send().await.map_err(Failed::to("call the console"))?;
        let (status, location) =
            (answer.status(), answer.headers().get("location").and_then(|to| to.to_str().ok()).unwrap_or_default().to_owned());
        let page = answer.text().await.unwrap_or_default();
        self.transcript.say(&format!("GET /console: {status} {location}, {} bytes", page.len()));
        if status.is_success() || status.is_redirection() { Ok(()) } else { Err(Failed::new(format!("the console: {status} {page}"))) }
    }
}
