//! What commerce does when something happened in another context.

pub mod customs;
pub mod orders;
