//! Tries a message again.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{InboundMessage, MessageEvent, MessageRefusal, Progress};
use crate::MessageId;

/// Tries a message again that was parked or failed; asking twice is asking once.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetryMessage {
    /// Which message.
    pub message: MessageId,
}

impl Command for RetryMessage {
    type Aggregate = InboundMessage;
    type Refusal = MessageRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.retry-message",
        route: Some(Route::post("/profitability/messages/{message}/retry")),
        roles: &[Role::TeamLead, Role::Administrator, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Tries a message of the accounting system again.",
    };

    fn target(&self, _: &Context) -> MessageId {
        self.message
    }

    fn decide(&self, message: Option<&InboundMessage>, _: &Facts, context: &Context) -> Result<Decision<InboundMessage>, MessageRefusal> {
        let message = message.ok_or(MessageRefusal::NotFound)?;
        match message.progress {
            // A try that was missed, for whatever reason, is made again by the clock only.
            Progress::Waiting { .. } if !context.actor.is_system() => Ok(Decision::nothing()),
            Progress::Waiting { .. } | Progress::Parked { .. } | Progress::Failed { .. } => {
                Ok(Decision::of([MessageEvent::RetryRequested { by_person: !context.actor.is_system() }]))
            }
            Progress::Applied | Progress::Superseded | Progress::GivenUp { .. } => Err(MessageRefusal::Done),
        }
    }

    fn example() -> Self {
        Self { message: crate::samples::messages::message_id() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::line;
    use crate::samples::messages::received;

    #[test]
    fn p138_a_person_tries_a_message_again() {
        let failed = MessageEvent::Failed { problem: line("order_id: missing") };
        let asked = MessageEvent::RetryRequested { by_person: true };
        given::<InboundMessage>([received(), failed.clone()]).when(RetryMessage::example()).then([asked.clone()]);
        given::<InboundMessage>([received(), failed.clone(), asked]).when(RetryMessage::example()).then([]);
        given::<InboundMessage>([received(), MessageEvent::Applied]).when(RetryMessage::example()).refused(MessageRefusal::Done);
        let clock = given::<InboundMessage>([received(), failed]).by(kernel::Actor::system("clock"));
        clock.when(RetryMessage::example()).then([MessageEvent::RetryRequested { by_person: false }]);
    }
}
