//! The paper: a document of another context, printed once.

pub mod event;
pub mod policy;
pub mod refusal;

pub mod record_failed;
pub mod record_printed;
pub mod request;
pub mod retry;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::reaction::OutsideError;
use kernel::{Language, Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::PaperId;
use crate::model::{Form, Model};
pub use event::{PaperEvent, Requested};
pub use refusal::PaperRefusal;

/// After this time without an answer an attempt counts as lost, in milliseconds: a thousand
/// lines take seconds, and a queue delivers again within minutes.
pub const LOST_AFTER_MS: i64 = 15 * 60_000;

/// A document of another context, printed once. What is printed never changes: a document
/// that changes is printed again, as another paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paper {
    /// Its own id.
    pub id: PaperId,
    /// The document of the other context, by its printed id.
    pub source: Line,
    /// Which form.
    pub form: Form,
    /// Of the form's own words.
    pub language: Language,
    /// Under which name it is saved.
    pub file_name: Line,
    /// What stands on it.
    pub model: Box<Model>,
    /// When it was asked for.
    pub requested_at: Moment,
    /// How far it is.
    pub progress: Progress,
}

/// How far a paper is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Progress {
    /// It is being typeset.
    Printing {
        /// Attempts that failed before this one.
        failed: u32,
        /// When this attempt was asked for.
        since: Moment,
    },
    /// The last attempt failed.
    Failed {
        /// Attempts that failed.
        failed: u32,
        /// Why the last one did.
        error: OutsideError,
        /// When it is tried again by itself; never, when only a person helps.
        retry_at: Option<Moment>,
    },
    /// It is kept.
    Printed(Printed),
}

/// What was printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Printed {
    /// Where it is kept, a key within the tenant.
    pub key: String,
    /// How long the file is.
    pub size_bytes: u64,
    /// Hexadecimal SHA-256 of the file.
    pub sha256: String,
    /// How many pages it has.
    pub pages: u32,
}

impl Paper {
    /// Attempts that have failed so far.
    pub const fn failed(&self) -> u32 {
        match &self.progress {
            Progress::Printing { failed, .. } | Progress::Failed { failed, .. } => *failed,
            Progress::Printed(_) => 0,
        }
    }

    /// When it is to be printed again by itself: a planned retry, or an attempt that nobody
    /// answered.
    pub fn due_at(&self) -> Option<Moment> {
        match &self.progress {
            Progress::Printing { since, .. } => Some(since.plus_ms(LOST_AFTER_MS)),
            Progress::Failed { retry_at, .. } => *retry_at,
            Progress::Printed(_) => None,
        }
    }

    /// What was printed, once it is.
    pub const fn printed(&self) -> Option<&Printed> {
        match &self.progress {
            Progress::Printed(printed) => Some(printed),
            Progress::Printing { .. } | Progress::Failed { .. } => None,
        }
    }

    fn of(requested: &Requested, meta: &Meta) -> Self {
        Self {
            id: requested.paper_id,
            source: requested.source.clone(),
            form: requested.form,
            language: requested.language,
            file_name: requested.file_name.clone(),
            model: requested.model.clone(),
            requested_at: meta.at,
            progress: Progress::Printing { failed: 0, since: meta.at },
        }
    }
}

impl Aggregate for Paper {
    type Kind = kernel::id::kinds::Paper;
    type Event = PaperEvent;
    const NAME: &'static str = "papers.paper";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &PaperEvent, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, PaperEvent::Requested(requested)) => Ok(Self::of(requested, meta)),
            (Some(paper), PaperEvent::Printed(printed)) => Ok(Self { progress: Progress::Printed(printed.clone()), ..paper }),
            (Some(paper), PaperEvent::Failed { error, retry_at }) => {
                let failed = paper.failed().saturating_add(1);
                Ok(Self { progress: Progress::Failed { failed, error: error.clone(), retry_at: *retry_at }, ..paper })
            }
            (Some(paper), PaperEvent::RetryRequested { failed }) => {
                Ok(Self { progress: Progress::Printing { failed: *failed, since: meta.at }, ..paper })
            }
            (state @ None, PaperEvent::Printed(_) | PaperEvent::Failed { .. } | PaperEvent::RetryRequested { .. })
            | (state @ Some(_), PaperEvent::Requested(_)) => Err(Impossible::after(&state, event)),
        }
    }
}
