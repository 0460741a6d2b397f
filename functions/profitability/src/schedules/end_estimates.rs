//! Ends estimates whose time is over.

use kernel::view::RowQuery;
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use super::DUE_MAX;
use crate::estimate::expire::ExpireEstimate;
use crate::queries::ListPage;
use crate::views::estimate_list::{self, EstimateItem};

/// Ends estimates whose time is over.
pub struct EndEstimates;

fn due(context: &Context) -> RowQuery {
    estimate_list::ended(context.now.day_in(context.settings.time_zone)).limit(DUE_MAX)
}

impl Schedule for EndEstimates {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "profitability.end-estimates",
        every_seconds: 3_600,
        sends: &[ExpireEstimate::SPEC.name],
        calls: &[],
        summary: "Ends estimates whose time is over.",
    };

    fn wants(_: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(due(context))]
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        let page: ListPage<EstimateItem> = ListPage::read(facts.page(&due(context)));
        let today = context.now.day_in(context.settings.time_zone);
        let expire = |item: &EstimateItem| {
            // One that waits for its orders is asked again each day.
            let key = format!("end/{}/{}/{today}", item.estimate_id, item.version);
            Effect::send(&ExpireEstimate { estimate_id: item.estimate_id }, key)
        };
        page.items.iter().map(expire).collect()
    }
}

#[cfg(test)]
mod tests {
    use testkit::{context, moment};

    use super::*;
    use crate::estimate::EstimateEvent;
    use crate::samples::estimates::{created, estimate_id};
    use crate::views::estimate_list::EstimateListFromEstimate;
    use crate::views::tests::rows;

    #[test]
    fn p39_estimates_end_on_their_day_and_are_looked_at_until_they_are_closed() {
        let tick = |commits: &[Vec<EstimateEvent>], at: &str| {
            let context = Context { now: moment(at), ..context() };
            let view = rows::<EstimateListFromEstimate>(estimate_id(), commits);
            let mut facts = Facts::default();
            facts.put_rows(&Want::Rows(due(&context)), view.page(&due(&context)));
            EndEstimates::tick(&facts, &context).len()
        };
        assert_eq!((tick(&[vec![created()]], "2026-12-30T12:00:00Z"), tick(&[vec![created()]], "2026-12-31T12:00:00Z")), (0, 1));
        let expired = [vec![created()], vec![EstimateEvent::Expired]];
        assert_eq!(tick(&expired, "2027-01-20T12:00:00Z"), 1);
        let cancelled = [vec![created()], vec![EstimateEvent::Cancelled { reason: crate::samples::line("нет") }]];
        assert_eq!(tick(&cancelled, "2027-01-20T12:00:00Z"), 0);
    }
}
