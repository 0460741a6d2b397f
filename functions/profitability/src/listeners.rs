//! What is done because something happened in another context.

pub mod approvals;
pub mod customs;
