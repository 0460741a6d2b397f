//! The sockets of open pages, which on AWS the gateway holds.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use runtime::Fault;
use runtime::push::socket::{Closed, Handshake, close, open};
use runtime::push::{CONNECTION_MS, ConnectionId, IDLE_MS, Posted, Push, WORD_BYTES_MAX};
use serde::Deserialize;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::{Instant, sleep_until, timeout};

use crate::server::Front;

/// Where sockets are opened.
pub const PATH: &str = "/push";
/// Frames that wait for one page. A page that is slower than that misses some, and looks by itself.
const WAITING_MAX: usize = 16;
/// How long one frame may take to a page.
const SEND_TIME: Duration = Duration::from_secs(10);

/// The open sockets of this process.
#[derive(Debug, Default)]
pub struct Sockets {
    open: Mutex<HashMap<ConnectionId, Sender<String>>>,
}

impl Sockets {
    /// How many are open.
    pub fn count(&self) -> usize {
        self.all().len()
    }

    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<ConnectionId, Sender<String>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Push for Sockets {
    async fn post(&self, connection: &ConnectionId, frame: String) -> Result<Posted, Fault> {
        let Some(sender) = self.all().get(connection).cloned() else { return Ok(Posted::Gone) };
        match sender.try_send(frame) {
            Ok(()) => Ok(Posted::Sent),
            Err(TrySendError::Closed(_)) => Ok(Posted::Gone),
            Err(full @ TrySendError::Full(_)) => Err(Fault::passing("post to a connection", full.to_string())),
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct Shown {
    #[serde(default)]
    ticket: String,
}

/// Opens a socket for whoever shows a ticket.
pub(crate) async fn upgrade(
    State(front): State<Arc<Front>>,
    Query(shown): Query<Shown>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let Some(id) = ConnectionId::new(front.engine.ports.ids.fresh().simple().to_string()) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    // A header that is no text is no origin of ours, and must not pass for none.
    let origin = headers.get(header::ORIGIN).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let (sender, receiver) = channel(WAITING_MAX);
    front.sockets.all().insert(id.clone(), sender);
    let handshake = Handshake { connection: id.clone(), ticket: &shown.ticket, origin: origin.as_deref() };
    match open(front.engine.ports.connections.as_ref(), front.engine.ports.clock.as_ref(), handshake).await {
        Ok(()) => upgrade.max_message_size(WORD_BYTES_MAX).on_upgrade(|socket| serve(front, id, receiver, socket)),
        Err(closed) => {
            front.sockets.all().remove(&id);
            refused(&closed)
        }
    }
}

fn refused(closed: &Closed) -> Response {
    match closed {
        Closed::Fault(fault) => tracing::error!(cause = fault.chain(), "a socket was not opened"),
        Closed::Ticket | Closed::Origin | Closed::TooMany => tracing::info!(reason = %closed, "socket refused"),
    }
    StatusCode::from_u16(closed.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

/// Until the page goes, says nothing for too long, or its time is over.
async fn serve(front: Arc<Front>, id: ConnectionId, mut frames: Receiver<String>, mut socket: WebSocket) {
    let end = Instant::now() + Duration::from_millis(u64::try_from(CONNECTION_MS).unwrap_or(IDLE_MS));
    let mut silent = Instant::now() + Duration::from_millis(IDLE_MS);
    loop {
        tokio::select! {
            frame = frames.recv() => {
                let Some(frame) = frame else { break };
                if !matches!(timeout(SEND_TIME, socket.send(Message::text(frame))).await, Ok(Ok(()))) {
                    break;
                }
            }
            word = socket.recv() => match word {
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                Some(Ok(Message::Text(_) | Message::Binary(_) | Message::Ping(_) | Message::Pong(_))) => {
                    silent = Instant::now() + Duration::from_millis(IDLE_MS);
                }
            },
            () = sleep_until(end.min(silent)) => break,
        }
    }
    front.sockets.all().remove(&id);
    if let Err(fault) = close(front.engine.ports.connections.as_ref(), &id).await {
        tracing::warn!(cause = fault.chain(), "a connection that has ended was not forgotten");
    }
}

/// Forgets the connections of an earlier process: nobody holds their sockets any more.
///
/// # Errors
/// When the store fails.
pub async fn forget_all(engine: &runtime::Engine) -> Result<(), Fault> {
    let connections = &engine.ports.connections;
    for tenant in engine.ports.tenants.all().await? {
        for connection in connections.of(&tenant, engine.ports.clock.now()).await? {
            connections.remove(&tenant, &connection.id).await?;
        }
    }
    Ok(())
}
