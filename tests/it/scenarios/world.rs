//! A running host and somebody who calls it.

use std::time::Duration;

use entrepot_local::demonstration::group::Entered;
use entrepot_local::host::{Config, Host};
use entrepot_local::personas::UKRAINIAN;
use reqwest::{Method, StatusCode};
use runtime::tick;
use serde_json::{Value, json};

/// How long anything in a test may take; a failing test ends, a slow machine does not fail.
pub const PATIENCE: Duration = Duration::from_secs(180);

/// A running host and somebody who calls it.
pub struct World {
    pub host: Host,
    pub http: reqwest::Client,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub etag: Option<String>,
    pub content_type: String,
    pub replayed: bool,
    pub body: Value,
}

impl Answer {
    #[track_caller]
    pub fn is(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{:#}", self.body);
        self.body
    }

    /// A problem document with this status and code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!((self.status.as_u16(), self.body["code"].as_str()), (status, Some(code)), "{:#}", self.body);
        assert_eq!(self.content_type, "application/problem+json");
        assert!(self.body["title"].is_string() && self.body["instance"].as_str().is_some_and(|id| id.starts_with("urn:uuid:")));
        self.body
    }
}

impl World {
    /// Nothing moves by itself: tests tick the clock and step the parcels.
    pub async fn start() -> Self {
        Self::with(Config::test()).await
    }

    /// Simulators push as well.
    pub async fn pushing() -> Self {
        Self::with(Config { push: true, ..Config::test() }).await
    }

    pub async fn with(config: Config) -> Self {
        let host = Host::start(config).await.unwrap_or_else(|fault| panic!("{}", fault.chain()));
        Self { host, http: reqwest::Client::new() }
    }

    pub async fn token(&self, tenant: &str, persona: &str) -> String {
        let body = json!({ "tenant": tenant, "persona": persona });
        let answer = self.http.post(format!("{}/dev/token", self.host.url)).json(&body).send().await.unwrap();
        let answer: Value = answer.json().await.unwrap();
        answer["access_token"].as_str().unwrap().to_owned()
    }

    pub async fn call(&self, persona: &str, method: Method, path: &str, body: Option<Value>, headers: &[(&str, &str)]) -> Answer {
        self.call_in(UKRAINIAN, persona, method, path, body, headers).await
    }

    pub async fn call_in(
        &self,
        tenant: &str,
        persona: &str,
        method: Method,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let token = self.token(tenant, persona).await;
        let mut request = self.http.request(method, format!("{}{path}", self.host.url)).bearer_auth(token);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        Self::read(request.send().await.unwrap()).await
    }

    /// Somebody of a tenant types something of the demonstration, and it is accepted.
    pub async fn enter(&self, tenant: &str, entered: Entered) {
        let route = self.host.engine.command(entered.command).unwrap().spec().route.unwrap();
        let (path, body) = entered.request(route);
        let method = Method::from_bytes(route.method.name().as_bytes()).unwrap();
        let answer = self.call_in(tenant, entered.role.name(), method, &path, Some(body), &[("If-Match", "*")]).await;
        assert!(answer.status.is_success(), "{}: {:#}", entered.key, answer.body);
    }

    pub async fn read(response: reqwest::Response) -> Answer {
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let (status, etag) = (response.status(), header("etag"));
        let content_type = header("content-type").unwrap_or_default();
        let replayed = header("idempotency-replayed").is_some();
        let body = response.json().await.unwrap_or(Value::Null);
        Answer { status, etag, content_type, replayed, body }
    }

    pub async fn post(&self, persona: &str, path: &str, body: Value) -> Answer {
        self.call(persona, Method::POST, path, Some(body), &[]).await
    }

    pub async fn get(&self, persona: &str, path: &str) -> Answer {
        self.call(persona, Method::GET, path, None, &[]).await
    }

    /// A client with the sample telephone; the id.
    pub async fn client(&self, name: &str, phone: &str) -> String {
        let body = json!({ "name": name, "phone": phone });
        self.post("manager", "/clients", body).await.is(201)["id"].as_str().unwrap().to_owned()
    }

    /// An order of one line; the id.
    pub async fn order(&self, client: &str, price: &str) -> String {
        let items = json!([{ "sku": "MLN-25", "name": "Жорна 25 см", "quantity": "1", "price": { "amount": price, "currency": "UAH" } }]);
        let body = json!({ "client_id": client, "items": items });
        self.post("manager", "/orders", body).await.is(201)["id"].as_str().unwrap().to_owned()
    }

    pub async fn order_page(&self, order: &str) -> Value {
        self.get("manager", &format!("/orders/{order}")).await.is(200)
    }

    /// Wants a waybill and waits until the carrier made it; its number.
    pub async fn waybill(&self, order: &str) -> String {
        let body = json!({
            "carrier": "nova-poshta", "recipient_name": "Відділ закупівель", "recipient_phone": "+380501234567",
            "city": "Полтава", "warehouse": "1", "weight_grams": 2_500,
        });
        self.post("manager", &format!("/orders/{order}/waybill"), body).await.is(200);
        let page = self.until(order, |page| page["status"] == "SHIPPING_CREATED").await;
        page["consignments"][0]["waybill"].as_str().unwrap().to_owned()
    }

    /// Waits until an order's page shows something.
    pub async fn until(&self, order: &str, shows: impl Fn(&Value) -> bool) -> Value {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let page = self.order_page(order).await;
            if shows(&page) {
                return page;
            }
            assert!(tokio::time::Instant::now() < deadline, "never happened: {page:#}");
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }

    /// Runs a schedule now, and waits until its effects have reached every view.
    pub async fn tick(&self, name: &str) {
        // What is due is found in views.
        self.settle().await;
        let schedules = self.host.engine.catalogues.iter().flat_map(|catalogue| catalogue.schedules.iter());
        let schedule = schedules.copied().find(|schedule| schedule.spec().name == name).unwrap_or_else(|| panic!("no schedule {name}"));
        tick::tick(&self.host.engine, schedule).await.unwrap_or_else(|fault| panic!("{}", fault.chain()));
        self.settle().await;
    }

    /// Waits until everything has reached every view and every reaction is done.
    pub async fn settle(&self) {
        assert!(self.host.settle(PATIENCE).await, "deliveries never end");
    }

    /// A customer pays; the transaction's id at the bank.
    pub fn pay(&self, amount: &str, purpose: &str, payer: &str) -> String {
        let transaction = privatbank_simulator::NewTransaction {
            amount: amount.to_owned(),
            purpose: purpose.to_owned(),
            payer_name: payer.to_owned(),
            ..privatbank_simulator::NewTransaction::default()
        };
        self.host.privatbank.inject(&transaction).unwrap()
    }
}
