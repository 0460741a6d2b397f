//! The one pipeline that every command, query, projection, reaction, webhook and schedule
//! runs through: authorise, deduplicate, load, fold, decide, append, answer.
//!
//! Knows no context and no AWS. Contexts come as catalogues, the world as [`Ports`].

pub mod cloud_event;
pub mod deliver;
pub mod engine;
pub mod execute;
pub mod failure;
pub mod fault;
pub mod gather;
pub mod http;
pub mod listen;
pub mod openapi;
mod pause;
pub mod perform;
pub mod ports;
pub mod principal;
pub mod push;
pub mod query;
pub mod rebuild;
pub mod route;
pub mod signature;
pub mod telemetry;
pub mod tick;
pub mod webhook;

pub use engine::Engine;
pub use execute::{Accepted, Request, execute};
pub use failure::Failure;
pub use fault::Fault;
pub use ports::{AppendError, Batch, Ports};
pub use principal::Principal;
