//! What this context does when something happened in another.

pub mod profitability;
