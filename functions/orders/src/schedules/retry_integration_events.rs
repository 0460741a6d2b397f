//! Works on messages when it is time.

use kernel::view::RowQuery;
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use crate::integration::process::ProcessIntegrationEvent;
use crate::queries::ListPage;
use crate::views::integration_retry::{self, DueMessage};

/// Messages of one tick; what is left is due at the next one.
const DUE_MAX: u32 = 100;

/// Works on messages when it is time: those that failed and are tried again, and those whose
/// work was missed.
pub struct RetryIntegrationEvents;

fn due(context: &Context) -> RowQuery {
    integration_retry::due(context.now, DUE_MAX)
}

impl Schedule for RetryIntegrationEvents {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "orders.retry-integration-events",
        every_seconds: 60,
        sends: &[ProcessIntegrationEvent::SPEC.name],
        calls: &[],
        summary: "Works on messages of outside systems when it is time.",
    };

    fn wants(_: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(due(context))]
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        let page: ListPage<DueMessage> = ListPage::read(facts.page(&due(context)));
        let process = |due: DueMessage| {
            // One try for one due time, however often it is seen.
            let key = format!("retry/{}/{}", due.integration_event_id, due.due_at);
            Effect::send(&ProcessIntegrationEvent { integration_event_id: due.integration_event_id }, key)
        };
        page.items.into_iter().map(process).collect()
    }
}

#[cfg(test)]
mod tests {
    use testkit::{context, moment};

    use super::*;
    use crate::integration::IntegrationFact;
    use crate::samples::{self, payments};
    use crate::views::integration_retry::IntegrationRetryFromIntegrationEvent;
    use crate::views::tests::rows;

    #[test]
    fn r34_what_is_due_is_tried_once_for_each_due_time() {
        let retry_at = "2026-11-21T08:31:00Z".parse().ok();
        let failed = IntegrationFact::Failed { error: samples::outside_error(), attempt: 1, retry_at };
        let view =
            rows::<IntegrationRetryFromIntegrationEvent>(payments::message_id(), &[vec![payments::message_received()], vec![failed]]);
        let tick = |at: &str| {
            let context = Context { now: moment(at), ..context() };
            let mut facts = Facts::default();
            facts.put_rows(&Want::Rows(due(&context)), view.page(&due(&context)));
            RetryIntegrationEvents::tick(&facts, &context)
        };
        assert_eq!(tick("2026-11-21T08:30:59Z"), []);
        let tried = tick("2026-11-21T08:31:00Z");
        assert!(matches!(tried.as_slice(), [Effect::Send { command: "orders.process-integration-event", .. }]));
        assert_eq!(tried, tick("2026-11-21T08:32:00Z"));
    }
}
