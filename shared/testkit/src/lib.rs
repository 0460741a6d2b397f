//! For tests: decisions as given/when/then, a tenant in memory, and the contracts that every
//! store must keep.
#![allow(clippy::expect_used, clippy::panic, reason = "a test harness fails by panicking")]

pub mod contract;
pub mod decision;
pub mod tenant;

pub use decision::{context, given, moment, nothing, person, settings, subject_key};
pub use tenant::Tenant;
