//! Tests over the whole: what the lists hold, where the arrows may point, what is stored for
//! ever, and the business as it runs through the real HTTP shape.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "tests fail by panicking")]

mod architecture;
mod catalogue;
mod decisions;
mod golden;
mod policies;
mod scenarios;
mod security;
mod simulation;
