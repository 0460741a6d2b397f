//! Somebody who calls the deployed APIs.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

use entrepot_local::personas::UKRAINIAN;
use reqwest::Method;
use serde_json::Value;

use super::super::deployment::Deployment;
use super::super::outside::Outside;
use super::super::transcript::Transcript;
use crate::Failed;

/// How long anything may take until it shows: queues, cold functions, a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(120);
/// How often it is looked.
pub const LOOK: Duration = Duration::from_millis(250);

/// Somebody who calls, and everything around the call.
pub struct Caller<'a> {
    pub http: reqwest::Client,
    pub orders: String,
    pub deployment: &'a Deployment<'a>,
    pub outside: &'a Outside,
    pub transcript: &'a Transcript,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub replayed: bool,
    pub body: Value,
}

impl Caller<'_> {
    /// Calls as a persona of a tenant.
    pub async fn call(&self, who: (&str, &str), method: Method, path: &str, body: Option<Value>) -> Result<Answer, Failed> {
        let answer = self.send(who, &method, path, body).await?;
        if method != Method::GET {
            let again = if answer.replayed { ", again" } else { "" };
            self.transcript.say(&format!("{method} {path} as {}: {}{again}", who.1, answer.status));
        }
        Ok(answer)
    }

    /// Calls without a line in the transcript.
    pub async fn quietly(&self, persona: &str, method: Method, path: &str, body: Option<Value>) -> Result<Answer, Failed> {
        self.send((UKRAINIAN, persona), &method, path, body).await
    }

    async fn send(&self, who: (&str, &str), method: &Method, path: &str, body: Option<Value>) -> Result<Answer, Failed> {
        let base = match path.split(['/', '?']).nth(1) {
            Some("dead-letters" | "push") => self.deployment.api("PlatformUrl")?,
            Some("approvals") => self.deployment.api("ApprovalsUrl")?,
            Some("commerce") => self.deployment.api("CommerceUrl")?,
            Some("customs") => self.deployment.api("CustomsUrl")?,
            Some("ledger") => self.deployment.api("LedgerUrl")?,
            Some("notices") => self.deployment.api("NoticesUrl")?,
            Some("profitability") => self.deployment.api("ProfitabilityUrl")?,
            _ => self.orders.clone(),
        };
        let mut request = self.http.request(method.clone(), format!("{base}{path}"));
        request = request.bearer_auth(self.outside.token(who.0, who.1)?);
        if let Some(body) = &body {
            // The same body gets the same key: a repeated call must change nothing.
            // Nobody else types here, so whatever version is there is the one that was seen.
            request = request.header("idempotency-key", key(path, body)).header("if-match", "*").json(body);
        }
        let answer = request.send().await.map_err(Failed::to(format!("call {path}")))?;
        let (status, replayed) = (answer.status().as_u16(), answer.headers().contains_key("idempotency-replayed"));
        Ok(Answer { status, replayed, body: answer.json().await.unwrap_or_default() })
    }

    /// Waits until something holds.
    pub async fn eventually(&self, what: &str, holds: impl Fn() -> Result<bool, Failed>) -> Result<(), Failed> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while !holds()? {
            if tokio::time::Instant::now() > deadline {
                return Err(Failed::new(format!("never came: {what}")));
            }
            tokio::time::sleep(LOOK).await;
        }
        self.transcript.say(what);
        Ok(())
    }

    /// Calls as a manager of the tenant that has everything.
    pub async fn manager(&self, method: Method, path: &str, body: Option<Value>) -> Result<Answer, Failed> {
        self.call((UKRAINIAN, "manager"), method, path, body).await
    }

    /// An order, as its page shows it.
    pub async fn page(&self, order: &str) -> Result<Value, Failed> {
        let answer = self.manager(Method::GET, &format!("/orders/{order}"), None).await?;
        expect("the order's page", answer.status, 200)?;
        Ok(answer.body)
    }

    /// Waits until an order's page shows something.
    pub async fn until(&self, order: &str, what: &str, shows: impl Fn(&Value) -> bool) -> Result<Value, Failed> {
        self.until_at(&format!("/orders/{order}"), (UKRAINIAN, "manager"), what, shows).await
    }

    /// Waits until an answer shows something.
    pub async fn until_at(&self, path: &str, who: (&str, &str), what: &str, shows: impl Fn(&Value) -> bool) -> Result<Value, Failed> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let answer = self.call(who, Method::GET, path, None).await?;
            expect(path, answer.status, 200)?;
            let page = answer.body;
            if shows(&page) {
                self.transcript.say(what);
                return Ok(page);
            }
            if tokio::time::Instant::now() > deadline {
                return Err(Failed::new(format!("never came: {what}: {page:#}")));
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

/// A status that must be.
pub fn expect(what: &str, found: u16, wanted: u16) -> Result<(), Failed> {
    if found == wanted { Ok(()) } else { Err(Failed::new(format!("{what}: {found} instead of {wanted}"))) }
}

/// The id of what was created.
pub fn created(answer: Answer) -> Result<String, Failed> {
    expect("the creation", answer.status, 201).map_err(|failed| Failed::new(format!("{failed}: {:#}", answer.body)))?;
    text(&answer.body, "/id")
}

/// A text inside an answer.
pub fn text(value: &Value, pointer: &str) -> Result<String, Failed> {
    let found = value.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    found.ok_or_else(|| Failed::new(format!("no {pointer} in {value:#}")))
}
