//! Everything that can happen to the roster.

use kernel::{Event, Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Absence, Authorised, Post};
use crate::person::Person;

/// What happened to the roster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum RosterEvent {
    /// Somebody got a post, or another one.
    #[serde(rename = "appointed.v1")]
    Appointed {
        /// Who.
        person: Person,
        /// Which post.
        post: Post,
        /// Who stands in.
        deputy: Option<Line>,
        /// Their account in the outside system.
        elma_user: Option<Line>,
    },
    /// Somebody has no post any more.
    #[serde(rename = "dismissed.v1")]
    Dismissed {
        /// Who.
        id: Line,
        /// Why.
        reason: Line,
    },
    /// Somebody will be away.
    #[serde(rename = "absence-noted.v1")]
    AbsenceNoted {
        /// Who.
        id: Line,
        /// When.
        absence: Absence,
        /// Why.
        reason: Line,
    },
    /// Somebody came back earlier, or is not going away.
    #[serde(rename = "absence-ended.v1")]
    AbsenceEnded {
        /// Who.
        id: Line,
        /// The absence that began then.
        from: Moment,
        /// Ends now.
        at: Moment,
    },
    /// Somebody may be asked outside of the system.
    #[serde(rename = "authorised.v1")]
    Authorised {
        /// Who, up to which level, when.
        authorised: Authorised,
    },
    /// Somebody may no longer be asked.
    #[serde(rename = "authorisation-ended.v1")]
    AuthorisationEnded {
        /// Who.
        id: Line,
        /// Why.
        reason: Line,
    },
}

impl Event for RosterEvent {
    fn samples() -> Vec<Self> {
        crate::samples::rosters::events()
    }
}
