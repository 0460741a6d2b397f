//! Tickets: how somebody with a token gets to open a socket.

use kernel::command::Route;
use kernel::{Malformed, Moment, Role, TenantId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{FOLLOWS_MAX, Followed, TICKET_MS, Ticket};
use crate::engine::Engine;
use crate::failure::Failure;
use crate::principal::Principal;

/// Function that gives out tickets.
pub const NAME: &str = "platform.issue-push-ticket";
/// Where.
pub const ROUTE: Route = Route::post("/push/tickets");
/// What it does, for descriptions.
pub const SUMMARY: &str = "Gives a ticket that opens one WebSocket, once, within half a minute.";
/// The context whose API has that route.
pub const CONTEXT: &str = "platform";
/// Longest origin.
const ORIGIN_BYTES_MAX: usize = 200;

/// What is asked for.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PushTicketWanted")]
pub struct Wanted {
    /// What to follow: ids of aggregates, kinds (`orders.order`) or contexts (`orders`); up to ten.
    pub follow: Vec<Followed>,
    /// The origin of the page that will open the socket, `https://console.example`. Without one
    /// the socket can only be opened by what is no browser.
    #[serde(default)]
    pub origin: Option<String>,
}

/// What is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "PushTicket")]
pub struct Issued {
    /// To be shown once, as `?ticket=…` of the socket's address.
    pub ticket: String,
    /// It is worthless from then on.
    #[schemars(with = "String")]
    pub expires_at: Moment,
}

/// Gives a ticket to whoever has any role.
///
/// # Errors
/// When the caller has no role or no tenant, what is wanted is not well-formed, or the store fails.
pub async fn issue(engine: &Engine, principal: &Principal, wanted: Wanted) -> Result<Issued, Failure> {
    principal.authorise(Role::FOR_PEOPLE)?;
    engine.ports.tenants.settings(&principal.tenant).await?.ok_or(Failure::UnknownTenant)?;
    if wanted.follow.is_empty() || wanted.follow.len() > FOLLOWS_MAX {
        return Err(Malformed::new("follow", format!("expected one to {FOLLOWS_MAX} names")).into());
    }
    if wanted.origin.as_deref().is_some_and(|origin| !is_origin(origin)) {
        return Err(Malformed::new("origin", "expected an origin such as https://console.example").into());
    }
    let expires_at = engine.ports.clock.now().plus_ms(TICKET_MS);
    let ticket = Ticket { actor: principal.actor.id.clone(), follows: wanted.follow, origin: wanted.origin, expires_at };
    let secret = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    engine.ports.connections.keep_ticket(&principal.tenant, &hash(&secret), &ticket).await?;
    Ok(Issued { ticket: format!("{}.{secret}", principal.tenant), expires_at })
}

/// The tenant whose ticket it says to be, and the hash of its secret; `None` when it is no ticket.
/// That the tenant is right shows when the ticket is found there.
pub(super) fn parse(ticket: &str) -> Option<(TenantId, String)> {
    let (tenant, secret) = ticket.rsplit_once('.')?;
    Some((tenant.parse().ok()?, hash(secret)))
}

/// Who reads the table must not be able to use the tickets in it.
fn hash(secret: &str) -> String {
    Sha256::digest(secret.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn is_origin(origin: &str) -> bool {
    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://")).unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']');
    !host.is_empty() && origin.len() <= ORIGIN_BYTES_MAX && host.bytes().all(plain)
}
