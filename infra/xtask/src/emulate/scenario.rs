//! An order, from creation to delivered and paid, through the deployed functions alone.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

use entrepot_local::personas::{RUSSIAN, UKRAINIAN};
use nova_poshta_simulator as nova_poshta;
use privatbank_simulator as privatbank;
use reqwest::Method;
use serde_json::{Value, json};

use super::deployment::Deployment;
use super::outside::{Outside, WEBHOOK_SECRET};
use super::transcript::Transcript;
use crate::Failed;

/// How long anything may take until it shows: queues, cold functions, a busy machine.
const PATIENCE: Duration = Duration::from_secs(25);
const LOOK: Duration = Duration::from_millis(250);

struct Caller<'a> {
    http: reqwest::Client,
    orders: String,
    platform: String,
    outside: &'a Outside,
    transcript: &'a Transcript,
}

struct Answer {
    status: u16,
    replayed: bool,
    body: Value,
}

/// Drives it and tells what it saw.
pub async fn run(deployment: &Deployment<'_>, outside: &Outside, transcript: &Transcript) -> Result<(), Failed> {
    let http = reqwest::Client::new();
    let caller = Caller { http, orders: deployment.api("OrdersUrl")?, platform: deployment.api("PlatformUrl")?, outside, transcript };
    caller.strangers_stay_out().await?;
    let (order, number) = caller.makes_an_order().await?;
    let waybill = caller.gets_a_waybill(&order).await?;
    caller.follows_the_parcel(deployment, &order, &waybill).await?;
    caller.gets_its_money(deployment, &order, &number).await?;
    caller.nothing_was_lost(deployment, &order).await
}

