//! Reading the vendor's directory: a source of organizations, never the truth (decision C44).

pub mod event;
pub mod note_import;
pub mod request_import;

use kernel::Moment;
use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::reaction::OutsideError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::DirectoryId;
pub use event::DirectoryEvent;

/// Rows that one delivery takes in; the next delivery goes on from there. Each row is a command, and a
/// delivery has a minute.
pub const ROWS_PER_RUN: u32 = 200;
/// Problems that are kept of one reading. Whoever has more corrects these first.
pub const PROBLEMS_MAX: usize = 200;
/// After so long a reading that has not ended is taken for lost, in milliseconds.
pub const LOST_AFTER_MS: i64 = 15 * 60 * 1000;

/// There is one directory a tenant.
pub fn directory_id() -> DirectoryId {
    DirectoryId::derive(&["only"])
}

/// How the vendor's directory was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Directory {
    /// The reading under way, or the last one.
    pub reading: Reading,
    /// When it began.
    pub began_at: Moment,
    /// Rows that could not be taken in.
    pub problems: Vec<RowProblem>,
}

/// How far a reading is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum Reading {
    /// So many rows are done.
    UnderWay {
        /// How many.
        rows: u32,
    },
    /// All are done.
    Done {
        /// How many there were.
        rows: u32,
        /// When.
        at: Moment,
    },
    /// It stopped; what was taken in stays.
    Failed {
        /// Why.
        error: OutsideError,
        /// When.
        at: Moment,
    },
}

/// A row that could not be taken in. It names no person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RowProblem {
    /// Which, from 1.
    pub row: u32,
    /// The vendor's id of it, where that could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor_id: Option<String>,
    /// The vendor's name of the field, and what is wrong; or the code of a refusal.
    pub problem: String,
}

impl Aggregate for Directory {
    type Kind = kernel::id::kinds::OrganizationDirectory;
    type Event = DirectoryEvent;
    const NAME: &'static str = "customs.organization-directory";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &DirectoryEvent, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (_, DirectoryEvent::ImportRequested) => {
                Ok(Self { reading: Reading::UnderWay { rows: 0 }, began_at: meta.at, problems: Vec::new() })
            }
            (None, event) => Err(Impossible::after(&None::<Self>, event)),
            (Some(mut directory), event) => {
                directory.absorb(event, meta)?;
                Ok(directory)
            }
        }
    }
}

impl Directory {
    fn absorb(&mut self, event: &DirectoryEvent, meta: &Meta) -> Result<(), Impossible> {
        match event {
            DirectoryEvent::ImportRequested => return Err(Impossible::after(&Some(&*self), event)),
            DirectoryEvent::ImportContinued { rows, problems } => {
                self.reading = Reading::UnderWay { rows: *rows };
                self.add(problems);
            }
            DirectoryEvent::ImportFinished { rows, problems } => {
                self.reading = Reading::Done { rows: *rows, at: meta.at };
                self.add(problems);
            }
            DirectoryEvent::ImportFailed { error } => self.reading = Reading::Failed { error: error.clone(), at: meta.at },
            DirectoryEvent::RowRefused { problem } => self.add(std::slice::from_ref(problem)),
        }
        Ok(())
    }

    fn add(&mut self, problems: &[RowProblem]) {
        let room = PROBLEMS_MAX.saturating_sub(self.problems.len());
        self.problems.extend(problems.iter().take(room).cloned());
    }
}
