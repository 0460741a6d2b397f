//! What is looked after by the clock: one schedule a file.

pub mod expire_budgets;
pub mod recognise_months;
pub mod sweep_waiting;
