//! Asks for waybills again when it is time.

use kernel::view::RowQuery;
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use crate::order::retry_waybill::RetryWaybill;
use crate::queries::ListPage;
use crate::views::order_waybill_retry::{self, DueRetry};

/// Requests of one tick. What is left is due at the next one; the carrier's limit is lower.
const DUE_MAX: u32 = 100;

/// Asks for waybills again when it is time: after failures that may pass, and where the
/// carrier's answer was lost.
pub struct RetryWaybills;

fn due(context: &Context) -> RowQuery {
    order_waybill_retry::due(context.now, DUE_MAX)
}

impl Schedule for RetryWaybills {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "orders.retry-waybills",
        every_seconds: 60,
        sends: &[RetryWaybill::SPEC.name],
        calls: &[],
        summary: "Asks for waybills again when it is time.",
    };

    fn wants(_: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(due(context))]
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        let page: ListPage<DueRetry> = ListPage::read(facts.page(&due(context)));
        let retry = |due: &DueRetry| {
            // One retry for one due time, however often it is seen.
            let key = format!("retry/{}/{}", due.order_id, due.due_at);
            Effect::send(&RetryWaybill { order_id: due.order_id }, key)
        };
        page.items.iter().map(retry).collect()
    }
}

#[cfg(test)]
mod tests {
    use kernel::reaction::FailureClass;
    use testkit::{context, moment};

    use super::*;
    use crate::samples;
    use crate::views::order_waybill_retry::WaybillRetryFromOrder;
    use crate::views::tests::rows;

    #[test]
    fn r34_what_is_due_is_retried_once_for_each_due_time() {
        let failed = samples::waybill_failed(FailureClass::Retry, Some("2026-11-21T09:00:00Z"));
        let view =
            rows::<WaybillRetryFromOrder>(samples::order_id(), &[vec![samples::created(), samples::waybill_requested()], vec![failed]]);
        let tick = |at: &str| {
            let context = Context { now: moment(at), ..context() };
            let mut facts = Facts::default();
            facts.put_rows(&Want::Rows(due(&context)), view.page(&due(&context)));
            RetryWaybills::tick(&facts, &context)
        };
        assert_eq!(tick("2026-11-21T08:59:59Z"), []);
        let retried = tick("2026-11-21T09:00:00Z");
        assert!(matches!(retried.as_slice(), [Effect::Send { command: "orders.retry-waybill", .. }]));
        assert_eq!(tick("2026-11-21T09:01:00Z"), retried);
    }
}
