//! Closes a message that nothing is to be done about.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{IntegrationEvent, IntegrationFact, IntegrationRefusal, Progress};
use crate::IntegrationEventId;

/// Closes a message that nothing is to be done about, with a reason.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveUpIntegrationEvent {
    /// Which message.
    pub integration_event_id: IntegrationEventId,
    /// Why.
    pub reason: Line,
}

impl Command for GiveUpIntegrationEvent {
    type Aggregate = IntegrationEvent;
    type Refusal = IntegrationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.give-up-integration-event",
        route: Some(Route::post("/integration-events/{integration_event_id}/give-up")),
        roles: &[Role::Administrator, Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Closes a message of an outside system that nothing is to be done about.",
    };

    fn target(&self, _: &Context) -> IntegrationEventId {
        self.integration_event_id
    }

    fn decide(&self, message: Option<&IntegrationEvent>, _: &Facts, _: &Context) -> Result<Decision<IntegrationEvent>, IntegrationRefusal> {
        let message = message.ok_or(IntegrationRefusal::NotFound)?;
        match &message.progress {
            Progress::Processed { .. } => Err(IntegrationRefusal::Processed),
            Progress::GivenUp { .. } => Ok(Decision::nothing()),
            Progress::Waiting { .. } | Progress::Failed { .. } | Progress::Dead => {
                Ok(Decision::of([IntegrationFact::GivenUp { reason: self.reason.clone() }]))
            }
        }
    }

    fn example() -> Self {
        Self {
            integration_event_id: IntegrationEventId::derive(&["example"]), reason: crate::samples::line("Тестовий рядок банку")
        }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::integration::ProcessingResult;
    use crate::samples::{line, payments};

    fn give_up() -> GiveUpIntegrationEvent {
        GiveUpIntegrationEvent { integration_event_id: payments::message_id(), reason: line("Тест банку") }
    }

    #[test]
    fn r35_a_dead_letter_is_closed_with_a_reason() {
        let given_up = IntegrationFact::GivenUp { reason: line("Тест банку") };
        let dead = [payments::message_of(payments::unreadable()), IntegrationFact::Dead { attempts: 0 }];
        given::<IntegrationEvent>(dead.clone()).when(give_up()).then([given_up.clone()]);
        given::<IntegrationEvent>(dead.into_iter().chain([given_up])).when(give_up()).then([]);
        let done = IntegrationFact::Processed { result: ProcessingResult::Duplicate, touched: Vec::new() };
        given::<IntegrationEvent>([payments::message_received(), done]).when(give_up()).refused(IntegrationRefusal::Processed);
        nothing::<IntegrationEvent>().when(give_up()).refused(IntegrationRefusal::NotFound);
    }
}
