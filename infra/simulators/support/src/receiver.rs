//! A receiver of pushes that keeps what it gets, for tests of what a simulator pushes.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::webhook::{Webhook, sign};

/// The secret that the webhook of a receiver signs with.
pub const SECRET: &str = "whsec_c2ltdWxhdG9yLXRlc3Qtc2VjcmV0LTAx";

/// One push as it arrived.
#[derive(Clone, Debug)]
pub struct Received {
    /// The `webhook-id` header.
    pub id: String,
    /// Whether the signature is the one [`SECRET`] makes.
    pub signed: bool,
    /// The JSON of the body.
    pub event: Value,
}

/// A server on a free port of this machine.
#[derive(Debug)]
pub struct Receiver {
    url: String,
    arrived: mpsc::UnboundedReceiver<Received>,
    refusals: Arc<AtomicU32>,
}

#[derive(Clone)]
struct Shared {
    arrived: mpsc::UnboundedSender<Received>,
    refusals: Arc<AtomicU32>,
}

impl Receiver {
    /// Starts a receiver; it runs as long as the async runtime does.
    ///
    /// # Errors
    /// When no port is to be had.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/hook", listener.local_addr()?);
        let (sender, arrived) = mpsc::unbounded_channel();
        let refusals = Arc::new(AtomicU32::new(0));
        let shared = Shared { arrived: sender, refusals: Arc::clone(&refusals) };
        let router = Router::new().route("/hook", post(take)).with_state(shared);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { url, arrived, refusals })
    }

    /// A webhook to this receiver that does not wait long before another attempt.
    #[must_use]
    pub fn webhook(&self) -> Webhook {
        Webhook { retry_ms: 1, ..Webhook::new(&self.url, SECRET) }
    }

    /// Answers the next `times` attempts with HTTP 503; they are kept all the same.
    pub fn refuse(&self, times: u32) {
        self.refusals.store(times, Ordering::SeqCst);
    }

    /// The next push; `None` never comes while the receiver runs.
    pub async fn next(&mut self) -> Option<Received> {
        self.arrived.recv().await
    }
}

async fn take(State(shared): State<Shared>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = |name: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    let (id, timestamp) = (header("webhook-id"), header("webhook-timestamp"));
    let body = String::from_utf8_lossy(&body);
    let expected = sign(SECRET, &id, timestamp.parse().unwrap_or_default(), &body);
    let received = Received {
        id,
        signed: expected.as_ref() == Ok(&header("webhook-signature")),
        event: serde_json::from_str(&body).unwrap_or_default(),
    };
    // A test that has seen enough has dropped the other end.
    let _ = shared.arrived.send(received);
    let refused = shared.refusals.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
    if refused.is_ok() { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::NO_CONTENT }
}
