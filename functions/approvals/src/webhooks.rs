//! What outside systems tell by themselves.

pub mod elma;
