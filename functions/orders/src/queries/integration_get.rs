//! Shows one message of an outside system.

use kernel::reaction::OutsideError;
use kernel::{Answer, Command, Context, Facts, Line, Moment, Query, QuerySpec, Role, Route, Version, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::IntegrationEventId;
use crate::integration::give_up::GiveUpIntegrationEvent;
use crate::integration::retry::RetryIntegrationEvent;
use crate::integration::{
    Channel, Content, Integration, IntegrationEvent, IntegrationRefusal, IntegrationState, ProcessingResult, Progress,
};
use crate::views::integration_list;

/// Shows one message of an outside system, with what it says and what the caller may do.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetIntegrationEvent {
    /// Which message.
    pub integration_event_id: IntegrationEventId,
}

/// Everything about a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IntegrationPage {
    /// The message.
    pub integration_event_id: IntegrationEventId,
    /// The version that this shows.
    pub version: Version,
    /// From whom.
    pub integration: Integration,
    /// The way it came first.
    pub channel: Channel,
    /// `tracking`, `transaction` or `unreadable`.
    pub kind: String,
    /// What the outside system calls the thing it is about.
    pub external_id: String,
    /// When it became so, by the outside system's clock.
    pub authority_at: Option<Moment>,
    /// What it says.
    pub content: Content,
    /// Hash of the document with the message as it came.
    pub raw_sha256: Option<String>,
    /// How far the work on it is.
    pub state: IntegrationState,
    /// What came of it, once the work is done.
    pub result: Option<ProcessingResult>,
    /// Orders and payments that it changed, by id.
    pub touched: Vec<String>,
    /// Failed attempts.
    pub attempts: u32,
    /// The last failure.
    pub error: Option<OutsideError>,
    /// When it is tried again.
    pub retry_at: Option<Moment>,
    /// Why it was closed without work.
    pub given_up_reason: Option<Line>,
    /// When it came.
    pub received_at: Moment,
    /// Commands that the caller may send now, by wire name.
    pub actions: Vec<String>,
}

impl IntegrationPage {
    fn of(message: &IntegrationEvent, version: Version, context: &Context) -> Self {
        let item = integration_list::item(message, message.received_at, version);
        let given_up_reason = match &message.progress {
            Progress::GivenUp { reason } => Some(reason.clone()),
            Progress::Waiting { .. } | Progress::Processed { .. } | Progress::Failed { .. } | Progress::Dead => None,
        };
        Self {
            integration_event_id: item.integration_event_id,
            version,
            integration: item.integration,
            channel: item.channel,
            kind: item.kind,
            external_id: item.external_id,
            authority_at: item.authority_at,
            content: message.content.clone(),
            raw_sha256: message.raw_sha256.clone(),
            state: item.state,
            result: item.result,
            touched: item.touched,
            attempts: item.attempts,
            error: item.error,
            retry_at: item.retry_at,
            given_up_reason,
            received_at: item.received_at,
            actions: actions(message, context),
        }
    }
}

fn actions(message: &IntegrationEvent, context: &Context) -> Vec<String> {
    let state = message.state();
    let readable = !matches!(message.content, Content::Unreadable { .. });
    let stopped = matches!(state, IntegrationState::Failed | IntegrationState::Dead | IntegrationState::GivenUp);
    let closable = matches!(state, IntegrationState::Waiting | IntegrationState::Failed | IntegrationState::Dead);
    let offers = [offer::<RetryIntegrationEvent>(context, stopped && readable), offer::<GiveUpIntegrationEvent>(context, closable)];
    offers.into_iter().flatten().map(str::to_owned).collect()
}

fn offer<C: Command>(context: &Context, possible: bool) -> Option<&'static str> {
    (possible && context.actor.has_any(C::SPEC.roles)).then_some(C::SPEC.name)
}

impl Query for GetIntegrationEvent {
    type Answer = IntegrationPage;
    type Refusal = IntegrationRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "orders.get-integration-event",
        route: Route::get("/integration-events/{integration_event_id}"),
        roles: &[Role::Administrator, Role::TeamLead, Role::Accountant],
        summary: "Shows one message of an outside system, with what it says.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<IntegrationEvent>(self.integration_event_id)]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<IntegrationPage>, IntegrationRefusal> {
        let message = facts.aggregate::<IntegrationEvent>(self.integration_event_id).ok_or(IntegrationRefusal::NotFound)?;
        Ok(Answer::at(message.version, IntegrationPage::of(&message.state, message.version, context)))
    }
}

#[cfg(test)]
mod tests {
    use testkit::{context, person};

    use super::*;
    use crate::integration::IntegrationFact;
    use crate::queries::tests::{ask, stored};
    use crate::samples::payments;
    use crate::views::tests::Rows;

    fn page(events: &[IntegrationFact]) -> IntegrationPage {
        let context = Context { actor: person("admin", Role::Administrator), ..context() };
        let meta = context.meta("test");
        let message = kernel::aggregate::fold_events::<IntegrationEvent>(None, events, &meta).unwrap().unwrap();
        IntegrationPage::of(&message, 1, &context)
    }

    #[test]
    fn r35_a_dead_letter_can_be_tried_again_or_closed() {
        let dead = IntegrationFact::Dead { attempts: 10 };
        let (retry, close) = ("orders.retry-integration-event", "orders.give-up-integration-event");
        assert_eq!(page(&[payments::message_received(), dead.clone()]).actions, [retry, close]);
        assert_eq!(page(&[payments::message_of(payments::unreadable()), dead]).actions, [close]);
        assert_eq!(page(&[payments::message_received()]).actions, [close]);
    }

    #[test]
    fn shows_what_it_says() {
        let query = GetIntegrationEvent { integration_event_id: payments::message_id() };
        let known = stored::<IntegrationEvent>(payments::message_id(), &[payments::message_received()]);
        let answer = ask(&query, &Rows::default(), &[known]).unwrap();
        assert_eq!((answer.version, answer.body.kind.as_str()), (Some(1), "transaction"));
        assert_eq!(ask(&query, &Rows::default(), &[]).unwrap_err(), IntegrationRefusal::NotFound);
    }
}
