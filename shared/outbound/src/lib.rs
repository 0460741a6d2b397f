//! The one way out: an HTTP client for outside systems that assumes they fail.
//!
//! An integration has one [`Policy`]: time-outs, retries, rate limit, circuit breaker and the
//! largest answer it will read. Every attempt leaves a [`CallRecord`] without headers, bodies
//! or query strings, so no secret can reach a log by this road.
//!
//! What is deliberately absent: redirects (an outside system cannot point us elsewhere),
//! proxies from the environment, decompression, cookies.

pub mod breaker;
mod bucket;
mod client;
mod error;
mod log;
mod policy;
mod request;
mod retry_after;

pub use breaker::{Breaker, BreakerStore, BreakersInMemory};
pub use client::Outbound;
pub use error::{Body, CallError};
pub use log::{CallLog, CallRecord, TracingLog};
pub use policy::{BreakerPolicy, Policy, RatePolicy, RetryPolicy};
pub use request::{Answered, CallContext, OutboundRequest};
pub use reqwest::{Method, Url};
