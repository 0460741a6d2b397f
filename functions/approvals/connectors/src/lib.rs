//! Speaks to ELMA365 for the approvals context.
//!
//! A connector turns a request of `approvals::outside` into the outside system's protocol, and
//! whatever comes back into an answer or an error of the context's vocabulary. It decides nothing.

mod elma;

pub use elma::Elma;

use std::sync::Arc;

use outbound::Outbound;
use runtime::ports::{Connector, Secrets};

/// Set to `true` where the outside systems are simulators beside the functions: then plain
/// HTTP to the own machine is allowed. Never on AWS, where that address is the runtime's own.
pub const LOOPBACK_HTTP: &str = "OUTSIDE_LOOPBACK_HTTP";

/// The connector, as deployed functions use it: https only, unless [`LOOPBACK_HTTP`] says so.
///
/// # Errors
/// When the HTTP client cannot be built.
pub fn all(secrets: Arc<dyn Secrets>) -> Result<Vec<Arc<dyn Connector>>, runtime::Fault> {
    let loopback = std::env::var(LOOPBACK_HTTP).is_ok_and(|value| value == "true");
    let policy = if loopback { Elma::policy().with_loopback_http() } else { Elma::policy() };
    Ok(vec![Arc::new(Elma::new(Outbound::new(policy)?, secrets))])
}
