//! Everything that can happen to a party graph.

use kernel::{Day, Event, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Basis, Link, Relation, RelationId, Share};
use crate::{Interval, PartyId};

/// What happened to a party graph.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum GraphEvent {
    /// The root of the own companies became known.
    #[serde(rename = "host-root-named.v1")]
    HostRootNamed {
        /// The holding at the top.
        party: PartyId,
        /// A party is controlled when more than this share of it is held.
        control_over: Share,
    },
    /// Two parties became related.
    #[serde(rename = "related.v1")]
    Related(Relation),
    /// A share changed: the relation ends, and another takes its place.
    #[serde(rename = "share-changed.v1")]
    ShareChanged {
        /// Which ends.
        relation: RelationId,
        /// On this day, on which the other begins.
        from: Day,
        /// What takes its place.
        becomes: NewShare,
    },
    /// A relation ended.
    #[serde(rename = "terminated.v1")]
    Terminated {
        /// Which one.
        relation: RelationId,
        /// The first day on which it does not hold.
        on: Day,
        /// Why.
        reason: Line,
    },
    /// What was recorded of a relation was wrong.
    #[serde(rename = "corrected.v1")]
    Corrected {
        /// Which one.
        relation: RelationId,
        /// What it is.
        link: Link,
        /// Over which days.
        valid: Interval,
        /// What it rests on.
        basis: Option<Basis>,
        /// What was wrong.
        reason: Line,
    },
    /// A relation never was.
    #[serde(rename = "voided.v1")]
    Voided {
        /// Which one.
        relation: RelationId,
        /// Why it was recorded.
        reason: Line,
    },
    /// A party turned out to be the duplicate of another: its relations are the other's.
    #[serde(rename = "party-merged.v1")]
    PartyMerged {
        /// The duplicate.
        duplicate: PartyId,
        /// Whose.
        survivor: PartyId,
    },
}

/// The relation that takes another's place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NewShare {
    /// Its id.
    pub id: RelationId,
    /// Its share.
    pub share: Share,
    /// What the change rests on; what the old one rested on, if that is missing.
    pub basis: Option<Basis>,
}

impl Event for GraphEvent {
    fn samples() -> Vec<Self> {
        crate::samples::parties::graph_events()
    }
}
