//! The integration event: a message of an outside system, recorded before any work and
//! worked on once, however often and by whichever way it comes.

pub mod event;
pub mod policy;
pub mod raw;
pub mod refusal;

pub mod give_up;
pub mod process;
pub mod receive;
pub mod record_failure;
pub mod retry;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::reaction::OutsideError;
use kernel::{Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::IntegrationEventId;
pub use event::{Channel, Content, Integration, IntegrationFact, ProcessingResult, Received};
pub use refusal::IntegrationRefusal;

/// A message of an outside system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IntegrationEvent {
    /// Its own id, derived from what the message says, so that a message that comes twice is one.
    pub id: IntegrationEventId,
    /// The way it came first.
    pub channel: Channel,
    /// What it says.
    pub content: Content,
    /// Hash of the document with the message as it came.
    pub raw_sha256: Option<String>,
    /// When it came.
    pub received_at: Moment,
    /// How far the work is.
    pub progress: Progress,
    /// Failed attempts since it came, or since somebody asked for another try.
    pub attempts: u32,
    /// The last failure.
    pub error: Option<OutsideError>,
}

/// How far the work on a message is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "progress", rename_all = "kebab-case")]
pub enum Progress {
    /// About to be worked on.
    Waiting {
        /// Since when.
        since: Moment,
    },
    /// Done.
    Processed {
        /// What came of it.
        result: ProcessingResult,
        /// Orders and payments that it changed, by id.
        touched: Vec<String>,
    },
    /// Tried, and tried again later.
    Failed {
        /// When.
        retry_at: Moment,
    },
    /// Nobody tries any more; a person may.
    Dead,
    /// A person said that nothing is to be done.
    GivenUp {
        /// Why.
        reason: Line,
    },
}

/// Where a message stands, as lists show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IntegrationState {
    /// About to be worked on.
    Waiting,
    /// Tried, and tried again later.
    Failed,
    /// Nobody tries any more; a person may.
    Dead,
    /// Done.
    Processed,
    /// A person said that nothing is to be done.
    GivenUp,
}

impl IntegrationState {
    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Failed => "failed",
            Self::Dead => "dead",
            Self::Processed => "processed",
            Self::GivenUp => "given-up",
        }
    }
}

impl IntegrationEvent {
    /// Where it stands.
    pub const fn state(&self) -> IntegrationState {
        match &self.progress {
            Progress::Waiting { .. } => IntegrationState::Waiting,
            Progress::Processed { .. } => IntegrationState::Processed,
            Progress::Failed { .. } => IntegrationState::Failed,
            Progress::Dead => IntegrationState::Dead,
            Progress::GivenUp { .. } => IntegrationState::GivenUp,
        }
    }

    /// Whether work on it is still to be done without a person.
    pub const fn is_due(&self) -> bool {
        matches!(self.progress, Progress::Waiting { .. } | Progress::Failed { .. })
    }
}

impl Aggregate for IntegrationEvent {
    type Kind = kernel::id::kinds::IntegrationEvent;
    type Event = IntegrationFact;
    const NAME: &'static str = "orders.integration-event";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &IntegrationFact, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, IntegrationFact::Received(received)) => Ok(Self {
                id: received.id,
                channel: received.channel,
                content: received.content.clone(),
                raw_sha256: received.raw_sha256.clone(),
                received_at: meta.at,
                progress: Progress::Waiting { since: meta.at },
                attempts: 0,
                error: received.content.unreadable(),
            }),
            (Some(mut message), event) => {
                message.change(event, meta)?;
                Ok(message)
            }
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}

impl IntegrationEvent {
    fn change(&mut self, event: &IntegrationFact, meta: &Meta) -> Result<(), Impossible> {
        let (due, done) = (self.is_due(), matches!(self.progress, Progress::Processed { .. }));
        match event {
            IntegrationFact::Processed { result, touched } if due => {
                self.progress = Progress::Processed { result: *result, touched: touched.clone() };
            }
            IntegrationFact::Failed { error, attempt, retry_at } if due => {
                self.attempts = *attempt;
                self.error = Some(error.clone());
                // Without another try the death follows in the same commit.
                self.progress = retry_at.map_or(Progress::Dead, |retry_at| Progress::Failed { retry_at });
            }
            IntegrationFact::Dead { .. } if !done => self.progress = Progress::Dead,
            IntegrationFact::RetryRequested { .. } if !done => {
                self.attempts = 0;
                self.progress = Progress::Waiting { since: meta.at };
            }
            IntegrationFact::GivenUp { reason } if !done => self.progress = Progress::GivenUp { reason: reason.clone() },
            IntegrationFact::Received(_)
            | IntegrationFact::Processed { .. }
            | IntegrationFact::Failed { .. }
            | IntegrationFact::Dead { .. }
            | IntegrationFact::RetryRequested { .. }
            | IntegrationFact::GivenUp { .. } => return Err(Impossible::after(&Some(&*self), event)),
        }
        Ok(())
    }
}
