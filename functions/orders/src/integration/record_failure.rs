//! Records that the work on a message failed.

use kernel::reaction::OutsideError;
use kernel::{Command, CommandSpec, Context, Decision, Facts, Moment, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::policy::RetryPolicy;
use super::{IntegrationEvent, IntegrationFact, IntegrationRefusal};
use crate::IntegrationEventId;

/// Records that the work on a message failed, and when it is tried again.
///
/// What may pass is tried again after 1, 5 and 15 minutes and then hourly, ten attempts in
/// all; everything else, and the tenth failure, is a dead letter for a person.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordIntegrationFailure {
    /// Which message.
    pub integration_event_id: IntegrationEventId,
    /// Why.
    pub error: OutsideError,
}

/// The events of one failed attempt.
pub(super) fn failed(message: &IntegrationEvent, error: OutsideError, now: Moment) -> Vec<IntegrationFact> {
    let attempt = message.attempts.saturating_add(1);
    let policy = RetryPolicy::of(message.content.integration());
    let retry_at = policy.retry_at(&message.id.to_string(), attempt, error.class, now);
    let dead = retry_at.is_none().then_some(IntegrationFact::Dead { attempts: attempt });
    std::iter::once(IntegrationFact::Failed { error, attempt, retry_at }).chain(dead).collect()
}

impl Command for RecordIntegrationFailure {
    type Aggregate = IntegrationEvent;
    type Refusal = IntegrationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.record-integration-failure",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records that the work on a message failed, and when it is tried again.",
    };

    fn target(&self, _: &Context) -> IntegrationEventId {
        self.integration_event_id
    }

    fn decide(
        &self,
        message: Option<&IntegrationEvent>,
        _: &Facts,
        context: &Context,
    ) -> Result<Decision<IntegrationEvent>, IntegrationRefusal> {
        let message = message.ok_or(IntegrationRefusal::NotFound)?;
        if !message.is_due() {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of(failed(message, self.error.clone(), context.now)))
    }

    fn example() -> Self {
        Self { integration_event_id: IntegrationEventId::derive(&["example"]), error: crate::samples::outside_error() }
    }
}

#[cfg(test)]
mod tests {
    use kernel::reaction::FailureClass;
    use testkit::{given, nothing};

    use super::*;
    use crate::integration::ProcessingResult;
    use crate::samples::{self, payments};

    fn record(class: FailureClass) -> RecordIntegrationFailure {
        let error = OutsideError { class, ..samples::outside_error() };
        RecordIntegrationFailure { integration_event_id: payments::message_id(), error }
    }

    #[test]
    fn r34_the_tenth_failure_is_a_dead_letter() {
        let mut events = vec![payments::message_received()];
        for attempt in 1..=10 {
            let decision = given::<IntegrationEvent>(events.clone()).when(record(FailureClass::Retry)).accepted();
            let dead = decision.events.contains(&IntegrationFact::Dead { attempts: 10 });
            assert_eq!(dead, attempt == 10, "attempt {attempt}");
            events.extend(decision.events);
        }
        given::<IntegrationEvent>(events).when(record(FailureClass::Retry)).then([]);
    }

    #[test]
    fn r34_what_cannot_pass_is_a_dead_letter_at_once() {
        let decision = given::<IntegrationEvent>([payments::message_received()]).when(record(FailureClass::Permanent)).accepted();
        assert_eq!(decision.events.last(), Some(&IntegrationFact::Dead { attempts: 1 }));
    }

    #[test]
    fn a_failure_that_is_reported_late_changes_nothing() {
        let done = IntegrationFact::Processed { result: ProcessingResult::Applied, touched: Vec::new() };
        given::<IntegrationEvent>([payments::message_received(), done]).when(record(FailureClass::Retry)).then([]);
        nothing::<IntegrationEvent>().when(record(FailureClass::Retry)).refused(IntegrationRefusal::NotFound);
    }
}
