//! Everything that can happen to a notice.

use kernel::reaction::OutsideError;
use kernel::{Event, Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::NoticeId;
use crate::address::{Route, Way};
use crate::kind::{Kind, Priority};
use crate::text::Text;

/// What happened to a notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
#[allow(clippy::large_enum_variant, reason = "a handful live at a time, while one command decides")]
pub enum NoticeEvent {
    /// Somebody is to be told.
    #[serde(rename = "queued.v1")]
    Queued(Queued),
    /// Another one said the same a moment before.
    #[serde(rename = "merged.v1")]
    Merged {
        /// The other one.
        into: NoticeId,
    },
    /// It is on its way.
    #[serde(rename = "dispatched.v1")]
    Dispatched {
        /// The how manieth attempt, over all ways.
        attempt: u32,
        /// By which way.
        route: Route,
    },
    /// One way failed: it goes by the next one.
    #[serde(rename = "fell-back.v1")]
    FellBack {
        /// Why.
        error: OutsideError,
        /// The how manieth attempt, over all ways.
        attempt: u32,
        /// By which way now.
        route: Route,
    },
    /// It was sent.
    #[serde(rename = "sent.v1")]
    Sent {
        /// By which way.
        route: Route,
        /// Its id there.
        reference: Line,
    },
    /// It could not be sent.
    #[serde(rename = "failed.v1")]
    Failed {
        /// By which way; none when there is none.
        #[serde(default)]
        route: Option<Route>,
        /// Why.
        error: OutsideError,
        /// When it is tried again by itself; absent when only a person helps.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_at: Option<Moment>,
    },
    /// A person asks for another try, from the first way on.
    #[serde(rename = "retry-requested.v1")]
    RetryRequested {
        /// The ways to its person now.
        routes: Vec<Route>,
    },
}

/// A message as it was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Queued {
    /// Its own id.
    pub id: NoticeId,
    /// The event of the other context.
    pub event: Line,
    /// The matter, by its printed id in the other context.
    pub subject: Line,
    /// Of what.
    pub kind: Kind,
    /// How much it may disturb.
    pub priority: Priority,
    /// Who, by the subject of their token.
    pub person: Line,
    /// What it says.
    pub text: Text,
    /// By which ways it may go, in order.
    pub by: Vec<Way>,
    /// The ways that there were.
    pub routes: Vec<Route>,
    /// Not earlier than this; at once when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Moment>,
}

impl Event for NoticeEvent {
    fn samples() -> Vec<Self> {
        crate::samples::notices()
    }
}
