//! Tries a parked message again.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Content, Message, MessageEvent, MessageRefusal, MessageState};
use crate::MessageId;

/// Tries a message again that waits for a person, after its obstacle is gone.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetryMessage {
    /// Which message.
    pub message_id: MessageId,
}

impl Command for RetryMessage {
    type Aggregate = Message;
    type Refusal = MessageRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.retry-message",
        route: Some(Route::post("/approvals/messages/{message_id}/retry")),
        roles: &[Role::TeamLead, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Tries a message of ELMA again.",
    };

    fn target(&self, _: &Context) -> MessageId {
        self.message_id
    }

    fn decide(&self, message: Option<&Message>, _: &Facts, _: &Context) -> Result<Decision<Message>, MessageRefusal> {
        let message = message.ok_or(MessageRefusal::NotFound)?;
        if message.state != MessageState::Parked {
            return Err(MessageRefusal::NotParked);
        }
        match &message.content {
            Content::Decision { .. } => Ok(Decision::of([MessageEvent::RetryAsked])),
            Content::Unreadable { .. } => Err(MessageRefusal::Unreadable),
        }
    }

    fn example() -> Self {
        Self { message_id: crate::samples::messages::id() }
    }
}
