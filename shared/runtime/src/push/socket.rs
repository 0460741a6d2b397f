//! Connections: opened with a ticket, ended by anybody at any time.

use super::ticket::parse;
use super::{CONNECTION_MS, CONNECTIONS_PER_ACTOR_MAX, CONNECTIONS_PER_TENANT_MAX, Connection, ConnectionId, Connections};
use crate::fault::Fault;
use crate::ports::Clock;

/// What a socket's handshake says.
#[derive(Debug, Clone)]
pub struct Handshake<'a> {
    /// How the socket is called, should it be opened.
    pub connection: ConnectionId,
    /// The ticket.
    pub ticket: &'a str,
    /// The header `Origin`, which every browser sends.
    pub origin: Option<&'a str>,
}

/// Why a socket is not opened.
#[derive(Debug, thiserror::Error)]
pub enum Closed {
    /// No ticket, or one that was used, has expired or never was: whoever asks learns no more.
    #[error("the ticket is not good")]
    Ticket,
    /// The ticket was given to a page of another origin.
    #[error("the page is not the one that got the ticket")]
    Origin,
    /// The tenant or the person has as many as there may be.
    #[error("too many connections are open")]
    TooMany,
    /// The machinery failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Closed {
    /// The status that the handshake is answered with.
    pub fn status(&self) -> u16 {
        match self {
            Self::Ticket => 401,
            Self::Origin => 403,
            Self::TooMany => 429,
            Self::Fault(fault) => {
                if fault.is_retryable() {
                    503
                } else {
                    500
                }
            }
        }
    }
}

/// Takes the ticket and notes the connection. Whatever comes of it, the ticket is used.
///
/// # Errors
/// When the socket must not be opened.
pub async fn open(connections: &dyn Connections, clock: &dyn Clock, handshake: Handshake<'_>) -> Result<(), Closed> {
    let now = clock.now();
    let (tenant, secret_hash) = parse(handshake.ticket).ok_or(Closed::Ticket)?;
    let ticket = connections.take_ticket(&tenant, &secret_hash, now).await?.ok_or(Closed::Ticket)?;
    if ticket.origin.as_deref() != handshake.origin {
        return Err(Closed::Origin);
    }
    // Two that come at once may both be let in: the limits keep the work bounded, they are no right.
    let open = connections.of(&tenant, now).await?;
    let own = open.iter().filter(|one| one.actor == ticket.actor).count();
    if open.len() >= CONNECTIONS_PER_TENANT_MAX || own >= CONNECTIONS_PER_ACTOR_MAX {
        return Err(Closed::TooMany);
    }
    let connection = Connection {
        id: handshake.connection,
        actor: ticket.actor,
        follows: ticket.follows,
        opened_at: now,
        expires_at: now.plus_ms(CONNECTION_MS),
    };
    Ok(connections.add(&tenant, &connection).await?)
}

/// Forgets a connection that has ended.
///
/// # Errors
/// When the store fails; the connection is then forgotten when it is written to, or in time.
pub async fn close(connections: &dyn Connections, id: &ConnectionId) -> Result<(), Fault> {
    match connections.tenant_of(id).await? {
        Some(tenant) => connections.remove(&tenant, id).await,
        None => Ok(()),
    }
}
