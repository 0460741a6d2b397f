//! The inbound message: what the accounting system tells, kept before any work and worked on once,
//! however often it comes. What cannot be worked on yet is parked, and a person sees it.

pub mod content;
pub mod event;
pub mod refusal;

pub mod give_up;
pub mod receive;
pub mod retry;
pub mod settle;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::MessageId;
pub use content::Content;
pub use event::{MessageEvent, SettledAs};
pub use refusal::MessageRefusal;

const MINUTE_MS: i64 = 60_000;
/// Waits after the first tries, in minutes: what belongs together comes within minutes.
const FIRST_WAITS_MINUTES: &[i64] = &[1, 5, 15];
/// Wait after every later try, in minutes.
const LATER_WAIT_MINUTES: i64 = 60;
/// Tries until only a person helps: six days, as long as the accounting system itself repeats.
const TRIES_MAX: u32 = 146;

/// A message of the accounting system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InboundMessage {
    /// Its own id, derived from the message's.
    pub id: MessageId,
    /// The id that its sender gave it.
    pub message_id: Line,
    /// What it is about: `1c.order.created.v1`.
    pub kind: Line,
    /// When it happened there.
    pub occurred_at: Option<Moment>,
    /// What it says, as it came.
    pub data: Value,
    /// When it came.
    pub received_at: Moment,
    /// How far the work is.
    pub progress: Progress,
    /// Tries since it came, or since a person asked for another.
    pub tries: u32,
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
    Applied,
    /// Something newer is known: nothing is to be done.
    Superseded,
    /// What it needs is not there yet: tried again later.
    Parked {
        /// The refusal's code.
        code: Line,
        /// When.
        retry_at: Moment,
    },
    /// A person must look.
    Failed {
        /// What is wrong: a refusal's code, or where it cannot be read.
        problem: Line,
    },
    /// A person said that nothing is to be done.
    GivenUp {
        /// Why.
        reason: Line,
    },
}

/// Where a message stands, as lists show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MessageState {
    /// About to be worked on.
    Waiting,
    /// Done.
    Applied,
    /// Something newer is known.
    Superseded,
    /// Waits for what it needs.
    Parked,
    /// A person must look.
    Failed,
    /// A person said that nothing is to be done.
    GivenUp,
}

impl MessageState {
    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Applied => "applied",
            Self::Superseded => "superseded",
            Self::Parked => "parked",
            Self::Failed => "failed",
            Self::GivenUp => "given-up",
        }
    }
}

impl InboundMessage {
    /// The message that its sender gave this id.
    pub fn id_of(message_id: &Line) -> MessageId {
        MessageId::derive(&["1c", message_id.as_str()])
    }

    /// Where it stands.
    pub const fn state(&self) -> MessageState {
        match &self.progress {
            Progress::Waiting { .. } => MessageState::Waiting,
            Progress::Applied => MessageState::Applied,
            Progress::Superseded => MessageState::Superseded,
            Progress::Parked { .. } => MessageState::Parked,
            Progress::Failed { .. } => MessageState::Failed,
            Progress::GivenUp { .. } => MessageState::GivenUp,
        }
    }

    /// Whether work on it may still be done.
    pub const fn is_open(&self) -> bool {
        matches!(self.progress, Progress::Waiting { .. } | Progress::Parked { .. } | Progress::Failed { .. })
    }

    /// When the work that was tried so often is tried again; `None` when only a person helps.
    pub fn retry_at(tries: u32, now: Moment) -> Option<Moment> {
        let index = usize::try_from(tries.saturating_sub(1)).unwrap_or(usize::MAX);
        let minutes = FIRST_WAITS_MINUTES.get(index).copied().unwrap_or(LATER_WAIT_MINUTES);
        (tries < TRIES_MAX).then(|| now.plus_ms(minutes.saturating_mul(MINUTE_MS)))
    }
}

impl Aggregate for InboundMessage {
    type Kind = kernel::id::kinds::InboundMessage;
    type Event = MessageEvent;
    const NAME: &'static str = "profitability.inbound-message";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &MessageEvent, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, MessageEvent::Received { id, message_id, kind, occurred_at, data }) => Ok(Self {
                id: *id,
                message_id: message_id.clone(),
                kind: kind.clone(),
                occurred_at: *occurred_at,
                data: data.clone(),
                received_at: meta.at,
                progress: Progress::Waiting { since: meta.at },
                tries: 0,
            }),
            (Some(mut message), event) => {
                message.change(event, meta)?;
                Ok(message)
            }
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}

impl InboundMessage {
    fn change(&mut self, event: &MessageEvent, meta: &Meta) -> Result<(), Impossible> {
        match event {
            MessageEvent::Applied => self.progress = Progress::Applied,
            MessageEvent::Superseded => self.progress = Progress::Superseded,
            MessageEvent::Parked { code, tries, retry_at } => {
                self.tries = *tries;
                self.progress = Progress::Parked { code: code.clone(), retry_at: *retry_at };
            }
            MessageEvent::Failed { problem } => self.progress = Progress::Failed { problem: problem.clone() },
            MessageEvent::RetryRequested { by_person } => {
                if *by_person {
                    self.tries = 0;
                }
                self.progress = Progress::Waiting { since: meta.at };
            }
            MessageEvent::GivenUp { reason } => self.progress = Progress::GivenUp { reason: reason.clone() },
            MessageEvent::Received { .. } => return Err(Impossible::after(&Some(()), event)),
        }
        Ok(())
    }
}
