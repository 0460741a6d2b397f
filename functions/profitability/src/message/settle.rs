//! Notes what came of the work on a message.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{InboundMessage, MessageEvent, MessageRefusal, SettledAs};
use crate::MessageId;

/// Notes what came of the work on a message. What came too early is tried again after 1, 5 and 15
/// minutes, then hourly for six days; then a person must look.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleMessage {
    /// Which message.
    pub message: MessageId,
    /// What came of it.
    pub outcome: SettledAs,
}

impl Command for SettleMessage {
    type Aggregate = InboundMessage;
    type Refusal = MessageRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.settle-message",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Notes what came of the work on a message.",
    };

    fn target(&self, _: &Context) -> MessageId {
        self.message
    }

    fn decide(&self, message: Option<&InboundMessage>, _: &Facts, context: &Context) -> Result<Decision<InboundMessage>, MessageRefusal> {
        let message = message.ok_or(MessageRefusal::NotFound)?;
        if !message.is_open() {
            return Ok(Decision::nothing());
        }
        let event = match &self.outcome {
            SettledAs::Applied => MessageEvent::Applied,
            SettledAs::Superseded => MessageEvent::Superseded,
            SettledAs::Failed { problem } => MessageEvent::Failed { problem: problem.clone() },
            SettledAs::TooEarly { code } => {
                let tries = message.tries.saturating_add(1);
                InboundMessage::retry_at(tries, context.now).map_or_else(
                    || MessageEvent::Failed { problem: code.clone() },
                    |retry_at| MessageEvent::Parked { code: code.clone(), tries, retry_at },
                )
            }
        };
        Ok(Decision::of([event]))
    }

    fn example() -> Self {
        let code = crate::samples::line("profitability.shipment.no-such-estimate");
        Self { message: crate::samples::messages::message_id(), outcome: SettledAs::TooEarly { code } }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, moment};

    use super::*;
    use crate::samples::line;
    use crate::samples::messages::received;

    fn parked(tries: u32, at: &str) -> MessageEvent {
        MessageEvent::Parked { code: line("profitability.shipment.no-such-estimate"), tries, retry_at: moment(at) }
    }

    #[test]
    fn p138_what_comes_too_early_is_parked_and_tried_again() {
        let try_again = |tries: u32| {
            let before = (tries > 0).then(|| parked(tries, "2026-11-21T08:30:00Z"));
            let history: Vec<MessageEvent> = std::iter::once(received()).chain(before).collect();
            given::<InboundMessage>(history).when(SettleMessage::example()).accepted().events
        };
        assert_eq!(try_again(0), [parked(1, "2026-11-21T08:31:00Z")]);
        assert_eq!(try_again(1), [parked(2, "2026-11-21T08:35:00Z")]);
        assert_eq!(try_again(2), [parked(3, "2026-11-21T08:45:00Z")]);
        assert_eq!(try_again(3), [parked(4, "2026-11-21T09:30:00Z")]);
        let last = MessageEvent::Failed { problem: line("profitability.shipment.no-such-estimate") };
        assert_eq!(try_again(145), [last], "then only a person helps");
    }

    #[test]
    fn what_is_done_stays_done() {
        given::<InboundMessage>([received(), MessageEvent::Applied]).when(SettleMessage::example()).then([]);
        testkit::nothing::<InboundMessage>().when(SettleMessage::example()).refused(MessageRefusal::NotFound);
    }
}
