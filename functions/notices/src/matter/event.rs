//! Everything that can happen to a matter.

use kernel::{Event, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Branch, Knowledge, News};
use crate::kind::Part;

/// What happened to a matter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
#[allow(clippy::large_enum_variant, reason = "a handful live at a time, while one command decides")]
pub enum MatterEvent {
    /// Something new is known of it.
    #[serde(rename = "learnt.v1")]
    Learnt {
        /// Its printed id in the other context.
        subject: Line,
        /// All that is known now.
        known: Knowledge,
    },
    /// Somebody else is asked in a branch of it.
    #[serde(rename = "branch-learnt.v1")]
    BranchLearnt {
        /// The branch.
        branch: Branch,
    },
    /// News waits for what it is about.
    #[serde(rename = "kept.v1")]
    Kept {
        /// The news.
        news: News,
    },
    /// People are to be told.
    #[serde(rename = "told.v1")]
    Told(Told),
    /// The news waited until somebody else was asked: it is told to nobody.
    #[serde(rename = "overtaken.v1")]
    Overtaken {
        /// The news.
        news: News,
    },
}

/// News, and who is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Told {
    /// The matter, by its printed id in the other context.
    pub subject: Line,
    /// The news, with all that was known.
    pub news: News,
    /// Who, by the subjects of their tokens; each once.
    pub to: Vec<Line>,
    /// Whom the matrix names and nobody is.
    pub nobody: Vec<Part>,
}

impl Event for MatterEvent {
    fn samples() -> Vec<Self> {
        crate::samples::matters()
    }
}
