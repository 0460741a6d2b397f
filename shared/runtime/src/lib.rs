//! The one pipeline that every command, query, projection, reaction, webhook and schedule
//! runs through: authorise, deduplicate, load, fold, decide, append, answer.
//!
//! Knows no context and no AWS. Contexts come as catalogues, the world as [`Ports`].

pub mod fault;
pub mod ports;

pub use fault::Fault;
pub use ports::{AppendError, Batch, Ports};
