//! Thirty orders under an estimate of a thousand lines: judged to the kopeck, decided in the task
//! system, bridged through its outage, and two approvals revoked by a plan change.

use elma_simulator::{Deed, Webhook};
use entrepot_local::demonstration::{margins, people};
use entrepot_local::personas::{RUSSIAN, subject};
use reqwest::Method;
use runtime::ports::Clock as _;
use serde_json::{Value, json};
use simulator_support::fault::{Fault, FaultKind};

use super::super::outside::WEBHOOK_SECRET;
use super::caller::{Caller, created, expect, text};
use crate::Failed;

const ORDERS: &str = "/profitability/shipments?limit=100";
const CHANNEL: &str = "/approvals/channel";
/// More failures than any retry has tries.
const ALL_CALLS: u32 = 100_000;

/// An order in the list of orders.
fn of(page: &Value, place: usize) -> Option<&Value> {
    page["items"].as_array()?.iter().find(|order| order["number"] == margins::number(place))
}

fn stands(page: &Value, place: usize, status: &str, level: &str) -> bool {
    of(page, place).is_some_and(|order| order["status"] == status && order["level"] == level)
}

/// Whether all thirty show what was worked out by hand, and wait or not as their level says.
fn all_are_right(page: &Value) -> bool {
    (1..).zip(margins::FIGURES).all(|(place, (deviation, total, shortfall, level))| {
        let figures = of(page, place).map(|order| &order["summary"]);
        let status = if level == "auto" { "approved" } else { "pending-approval" };
        figures.is_some_and(|figures| {
            figures["deviation"] == deviation && figures["total"]["amount"] == total && figures["shortfall"]["amount"] == shortfall
        }) && stands(page, place, status, level)
    })
}

