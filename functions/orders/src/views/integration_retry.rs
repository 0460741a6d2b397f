//! Messages whose work is due.

use kernel::view::{Range, RowQuery};
use kernel::{Change, Moment, Row, Step, View, ViewSpec};
use serde::{Deserialize, Serialize};

use super::search::replace_changed;
use crate::IntegrationEventId;
use crate::integration::{IntegrationEvent, Progress};

/// The view's name.
pub const VIEW: &str = "integration-retry";
const DUE: &str = "due";
/// Work that has not begun after this long was missed; it usually begins within a second.
pub const MISSED_AFTER_MS: i64 = 5 * 60_000;

/// Messages by when work on them is due: those that failed and are tried again, and those
/// whose work was missed.
pub struct IntegrationRetryFromIntegrationEvent;

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueMessage {
    /// The message.
    pub integration_event_id: IntegrationEventId,
    /// When it is due.
    pub due_at: Moment,
}

/// What is due by now, the longest waiting first.
pub fn due(now: Moment, limit: u32) -> RowQuery {
    // `$` sorts behind `#`: rows of this very instant are among them.
    RowQuery::new(VIEW, DUE).within(Range::UpTo(format!("{now}$"))).limit(limit)
}

impl View for IntegrationRetryFromIntegrationEvent {
    type Aggregate = IntegrationEvent;
    const SPEC: ViewSpec =
        ViewSpec { name: "orders.integration-retry-from-integration-event", view: VIEW, summary: "Messages by when work on them is due." };

    fn project(step: &Step<'_, IntegrationEvent>) -> Vec<Change> {
        replace_changed(step, rows)
    }
}

fn rows(message: &IntegrationEvent) -> Vec<Row> {
    let due_at = match &message.progress {
        Progress::Waiting { since } => Some(since.plus_ms(MISSED_AFTER_MS)),
        Progress::Failed { retry_at } => Some(*retry_at),
        Progress::Processed { .. } | Progress::Dead | Progress::GivenUp { .. } => None,
    };
    let row = |due_at: Moment| {
        let data = serde_json::to_value(DueMessage { integration_event_id: message.id, due_at }).unwrap_or_default();
        Row::new(DUE, format!("{due_at}#{}", message.id), data)
    };
    due_at.map(row).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::integration::{IntegrationFact, ProcessingResult};
    use crate::samples::{self, payments};
    use crate::views::tests::project;

    #[test]
    fn r34_a_message_is_due_when_planned_or_when_it_was_missed() {
        let failed = IntegrationFact::Failed { error: samples::outside_error(), attempt: 1, retry_at: "2026-11-21T08:31:00Z".parse().ok() };
        let done = IntegrationFact::Processed { result: ProcessingResult::Applied, touched: Vec::new() };
        let steps = project::<IntegrationRetryFromIntegrationEvent>(
            payments::message_id(),
            &[vec![payments::message_received()], vec![failed], vec![done]],
        );
        let keys = |changes: &[Change]| changes.iter().map(|change| change.key().sort.clone()).collect::<Vec<_>>();
        let at = |time: &str| format!("2026-11-21T{time}.000Z#{}", payments::message_id());
        assert_eq!(keys(&steps[0]), [at("08:35:00")]);
        assert_eq!(keys(&steps[1]), [at("08:35:00"), at("08:31:00")]);
        assert!(matches!(steps[2].as_slice(), [Change::Delete(_)]));
    }
}
