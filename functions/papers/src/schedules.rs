//! What is looked after by the clock.

use kernel::view::RowQuery;
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use crate::paper::retry::RetryPaper;
use crate::queries::ListPage;
use crate::views::paper_retry::{self, DuePaper};

/// Papers of one tick. What is left is due at the next one.
const DUE_MAX: u32 = 50;

/// Prints papers again when it is time: after failures that may pass, and where an attempt
/// was lost.
pub struct RetryPapers;

fn due(context: &Context) -> RowQuery {
    paper_retry::due(context.now, DUE_MAX)
}

impl Schedule for RetryPapers {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "papers.retry-papers",
        every_seconds: 300,
        sends: &[RetryPaper::SPEC.name],
        calls: &[],
        summary: "Prints papers again when it is time.",
    };

    fn wants(_: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(due(context))]
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        let page: ListPage<DuePaper> = ListPage::read(facts.page(&due(context)));
        let retry = |due: &DuePaper| {
            // One retry for one due time, however often it is seen.
            Effect::send(&RetryPaper { paper_id: due.paper_id }, format!("retry/{}/{}", due.paper_id, due.due_at))
        };
        page.items.iter().map(retry).collect()
    }
}

#[cfg(test)]
mod tests {
    use testkit::{context, moment};

    use super::*;
    use crate::samples;
    use crate::views::paper_retry::PaperRetryFromPaper;
    use crate::views::tests::rows;

    #[test]
    fn what_is_due_is_retried_once_for_each_due_time() {
        let view = rows::<PaperRetryFromPaper>(samples::paper_id(), &[vec![samples::requested()], vec![samples::failed()]]);
        let tick = |at: &str| {
            let context = Context { now: moment(at), ..context() };
            let mut facts = Facts::default();
            facts.put_rows(&Want::Rows(due(&context)), view.page(&due(&context)));
            RetryPapers::tick(&facts, &context)
        };
        assert_eq!(tick("2026-11-21T08:30:59Z"), []);
        let retried = tick("2026-11-21T08:31:00Z");
        assert!(matches!(retried.as_slice(), [Effect::Send { command: "papers.retry-paper", .. }]));
        assert_eq!(tick("2026-11-21T09:00:00Z"), retried);
    }
}
