//! ELMA365's public API: processes are started from a template and looked for by our key.

use std::sync::Arc;

use approvals::channel::Task;
use approvals::outside::elma::{Answer, CONNECTOR, Request, SENT_PAGE_MAX, Sent, TOKEN_SECRET, code};
use approvals::settings::{ApprovalSettings, ElmaSettings};
use async_trait::async_trait;
use kernel::Line;
use kernel::reaction::{FailureClass, OutsideError};
use outbound::{BreakerPolicy, CallContext, CallError, Method, Outbound, OutboundRequest, Policy, RetryPolicy};
use runtime::ports::{Call, Connector, Secret, Secrets};
use serde_json::{Value, json};

/// The variable of the process's context that holds our key; its code is case-sensitive there.
const KEY: &str = "approval_key";
/// The largest page of a list.
const PAGE_MAX: u32 = 100;
/// Longest text of ELMA that an error keeps, in characters.
const TEXT_CHARACTERS_MAX: usize = 300;
/// Consecutive failures after which the client itself stops asking. The channel decides about
/// that long before, with a memory that outlives a function.
const CLIENT_FAILURES_MAX: u32 = 1_000;

/// ELMA365: starts the process of a task, once.
pub struct Elma {
    outbound: Outbound,
    secrets: Arc<dyn Secrets>,
}

impl Elma {
    /// With a client made by [`Self::policy`], or by one of its own.
    pub fn new(outbound: Outbound, secrets: Arc<dyn Secrets>) -> Self {
        Self { outbound, secrets }
    }

    /// Time-outs for ELMA. Nothing is tried again here: a failed task waits in the channel, which
    /// keeps the order and counts the failures.
    pub const fn policy() -> Policy {
        let policy = Policy::new(CONNECTOR);
        let retry = RetryPolicy { attempts_max: 1, ..policy.retry };
        let breaker = BreakerPolicy { failures_max: CLIENT_FAILURES_MAX, ..policy.breaker };
        Policy { attempt_ms: 10_000, total_ms: 20_000, retry, breaker, ..policy }
    }
}

#[async_trait]
impl Connector for Elma {
    fn name(&self) -> &'static str {
        CONNECTOR
    }

    async fn call(&self, call: &Call, request: Value) -> Result<Value, OutsideError> {
        let request: Request = serde_json::from_value(request)
            .map_err(|error| failure(code::VALIDATION_ERROR, FailureClass::Permanent, "malformed-request", &error.to_string()))?;
        let settings = ApprovalSettings::of(&call.settings).elma;
        let settings = settings.ok_or_else(|| failure(code::AUTH_ERROR, FailureClass::Auth, "not-configured", "no settings of ELMA"))?;
        let token = self.token(call).await?;
        let session = Session { outbound: &self.outbound, context: CallContext::of(call), settings: &settings, token: &token };
        let answer = session.perform(request).await.map_err(|error| without_secret(error, &token))?;
        serde_json::to_value(&answer).map_err(|error| failure(code::SERVER_ERROR, FailureClass::Permanent, "answer", &error.to_string()))
    }
}

impl Elma {
    async fn token(&self, call: &Call) -> Result<Secret, OutsideError> {
        match self.secrets.get(&call.tenant, TOKEN_SECRET).await {
            Ok(Some(secret)) if !secret.expose().is_empty() => Ok(secret),
            Ok(_) => Err(failure(code::AUTH_ERROR, FailureClass::Auth, "no-secret", "the tenant has no key of ELMA")),
            Err(fault) => {
                tracing::warn!(tenant = %call.tenant, secret = TOKEN_SECRET, cause = %fault.chain(), "secret not read");
                Err(failure(code::SERVER_ERROR, FailureClass::Retry, "secret-store", "the secret could not be read"))
            }
        }
    }
}

/// One call with what it needs.
struct Session<'a> {
    outbound: &'a Outbound,
    context: CallContext,
    settings: &'a ElmaSettings,
    token: &'a Secret,
}

