//! Rows derived from commits, for reading: one projection a file.

pub mod current_cost;
