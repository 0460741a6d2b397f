//! Records a message of an outside system.

use kernel::id::derive_uuid;
use kernel::reaction::Effect;
use kernel::{Command, CommandSpec, Context, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Channel, Content, IntegrationEvent, IntegrationFact, IntegrationRefusal, Received};
use crate::IntegrationEventId;

/// Records a message of an outside system before any work on it.
///
/// A message that is known already changes nothing, by whichever way it came first. One that
/// cannot be read goes to the dead letters at once: a person looks at the document.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveIntegrationEvent {
    /// The way it came.
    pub channel: Channel,
    /// What it says.
    pub content: Content,
    /// Hash of the document with the message as it came.
    #[serde(default)]
    pub raw_sha256: Option<String>,
}

impl ReceiveIntegrationEvent {
    /// Sends it. The key is made of the whole body, since two deliveries of one message may
    /// differ in the way they came, and a key may not be used for two bodies.
    pub fn effect(&self) -> Effect {
        let body = serde_json::to_string(self).unwrap_or_default();
        Effect::send(self, format!("receive/{}", derive_uuid("receive", &[&body]).simple()))
    }
}

impl Command for ReceiveIntegrationEvent {
    type Aggregate = IntegrationEvent;
    type Refusal = IntegrationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.receive-integration-event",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records a message of an outside system before any work on it.",
    };

    fn target(&self, _: &Context) -> IntegrationEventId {
        self.content.id()
    }

    fn decide(&self, message: Option<&IntegrationEvent>, _: &Facts, _: &Context) -> Result<Decision<IntegrationEvent>, IntegrationRefusal> {
        if message.is_some() {
            return Ok(Decision::nothing());
        }
        let received = IntegrationFact::Received(Received {
            id: self.content.id(),
            integration: self.content.integration(),
            channel: self.channel,
            external_id: self.content.external_id(),
            authority_at: self.content.authority_at(),
            content: self.content.clone(),
            raw_sha256: self.raw_sha256.clone(),
        });
        let dead = match &self.content {
            Content::Unreadable { .. } => Some(IntegrationFact::Dead { attempts: 0 }),
            Content::Tracking { .. } | Content::Transaction { .. } => None,
        };
        Ok(Decision::of(std::iter::once(received).chain(dead)))
    }

    fn example() -> Self {
        let transaction = crate::samples::payments::transaction();
        Self { channel: Channel::Poll, content: Content::Transaction { transaction }, raw_sha256: None }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::integration::IntegrationState;
    use crate::outside::privat24::{BankTransaction, Posting};
    use crate::samples::payments;

    #[test]
    fn r33_poll_and_push_meet_in_one_message() {
        let polled = ReceiveIntegrationEvent::example();
        let pushed = ReceiveIntegrationEvent { channel: Channel::Webhook, raw_sha256: Some(payments::raw_sha256()), ..polled.clone() };
        let context = testkit::context();
        assert_eq!(polled.target(&context), pushed.target(&context));
        let first = nothing::<IntegrationEvent>().when(polled.clone()).accepted();
        given::<IntegrationEvent>(first.events).when(pushed.clone()).then([]);
        assert_ne!(polled.effect(), pushed.effect());
    }

    #[test]
    fn r33_a_thing_that_moved_on_is_another_message() {
        let id = |transaction| Content::Transaction { transaction }.id();
        let posted = payments::transaction();
        let reversed = BankTransaction { posting: Posting::Reversed, ..posted.clone() };
        let informs = BankTransaction { real: false, ..posted.clone() };
        let rewritten = BankTransaction { technical_id: "x".to_owned(), purpose: "інше".to_owned(), ..posted.clone() };
        assert_eq!(id(posted.clone()), id(rewritten));
        assert_ne!(id(posted.clone()), id(reversed));
        assert_ne!(id(posted), id(informs));
        let tracking = |fact| Content::Tracking { fact }.id();
        let fact = payments::tracking_fact("7");
        let later =
            crate::outside::nova_poshta::TrackingFact { authority_time: fact.authority_time.map(|at| at.plus_ms(1)), ..fact.clone() };
        assert_ne!(tracking(fact.clone()), tracking(payments::tracking_fact("9")));
        assert_ne!(tracking(fact), tracking(later));
    }

    #[test]
    fn r36_what_cannot_be_read_is_a_dead_letter_at_once() {
        let unreadable = ReceiveIntegrationEvent { content: payments::unreadable(), ..ReceiveIntegrationEvent::example() };
        let decision = nothing::<IntegrationEvent>().when(unreadable).accepted();
        let meta = testkit::context().meta("test");
        let message = kernel::aggregate::fold_events::<IntegrationEvent>(None, &decision.events, &meta).unwrap().unwrap();
        assert_eq!(message.state(), IntegrationState::Dead);
    }
}