impl Session<'_> {
    async fn perform(&self, request: Request) -> Result<Answer, OutsideError> {
        match request {
            Request::CreateTask { task } => self.task(&task).await,
            Request::Decisions { tasks } => self.decisions(&tasks).await,
            Request::Ping => {
                self.post("user-list", "user/list", &json!({ "size": 1 }), true).await?;
                Ok(Answer::Alive)
            }
        }
    }

    /// The process of a task: the one that has its key, or a new one.
    async fn task(&self, task: &Task) -> Result<Answer, OutsideError> {
        let key = task.key.to_string();
        if let Some(instance) = self.find(&key).await? {
            return Ok(Answer::Task { instance, existed: true });
        }
        let path = format!("bpm/template/{}/{}/run", self.settings.namespace, self.settings.code);
        let body = self.post("run", &path, &json!({ "context": card(task, &key) }), false).await?;
        let instance = id_of(body.get("context")).ok_or_else(|| {
            // Something was started, and nobody knows under which id: it will be found by its key.
            failure(code::UNKNOWN, FailureClass::Unknown, "no-id", "the answer names no instance")
        })?;
        Ok(Answer::Task { instance, existed: false })
    }

    /// The instance that has our key. The filter is asked for and checked: one that ELMA ignores
    /// must not make somebody else's process ours.
    async fn find(&self, key: &str) -> Result<Option<Line>, OutsideError> {
        let path = format!("bpm/instance/bytemplateid/{}/list", self.settings.template_id);
        let newest = json!([{ "ascending": false, "field": "__createdAt" }]);
        let body = json!({ "active": false, "filter": { "tf": { KEY: key } }, "size": PAGE_MAX, "from": 0, "sortExpressions": newest });
        let answer = self.post("list", &path, &body, true).await?;
        let found = answer.pointer("/result/result").and_then(Value::as_array).ok_or_else(|| unreadable("no list"))?;
        Ok(found.iter().find(|instance| instance.get(KEY).and_then(Value::as_str) == Some(key)).and_then(|instance| id_of(Some(instance))))
    }

    /// What was decided about tasks. Their instances are asked for by id and checked by key, as in
    /// [`Self::find`]; one that is not there any more is left to its deadline.
    async fn decisions(&self, tasks: &[Sent]) -> Result<Answer, OutsideError> {
        let path = format!("bpm/instance/bytemplateid/{}/list", self.settings.template_id);
        let ids: Vec<&Line> = tasks.iter().map(|sent| &sent.instance).take(SENT_PAGE_MAX).collect();
        let body = json!({ "active": false, "ids": ids, "size": PAGE_MAX, "from": 0 });
        let answer = self.post("decisions", &path, &body, true).await?;
        let found = answer.pointer("/result/result").and_then(Value::as_array).ok_or_else(|| unreadable("no list"))?;
        let pushes = found.iter().filter_map(|instance| {
            let id = instance.get("__id")?.as_str()?;
            let key = instance.get(KEY)?.as_str()?;
            let ours = tasks.iter().any(|sent| sent.instance.as_str() == id && sent.task.to_string() == key);
            if ours { push(key, instance) } else { None }
        });
        Ok(Answer::Decisions { pushes: pushes.collect() })
    }

    async fn post(&self, operation: &'static str, path: &str, body: &Value, idempotent: bool) -> Result<Value, OutsideError> {
        let url = format!("{}/{path}", self.settings.base_url.as_str().trim_end_matches('/'));
        let failed = |error: CallError| transport(&error, idempotent);
        let mut request = OutboundRequest::new(operation, Method::POST, &url).map_err(failed)?;
        if idempotent {
            request = request.idempotent();
        }
        request = request.header("content-type", "application/json").map_err(failed)?;
        request = request.secret_header("x-token", self.token).map_err(failed)?;
        let bytes = serde_json::to_vec(body).unwrap_or_default();
        let answered = self.outbound.send(&self.context, &request.body(bytes)).await.map_err(failed)?;
        read(answered.body.as_bytes(), idempotent)
    }
}

/// What the task's form shows, as variables of the process.
fn card(task: &Task, key: &str) -> Value {
    json!({
        KEY: key,
        "order_number": task.number,
        "client": task.client,
        "amount": task.total.amount(),
        "currency": task.total.currency(),
        "deviation": task.deviation.map(|deviation| deviation.to_string()),
        "level": task.level,
        "priority": task.priority,
        "due_at": task.due_at,
        // References to people are lists of ids there.
        "approver": task.user.iter().collect::<Vec<_>>(),
    })
}

