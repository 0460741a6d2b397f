//! What is looked after by the clock.

use kernel::view::RowQuery;
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use crate::notice::retry::RetryNotice;
use crate::queries::ListPage;
use crate::views::notice_due::{self, DueNotice};

/// Notices of one tick. What is left is due at the next one.
const DUE_MAX: u32 = 100;

/// Sends what waited for its time, tries again what failed, and looks after lost attempts.
pub struct SendDueNotices;

fn due(context: &Context) -> RowQuery {
    notice_due::due(context.now, DUE_MAX)
}

impl Schedule for SendDueNotices {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "notices.send-due-notices",
        every_seconds: 60,
        sends: &[RetryNotice::SPEC.name],
        calls: &[],
        summary: "Sends messages when it is time.",
    };

    fn wants(_: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(due(context))]
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        let page: ListPage<DueNotice> = ListPage::read(facts.page(&due(context)));
        let retry = |due: &DueNotice| {
            // One for one due time, however often it is seen.
            Effect::send(&RetryNotice { notice_id: due.notice_id }, format!("due/{}/{}", due.notice_id, due.due_at))
        };
        page.items.iter().map(retry).collect()
    }
}

#[cfg(test)]
mod tests {
    use testkit::{context, moment};

    use super::*;
    use crate::samples;
    use crate::views::notice_due::NoticeDueFromNotice;
    use crate::views::tests::rows;

    #[test]
    fn what_is_due_is_sent_once_for_each_due_time() {
        let history = [vec![samples::queued(), samples::dispatched()], vec![samples::failed()]];
        let view = rows::<NoticeDueFromNotice>(samples::notice_id(), &history);
        let tick = |at: &str| {
            let context = Context { now: moment(at), ..context() };
            let mut facts = Facts::default();
            facts.put_rows(&Want::Rows(due(&context)), view.page(&due(&context)));
            SendDueNotices::tick(&facts, &context)
        };
        assert_eq!(tick("2026-11-21T08:30:59Z"), []);
        let retried = tick("2026-11-21T08:31:00Z");
        assert!(matches!(retried.as_slice(), [Effect::Send { command: "notices.retry-notice", .. }]));
        assert_eq!(tick("2026-11-21T09:00:00Z"), retried);
    }
}
