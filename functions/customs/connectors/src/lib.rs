//! Speaks to Kontur.Declarant for the customs context.
//!
//! The connector turns a request of `customs::outside` into the vendor's protocol, and whatever
//! comes back into an answer or an error of the context's vocabulary. It decides nothing.

mod body;
mod content;
mod exchange;
mod failure;
mod kontur;
mod multipart;
mod rows;
mod session;

pub use kontur::{Kontur, Policies};

use std::sync::Arc;

use runtime::ports::{Connector, Documents, Secrets};

/// Set to `true` where the outside systems are simulators beside the functions: then plain
/// HTTP to the own machine is allowed. Never on AWS, where that address is the runtime's own.
pub const LOOPBACK_HTTP: &str = "OUTSIDE_LOOPBACK_HTTP";

/// The connector, as deployed functions use it: https only, unless [`LOOPBACK_HTTP`] says so.
///
/// # Errors
/// When the HTTP client cannot be built.
pub fn all(secrets: Arc<dyn Secrets>, documents: Arc<dyn Documents>) -> Result<Vec<Arc<dyn Connector>>, runtime::Fault> {
    let loopback = std::env::var(LOOPBACK_HTTP).is_ok_and(|value| value == "true");
    let policies = if loopback { Kontur::policies().with_loopback_http() } else { Kontur::policies() };
    Ok(vec![Arc::new(Kontur::new(policies, secrets, documents)?)])
}
