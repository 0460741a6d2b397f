//! Rows derived from commits, for reading: one projection a file.

pub mod match_index;
pub mod payment_duplicates;
