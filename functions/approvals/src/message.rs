//! What the outside system says of a task: recorded before any work, parked where it cannot be done.

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

use crate::MessageId;
use crate::outside::elma::Push;
pub use event::MessageEvent;
pub use refusal::MessageRefusal;

/// A message of the outside system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Its own id, derived from what it says.
    pub id: MessageId,
    /// What it says.
    pub content: Content,
    /// Hash of the document as it came, hexadecimal SHA-256.
    pub raw_sha256: Line,
    /// When it came.
    pub received_at: Moment,
    /// What became of it.
    pub state: MessageState,
    /// Why it could not be done.
    pub problem: Option<Line>,
    /// How often it was tried.
    pub attempts: u32,
}

/// What a message says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "content", rename_all = "kebab-case")]
pub enum Content {
    /// A decision.
    Decision {
        /// Which.
        push: Push,
    },
    /// It cannot be read.
    Unreadable {
        /// What is wrong with it.
        problem: Line,
    },
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MessageState {
    /// It is being worked on.
    Received,
    /// It was done.
    Done,
    /// It waits for a person.
    Parked,
    /// A person has closed it.
    GivenUp,
}

impl MessageState {
    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Done => "done",
            Self::Parked => "parked",
            Self::GivenUp => "given-up",
        }
    }
}

impl Aggregate for Message {
    type Kind = kernel::id::kinds::ApprovalMessage;
    type Event = MessageEvent;
    const NAME: &'static str = "approvals.message";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &MessageEvent, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, MessageEvent::Received { id, content, raw_sha256 }) => Ok(Self {
                id: *id,
                content: content.clone(),
                raw_sha256: raw_sha256.clone(),
                received_at: meta.at,
                state: MessageState::Received,
                problem: None,
                attempts: 0,
            }),
            (Some(mut message), event) => {
                message.change(event).ok_or_else(|| Impossible::after(&Some(&message), event))?;
                Ok(message)
            }
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}

impl Message {
    fn change(&mut self, event: &MessageEvent) -> Option<()> {
        match event {
            MessageEvent::Received { .. } => return None,
            MessageEvent::Done => {
                self.state = MessageState::Done;
                self.problem = None;
            }
            MessageEvent::Parked { problem } => {
                self.state = MessageState::Parked;
                self.problem = Some(problem.clone());
                self.attempts = self.attempts.saturating_add(1);
            }
            MessageEvent::RetryAsked => self.state = MessageState::Received,
            MessageEvent::GivenUp { .. } => self.state = MessageState::GivenUp,
        }
        Some(())
    }
}
