//! Rows of organizations, for reading. Personal data is in none.

pub mod differing;
pub mod listed;
pub mod words;
