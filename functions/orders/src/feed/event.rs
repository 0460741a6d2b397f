//! Everything that can happen to a feed.

use kernel::reaction::OutsideError;
use kernel::{Day, Event};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FeedSource, Reading};

/// What happened to a feed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum FeedEvent {
    /// It was read.
    #[serde(rename = "advanced.v1")]
    Advanced {
        /// What is read.
        source: FeedSource,
        /// The last day that was read to its end.
        through: Option<Day>,
        /// What is still to be read.
        reading: Option<Reading>,
    },
    /// It could not be read.
    #[serde(rename = "failed.v1")]
    Failed {
        /// What is read.
        source: FeedSource,
        /// Why not.
        error: OutsideError,
    },
    /// The credentials were refused: it is not read until somebody says so.
    #[serde(rename = "paused.v1")]
    Paused,
    /// Somebody said so.
    #[serde(rename = "resumed.v1")]
    Resumed,
}

impl Event for FeedEvent {
    fn samples() -> Vec<Self> {
        crate::samples::payments::feed_events()
    }
}
