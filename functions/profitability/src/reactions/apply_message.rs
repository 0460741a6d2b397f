//! Works on a message that came, or that is tried again.

use kernel::reaction::Outcome;
use kernel::refusal::Refused;
use kernel::{Command, Effect, Line, Reaction, ReactionSpec, Trigger};

use crate::client::note::NoteClient;
use crate::estimate::change_plan::ChangePlan;
use crate::estimate::create::CreateEstimate;
use crate::message::settle::SettleMessage;
use crate::message::{Content, InboundMessage, SettledAs};
use crate::price_sheet::publish::PublishPrice;
use crate::price_sheet::record_purchase::RecordPurchase;
use crate::shipment::create::CreateShipment;
use crate::shipment::record_posting::RecordPosting;
use crate::shipment::record_return::RecordReturn;
use crate::shipment::revise::ReviseShipment;

/// Works on a message that came, or that is tried again.
pub struct ApplyMessageOnReceived;

/// Refusals that pass when what is missing comes: the message waits for it.
const TOO_EARLY: &[&str] = &[
    "profitability.estimate.not-found",
    "profitability.estimate.plan-moved",
    "profitability.shipment.not-found",
    "profitability.shipment.no-such-estimate",
    "profitability.shipment.no-such-posting",
    // A change of an order that waits for a decision is applied when somebody has decided.
    "profitability.shipment.status",
];

/// Refusals that say that something newer is known.
const TOO_LATE: &[&str] = &["profitability.shipment.superseded"];

fn line(text: &str) -> Option<Line> {
    let bounded: String = text.chars().take(kernel::text::LINE_CHARACTERS_MAX).collect();
    Line::new(&bounded).ok()
}

fn settled(refused: &Refused) -> Option<SettledAs> {
    let code = line(refused.code)?;
    Some(if TOO_EARLY.contains(&refused.code) {
        SettledAs::TooEarly { code }
    } else if TOO_LATE.contains(&refused.code) {
        SettledAs::Superseded
    } else {
        SettledAs::Failed { problem: line(&format!("{}: {}", refused.code, refused.texts.en)).unwrap_or(code) }
    })
}

fn settle(trigger: &Trigger<'_, InboundMessage>, outcome: SettledAs) -> Effect {
    trigger.send_result("settle", &SettleMessage { message: trigger.id, outcome })
}

impl Reaction for ApplyMessageOnReceived {
    type Aggregate = InboundMessage;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "profitability.apply-message-on-received",
        on: &["received.v1", "retry-requested.v1"],
        sends: &[
            CreateEstimate::SPEC.name,
            ChangePlan::SPEC.name,
            CreateShipment::SPEC.name,
            ReviseShipment::SPEC.name,
            RecordPosting::SPEC.name,
            RecordReturn::SPEC.name,
            PublishPrice::SPEC.name,
            RecordPurchase::SPEC.name,
            NoteClient::SPEC.name,
            SettleMessage::SPEC.name,
        ],
        calls: &[],
        summary: "Does what a message of the accounting system says.",
    };

    fn react(trigger: &Trigger<'_, InboundMessage>) -> Vec<Effect> {
        if !trigger.state.is_open() {
            return Vec::new();
        }
        let message = trigger.state;
        let effect = Content::read(&message.kind, &message.data).and_then(|content| content.effect(&trigger.key("apply"), trigger.context));
        vec![effect.unwrap_or_else(|problem| settle(trigger, SettledAs::Failed { problem }))]
    }

    fn answered(trigger: &Trigger<'_, InboundMessage>, outcome: &Outcome) -> Vec<Effect> {
        match outcome {
            Outcome::Sent { command, .. } if *command == SettleMessage::SPEC.name => Vec::new(),
            Outcome::Sent { result: Ok(()), .. } => vec![settle(trigger, SettledAs::Applied)],
            Outcome::Sent { result: Err(refused), .. } => settled(refused).map(|outcome| settle(trigger, outcome)).into_iter().collect(),
            Outcome::Called { .. } => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Aggregate, Refusal};
    use testkit::context;

    use super::*;
    use crate::message::MessageEvent;
    use crate::samples::messages::{message_id, receive, received};
    use crate::shipment::ShipmentRefusal;

    fn with<T>(event: &MessageEvent, act: impl Fn(&Trigger<'_, InboundMessage>) -> T) -> T {
        let context = context();
        let meta = context.meta("test");
        let state = InboundMessage::apply(None, event, &meta).unwrap();
        act(&Trigger { id: message_id(), version: 1, event, meta: &meta, state: &state, context: &context })
    }

    fn outcome(refusal: Option<ShipmentRefusal>) -> SettledAs {
        let result = refusal.map_or(Ok(()), |refusal| Err(Refused::from(&refusal)));
        let outcome = Outcome::Sent { command: CreateShipment::SPEC.name, key: String::new(), result };
        let effects = with(&received(), |trigger| ApplyMessageOnReceived::answered(trigger, &outcome));
        let [Effect::Send { command: "profitability.settle-message", body, .. }] = effects.as_slice() else { panic!("{effects:?}") };
        serde_json::from_value(body["outcome"].clone()).unwrap()
    }

    #[test]
    fn p48_p138_a_message_becomes_a_command_once() {
        let effects = with(&received(), ApplyMessageOnReceived::react);
        let [Effect::Send { command: "profitability.create-shipment", body, .. }] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!(body["number"], "УТ-001287");
        assert_eq!(effects, with(&received(), ApplyMessageOnReceived::react));
    }

    #[test]
    fn p138_what_is_missing_parks_what_is_newer_supersedes_and_the_rest_needs_a_person() {
        assert_eq!(outcome(None), SettledAs::Applied);
        assert!(matches!(outcome(Some(ShipmentRefusal::NoSuchEstimate)), SettledAs::TooEarly { .. }));
        assert!(matches!(outcome(Some(ShipmentRefusal::NoSuchPosting)), SettledAs::TooEarly { .. }));
        assert_eq!(outcome(Some(ShipmentRefusal::Superseded)), SettledAs::Superseded);
        assert!(matches!(outcome(Some(ShipmentRefusal::WithVat)), SettledAs::Failed { .. }));
    }

    #[test]
    fn what_cannot_be_read_is_settled_as_that() {
        let unreadable = MessageEvent::Received {
            id: message_id(),
            message_id: receive().message_id,
            kind: receive().kind,
            occurred_at: None,
            data: serde_json::json!({}),
        };
        let effects = with(&unreadable, ApplyMessageOnReceived::react);
        assert!(matches!(effects.as_slice(), [Effect::Send { command: "profitability.settle-message", .. }]));
    }

    #[test]
    fn the_refusals_that_are_waited_out_exist() {
        let shipment = ShipmentRefusal::samples();
        let codes: Vec<&str> = shipment.iter().map(Refusal::code).collect();
        assert!(TOO_EARLY.iter().chain(TOO_LATE).all(|code| codes.contains(code)), "{TOO_EARLY:?}");
    }
}
