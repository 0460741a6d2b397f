//! Takes a message of the accounting system.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Moment, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Content, InboundMessage, MessageEvent, MessageRefusal};
use crate::MessageId;

/// Takes a message of the accounting system: kept before any work, also when it cannot be read.
/// The same message again changes nothing.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveMessage {
    /// The id that its sender gave it: the same for every delivery of one message.
    pub message_id: Line,
    /// What it is about: `1c.order.created.v1`, `1c.order.updated.v1`, `1c.shipment.posted.v1`,
    /// `1c.shipment.returned.v1`, `1c.price.npss-updated.v1`, `1c.price.purchase-changed.v1`,
    /// `1c.client.updated.v1`, `1c.ls.created.v1` or `1c.ls.plan-changed.v1`.
    #[serde(rename = "type")]
    pub kind: Line,
    /// When it happened there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<Moment>,
    /// What it says.
    #[schemars(with = "Content")]
    pub data: Value,
}

impl Command for ReceiveMessage {
    type Aggregate = InboundMessage;
    type Refusal = MessageRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.receive-message",
        route: Some(Route::post("/profitability/messages")),
        roles: &[Role::Administrator, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Takes a message of the accounting system.",
    };

    fn target(&self, _: &Context) -> MessageId {
        InboundMessage::id_of(&self.message_id)
    }

    fn decide(&self, message: Option<&InboundMessage>, _: &Facts, _: &Context) -> Result<Decision<InboundMessage>, MessageRefusal> {
        if let Some(known) = message {
            let same = known.kind == self.kind && known.data == self.data;
            return if same { Ok(Decision::nothing()) } else { Err(MessageRefusal::IdReused) };
        }
        let received = MessageEvent::Received {
            id: InboundMessage::id_of(&self.message_id),
            message_id: self.message_id.clone(),
            kind: self.kind.clone(),
            occurred_at: self.occurred_at,
            data: self.data.clone(),
        };
        let unreadable = Content::read(&self.kind, &self.data).err().map(|problem| MessageEvent::Failed { problem });
        Ok(Decision::of(std::iter::once(received).chain(unreadable)))
    }

    fn example() -> Self {
        crate::samples::messages::receive()
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::line;
    use crate::samples::messages::{all, receive, received};

    #[test]
    fn p138_a_message_is_kept_once_however_often_it_comes() {
        nothing::<InboundMessage>().when(receive()).then([received()]);
        given::<InboundMessage>([received()]).when(receive()).then([]);
        let other = ReceiveMessage { data: serde_json::json!({}), ..receive() };
        given::<InboundMessage>([received()]).when(other).refused(MessageRefusal::IdReused);
    }

    #[test]
    fn nothing_is_lost_also_what_cannot_be_read() {
        for (kind, data, problem) in [
            ("1c.order.created.v1", serde_json::json!({ "ls_id": "1" }), "order_id"),
            ("1c.order.created.v1", serde_json::json!([1, 2]), "invalid type"),
            ("1c.order.deleted.v1", serde_json::json!({}), "unknown type"),
        ] {
            let command = ReceiveMessage { kind: line(kind), data, ..receive() };
            let decision = nothing::<InboundMessage>().when(command).accepted();
            let [MessageEvent::Received { .. }, MessageEvent::Failed { problem: said }] = decision.events.as_slice() else {
                panic!("{:?}", decision.events)
            };
            assert!(said.as_str().contains(problem), "{said}");
        }
    }

    #[test]
    fn p130_each_of_the_nine_messages_can_be_read() {
        let kinds: Vec<_> = all().into_iter().map(|(kind, data)| (kind, Content::read(&line(kind), &data))).collect();
        assert_eq!(kinds.len(), 9);
        for (kind, content) in kinds {
            content.unwrap_or_else(|problem| panic!("{kind}: {problem}"));
        }
    }
}
