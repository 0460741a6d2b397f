//! Everything that can happen to a message.

use kernel::{Event, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Content;
use crate::MessageId;

/// What happened to a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
#[allow(clippy::large_enum_variant, reason = "one lives at a time")]
pub enum MessageEvent {
    /// It came.
    #[serde(rename = "received.v1")]
    Received {
        /// Its id.
        id: MessageId,
        /// What it says.
        content: Content,
        /// Hash of the document as it came.
        raw_sha256: Line,
    },
    /// It was done.
    #[serde(rename = "done.v1")]
    Done,
    /// It could not be done: a person looks at it.
    #[serde(rename = "parked.v1")]
    Parked {
        /// Why: a refusal's code, or what cannot be read.
        problem: Line,
    },
    /// A person asks for another try.
    #[serde(rename = "retry-asked.v1")]
    RetryAsked,
    /// A person has closed it.
    #[serde(rename = "given-up.v1")]
    GivenUp {
        /// Why.
        reason: Line,
    },
}

impl Event for MessageEvent {
    fn samples() -> Vec<Self> {
        crate::samples::messages::events()
    }
}
