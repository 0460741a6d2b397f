//! Everything that can happen to a message of the accounting system.

use kernel::{Event, Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::MessageId;

/// What happened to a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum MessageEvent {
    /// It came.
    #[serde(rename = "received.v1")]
    Received {
        /// Its id here.
        id: MessageId,
        /// The id that its sender gave it.
        message_id: Line,
        /// What it is about.
        kind: Line,
        /// When it happened there.
        occurred_at: Option<Moment>,
        /// What it says, as it came.
        data: Value,
    },
    /// What it says is so now.
    #[serde(rename = "applied.v1")]
    Applied,
    /// Something newer is known.
    #[serde(rename = "superseded.v1")]
    Superseded,
    /// What it needs is not there yet.
    #[serde(rename = "parked.v1")]
    Parked {
        /// The refusal's code.
        code: Line,
        /// Tries so far.
        tries: u32,
        /// When it is tried again.
        retry_at: Moment,
    },
    /// A person must look.
    #[serde(rename = "failed.v1")]
    Failed {
        /// What is wrong.
        problem: Line,
    },
    /// It is tried again.
    #[serde(rename = "retry-requested.v1")]
    RetryRequested {
        /// Whether a person asked.
        by_person: bool,
    },
    /// A person said that nothing is to be done.
    #[serde(rename = "given-up.v1")]
    GivenUp {
        /// Why.
        reason: Line,
    },
}

/// What came of the work on a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "as", rename_all = "kebab-case")]
pub enum SettledAs {
    /// Done.
    Applied,
    /// Something newer is known.
    Superseded,
    /// What it needs is not there yet.
    TooEarly {
        /// The refusal's code.
        code: Line,
    },
    /// A person must look.
    Failed {
        /// What is wrong.
        problem: Line,
    },
}

impl Event for MessageEvent {
    fn samples() -> Vec<Self> {
        crate::samples::messages::events()
    }
}
