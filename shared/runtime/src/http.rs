//! HTTP in, HTTP out: the shape that an API gateway and the local host share.

use std::collections::BTreeMap;

use kernel::aggregate::Version;
use kernel::command::{AnyCommand, Method, Route};
use kernel::{Answer, Language, Malformed, TenantId};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::engine::Engine;
use crate::execute::{Accepted, Request, execute};
use crate::failure::Failure;
use crate::principal::Principal;
use crate::push::ticket;
use crate::query::{ask, look_up};
use crate::route::{Target, find};
use crate::signature::Signed;
use crate::telemetry::{Invocation, record};
use crate::webhook;

/// Most query parameters of one request.
const QUERY_PARAMETERS_MAX: usize = 32;

/// A request, as a gateway hands it over.
#[derive(Debug, Clone, Default)]
pub struct HttpRequest {
    /// `GET`, `POST`, …
    pub method: String,
    /// The path, still percent-encoded.
    pub path: String,
    /// The query string without its question mark.
    pub query: String,
    /// Headers, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Vec<u8>,
    /// The claims of the token, if one was given and verified.
    pub claims: Option<Map<String, Value>>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpResponse {
    /// The status code.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl HttpResponse {
    fn json(status: u16, body: &Value) -> Self {
        let headers = vec![header("content-type", "application/json"), header("cache-control", "no-store")];
        Self { status, headers, body: body.to_string().into_bytes() }
    }

    fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// A header by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

fn header(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

impl HttpRequest {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The language that the caller reads.
    pub fn language(&self) -> Language {
        Language::negotiate(self.header("accept-language").unwrap_or_default())
    }

    fn correlation(&self) -> Option<Uuid> {
        self.header("x-correlation-id")?.parse().ok()
    }

    /// # Errors
    /// `Unauthenticated` without verified claims.
    pub fn principal(&self) -> Result<Principal, Failure> {
        Principal::from_claims(self.claims.as_ref().ok_or(Failure::Unauthenticated)?)
    }

    /// The version that the caller saw; `None` for whatever version is there, which a caller of a
    /// command that wants one says with `*` (RFC 9110, section 13.1.1).
    ///
    /// # Errors
    /// When the header is not a version in quotes, or is missing where one is wanted.
    fn if_match(&self, wanted: bool) -> Result<Option<Version>, Failure> {
        let Some(tag) = self.header("if-match") else { return if wanted { Err(Failure::VersionWanted) } else { Ok(None) } };
        if tag.trim() == "*" {
            return Ok(None);
        }
        let version = tag.trim().trim_start_matches("W/").trim_matches('"').parse();
        version.map(Some).map_err(|_| Failure::Malformed(Malformed::new("If-Match", "expected a version such as \"5\"")))
    }
}

/// Answers one request and writes its log line.
pub async fn handle(engine: &Engine, routes: &[(Route, Target)], request: HttpRequest) -> HttpResponse {
    let started = engine.ports.clock.now();
    let correlation = request.correlation().unwrap_or_else(|| engine.ports.ids.fresh());
    let method = [Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete];
    let method = method.into_iter().find(|method| method.name() == request.method);
    let target = method.and_then(|method| find(routes, method, &request.path));
    let name = target.as_ref().map_or("no-route", |(target, _)| target.name());
    let language = request.language();
    let tenant = request.principal().map(|principal| principal.tenant.to_string()).unwrap_or_default();
    let result = match target {
        Some((target, parameters)) => answer(engine, target, parameters, &request, correlation).await,
        None => Err(Failure::NoRoute),
    };
    let (outcome, cause) = match &result {
        Ok(_) => ("ok".to_owned(), String::new()),
        Err(Failure::Fault(fault)) => ("fault".to_owned(), fault.chain()),
        Err(failure) => (failure.code(), String::new()),
    };
    let response = result.unwrap_or_else(|failure| problem(&failure, language, correlation));
    let now = engine.ports.clock.now();
    let duration_ms = u64::try_from(now.ms_since(started)).unwrap_or(0);
    record(&Invocation { function: name, tenant: &tenant, correlation, outcome: &outcome, duration_ms, cause: &cause }, now.unix_ms());
    response.with("x-correlation-id", correlation.to_string())
}

/// A failure as a problem document.
pub fn problem(failure: &Failure, language: Language, correlation: Uuid) -> HttpResponse {
    let mut response = HttpResponse::json(failure.status(), &failure.document(language, correlation));
    if let Some((_, value)) = response.headers.first_mut() {
        "application/problem+json".clone_into(value);
    }
    let response = response.with("content-language", language.code());
    match failure.retry_after_s() {
        Some(seconds) => response.with("retry-after", seconds.to_string()),
        None => response,
    }
}

async fn answer(
    engine: &Engine,
    target: Target,
    path: Map<String, Value>,
    request: &HttpRequest,
    correlation: Uuid,
) -> Result<HttpResponse, Failure> {
    match target {
        Target::Command(command) => run_command(engine, command, decoded(path)?, request, correlation).await,
        Target::Query(query) => {
            let principal = request.principal()?;
            let answer = ask(engine, query, parameters(decoded(path)?, &request.query)?, &principal, correlation).await?;
            Ok(shown(&answer, request))
        }
        Target::Lookup(lookup) => {
            let principal = request.principal()?;
            let answer = look_up(engine, lookup, parameters(decoded(path)?, &request.query)?, &principal, correlation).await?;
            Ok(shown(&answer, request))
        }
        Target::Webhook(webhook) => {
            let tenant: Option<TenantId> = path.get("tenant").and_then(Value::as_str).and_then(|text| text.parse().ok());
            let part = |name: &str| request.header(name).unwrap_or_default();
            let signed = Signed { id: part("webhook-id"), timestamp: part("webhook-timestamp"), signature: part("webhook-signature") };
            webhook::receive(engine, webhook, &tenant.ok_or(Failure::Unauthenticated)?, signed, &request.body, correlation).await?;
            Ok(HttpResponse::json(200, &json!({ "received": true })))
        }
        Target::Ticket => {
            let principal = request.principal()?;
            let wanted = serde_json::from_value(body(path, &request.body, kernel::command::BODY_BYTES_MAX)?)
                .map_err(|error| malformed("body", &error))?;
            let issued = ticket::issue(engine, &principal, wanted).await?;
            Ok(HttpResponse::json(201, &json!(issued)))
        }
    }
}

async fn run_command(
    engine: &Engine,
    command: &'static dyn AnyCommand,
    path: Map<String, Value>,
    request: &HttpRequest,
    correlation: Uuid,
) -> Result<HttpResponse, Failure> {
    let principal = request.principal()?;
    // Before the body is read: who may not send it learns nothing about its shape.
    principal.authorise(command.spec().roles)?;
    let accepted = execute(
        engine,
        Request {
            command,
            body: body(path, &request.body, command.body_bytes_max())?,
            tenant: principal.tenant,
            actor: principal.actor,
            key: request.header("idempotency-key").map(str::to_owned),
            if_match: request.if_match(command.wants_version())?,
            correlation,
            causation: None,
        },
    )
    .await?;
    Ok(accepted_response(&accepted))
}

/// 201 for the commit that created the aggregate, 200 otherwise; a replay answers as the
/// first time.
fn accepted_response(accepted: &Accepted) -> HttpResponse {
    let status = if accepted.version == 1 { 201 } else { 200 };
    let response = HttpResponse::json(status, &json!({ "id": accepted.stream.id, "version": accepted.version }));
    let response = response.with("etag", format!("\"{}\"", accepted.version));
    if accepted.replayed { response.with("idempotency-replayed", "true") } else { response }
}

fn shown(answer: &Answer<Value>, request: &HttpRequest) -> HttpResponse {
    let Some(version) = answer.version else { return HttpResponse::json(200, &answer.body) };
    let tag = format!("\"{version}\"");
    if request.header("if-none-match") == Some(&tag) {
        return HttpResponse { status: 304, headers: vec![header("etag", &tag)], body: Vec::new() };
    }
    HttpResponse::json(200, &answer.body).with("etag", tag)
}

/// The body with the path's parameters as fields; a field that says otherwise is refused.
fn body(path: Map<String, Value>, bytes: &[u8], bytes_max: usize) -> Result<Value, Failure> {
    if bytes.len() > bytes_max {
        return Err(Failure::TooLarge { bytes_max });
    }
    let body = if bytes.is_empty() { json!({}) } else { serde_json::from_slice(bytes).map_err(|error| malformed("body", &error))? };
    let Value::Object(mut fields) = body else {
        return Err(Failure::Malformed(Malformed::new("body", "expected a JSON object")));
    };
    for (name, value) in path {
        if fields.get(&name).is_some_and(|given| *given != value) {
            return Err(Failure::Malformed(Malformed::new(name, "contradicts the path")));
        }
        fields.insert(name, value);
    }
    Ok(Value::Object(fields))
}

fn malformed(path: &str, error: &serde_json::Error) -> Failure {
    Failure::Malformed(Malformed::new(path, error.to_string()))
}

/// Path and query parameters as one object of texts; a parameter given twice is refused.
fn parameters(path: Map<String, Value>, query: &str) -> Result<Value, Failure> {
    let mut fields = path;
    for (count, (name, value)) in form_urlencoded::parse(query.as_bytes()).enumerate() {
        if count >= QUERY_PARAMETERS_MAX || fields.contains_key(name.as_ref()) {
            return Err(Failure::Malformed(Malformed::new(name, "given twice, or too many parameters")));
        }
        if !value.is_empty() {
            fields.insert(name.into_owned(), Value::String(value.into_owned()));
        }
    }
    Ok(Value::Object(fields))
}

fn decoded(path: Map<String, Value>) -> Result<Map<String, Value>, Failure> {
    let decode = |(name, value): (String, Value)| {
        let text = value.as_str().unwrap_or_default();
        let text = percent_encoding::percent_decode_str(text).decode_utf8();
        let text = text.map_err(|_| Failure::Malformed(Malformed::new(name.clone(), "not UTF-8")))?;
        Ok((name, Value::String(text.into_owned())))
    };
    path.into_iter().map(decode).collect()
}