impl Caller<'_> {
    /// From the estimate to the revoked approvals.
    pub async fn keeps_its_margins(&self) -> Result<(), Failed> {
        let today = entrepot_aws::SystemClock.now().day_in(chrono_tz::Europe::Moscow);
        self.enters(RUSSIAN, people::addresses()).await?;
        self.enters(RUSSIAN, margins::founded(today)).await?;
        for (place, order) in (1..).zip(margins::ORDERS) {
            self.enters(RUSSIAN, vec![margins::draft(place, order), margins::submit(place)]).await?;
        }
        let manager = (RUSSIAN, "manager");
        self.until_at(ORDERS, manager, "thirty orders are judged to the kopeck, ten pass by themselves", all_are_right).await?;
        self.decides_outside().await?;
        self.approves(14, "unit-head").await?;
        self.until_at(ORDERS, manager, "the head of the unit approved", |page| stands(page, 14, "approved", "rbu")).await?;
        self.bridges_an_outage().await?;
        self.records_an_emergency().await?;
        self.tells_the_approvers().await?;
        self.revokes_two_approvals().await
    }

    async fn process(&self, place: usize) -> Result<String, Failed> {
        let path = format!("/profitability/shipments/{}", margins::shipment(place));
        text(&self.call((RUSSIAN, "manager"), Method::GET, &path, None).await?.body, "/process")
    }

    async fn approves(&self, place: usize, persona: &str) -> Result<(), Failed> {
        let path = format!("/approvals/processes/{}/approve", self.process(place).await?);
        let answer = self.call((RUSSIAN, persona), Method::POST, &path, Some(json!({ "branch": 1 }))).await?;
        expect("the approval", answer.status, 200)
    }

    /// Somebody decides in the task system, whose script tells twice.
    async fn decides_outside(&self) -> Result<(), Failed> {
        let elma = &self.outside.elma;
        let task = format!("{}/1/1", self.process(12).await?);
        let known = || elma.tasks().iter().any(|found| found["approval_key"] == task);
        self.eventually("the task system was told of the order at 5.00 points", || Ok(known())).await?;
        let webhook = format!("{}/webhooks/{RUSSIAN}/elma", self.deployment.api("ApprovalsUrl")?);
        elma.set_webhook(Some(Webhook::new(webhook, WEBHOOK_SECRET)));
        let deed = Deed { task, user: None, decision: "approved".to_owned(), comment: None };
        if !(elma.decide(&deed) && elma.decide(&deed)) {
            return Err(Failed::new("the task system does not know its task"));
        }
        let what = "a decision in the task system, pushed twice and signed, approved the order";
        self.until_at(ORDERS, (RUSSIAN, "manager"), what, |page| stands(page, 12, "approved", "rbu")).await.map(|_| ())
    }

    /// Looks after the channel until it shows something.
    async fn tends_until(&self, what: &str, shows: impl Fn(&Value) -> bool) -> Result<(), Failed> {
        let deadline = tokio::time::Instant::now() + super::caller::PATIENCE;
        loop {
            self.deployment.invoke("approvals.tend-channel-every-minute", "{}")?;
            let page = self.call((RUSSIAN, "unit-head"), Method::GET, CHANNEL, None).await?.body;
            if shows(&page) {
                self.transcript.say(what);
                return Ok(());
            }
            if tokio::time::Instant::now() > deadline {
                return Err(Failed::new(format!("never came: {what}: {page:#}")));
            }
            tokio::time::sleep(super::caller::LOOK).await;
        }
    }

    async fn bridges_an_outage(&self) -> Result<(), Failed> {
        let (elma, manager) = (&self.outside.elma, (RUSSIAN, "manager"));
        elma.faults().add(Fault::new(FaultKind::Http500, ALL_CALLS));
        let [first, second, third] = margins::LATE;
        for (place, order) in [first, second] {
            self.enters(RUSSIAN, vec![margins::draft(place, order), margins::submit(place)]).await?;
        }
        self.tends_until("the task system is out, the fallback mode holds", |channel| channel["fallback_since"].is_string()).await?;
        self.enters(RUSSIAN, vec![margins::draft(third.0, third.1), margins::submit(third.0)]).await?;
        let passed = |page: &Value| of(page, 33).is_some_and(|order| order["approved_by"] == "fallback");
        self.until_at(ORDERS, manager, "5.00 points pass in fallback mode, 10.00 wait", |page| {
            passed(page) && stands(page, 32, "pending-approval", "rbu")
        })
        .await?;
        elma.faults().clear();
        self.tends_until("it answers again, and everything that waited went out", |channel| {
            channel["circuit"]["circuit"] == "closed" && channel["waiting_count"] == 0
        })
        .await
    }

    /// Somebody said yes by telephone, and confirms it afterwards.
    async fn records_an_emergency(&self) -> Result<(), Failed> {
        let body = json!({
            "process_id": self.process(22).await?, "authorised": subject("commercial-director", RUSSIAN), "channel": "phone",
            "ground": "client-letter", "proof": "Письмо клиента № 417 от сегодняшнего числа, приложено к заказу",
            "obtained_at": entrepot_aws::SystemClock.now(),
        });
        let emergency = created(self.call((RUSSIAN, "manager"), Method::POST, "/approvals/emergencies", Some(body)).await?)?;
        let path = format!("/approvals/emergencies/{emergency}/confirm");
        let confirmed = self.call((RUSSIAN, "commercial-director"), Method::POST, &path, Some(json!({}))).await?;
        expect("the confirmation", confirmed.status, 200)?;
        let passed = |page: &Value| of(page, 22).is_some_and(|order| order["approved_by"] == "emergency");
        self.until_at(ORDERS, (RUSSIAN, "manager"), "an emergency approved the order and is confirmed", passed).await.map(|_| ())
    }

    /// Telegram and the mail server have what they were sent.
    async fn tells_the_approvers(&self) -> Result<(), Failed> {
        let sent = |page: &Value| page["items"].as_array().is_some_and(|items| items.iter().any(|notice| notice["status"] == "sent"));
        self.until_at("/notices", (RUSSIAN, "administrator"), "notices are sent", sent).await?;
        // Only ten an hour are told one by one, so any order will do.
        let names = |text: &str| (11..=30).any(|place| text.contains(&margins::number(place)));
        self.eventually("approvers were told by Telegram", || {
            Ok(self.outside.telegram.messages().iter().any(|message| names(&message.text)))
        })
        .await?;
        self.eventually("and by e-mail", || Ok(self.outside.mail.letters().iter().any(|letter| names(&letter.subject)))).await
    }

    /// Everything that is approved leaves, but for the orders at 5.00 and 10.00 points.
    async fn revokes_two_approvals(&self) -> Result<(), Failed> {
        let manager = (RUSSIAN, "manager");
        let page = self.call(manager, Method::GET, ORDERS, None).await?.body;
        let kept = [12, 14].map(|place| Value::from(margins::number(place)));
        for order in page["items"].as_array().into_iter().flatten() {
            if order["status"] == "approved" && !kept.contains(&order["number"]) {
                let path = format!("/profitability/shipments/{}/hand-over", text(order, "/shipment_id")?);
                let answer = self.call(manager, Method::POST, &path, Some(json!({ "reference": "WMS-1" }))).await?;
                expect("the hand-over", answer.status, 200)?;
            }
        }
        let path = format!("/profitability/estimates/{}/plan", margins::estimate());
        let body = json!({ "plan": 3_600, "old_plan": 2_500, "reason": "Подорожала доставка" });
        expect("the plan change", self.call((RUSSIAN, "team-lead"), Method::POST, &path, Some(body)).await?.status, 200)?;
        self.until_at(ORDERS, manager, "a plan change revoked two approvals", |page| {
            stands(page, 12, "pending-approval", "dp") && stands(page, 14, "pending-approval", "dp")
        })
        .await
        .map(|_| ())
    }
}
