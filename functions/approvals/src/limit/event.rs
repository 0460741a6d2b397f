//! Everything that can happen to a daily limit.

use kernel::{Day, Event, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Entry, Scope};
use crate::ProcessId;
use crate::rules::Basis;

/// What happened to a daily limit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum LimitEvent {
    /// The first order of the day was considered.
    #[serde(rename = "opened.v1")]
    Opened {
        /// Whose.
        scope: Scope,
        /// Which day.
        day: Day,
        /// How much.
        limit: Money,
        /// What counts.
        basis: Basis,
    },
    /// An order was considered, and took of it if it passed.
    #[serde(rename = "considered.v1")]
    Considered {
        /// Of which process.
        process: ProcessId,
        /// How much, and whether it passed.
        entry: Entry,
    },
    /// What an order took was given back.
    #[serde(rename = "released.v1")]
    Released {
        /// Of which process.
        process: ProcessId,
    },
}

impl Event for LimitEvent {
    fn samples() -> Vec<Self> {
        crate::samples::limits::events()
    }
}
