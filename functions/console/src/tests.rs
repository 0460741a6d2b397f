//! The console from the outside: a request in, HTML out, with an API that answers from files.

mod actions;
mod approvals;
pub(crate) mod bodies;
mod commerce;
mod customs;
mod customs_desk;
mod desk;
mod fake;
mod forms;
mod ledger;
mod live;
mod notices;
mod pages;
mod profitability;
mod security;
mod sign_in;
