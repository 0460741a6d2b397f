//! What is looked after by the clock: one schedule a file.

pub mod poll_statements;
pub mod poll_tracking;
pub mod retry_integration_events;
pub mod retry_waybills;
pub mod sweep_payments;
