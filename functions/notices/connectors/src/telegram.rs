//! Telegram's Bot API: one message to one chat.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::Line;
use kernel::reaction::{FailureClass, OutsideError};
use notices::outside::code;
use notices::outside::telegram::{Answer, CONNECTOR, Request, TOKEN_SECRET};
use notices::settings::{NoticeSettings, TelegramSettings};
use outbound::{BreakerPolicy, CallContext, CallError, Method, Outbound, OutboundRequest, Policy, RatePolicy, RetryPolicy};
use runtime::ports::{Call, Connector, Secret, Secrets};
use serde_json::{Value, json};

use crate::support::{Codes, failure, secret, without_secret};

/// Milliseconds between two messages of one bot: Telegram's guidance is about thirty a second.
const INTERVAL_MS: u64 = 40;
/// When Telegram throttles and does not say for how long, in seconds.
const WAIT_SECONDS: u32 = 60;
/// Failures in a row after which Telegram is not asked for a while: messages take the other way.
const FAILURES_MAX: u32 = 10;

/// Sends messages of the tenant's bot.
pub struct Telegram {
    outbound: Outbound,
    secrets: Arc<dyn Secrets>,
}

impl Telegram {
    /// With a client made by [`Self::policy`], or by one of its own.
    pub fn new(outbound: Outbound, secrets: Arc<dyn Secrets>) -> Self {
        Self { outbound, secrets }
    }

    /// Time-outs for Telegram. Nothing is tried again here: a message has no key by which
    /// Telegram would know it again.
    pub const fn policy() -> Policy {
        let policy = Policy::new(CONNECTOR);
        let retry = RetryPolicy { attempts_max: 1, ..policy.retry };
        let rate = RatePolicy { burst: 20, interval_ms: INTERVAL_MS, ..policy.rate };
        let breaker = BreakerPolicy { failures_max: FAILURES_MAX, ..policy.breaker };
        Policy { attempt_ms: 10_000, total_ms: 15_000, retry, rate, breaker, ..policy }
    }

    async fn send(&self, call: &Call, request: &Request, settings: &TelegramSettings, token: &Secret) -> Result<Answer, OutsideError> {
        // The token is a part of the path: records show other words for it.
        let url = format!("{}/bot{}/sendMessage", settings.base_url.as_str().trim_end_matches('/'), token.expose());
        let text = format!("{}\n\n{}", request.text.title, request.text.body);
        // No parse mode: nothing in a text is markup, and nothing need be escaped.
        let body = json!({ "chat_id": request.chat, "text": text, "link_preview_options": { "is_disabled": true } });
        let made = OutboundRequest::new("send-message", Method::POST, &url);
        let made =
            made.map(|made| made.with_secret_path("/bot…/sendMessage")).and_then(|made| made.header("content-type", "application/json"));
        let made = made.map_err(|error| transport(&error))?.body(serde_json::to_vec(&body).unwrap_or_default());
        match self.outbound.send(&CallContext::of(call), &made).await {
            Ok(answered) => sent(answered.body.as_bytes()),
            Err(CallError::Status { code, body, .. }) => refused(code, body.as_bytes()),
            Err(error) => Err(transport(&error)),
        }
    }
}

#[async_trait]
impl Connector for Telegram {
    fn name(&self) -> &'static str {
        CONNECTOR
    }

    async fn call(&self, call: &Call, request: Value) -> Result<Value, OutsideError> {
        let invalid = |text: &str| failure(code::TELEGRAM_VALIDATION_ERROR, FailureClass::Permanent, "malformed-request", text);
        let request: Request = serde_json::from_value(request).map_err(|error| invalid(&error.to_string()))?;
        let settings = NoticeSettings::of(&call.settings).telegram;
        let settings =
            settings.ok_or_else(|| failure(code::TELEGRAM_AUTH_ERROR, FailureClass::Auth, "not-configured", "no settings of Telegram"))?;
        let codes = Codes { auth: code::TELEGRAM_AUTH_ERROR, server: code::TELEGRAM_SERVER_ERROR };
        let token = secret(&self.secrets, call, TOKEN_SECRET, &codes).await?;
        let answer = self.send(call, &request, &settings, &token).await.map_err(|error| without_secret(error, &token))?;
        serde_json::to_value(&answer).map_err(|error| failure(code::TELEGRAM_UNKNOWN, FailureClass::Unknown, "answer", &error.to_string()))
    }
}

/// Reads an answer with HTTP 200. One that is not the protocol's is of somebody between us and
/// Telegram: nobody knows what it stands for.
fn sent(body: &[u8]) -> Result<Answer, OutsideError> {
    let answer: Value = serde_json::from_slice(body).unwrap_or_default();
    let message = answer.pointer("/result/message_id").and_then(Value::as_i64).filter(|_| answer.get("ok") == Some(&json!(true)));
    let message = message.and_then(|message| Line::new(&message.to_string()).ok());
    let unknown = || failure(code::TELEGRAM_UNKNOWN, FailureClass::Unknown, "unreadable", "the answer names no message");
    message.map(|message| Answer::Sent { message }).ok_or_else(unknown)
}

/// Reads a refusal. What has Telegram's envelope was not done; a page without it, with a status
/// of 5xx, says nothing about that.
fn refused(status: u16, body: &[u8]) -> Result<Answer, OutsideError> {
    let answer: Value = serde_json::from_slice(body).unwrap_or_default();
    let is_telegrams = answer.get("ok") == Some(&json!(false));
    let text = answer.get("description").and_then(Value::as_str).unwrap_or_default();
    let fail = |code, class| Err(failure(code, class, &format!("status-{status}"), text));
    match status {
        429 => {
            let wait = answer.pointer("/parameters/retry_after").and_then(Value::as_u64).and_then(|seconds| u32::try_from(seconds).ok());
            Ok(Answer::Later { wait_seconds: wait.unwrap_or(WAIT_SECONDS) })
        }
        401 | 404 => fail(code::TELEGRAM_AUTH_ERROR, FailureClass::Auth),
        403 => fail(code::TELEGRAM_UNREACHABLE, FailureClass::Permanent),
        400 if text.contains("chat") => fail(code::TELEGRAM_UNREACHABLE, FailureClass::Permanent),
        400..=499 => fail(code::TELEGRAM_VALIDATION_ERROR, FailureClass::Permanent),
        _ if is_telegrams => fail(code::TELEGRAM_SERVER_ERROR, FailureClass::Retry),
        _ => fail(code::TELEGRAM_UNKNOWN, FailureClass::Unknown),
    }
}

/// A call that has no answer at all.
fn transport(error: &CallError) -> OutsideError {
    let fail = |code, class| failure(code, class, &error.code(), &error.to_string());
    match error {
        CallError::Invalid(_) => fail(code::TELEGRAM_VALIDATION_ERROR, FailureClass::Permanent),
        CallError::TimedOutAfterSending | CallError::ConnectionLost | CallError::TooLarge { .. } | CallError::Status { .. } => {
            fail(code::TELEGRAM_UNKNOWN, FailureClass::Unknown)
        }
        CallError::TimedOutBeforeSending | CallError::ConnectionFailed | CallError::CircuitOpen { .. } | CallError::RateLimited { .. } => {
            fail(code::TELEGRAM_SERVER_ERROR, FailureClass::Retry)
        }
    }
}
