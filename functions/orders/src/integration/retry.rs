//! Tries a failed message again.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Content, IntegrationEvent, IntegrationFact, IntegrationRefusal, Progress};
use crate::IntegrationEventId;

/// Tries a failed message again, now, with all its attempts before it.
///
/// Asking twice is asking once. Who asked stays in the history.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetryIntegrationEvent {
    /// Which message.
    pub integration_event_id: IntegrationEventId,
}

impl Command for RetryIntegrationEvent {
    type Aggregate = IntegrationEvent;
    type Refusal = IntegrationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.retry-integration-event",
        route: Some(Route::post("/integration-events/{integration_event_id}/retry")),
        roles: &[Role::Administrator, Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Tries a failed message of an outside system again.",
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
        match (&message.content, &message.progress) {
            (Content::Unreadable { .. }, _) => Err(IntegrationRefusal::Unreadable),
            (_, Progress::Processed { .. }) => Err(IntegrationRefusal::Processed),
            (_, Progress::Waiting { .. }) => Ok(Decision::nothing()),
            (_, Progress::Failed { .. } | Progress::Dead | Progress::GivenUp { .. }) => {
                Ok(Decision::of([IntegrationFact::RetryRequested { by: context.actor.id.clone() }]))
            }
        }
    }

    fn example() -> Self {
        Self { integration_event_id: IntegrationEventId::derive(&["example"]) }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing, person};

    use super::*;
    use crate::integration::ProcessingResult;
    use crate::samples::payments;

    fn retry() -> RetryIntegrationEvent {
        RetryIntegrationEvent { integration_event_id: payments::message_id() }
    }

    #[test]
    fn r35_a_dead_letter_is_tried_again_once_and_by_somebody() {
        let dead = [payments::message_received(), IntegrationFact::Dead { attempts: 10 }];
        let admin = || person("admin", Role::Administrator);
        let asked = IntegrationFact::RetryRequested { by: "admin".to_owned() };
        given::<IntegrationEvent>(dead.clone()).by(admin()).when(retry()).then([asked.clone()]);
        given::<IntegrationEvent>(dead.into_iter().chain([asked])).by(admin()).when(retry()).then([]);
    }

    #[test]
    fn r35_what_is_done_or_unreadable_is_not_tried_again() {
        let done = IntegrationFact::Processed { result: ProcessingResult::Applied, touched: Vec::new() };
        given::<IntegrationEvent>([payments::message_received(), done]).when(retry()).refused(IntegrationRefusal::Processed);
        let unreadable = [payments::message_of(payments::unreadable()), IntegrationFact::Dead { attempts: 0 }];
        given::<IntegrationEvent>(unreadable).when(retry()).refused(IntegrationRefusal::Unreadable);
        nothing::<IntegrationEvent>().when(retry()).refused(IntegrationRefusal::NotFound);
    }
}
