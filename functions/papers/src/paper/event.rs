//! Everything that can happen to a paper.

use kernel::reaction::OutsideError;
use kernel::{Event, Language, Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Printed;
use crate::PaperId;
use crate::model::{Form, Model};

/// What happened to a paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum PaperEvent {
    /// Another context wants it.
    #[serde(rename = "requested.v1")]
    Requested(Requested),
    /// It was typeset and is kept.
    #[serde(rename = "printed.v1")]
    Printed(Printed),
    /// It could not be typeset or kept.
    #[serde(rename = "failed.v1")]
    Failed {
        /// Why.
        error: OutsideError,
        /// When it is tried again by itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_at: Option<Moment>,
    },
    /// It is to be tried again.
    #[serde(rename = "retry-requested.v1")]
    RetryRequested {
        /// Attempts that had failed then.
        failed: u32,
    },
}

/// A paper that is wanted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Requested {
    /// Its own id.
    pub paper_id: PaperId,
    /// The document of the other context, by its printed id.
    pub source: Line,
    /// Which form.
    pub form: Form,
    /// Of the form's own words.
    #[schemars(with = "String")]
    pub language: Language,
    /// Under which name it is saved.
    pub file_name: Line,
    /// What stands on it.
    pub model: Box<Model>,
}

impl Event for PaperEvent {
    fn samples() -> Vec<Self> {
        crate::samples::events()
    }
}
