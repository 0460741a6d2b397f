//! Speaks to the carrier and to the bank for the orders context.
//!
//! A connector turns a request of `orders::outside` into the outside system's protocol, and
//! whatever comes back into an answer or an error of the context's vocabulary. It decides
//! nothing: what a status or a transaction means is in the pure crate.

mod nova_poshta;
mod privat24;
mod support;

pub use nova_poshta::NovaPoshta;
pub use privat24::Privat24;

use std::sync::Arc;

use outbound::Outbound;
use runtime::ports::{Connector, Secrets};

/// Set to `true` where the outside systems are simulators beside the functions: then plain
/// HTTP to the own machine is allowed. Never on AWS, where that address is the runtime's own.
pub const LOOPBACK_HTTP: &str = "OUTSIDE_LOOPBACK_HTTP";

/// Both connectors, as deployed functions use them: https only, unless [`LOOPBACK_HTTP`] says so.
///
/// # Errors
/// When the HTTP client cannot be built.
pub fn all(secrets: Arc<dyn Secrets>) -> Result<Vec<Arc<dyn Connector>>, runtime::Fault> {
    let loopback = std::env::var(LOOPBACK_HTTP).is_ok_and(|value| value == "true");
    let policy = |policy: outbound::Policy| if loopback { policy.with_loopback_http() } else { policy };
    let carrier = NovaPoshta::new(Outbound::new(policy(NovaPoshta::policy()))?, Arc::clone(&secrets));
    let bank = Privat24::new(Outbound::new(policy(Privat24::policy()))?, secrets);
    Ok(vec![Arc::new(carrier), Arc::new(bank)])
}
