//! What outside systems are asked, and what they answer, in this context's words.

pub mod elma;
