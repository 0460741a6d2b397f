//! Closes a parked message.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Message, MessageEvent, MessageRefusal, MessageState};
use crate::MessageId;

/// Closes a message that waits for a person: what it says was done otherwise, or will not be done.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveUpMessage {
    /// Which message.
    pub message_id: MessageId,
    /// Why.
    pub reason: Line,
}

impl Command for GiveUpMessage {
    type Aggregate = Message;
    type Refusal = MessageRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.give-up-message",
        route: Some(Route::post("/approvals/messages/{message_id}/give-up")),
        roles: &[Role::TeamLead, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Closes a parked message of ELMA.",
    };

    fn target(&self, _: &Context) -> MessageId {
        self.message_id
    }

    fn decide(&self, message: Option<&Message>, _: &Facts, _: &Context) -> Result<Decision<Message>, MessageRefusal> {
        let message = message.ok_or(MessageRefusal::NotFound)?;
        if message.state != MessageState::Parked {
            return Err(MessageRefusal::NotParked);
        }
        Ok(Decision::of([MessageEvent::GivenUp { reason: self.reason.clone() }]))
    }

    fn example() -> Self {
        Self { message_id: crate::samples::messages::id(), reason: crate::samples::line("Решено в консоли") }
    }
}
