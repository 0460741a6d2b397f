//! Counts revenue over time, month by month.

use kernel::view::{PAGE_ROWS_MAX, RowQuery};
use kernel::{Command, Context, Day, Effect, Facts, Schedule, ScheduleSpec, Want};

use crate::fact::recognise::RecogniseRevenue;
use crate::queries::{ListPage, as_of};
use crate::views::revenue_due::{self, RevenueDueItem};

/// Most months of one tick: a tick carries out 600 effects at most. What is left is due at the next one.
const MONTHS_AT_ONCE_MAX: usize = 500;

/// Counts every month that is over of facts whose revenue counts over time, by their contracts'
/// terms: rent or a service that was paid in advance becomes revenue month by month.
///
/// A month that is refused, because a rate is missing or a period is shut, stays due; the months
/// after it are refused too, because months count in order.
pub struct RecogniseMonths;

fn due(context: &Context) -> RowQuery {
    revenue_due::over_by(as_of(None, context)).limit(PAGE_ROWS_MAX)
}

fn counts(item: &RevenueDueItem, today: Day) -> Vec<Effect> {
    let over = item.months.iter().filter(|month| month.days.until().is_some_and(|until| until <= today));
    let count = |from: Day| {
        let key = format!("revenue/{}/{from}", item.fact_id);
        Effect::send(&RecogniseRevenue { fact_id: item.fact_id, month: from }, key)
    };
    over.map(|month| count(month.days.from())).collect()
}

impl Schedule for RecogniseMonths {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "commerce.recognise-months",
        every_seconds: 3_600,
        sends: &[RecogniseRevenue::SPEC.name],
        calls: &[],
        summary: "Counts the months that are over of revenue over time.",
    };

    fn wants(_: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(due(context))]
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        let page: ListPage<RevenueDueItem> = ListPage::read(facts.page(&due(context)));
        let today = as_of(None, context);
        page.items.iter().flat_map(|item| counts(item, today)).take(MONTHS_AT_ONCE_MAX).collect()
    }
}

#[cfg(test)]
mod tests {
    use testkit::{context, moment};

    use super::*;
    use crate::contract::RecognitionPolicy;
    use crate::fact::{Fact, FactEvent, Recorded};
    use crate::samples::facts;
    use crate::views::revenue_due::RevenueDueFromFact;
    use crate::views::tests::rows;
    use crate::{Interval, samples::day};

    #[test]
    fn k23_every_month_that_is_over_is_counted_once_and_in_order() {
        let period = Interval::new(day("2026-09-16"), Some(day("2026-12-16"))).ok();
        let fact = FactEvent::Recorded(Recorded { period, recognition: RecognitionPolicy::OverTime, ..facts::recorded() });
        let view = rows::<RevenueDueFromFact>(facts::fact_id(), &[vec![fact]]);
        let tick = |at: &str| {
            let context = Context { now: moment(at), ..context() };
            let mut facts = Facts::default();
            facts.put_rows(&Want::Rows(due(&context)), view.page(&due(&context)));
            RecogniseMonths::tick(&facts, &context)
        };
        let keys = |at: &str| {
            let key = |effect| if let Effect::Send { key, .. } = effect { key } else { panic!("only commands are sent") };
            tick(at).into_iter().map(key).collect::<Vec<_>>()
        };
        let key = |from: &str| format!("revenue/{}/{from}", crate::samples::facts::fact_id());
        assert_eq!(keys("2026-09-30T12:00:00Z"), Vec::<String>::new());
        // In Kyiv the first of November has begun.
        assert_eq!(keys("2026-10-31T22:30:00Z"), [key("2026-09-16"), key("2026-10-01")]);
        assert_eq!(keys("2027-01-05T12:00:00Z").len(), 4);
        let folded: Fact =
            kernel::aggregate::fold_events(None, &[FactEvent::Recorded(facts::recorded())], &context().meta("test")).unwrap().unwrap();
        assert_eq!(crate::fact::recognise::months_to_count(&folded), []);
    }
}
