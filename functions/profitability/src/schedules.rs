//! What is looked after by the clock: one schedule a file.

pub mod end_estimates;
pub mod hide_idle_drafts;
pub mod lapse_approvals;
pub mod limit_waits;
pub mod retry_messages;
pub mod review_prices;
pub mod spread_allowances;
pub mod spread_rate_moves;

/// What is done in one tick at most; what is left is due at the next one.
const DUE_MAX: u32 = 100;
