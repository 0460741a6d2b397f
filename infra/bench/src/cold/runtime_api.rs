//! The part of Lambda's runtime API that one start of a function needs.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::Failed;

/// Far enough in the future for any test: the year 2100.
const DEADLINE_MS: &str = "4102444800000";

/// What a function answered, and when.
#[derive(Debug)]
pub struct Answer {
    /// When it asked for the invocation.
    pub ready: Instant,
    /// When it had answered.
    pub at: Instant,
    /// The answer.
    pub body: Value,
}

/// One invocation, waiting for a function.
pub struct RuntimeApi {
    /// For `AWS_LAMBDA_RUNTIME_API`.
    pub address: String,
    answer: oneshot::Receiver<Result<Answer, String>>,
    serving: tokio::task::JoinHandle<()>,
}

struct Invocation {
    payload: String,
    ready: Mutex<Option<Instant>>,
    answer: Mutex<Option<oneshot::Sender<Result<Answer, String>>>>,
}

impl RuntimeApi {
    /// Listens on any port.
    ///
    /// # Errors
    /// When there is none.
    pub async fn start(payload: &Value) -> Result<Self, Failed> {
        let (sender, answer) = oneshot::channel();
        let invocation = Invocation { payload: payload.to_string(), ready: Mutex::default(), answer: Mutex::new(Some(sender)) };
        let router = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(respond))
            .route("/2018-06-01/runtime/invocation/{id}/error", post(fail))
            .route("/2018-06-01/runtime/init/error", post(fail))
            .with_state(Arc::new(invocation));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let serving = tokio::spawn(async move {
            // It ends with the task.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { address, answer, serving })
    }

    /// Waits for the answer.
    ///
    /// # Errors
    /// When the function reports an error instead.
    pub async fn answered(&mut self) -> Result<Answer, Failed> {
        Ok((&mut self.answer).await??)
    }
}

impl Drop for RuntimeApi {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn next(State(invocation): State<Arc<Invocation>>) -> Response {
    let asked = Instant::now();
    let is_first = invocation.ready.lock().unwrap_or_else(PoisonError::into_inner).replace(asked).is_none();
    if !is_first {
        // As Lambda does: no answer until there is an invocation, and there is no other.
        std::future::pending::<()>().await;
    }
    let mut response = Response::new(Body::from(invocation.payload.clone()));
    let headers = [
        ("lambda-runtime-aws-request-id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd"),
        ("lambda-runtime-deadline-ms", DEADLINE_MS),
        ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:local:000000000000:function:bench"),
        ("lambda-runtime-trace-id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0"),
        ("content-type", "application/json"),
    ];
    let fixed = headers.map(|(name, value)| (axum::http::HeaderName::from_static(name), axum::http::HeaderValue::from_static(value)));
    response.headers_mut().extend(fixed);
    response
}

async fn respond(State(invocation): State<Arc<Invocation>>, body: Bytes) -> StatusCode {
    let at = Instant::now();
    let ready = invocation.ready.lock().unwrap_or_else(PoisonError::into_inner).unwrap_or(at);
    let body = serde_json::from_slice(&body).unwrap_or_default();
    invocation.finish(Ok(Answer { ready, at, body }));
    StatusCode::ACCEPTED
}

async fn fail(State(invocation): State<Arc<Invocation>>, body: Bytes) -> StatusCode {
    invocation.finish(Err(format!("the function failed: {}", String::from_utf8_lossy(&body))));
    StatusCode::ACCEPTED
}

impl Invocation {
    fn finish(&self, result: Result<Answer, String>) {
        if let Some(answer) = self.answer.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // Nobody waits any more when the time was over.
            let _ = answer.send(result);
        }
    }
}
