//! Telling open pages that something has changed, by WebSocket.
//!
//! What travels is a hint and never data: which aggregate has which version now. The page then
//! asks for its part again, as whoever is signed in, so that a socket can show nobody anything
//! that they may not see. A hint may be lost, late, repeated or out of order; pages go on
//! looking by themselves, only more rarely while their socket is open.
//!
//! A browser cannot send a token with the handshake of a WebSocket. So it gets a ticket first
//! ([`ticket`]), by an ordinary request with the token, and shows it once ([`socket`]).
//!
//! Nothing here knows API Gateway: on AWS it holds the sockets and calls these functions, at
//! home the local host does.

pub mod socket;
pub mod tell;
pub mod ticket;

#[cfg(test)]
mod tests;

use std::fmt;

use async_trait::async_trait;
use kernel::aggregate::Version;
use kernel::{Moment, TenantId};
use serde::{Deserialize, Serialize};

use crate::cloud_event::CloudEvent;
use crate::fault::Fault;

/// Milliseconds that a ticket is good for: a page uses it in the next moment.
pub const TICKET_MS: i64 = 30_000;
/// Milliseconds that a connection lives: API Gateway ends it then, and the page opens the next.
pub const CONNECTION_MS: i64 = 2 * 60 * 60 * 1_000;
/// Milliseconds without a word after which a connection is ended: API Gateway's own limit. Pages
/// say something every four minutes.
pub const IDLE_MS: u64 = 10 * 60 * 1_000;
/// Longest word that a page may say, in bytes: it only has to show that it is there.
pub const WORD_BYTES_MAX: usize = 1_024;
/// Open connections of one tenant: they are read for every batch of events, in one query of
/// some 50 KB. Whoever comes later looks by themselves, as without a socket.
pub const CONNECTIONS_PER_TENANT_MAX: usize = 200;
/// Open connections of one person: pages that are looked at, not all tabs that are open.
pub const CONNECTIONS_PER_ACTOR_MAX: usize = 12;
/// What one page may follow.
pub const FOLLOWS_MAX: usize = 10;
/// Longest name that is followed: the longest id and the longest kind have some 45 characters.
const NAME_BYTES_MAX: usize = 80;
/// Longest name of a connection; API Gateway's have 16 characters.
const CONNECTION_BYTES_MAX: usize = 64;

/// What something is followed by: an aggregate's id, its kind (`orders.order`), or the context
/// of many kinds (`orders`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Followed(String);

impl Followed {
    /// Whether a change of `hint` is one of what is followed.
    pub fn covers(&self, hint: &Hint) -> bool {
        let inside = || hint.kind.strip_prefix(&self.0).is_some_and(|rest| rest.starts_with('.'));
        self.0 == hint.subject || self.0 == hint.kind || inside()
    }
}

impl TryFrom<String> for Followed {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b'.');
        let good = !name.is_empty() && name.len() <= NAME_BYTES_MAX && name.bytes().all(plain);
        if good { Ok(Self(name)) } else { Err("expected the id of an aggregate, its kind or its context") }
    }
}

impl From<Followed> for String {
    fn from(followed: Followed) -> Self {
        followed.0
    }
}

/// Something has changed: what, and to which version. No more, on purpose: the name of an event
/// would already tell what happened, to people who may not know it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Hint {
    /// The aggregate's id.
    pub subject: String,
    /// The aggregate's kind, `orders.order`.
    pub kind: String,
    /// Its version now, or later; an older hint may come after a newer one.
    pub version: Version,
}

impl Hint {
    /// What an event hints at.
    pub fn of(event: &CloudEvent) -> Self {
        Self { subject: event.subject.clone(), kind: event.streamkind.clone(), version: event.streamversion }
    }
}

/// How whoever holds the sockets names one of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(String);

impl ConnectionId {
    /// The name as given; `None` when it could not be one.
    pub fn new(name: impl Into<String>) -> Option<Self> {
        let name = name.into();
        let good = !name.is_empty() && name.len() <= CONNECTION_BYTES_MAX && name.bytes().all(|byte| byte.is_ascii_graphic());
        good.then_some(Self(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ConnectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The right to open one connection, kept under the hash of its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Who asked for it.
    pub actor: String,
    /// What the connection will follow.
    pub follows: Vec<Followed>,
    /// The origin of the page that will use it; `None` when it is no page.
    pub origin: Option<String>,
    /// Worthless from then on.
    pub expires_at: Moment,
}

/// One open connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// Its name.
    pub id: ConnectionId,
    /// Whose it is.
    pub actor: String,
    /// What it follows.
    pub follows: Vec<Followed>,
    /// Since when.
    pub opened_at: Moment,
    /// It has ended by then, whether or not that was told.
    pub expires_at: Moment,
}

/// Tickets and open connections. Nothing can be read of them without a tenant, but whose a
/// connection is: when one ends, only its name is known.
#[async_trait]
pub trait Connections: Send + Sync {
    /// Keeps a ticket.
    async fn keep_ticket(&self, tenant: &TenantId, secret_hash: &str, ticket: &Ticket) -> Result<(), Fault>;

    /// Takes a ticket, in one step, so that only one taker gets it; `None` when there is none, or
    /// none any more at `now`.
    async fn take_ticket(&self, tenant: &TenantId, secret_hash: &str, now: Moment) -> Result<Option<Ticket>, Fault>;

    /// Adds a connection.
    async fn add(&self, tenant: &TenantId, connection: &Connection) -> Result<(), Fault>;

    /// The tenant's connections that have not expired at `now`; consistent, so that who looks
    /// after opening one misses nothing in between.
    async fn of(&self, tenant: &TenantId, now: Moment) -> Result<Vec<Connection>, Fault>;

    /// Removes a connection; harmless when it is gone.
    async fn remove(&self, tenant: &TenantId, id: &ConnectionId) -> Result<(), Fault>;

    /// Whose a connection is; `None` when it is gone.
    async fn tenant_of(&self, id: &ConnectionId) -> Result<Option<TenantId>, Fault>;
}

/// What became of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posted {
    /// It is on its way.
    Sent,
    /// There is no such connection, or none any more.
    Gone,
}

/// Whoever holds the sockets.
#[async_trait]
pub trait Push: Send + Sync {
    /// Posts a frame of text to one connection.
    async fn post(&self, connection: &ConnectionId, frame: String) -> Result<Posted, Fault>;
}
