//! Sets a message aside.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{InboundMessage, MessageEvent, MessageRefusal};
use crate::MessageId;

/// Sets a message aside with which nothing is to be done. It stays in the history.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveUpMessage {
    /// Which message.
    pub message: MessageId,
    /// Why.
    pub reason: Line,
}

impl Command for GiveUpMessage {
    type Aggregate = InboundMessage;
    type Refusal = MessageRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.give-up-message",
        route: Some(Route::post("/profitability/messages/{message}/give-up")),
        roles: &[Role::TeamLead, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Sets a message of the accounting system aside.",
    };

    fn target(&self, _: &Context) -> MessageId {
        self.message
    }

    fn decide(&self, message: Option<&InboundMessage>, _: &Facts, _: &Context) -> Result<Decision<InboundMessage>, MessageRefusal> {
        let message = message.ok_or(MessageRefusal::NotFound)?;
        if !message.is_open() {
            return Err(MessageRefusal::Done);
        }
        Ok(Decision::of([MessageEvent::GivenUp { reason: self.reason.clone() }]))
    }

    fn example() -> Self {
        Self { message: crate::samples::messages::message_id(), reason: crate::samples::line("Пробная отправка") }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::messages::received;

    #[test]
    fn what_is_open_is_set_aside_with_a_reason() {
        let given_up = MessageEvent::GivenUp { reason: GiveUpMessage::example().reason };
        given::<InboundMessage>([received()]).when(GiveUpMessage::example()).then([given_up.clone()]);
        given::<InboundMessage>([received(), given_up]).when(GiveUpMessage::example()).refused(MessageRefusal::Done);
    }
}
