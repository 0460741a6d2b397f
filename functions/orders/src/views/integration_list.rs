//! Messages of outside systems as a list shows them.

use kernel::reaction::OutsideError;
use kernel::view::{Order as By, RowQuery};
use kernel::{Change, Moment, Row, Step, Version, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::IntegrationEventId;
use crate::integration::{Channel, Integration, IntegrationEvent, IntegrationState, ProcessingResult, Progress};

/// The view's name.
pub const VIEW: &str = "integration-list";
const ALL: &str = "all";

/// Messages of outside systems: all, and by how far the work on them is; newest first.
pub struct IntegrationListFromIntegrationEvent;

/// One message in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IntegrationListItem {
    /// The message.
    pub integration_event_id: IntegrationEventId,
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
    /// When it came.
    pub received_at: Moment,
    /// When anything about it changed last.
    pub updated_at: Moment,
    /// The version that this shows.
    pub version: Version,
}

/// All messages, newest first.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL).newest_first()
}

/// Messages in one state, newest first.
pub fn in_state(state: IntegrationState) -> RowQuery {
    RowQuery::new(VIEW, state_partition(state)).by(By::Index1).newest_first()
}

fn state_partition(state: IntegrationState) -> String {
    format!("state#{}", state.name())
}

impl View for IntegrationListFromIntegrationEvent {
    type Aggregate = IntegrationEvent;
    const SPEC: ViewSpec = ViewSpec {
        name: "orders.integration-list-from-integration-event",
        view: VIEW,
        summary: "Messages of outside systems as a list shows them.",
    };

    fn project(step: &Step<'_, IntegrationEvent>) -> Vec<Change> {
        step.replace(|message| vec![row(message, step.meta.at, step.version)])
    }
}

/// One message as a list shows it.
pub fn item(message: &IntegrationEvent, updated_at: Moment, version: Version) -> IntegrationListItem {
    let (result, touched, retry_at) = match &message.progress {
        Progress::Processed { result, touched } => (Some(*result), touched.clone(), None),
        Progress::Failed { retry_at } => (None, Vec::new(), Some(*retry_at)),
        Progress::Waiting { .. } | Progress::Dead | Progress::GivenUp { .. } => (None, Vec::new(), None),
    };
    IntegrationListItem {
        integration_event_id: message.id,
        integration: message.content.integration(),
        channel: message.channel,
        kind: message.content.kind().to_owned(),
        external_id: message.content.external_id(),
        authority_at: message.content.authority_at(),
        state: message.state(),
        result,
        touched,
        attempts: message.attempts,
        error: message.error.clone(),
        retry_at,
        received_at: message.received_at,
        updated_at,
        version,
    }
}

fn row(message: &IntegrationEvent, updated_at: Moment, version: Version) -> Row {
    let sort = format!("{}#{}", message.received_at, message.id);
    let data = serde_json::to_value(item(message, updated_at, version)).unwrap_or_default();
    Row::new(ALL, &sort, data).with_index1(state_partition(message.state()), sort)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::integration::IntegrationFact;
    use crate::samples::{self, payments};
    use crate::views::tests::project;

    #[test]
    fn r35_a_dead_letter_is_found_by_its_state() {
        let failed = IntegrationFact::Failed { error: samples::outside_error(), attempt: 10, retry_at: None };
        let history = [vec![payments::message_received()], vec![failed, IntegrationFact::Dead { attempts: 10 }]];
        let steps = project::<IntegrationListFromIntegrationEvent>(payments::message_id(), &history);
        let states: Vec<String> = steps
            .iter()
            .flatten()
            .map(|change| match change {
                Change::Put(row) => row.index1.clone().unwrap().partition,
                Change::Delete(_) | Change::Add(_) => panic!("{:?}", change.key()),
            })
            .collect();
        assert_eq!(states, ["state#waiting", "state#dead"]);
    }
}
