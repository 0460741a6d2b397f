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