/// What the script of a process pushes, from the variables that its form has filled; nothing
/// while nobody has decided.
fn push(key: &str, instance: &Value) -> Option<Value> {
    let decision = plain(instance.get("decision")?)?;
    let told = |name: &str| instance.get(name).and_then(plain);
    let mut push = json!({ "task": key, "user": told("decided_by"), "decision": decision, "comment": told("decision_comment") });
    // A script that tells the time tells it in both ways, so that it is one message.
    if let Some(at) = told("decided_at") {
        push["decided_at"] = json!(at);
    }
    Some(push)
}

/// A variable as text. Choices and references come as lists of objects there.
fn plain(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text.as_str()).filter(|text| !text.is_empty()),
        Value::Array(values) => values.first().and_then(plain),
        Value::Object(fields) => fields.get("code").or_else(|| fields.get("__id")).and_then(plain),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn id_of(thing: Option<&Value>) -> Option<Line> {
    Line::new(thing?.get("__id")?.as_str()?).ok()
}

/// Reads an answer with HTTP 200, which may still be an error: `success: false`, or the page of
/// some proxy. After something that changes, nobody knows what such a page stands for.
fn read(body: &[u8], idempotent: bool) -> Result<Value, OutsideError> {
    let Ok(answer) = serde_json::from_slice::<Value>(body) else {
        let unknown = failure(code::UNKNOWN, FailureClass::Unknown, "unreadable", "not JSON");
        return Err(if idempotent { unreadable("not JSON") } else { unknown });
    };
    match answer.get("success").and_then(Value::as_bool) {
        Some(true) => Ok(answer),
        Some(false) => {
            let text = answer.get("error").and_then(Value::as_str).unwrap_or_default();
            Err(failure(code::SERVER_ERROR, FailureClass::Retry, "success-false", text))
        }
        None => Err(unreadable("no success")),
    }
}

fn unreadable(what: &str) -> OutsideError {
    failure(code::PARSE_ERROR, FailureClass::Retry, "unreadable", what)
}

/// A call that has no good answer.
fn transport(error: &CallError, idempotent: bool) -> OutsideError {
    let raw = error.code();
    match error {
        CallError::Status { code: 401 | 403, .. } => failure(code::AUTH_ERROR, FailureClass::Auth, &raw, "the key is refused"),
        CallError::Status { code: 400 | 404 | 422, body, .. } => {
            let text = String::from_utf8_lossy(body.as_bytes());
            failure(code::VALIDATION_ERROR, FailureClass::Permanent, &raw, &text)
        }
        CallError::Invalid(what) => failure(code::VALIDATION_ERROR, FailureClass::Permanent, &raw, what),
        CallError::TimedOutAfterSending | CallError::ConnectionLost | CallError::TooLarge { .. } if !idempotent => {
            failure(code::UNKNOWN, FailureClass::Unknown, &raw, &error.to_string())
        }
        CallError::Status { .. }
        | CallError::TimedOutBeforeSending
        | CallError::TimedOutAfterSending
        | CallError::ConnectionFailed
        | CallError::ConnectionLost
        | CallError::TooLarge { .. }
        | CallError::CircuitOpen { .. }
        | CallError::RateLimited { .. } => failure(code::SERVER_ERROR, FailureClass::Retry, &raw, &error.to_string()),
    }
}

/// An error of the vocabulary; ELMA's words are cut to size.
fn failure(code: &str, class: FailureClass, raw_code: &str, text: &str) -> OutsideError {
    let text: String = text.chars().filter(|c| !c.is_control()).take(TEXT_CHARACTERS_MAX).collect();
    OutsideError { code: code.to_owned(), class, raw_code: raw_code.to_owned(), text }
}

/// Takes the key out of what ELMA said, should it have quoted us.
fn without_secret(mut error: OutsideError, secret: &Secret) -> OutsideError {
    error.text = error.text.replace(secret.expose(), "…");
    error
}
