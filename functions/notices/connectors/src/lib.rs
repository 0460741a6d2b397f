//! Speaks to Telegram and to mail servers for the notices context.
//!
//! A connector turns a request of `notices::outside` into the outside system's protocol, and
//! whatever comes back into an answer or an error of the context's vocabulary. It decides nothing,
//! and tries nothing twice: how often, and by which way next, is the notice's business.

mod smtp;
mod support;
mod telegram;

pub use smtp::Smtp;
pub use telegram::Telegram;

use std::sync::Arc;

use outbound::Outbound;
use runtime::ports::{Connector, Secrets};

/// Set to `true` where the outside systems are simulators beside the functions: then plain
/// conversations with the own machine are allowed. Never on AWS, where that address is the runtime's own.
pub const LOOPBACK_HTTP: &str = "OUTSIDE_LOOPBACK_HTTP";

/// The connectors, as deployed functions use them: encrypted only, unless [`LOOPBACK_HTTP`] says so.
///
/// # Errors
/// When the HTTP client cannot be built.
pub fn all(secrets: Arc<dyn Secrets>) -> Result<Vec<Arc<dyn Connector>>, runtime::Fault> {
    let loopback = std::env::var(LOOPBACK_HTTP).is_ok_and(|value| value == "true");
    let policy = if loopback { Telegram::policy().with_loopback_http() } else { Telegram::policy() };
    let smtp = if loopback { Smtp::new(Arc::clone(&secrets)).with_loopback() } else { Smtp::new(Arc::clone(&secrets)) };
    Ok(vec![Arc::new(Telegram::new(Outbound::new(policy)?, secrets)), Arc::new(smtp)])
}
