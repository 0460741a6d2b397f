//! What is due is done within a minute.

use kernel::view::RowQuery;
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use super::fire;
use crate::emergency::check::CheckEmergency;
use crate::process::fire_deadlines::FireDeadlines;
use crate::queries::ListPage;
use crate::views::deadlines::{self, Deadline};

/// Deadlines of one tick. What is left is due at the next one.
const DUE_MAX: u32 = 100;

/// Does what is due within a minute of its time. Reads what is due and nothing else, however much is open.
pub struct FireDeadlinesEveryMinute;

fn due(context: &Context) -> RowQuery {
    deadlines::due(context.now, DUE_MAX)
}

impl Schedule for FireDeadlinesEveryMinute {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "approvals.fire-deadlines-every-minute",
        every_seconds: 60,
        sends: &[FireDeadlines::SPEC.name, CheckEmergency::SPEC.name],
        calls: &[],
        summary: "Does what is due in approvals within a minute of its time.",
    };

    fn wants(_: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(due(context))]
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        let page: ListPage<Deadline> = ListPage::read(facts.page(&due(context)));
        page.items.iter().map(fire).collect()
    }
}

#[cfg(test)]
mod tests {
    use testkit::moment;

    use super::*;
    use crate::emergency::EmergencyEvent;
    use crate::samples::emergencies;
    use crate::samples::processes::{approved_at, id, open};
    use crate::schedules::sweep_deadlines::SweepDeadlines;
    use crate::views::deadlines::{DeadlinesFromEmergency, DeadlinesFromProcess};
    use crate::views::tests::{Rows, rows};

    fn tick<S: Schedule>(view: &Rows, at: &str) -> Vec<Effect> {
        let context = Context { now: moment(at), ..testkit::context() };
        let mut facts = Facts::default();
        for want in S::wants(&facts, &context) {
            let Want::Rows(query) = &want else { panic!("rows") };
            facts.put_rows(&want, view.page(query));
        }
        S::tick(&facts, &context)
    }

    #[test]
    fn p83_a_deadline_fires_within_a_minute_and_a_sweep_makes_up_for_a_lost_timer() {
        let view = rows::<DeadlinesFromProcess>(id(), &[open()]);
        let fired = |at| tick::<FireDeadlinesEveryMinute>(&view, at);
        assert!(fired("2026-11-24T09:59:59Z").is_empty());
        assert_eq!(fired("2026-11-24T10:00:00Z").len(), 1);
        assert_eq!(fired("2026-11-24T10:00:00Z"), fired("2026-11-24T10:01:00Z"), "one key for one due time");
        let swept = |at| tick::<SweepDeadlines>(&view, at);
        assert!(swept("2026-11-24T10:01:59Z").is_empty(), "the timer has its time first");
        assert_eq!(swept("2026-11-24T10:02:00Z").len(), 1);
        let over = rows::<DeadlinesFromProcess>(id(), &[approved_at(500)]);
        assert!(tick::<FireDeadlinesEveryMinute>(&over, "2027-11-24T10:00:00Z").is_empty());
    }

    #[test]
    fn p112_emergencies_are_looked_after_by_the_same_clock() {
        let recorded = EmergencyEvent::Recorded(Box::new(emergencies::recorded()));
        let view = rows::<DeadlinesFromEmergency>(emergencies::id(), &[vec![recorded, EmergencyEvent::ConsentGiven]]);
        let fired = |at| tick::<FireDeadlinesEveryMinute>(&view, at).len();
        assert_eq!((fired("2026-11-24T06:59:59Z"), fired("2026-11-24T07:00:00Z")), (0, 1));
    }
}
