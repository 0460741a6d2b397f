//! Records what became of a message.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Message, MessageEvent, MessageRefusal, MessageState};
use crate::MessageId;

/// Records what became of a message: it was done, or it waits for a person.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleMessage {
    /// Which message.
    pub message_id: MessageId,
    /// What became of it.
    pub outcome: Outcome,
}

/// What can become of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Outcome {
    /// It was done, or was done already.
    Done,
    /// It cannot be done.
    Parked {
        /// Why.
        problem: Line,
    },
}

impl Command for SettleMessage {
    type Aggregate = Message;
    type Refusal = MessageRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.settle-message",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records what became of a message of ELMA.",
    };

    fn target(&self, _: &Context) -> MessageId {
        self.message_id
    }

    fn decide(&self, message: Option<&Message>, _: &Facts, _: &Context) -> Result<Decision<Message>, MessageRefusal> {
        let message = message.ok_or(MessageRefusal::NotFound)?;
        if message.state != MessageState::Received {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([match &self.outcome {
            Outcome::Done => MessageEvent::Done,
            Outcome::Parked { problem } => MessageEvent::Parked { problem: problem.clone() },
        }]))
    }

    fn example() -> Self {
        Self { message_id: crate::samples::messages::id(), outcome: Outcome::Done }
    }
}
