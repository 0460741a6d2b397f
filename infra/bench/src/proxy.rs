//! A reverse proxy before the embedded DynamoDB that counts what passes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tokio::net::TcpListener;

use crate::Failed;
use crate::capacity::cost;

/// DynamoDB takes 16 MB in a batch and gives as much.
const BODY_BYTES_MAX: usize = 32 * 1024 * 1024;

/// What passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Requests.
    pub calls: u64,
    /// Half read units.
    pub read_half_units: u64,
    /// Write units.
    pub write_units: u64,
    /// Items that were given back.
    pub items: u64,
    /// Requests of a kind whose units are not known here.
    pub unknown: u64,
}

#[derive(Debug, Default)]
struct Counters {
    calls: AtomicU64,
    read_half_units: AtomicU64,
    write_units: AtomicU64,
    items: AtomicU64,
    unknown: AtomicU64,
}

/// The running proxy.
pub struct Proxy {
    /// Where it listens.
    pub url: String,
    counters: Arc<Counters>,
}

struct Forward {
    target: String,
    client: reqwest::Client,
    counters: Arc<Counters>,
}

impl Proxy {
    /// Starts before `target`; ends with the process.
    ///
    /// # Errors
    /// When there is no free port.
    pub async fn start(target: &str) -> Result<Self, Failed> {
        let counters = Arc::new(Counters::default());
        let client = reqwest::Client::builder().no_proxy().build()?;
        let forward = Arc::new(Forward { target: target.to_owned(), client, counters: Arc::clone(&counters) });
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let router = Router::new().fallback(pass).with_state(forward);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { url, counters })
    }

    /// What passed since the last time this was asked.
    pub fn take(&self) -> Count {
        let take = |counter: &AtomicU64| counter.swap(0, Ordering::SeqCst);
        let counters = &self.counters;
        Count {
            calls: take(&counters.calls),
            read_half_units: take(&counters.read_half_units),
            write_units: take(&counters.write_units),
            items: take(&counters.items),
            unknown: take(&counters.unknown),
        }
    }
}

async fn pass(State(forward): State<Arc<Forward>>, request: Request) -> Response {
    forward.pass(request).await.unwrap_or_else(|error| (StatusCode::BAD_GATEWAY, error.to_string()).into_response())
}

impl Forward {
    async fn pass(&self, request: Request) -> Result<Response, Failed> {
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, BODY_BYTES_MAX).await?;
        let operation = operation(&parts.headers);
        let mut headers = parts.headers;
        for name in [header::HOST, header::CONTENT_LENGTH, header::CONNECTION, header::TRANSFER_ENCODING] {
            headers.remove(name);
        }
        let url = format!("{}{}", self.target, parts.uri.path());
        let answer = self.client.request(parts.method, url).headers(headers).body(body.clone()).send().await?;
        let (status, answered) = (answer.status(), answer.headers().clone());
        let bytes = answer.bytes().await?;
        self.count(&operation, &body, &bytes);
        let mut response = Response::new(Body::from(bytes));
        *response.status_mut() = status;
        // Among them the checksum that the SDK compares with the body.
        let kept = answered.into_iter().filter_map(|(name, value)| Some((name?, value)));
        let length = |name: &header::HeaderName| *name == header::CONTENT_LENGTH || *name == header::TRANSFER_ENCODING;
        response.headers_mut().extend(kept.filter(|(name, _)| !length(name)));
        Ok(response)
    }

    fn count(&self, operation: &str, request: &Bytes, response: &Bytes) {
        let parse = |bytes: &Bytes| serde_json::from_slice::<Value>(bytes).unwrap_or_default();
        let add = |counter: &AtomicU64, more: u64| counter.fetch_add(more, Ordering::SeqCst);
        add(&self.counters.calls, 1);
        let answer = parse(response);
        add(&self.counters.items, items(&answer));
        match cost(operation, &parse(request), &answer) {
            Some(cost) => {
                add(&self.counters.read_half_units, cost.read_half_units);
                add(&self.counters.write_units, cost.write_units);
            }
            None => drop(add(&self.counters.unknown, 1)),
        }
    }
}

/// How many items an answer holds.
fn items(answer: &Value) -> u64 {
    let listed = answer.get("Items").and_then(Value::as_array).map_or(0, Vec::len);
    let single = usize::from(answer.get("Item").is_some());
    u64::try_from(listed.saturating_add(single)).unwrap_or(u64::MAX)
}

/// `DynamoDB_20120810.Query` names a query.
fn operation(headers: &HeaderMap) -> String {
    let target = headers.get("x-amz-target").and_then(|value| value.to_str().ok()).unwrap_or_default();
    target.rsplit('.').next().unwrap_or_default().to_owned()
}
