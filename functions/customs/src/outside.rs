//! What outside systems are asked, and what they answer.

pub mod formats;
pub mod kontur;
