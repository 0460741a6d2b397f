//! Records a message.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Content, Message, MessageEvent, MessageRefusal};
use crate::MessageId;

/// Records a message of the outside system before any work on it. The same message twice is one; one
/// that cannot be read is parked at once.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveMessage {
    /// What it says.
    pub content: Content,
    /// Hash of the document as it came.
    pub raw_sha256: Line,
}

impl ReceiveMessage {
    /// A decision is named by what it says; what cannot be read by its bytes.
    fn id(&self) -> MessageId {
        match &self.content {
            Content::Decision { push } => {
                let said = serde_json::to_string(push).unwrap_or_default();
                MessageId::derive(&["elma", &said])
            }
            Content::Unreadable { .. } => MessageId::derive(&["elma-raw", self.raw_sha256.as_str()]),
        }
    }
}

impl Command for ReceiveMessage {
    type Aggregate = Message;
    type Refusal = MessageRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.receive-message",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records a message of ELMA.",
    };

    fn target(&self, _: &Context) -> MessageId {
        self.id()
    }

    fn decide(&self, message: Option<&Message>, _: &Facts, _: &Context) -> Result<Decision<Message>, MessageRefusal> {
        if message.is_some() {
            return Ok(Decision::nothing());
        }
        let received = MessageEvent::Received { id: self.id(), content: self.content.clone(), raw_sha256: self.raw_sha256.clone() };
        let parked = match &self.content {
            Content::Unreadable { problem } => Some(MessageEvent::Parked { problem: problem.clone() }),
            Content::Decision { .. } => None,
        };
        Ok(Decision::of(std::iter::once(received).chain(parked)))
    }

    fn example() -> Self {
        Self { content: crate::samples::messages::decision(), raw_sha256: crate::samples::messages::sha256() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::message::give_up::GiveUpMessage;
    use crate::message::retry::RetryMessage;
    use crate::message::settle::{Outcome, SettleMessage};
    use crate::samples::{line, messages};

    #[test]
    fn a_message_that_comes_twice_is_one() {
        let first = nothing::<Message>().when(ReceiveMessage::example()).accepted().events;
        let again = ReceiveMessage { raw_sha256: line("other"), ..ReceiveMessage::example() };
        given::<Message>(first).when(again).then([]);
    }

    #[test]
    fn what_cannot_be_read_or_done_waits_for_a_person() {
        let unreadable = ReceiveMessage { content: Content::Unreadable { problem: line("task: missing") }, ..ReceiveMessage::example() };
        let events = nothing::<Message>().when(unreadable).accepted().events;
        assert!(matches!(events.as_slice(), [MessageEvent::Received { .. }, MessageEvent::Parked { .. }]));
        given::<Message>(events.clone()).when(RetryMessage::example()).refused(MessageRefusal::Unreadable);
        given::<Message>(events).when(GiveUpMessage::example()).accepted();
        let parked = [messages::received(), MessageEvent::Parked { problem: line("approvals.process.unknown-user") }];
        given::<Message>(parked.clone()).when(RetryMessage::example()).then([MessageEvent::RetryAsked]);
        given::<Message>(parked).when(GiveUpMessage::example()).accepted();
        given::<Message>([messages::received()]).when(RetryMessage::example()).refused(MessageRefusal::NotParked);
        given::<Message>([messages::received()]).when(GiveUpMessage::example()).refused(MessageRefusal::NotParked);
        nothing::<Message>().when(RetryMessage::example()).refused(MessageRefusal::NotFound);
        let done = SettleMessage { outcome: Outcome::Done, ..SettleMessage::example() };
        given::<Message>([messages::received()]).when(done.clone()).then([MessageEvent::Done]);
        given::<Message>([messages::received(), MessageEvent::Done]).when(done).then([]);
    }
}
