//! What is looked after by the clock.

pub mod seal_entries;
