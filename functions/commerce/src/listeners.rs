//! What commerce does when something happened in another context.

pub mod orders;
