//! Does the work of a message that came, or that somebody wants tried again.

use kernel::reaction::{FailureClass, Outcome, OutsideError};
use kernel::{Command, Effect, Reaction, ReactionSpec, Trigger};

use crate::integration::process::ProcessIntegrationEvent;
use crate::integration::record_failure::RecordIntegrationFailure;
use crate::integration::{Content, IntegrationEvent};

/// Does the work of a message that came, or that somebody wants tried again.
pub struct ProcessIntegrationEventOnReceived;

impl Reaction for ProcessIntegrationEventOnReceived {
    type Aggregate = IntegrationEvent;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "orders.process-integration-event-on-received",
        on: &["received.v1", "retry-requested.v1"],
        sends: &[ProcessIntegrationEvent::SPEC.name, RecordIntegrationFailure::SPEC.name],
        calls: &[],
        summary: "Does the work of a message that came, or that somebody wants tried again.",
    };

    fn react(trigger: &Trigger<'_, IntegrationEvent>) -> Vec<Effect> {
        match &trigger.state.content {
            Content::Unreadable { .. } => Vec::new(),
            Content::Tracking { .. } | Content::Transaction { .. } => {
                vec![Effect::send(&ProcessIntegrationEvent { integration_event_id: trigger.id }, trigger.key("process"))]
            }
        }
    }

    fn answered(trigger: &Trigger<'_, IntegrationEvent>, outcome: &Outcome) -> Vec<Effect> {
        match outcome {
            Outcome::Sent { command, result: Err(refused), .. } if *command == ProcessIntegrationEvent::SPEC.name => {
                let error = OutsideError {
                    code: refused.code.to_owned(),
                    class: FailureClass::Retry,
                    raw_code: String::new(),
                    text: refused.texts.en.clone(),
                };
                let failure = RecordIntegrationFailure { integration_event_id: trigger.id, error };
                vec![Effect::send(&failure, trigger.key("failure"))]
            }
            Outcome::Sent { .. } | Outcome::Called { .. } => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::Aggregate;
    use kernel::refusal::Refused;
    use testkit::context;

    use super::*;
    use crate::integration::{IntegrationFact, IntegrationRefusal};
    use crate::samples::payments;

    fn with<T>(event: &IntegrationFact, act: impl Fn(&Trigger<'_, IntegrationEvent>) -> T) -> T {
        let context = context();
        let meta = context.meta("test");
        let state = IntegrationEvent::apply(None, event, &meta).unwrap();
        act(&Trigger { id: payments::message_id(), version: 1, event, meta: &meta, state: &state, context: &context })
    }

    #[test]
    fn a_message_is_worked_on_after_it_was_recorded() {
        let effects = with(&payments::message_received(), ProcessIntegrationEventOnReceived::react);
        assert!(matches!(effects.as_slice(), [Effect::Send { command: "orders.process-integration-event", .. }]));
        assert_eq!(with(&payments::message_of(payments::unreadable()), ProcessIntegrationEventOnReceived::react), []);
    }

    #[test]
    fn r34_work_that_was_refused_is_a_failure() {
        let refused = || Err(Refused::from(&IntegrationRefusal::Processed));
        let outcome = |command, result| Outcome::Sent { command, key: String::new(), result };
        let answered = |outcome: &Outcome| {
            with(&payments::message_received(), |trigger| ProcessIntegrationEventOnReceived::answered(trigger, outcome))
        };
        let failure = answered(&outcome("orders.process-integration-event", refused()));
        assert!(matches!(failure.as_slice(), [Effect::Send { command: "orders.record-integration-failure", .. }]));
        assert_eq!(answered(&outcome("orders.process-integration-event", Ok(()))), []);
        assert_eq!(answered(&outcome("orders.record-integration-failure", refused())), []);
    }
}