impl Caller<'_> {
    async fn call(&self, who: (&str, &str), method: Method, path: &str, body: Option<Value>) -> Result<Answer, Failed> {
        let base = if path.starts_with("/dead-letters") { &self.platform } else { &self.orders };
        let mut request = self.http.request(method.clone(), format!("{base}{path}"));
        request = request.bearer_auth(self.outside.token(who.0, who.1)?);
        if let Some(body) = &body {
            // The same body gets the same key: a repeated call must change nothing.
            request = request.header("idempotency-key", key(path, body)).json(body);
        }
        let answer = request.send().await.map_err(Failed::to(format!("call {path}")))?;
        let (status, replayed) = (answer.status().as_u16(), answer.headers().contains_key("idempotency-replayed"));
        let body = answer.json().await.unwrap_or_default();
        if method != Method::GET {
            self.transcript.say(&format!("{method} {path} as {}: {status}{}", who.1, if replayed { ", again" } else { "" }));
        }
        Ok(Answer { status, replayed, body })
    }

    async fn manager(&self, method: Method, path: &str, body: Option<Value>) -> Result<Answer, Failed> {
        self.call((UKRAINIAN, "manager"), method, path, body).await
    }

    async fn strangers_stay_out(&self) -> Result<(), Failed> {
        let nobody = self.http.get(format!("{}/orders", self.orders)).send().await.map_err(Failed::to("call /orders"))?;
        expect("a call without a token", nobody.status().as_u16(), 401)?;
        let forged = self.http.get(format!("{}/orders", self.orders)).bearer_auth("a.b.c").send().await.map_err(Failed::to("call /orders"))?;
        expect("a forged token", forged.status().as_u16(), 401)?;
        let unsigned = self.http.post(format!("{}/webhooks/{UKRAINIAN}/nova-poshta", self.orders)).json(&json!({})).send().await;
        expect("an unsigned webhook", unsigned.map_err(Failed::to("call a webhook"))?.status().as_u16(), 401)?;
        self.transcript.say("no token, a forged token and an unsigned webhook: 401");
        Ok(())
    }

    async fn makes_an_order(&self) -> Result<(String, String), Failed> {
        let client = json!({ "name": "Відділ закупівель", "phone": "+380501234567" });
        let client = created(self.manager(Method::POST, "/clients", Some(client)).await?)?;
        let items = json!([{ "sku": "MLN-25", "name": "Жорна 25 см", "quantity": "2", "price": { "amount": "750.25", "currency": "UAH" } }]);
        let body = json!({ "client_id": client, "items": items });
        let order = created(self.manager(Method::POST, "/orders", Some(body.clone())).await?)?;
        let again = self.manager(Method::POST, "/orders", Some(body)).await?;
        if !again.replayed || created(again)? != order {
            return Err(Failed::new("the repeated creation made another order"));
        }
        let other = self.call((RUSSIAN, "manager"), Method::GET, &format!("/orders/{order}"), None).await?;
        expect("another tenant asking for the order", other.status, 404)?;
        let page = self.page(&order).await?;
        let number = text(&page, "/number")?;
        self.transcript.say(&format!("order {number} of {} is {}", text(&page, "/total/amount")?, text(&page, "/status")?));
        Ok((order, number))
    }

    async fn gets_a_waybill(&self, order: &str) -> Result<String, Failed> {
        let body = json!({
            "carrier": "nova-poshta", "recipient_name": "Відділ закупівель", "recipient_phone": "+380501234567",
            "city": "Полтава", "warehouse": "1", "weight_grams": 2_500,
        });
        let wanted = self.manager(Method::POST, &format!("/orders/{order}/waybill"), Some(body)).await?;
        expect("the waybill's request", wanted.status, 200)?;
        let page = self.until(order, "SHIPPING_CREATED", |page| page["status"] == "SHIPPING_CREATED").await?;
        text(&page, "/consignments/0/waybill")
    }

    /// Half of the way by webhooks, the rest by asking.
    async fn follows_the_parcel(&self, deployment: &Deployment<'_>, order: &str, waybill: &str) -> Result<(), Failed> {
        let carrier = &self.outside.nova_poshta;
        let webhook = format!("{}/webhooks/{UKRAINIAN}/nova-poshta", self.orders);
        carrier.set_webhook(Some(nova_poshta::Webhook::new(webhook, WEBHOOK_SECRET)));
        for _ in 0..3 {
            carrier.advance(waybill);
        }
        self.transcript.say("the carrier pushes three steps, signed");
        self.until(order, "SHIPPED", |page| page["status"] == "SHIPPED").await?;
        carrier.set_webhook(None);
        while carrier.advance(waybill).is_some() {}
        self.transcript.say("the parcel goes on to its end and nobody pushes; orders.poll-tracking is run");
        deployment.invoke("orders.poll-tracking")?;
        self.until(order, "DELIVERED", |page| page["status"] == "DELIVERED").await.map(|_| ())
    }

    /// Half of the money by webhook, the rest by asking.
    async fn gets_its_money(&self, deployment: &Deployment<'_>, order: &str, number: &str) -> Result<(), Failed> {
        let bank = &self.outside.privatbank;
        bank.set_webhook(Some(privatbank::Webhook::new(format!("{}/webhooks/{UKRAINIAN}/privatbank", self.orders), WEBHOOK_SECRET)));
        self.pays("500.00", number)?;
        self.transcript.say("the customer pays 500.00 and the bank pushes it, signed");
        self.until(order, "half paid", |page| page["debt"]["amount"] == "1000.50").await?;
        bank.set_webhook(None);
        self.pays("1000.50", number)?;
        self.transcript.say("the customer pays the rest and nobody pushes; orders.poll-statements is run");
        deployment.invoke("orders.poll-statements")?;
        self.until(order, "PAID", |page| page["badge"] == "PAID" && page["status"] == "DELIVERED").await.map(|_| ())
    }

    fn pays(&self, amount: &str, number: &str) -> Result<(), Failed> {
        let payment = privatbank::NewTransaction {
            amount: amount.to_owned(),
            purpose: format!("Оплата за замовлення {number}, без ПДВ"),
            payer_name: "Відділ закупівель".to_owned(),
            ..privatbank::NewTransaction::default()
        };
        self.outside.privatbank.inject(&payment).map(|_| ()).map_err(Failed::to("pay"))
    }

    async fn nothing_was_lost(&self, deployment: &Deployment<'_>, order: &str) -> Result<(), Failed> {
        deployment.invoke("orders.poll-statements")?;
        let page = self.page(order).await?;
        let allocations = page["allocations"].as_array().map_or(0, Vec::len);
        if allocations != 2 || page["surplus"]["amount"] != "0.00" {
            return Err(Failed::new(format!("two payments were matched {allocations} times: {page:#}")));
        }
        let letters = self.call((UKRAINIAN, "administrator"), Method::GET, "/dead-letters", None).await?;
        expect("the list of dead letters", letters.status, 200)?;
        if letters.body["items"].as_array().is_some_and(|items| !items.is_empty()) {
            return Err(Failed::new(format!("there are dead letters: {:#}", letters.body)));
        }
        self.transcript.say("told twice, the payments count once; there are no dead letters");
        Ok(())
    }

    async fn page(&self, order: &str) -> Result<Value, Failed> {
        let answer = self.manager(Method::GET, &format!("/orders/{order}"), None).await?;
        expect("the order's page", answer.status, 200)?;
        Ok(answer.body)
    }

    async fn until(&self, order: &str, what: &str, shows: impl Fn(&Value) -> bool) -> Result<Value, Failed> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let page = self.page(order).await?;
            if shows(&page) {
                self.transcript.say(&format!("the order is {what}"));
                return Ok(page);
            }
            if tokio::time::Instant::now() > deadline {
                return Err(Failed::new(format!("the order never was {what}: {page:#}")));
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

fn key(path: &str, body: &Value) -> String {
    let mut hasher = DefaultHasher::new();
    (path, body.to_string()).hash(&mut hasher);
    format!("emulate-{:x}", hasher.finish())
}

fn expect(what: &str, found: u16, wanted: u16) -> Result<(), Failed> {
    if found == wanted { Ok(()) } else { Err(Failed::new(format!("{what}: {found} instead of {wanted}"))) }
}

fn created(answer: Answer) -> Result<String, Failed> {
    expect("the creation", answer.status, 201).map_err(|failed| Failed::new(format!("{failed}: {:#}", answer.body)))?;
    text(&answer.body, "/id")
}

fn text(value: &Value, pointer: &str) -> Result<String, Failed> {
    let found = value.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    found.ok_or_else(|| Failed::new(format!("no {pointer} in {value:#}")))
}
