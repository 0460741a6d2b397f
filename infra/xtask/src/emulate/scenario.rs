//! An order, from creation to delivered, paid and booked, through the deployed functions alone;
//! a month of a group of companies; thirty orders judged and approved; then what keeps a deployment running: dead letters, snapshots, rebuilding a view.

mod books;
mod caller;
mod customs;
mod margins;
mod push;
mod upkeep;

use entrepot_local::personas::{RUSSIAN, UKRAINIAN};
use nova_poshta_simulator as nova_poshta;
use privatbank_simulator as privatbank;
use reqwest::Method;
use serde_json::json;

use super::deployment::Deployment;
use super::outside::{Outside, WEBHOOK_SECRET};
use super::transcript::Transcript;
use crate::Failed;
use caller::{Caller, created, expect, text};

/// Drives it and tells what it saw.
pub async fn run(deployment: &Deployment<'_>, outside: &Outside, transcript: &Transcript) -> Result<(), Failed> {
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().map_err(Failed::to("make a client"))?;
    let orders = deployment.api("OrdersUrl")?;
    let caller = Caller { http, orders, deployment, outside, transcript };
    caller.strangers_stay_out().await?;
    caller.hears_of_its_own_changes().await?;
    caller.opens_its_books().await?;
    let (order, number) = caller.makes_an_order().await?;
    let waybill = caller.gets_a_waybill(&order).await?;
    caller.follows_the_parcel(&order, &waybill).await?;
    caller.gets_its_money(&order, &number).await?;
    caller.nothing_counts_twice(&order).await?;
    transcript.say("the order is delivered and paid");
    caller.finds_the_order_in_the_ledger().await?;
    caller.trades_as_a_group().await?;
    caller.keeps_its_margins().await?;
    caller.clears_customs().await?;
    caller.parks_and_redrives(&order).await?;
    caller.writes_snapshots().await?;
    caller.rebuilds_a_view(&order).await?;
    caller.sees_the_console().await?;
    deployment.nobody_was_denied()?;
    transcript.say("no role lacked a right");
    Ok(())
}

impl Caller<'_> {
    async fn strangers_stay_out(&self) -> Result<(), Failed> {
        let nobody = self.http.get(format!("{}/orders", self.orders)).send().await.map_err(Failed::to("call /orders"))?;
        expect("a call without a token", nobody.status().as_u16(), 401)?;
        let forged =
            self.http.get(format!("{}/orders", self.orders)).bearer_auth("a.b.c").send().await.map_err(Failed::to("call /orders"))?;
        expect("a forged token", forged.status().as_u16(), 401)?;
        let unsigned = self.http.post(format!("{}/webhooks/{UKRAINIAN}/nova-poshta", self.orders)).json(&json!({})).send().await;
        expect("an unsigned webhook", unsigned.map_err(Failed::to("call a webhook"))?.status().as_u16(), 401)?;
        self.transcript.say("no token, a forged token and an unsigned webhook: 401");
        Ok(())
    }

    async fn makes_an_order(&self) -> Result<(String, String), Failed> {
        let client = json!({ "name": "Відділ закупівель", "phone": "+380501234567" });
        let client = created(self.manager(Method::POST, "/clients", Some(client)).await?)?;
        let items =
            json!([{ "sku": "MLN-25", "name": "Жорна 25 см", "quantity": "2", "price": { "amount": "750.25", "currency": "UAH" } }]);
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
        let page = self.until(order, "the order is SHIPPING_CREATED", |page| page["status"] == "SHIPPING_CREATED").await?;
        text(&page, "/consignments/0/waybill")
    }

    /// Half of the way by webhooks, the rest by asking.
    async fn follows_the_parcel(&self, order: &str, waybill: &str) -> Result<(), Failed> {
        let carrier = &self.outside.nova_poshta;
        let webhook = format!("{}/webhooks/{UKRAINIAN}/nova-poshta", self.orders);
        carrier.set_webhook(Some(nova_poshta::Webhook::new(webhook, WEBHOOK_SECRET)));
        for _ in 0..3 {
            carrier.advance(waybill);
        }
        self.transcript.say("the carrier pushes three steps, signed");
        self.until(order, "the order is SHIPPED", |page| page["status"] == "SHIPPED").await?;
        carrier.set_webhook(None);
        while carrier.advance(waybill).is_some() {}
        self.transcript.say("the parcel goes on to its end and nobody pushes; orders.poll-tracking is run");
        self.deployment.invoke("orders.poll-tracking", "{}")?;
        self.until(order, "the order is DELIVERED", |page| page["status"] == "DELIVERED").await.map(|_| ())
    }

    /// Half of the money by webhook, the rest by asking.
    async fn gets_its_money(&self, order: &str, number: &str) -> Result<(), Failed> {
        let bank = &self.outside.privatbank;
        bank.set_webhook(Some(privatbank::Webhook::new(format!("{}/webhooks/{UKRAINIAN}/privatbank", self.orders), WEBHOOK_SECRET)));
        self.pays("500.00", number)?;
        self.transcript.say("the customer pays 500.00 and the bank pushes it, signed");
        self.until(order, "the order is half paid", |page| page["debt"]["amount"] == "1000.50").await?;
        bank.set_webhook(None);
        self.pays("1000.50", number)?;
        self.transcript.say("the customer pays the rest and nobody pushes; orders.poll-statements is run");
        self.deployment.invoke("orders.poll-statements", "{}")?;
        self.until(order, "the order is PAID", |page| page["badge"] == "PAID" && page["status"] == "DELIVERED").await.map(|_| ())
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

    async fn nothing_counts_twice(&self, order: &str) -> Result<(), Failed> {
        self.deployment.invoke("orders.poll-statements", "{}")?;
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
}
