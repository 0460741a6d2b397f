//! The bank's connector.

mod answer;

use std::sync::Arc;

use async_trait::async_trait;
use kernel::Day;
use kernel::identifier::Iban;
use kernel::reaction::{FailureClass, OutsideError};
use orders::outside::privat24::{Answer, CONNECTOR, OperatingDay, PAGE_ROWS, Request, Settings, TOKEN_SECRET, code, sort_page};
use outbound::{CallContext, Method, Outbound, OutboundRequest, Policy, RatePolicy};
use runtime::ports::{Call, Connector, Secret, Secrets};
use serde_json::Value;

use crate::support::{Vocabulary, failure, without_secret};

/// Longest id of a page that is passed back to the bank, in characters; theirs have about 30.
const FOLLOW_CHARACTERS_MAX: usize = 200;

const WORDS: Vocabulary = Vocabulary { auth: code::AUTH_ERROR, server: code::SERVER_ERROR, validation: code::VALIDATION_ERROR };

/// PrivatBank's "Автоклієнт": reads statements, changes nothing.
pub struct Privat24 {
    outbound: Outbound,
    secrets: Arc<dyn Secrets>,
}

impl Privat24 {
    /// With a client made by [`Self::policy`], or by one of its own.
    pub fn new(outbound: Outbound, secrets: Arc<dyn Secrets>) -> Self {
        Self { outbound, secrets }
    }

    /// Time-outs and limits for the bank. It publishes no numeric limit; its clients pause for
    /// 200 ms between pages. It refuses requests without a `User-Agent`.
    pub const fn policy() -> Policy {
        let policy = Policy::new(CONNECTOR);
        Policy { attempt_ms: 12_000, total_ms: 20_000, rate: RatePolicy { burst: 2, interval_ms: 250, wait_max_ms: 5_000 }, ..policy }
    }
}

#[async_trait]
impl Connector for Privat24 {
    fn name(&self) -> &'static str {
        CONNECTOR
    }

    async fn call(&self, call: &Call, request: Value) -> Result<Value, OutsideError> {
        let request: Request = WORDS.request(request)?;
        let settings: Settings = WORDS.settings(call, "privat24")?;
        let token = WORDS.secret(self.secrets.as_ref(), call, TOKEN_SECRET).await?;
        let session = Session { outbound: &self.outbound, context: CallContext::of(call), settings: &settings, token: &token };
        let answer = session.perform(request).await.map_err(|error| without_secret(error, &token))?;
        WORDS.answer(&answer)
    }
}

/// One call with what it needs.
struct Session<'a> {
    outbound: &'a Outbound,
    context: CallContext,
    settings: &'a Settings,
    token: &'a Secret,
}

impl Session<'_> {
    async fn perform(&self, request: Request) -> Result<Answer, OutsideError> {
        match request {
            Request::Settings => Ok(Answer::Settings(self.operating_day().await?)),
            Request::Transactions { account, from, to, follow } => self.page(&account, from, to, follow).await,
        }
    }

    async fn operating_day(&self) -> Result<OperatingDay, OutsideError> {
        let body = self.get("settings", "statements/settings", &[]).await?;
        answer::operating_day(&body)
    }

    /// One page. The bank's own rule: read only while its operating day is open. Between two days
    /// a page may be empty although there are transactions, so it is checked before every page.
    async fn page(&self, account: &Iban, from: Day, to: Option<Day>, follow: Option<String>) -> Result<Answer, OutsideError> {
        if follow.as_ref().is_some_and(|follow| follow.is_empty() || follow.chars().count() > FOLLOW_CHARACTERS_MAX) {
            return Err(failure(code::VALIDATION_ERROR, FailureClass::Permanent, "", "not the id of a page"));
        }
        let day = self.operating_day().await?;
        if !day.is_open() {
            let text = format!("phase {}, work balance {}", day.phase, day.work_balance);
            return Err(failure(code::ROLLOVER, FailureClass::Retry, &day.phase, &text));
        }
        let spell = |day: Day| day.format("%d-%m-%Y").to_string();
        let (start, end, limit) = (spell(from), to.map(spell), PAGE_ROWS.to_string());
        let mut query = vec![("acc", account.as_str()), ("startDate", start.as_str()), ("limit", limit.as_str())];
        query.extend(end.as_deref().map(|end| ("endDate", end)));
        query.extend(follow.as_deref().map(|follow| ("followId", follow)));
        let body = self.get("transactions", "statements/transactions", &query).await?;
        let (rows, next) = answer::page(body)?;
        if next.is_some() && next == follow {
            return Err(failure(code::PARSE_ERROR, FailureClass::Retry, "", "the next page is the same page"));
        }
        Ok(sort_page(rows, next))
    }

    async fn get(&self, operation: &'static str, path: &str, query: &[(&str, &str)]) -> Result<Value, OutsideError> {
        let url = format!("{}/{path}", self.settings.base_url.trim_end_matches('/'));
        let transport = |error| answer::transport(&error);
        let mut request = OutboundRequest::new(operation, Method::GET, &url).map_err(transport)?.idempotent();
        // It asks for the answer's encoding, although there is no body.
        request = request.header("content-type", "application/json;charset=utf8").map_err(transport)?;
        request = request.secret_header("token", self.token).map_err(transport)?;
        if let Some(client_id) = &self.settings.client_id {
            request = request.header("id", client_id).map_err(transport)?;
        }
        for (name, value) in query {
            request = request.query(name, value);
        }
        let answered = self.outbound.send(&self.context, &request).await.map_err(transport)?;
        answer::read(answered.content_type.as_deref(), answered.body.as_bytes())
    }
}
