//! Everything that can happen to a clearance.

use kernel::{Event, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Release;
use crate::sale::Stall;
use crate::{ClearanceId, FactId};

/// What happened to a clearance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
#[allow(clippy::large_enum_variant, reason = "one lives at a time, while one command decides")]
pub enum ClearanceEvent {
    /// Customs released goods.
    #[serde(rename = "noted.v1")]
    Noted {
        /// Its id.
        id: ClearanceId,
        /// What was told.
        release: Release,
        /// The delivery that the declaration names, where commerce knows it.
        fact: Option<FactId>,
    },
    /// The registration number became known.
    #[serde(rename = "number-learnt.v1")]
    NumberLearnt {
        /// The number.
        number: Line,
    },
    /// A person said which delivery it was.
    #[serde(rename = "linked.v1")]
    Linked {
        /// Which.
        fact: FactId,
    },
    /// A step was refused.
    #[serde(rename = "stalled.v1")]
    Stalled {
        /// Which, and why.
        stall: Stall,
    },
    /// A person removed the obstacle and lets it go on.
    #[serde(rename = "resumed.v1")]
    Resumed {
        /// What was done.
        note: Line,
    },
}

impl Event for ClearanceEvent {
    fn samples() -> Vec<Self> {
        crate::samples::clearances::events()
    }
}
