//! The business as it runs, through the real HTTP shape, on the embedded engines, with the
//! simulated carrier and bank.

mod bad_input;
mod customs;
mod deal;
mod delivery;
mod group;
mod ledger;
mod margins;
mod notices;
mod push;
mod tenants;
mod webhooks;
pub mod world;
