//! What is looked after by the clock: one schedule a file.

pub mod retry_waybills;
