//! Everything that can happen to the feed.

use kernel::reaction::OutsideError;
use kernel::{Event, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Referred, Rejected};

/// What happened to the feed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum FeedEvent {
    /// Changes were read.
    #[serde(rename = "page-read.v1")]
    PageRead {
        /// Docflows that refer to declarations and were not seen like this; at most
        /// [`super::ROWS_PER_EVENT_MAX`].
        rows: Vec<Referred>,
        /// The vendor's time of the newest change that was seen so far, of whatever docflow.
        watermark: Option<Moment>,
        /// Rows that could not be read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rejected: Option<Rejected>,
    },
    /// The vendor could not be asked.
    #[serde(rename = "failed.v1")]
    Failed {
        /// Why not.
        error: OutsideError,
    },
    /// The vendor says that something changed: it is asked at once.
    #[serde(rename = "hinted.v1")]
    Hinted {},
    /// The credentials were refused: it is not asked until somebody says so.
    #[serde(rename = "paused.v1")]
    Paused {},
    /// Somebody said so.
    #[serde(rename = "resumed.v1")]
    Resumed {},
}

impl Event for FeedEvent {
    fn samples() -> Vec<Self> {
        crate::samples::feed::events()
    }
}
