//! Everything that can happen to a client.

use kernel::{Event, Line, Percentage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ClientId;

/// What happened to a client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum ClientEvent {
    /// Something about it became known.
    #[serde(rename = "noted.v1")]
    Noted {
        /// Which client.
        id: ClientId,
        /// As printed.
        name: Line,
        /// Whether it is strategic.
        strategic: bool,
        /// How far below the plan its orders may be, if it is.
        allowed_deviation: Percentage,
    },
    /// Orders that somebody relies on were judged with what is allowed now.
    #[serde(rename = "spread.v1")]
    Spread,
}

impl Event for ClientEvent {
    fn samples() -> Vec<Self> {
        vec![crate::samples::clients::noted(), Self::Spread]
    }
}
