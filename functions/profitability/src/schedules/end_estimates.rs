//! Ends estimates whose time is over.

use kernel::view::RowQuery;
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use super::DUE_MAX;
use crate::estimate::expire::ExpireEstimate;
use crate::queries::ListPage;
use crate::views::estimate_list::{self, EstimateItem};

/// Ends estimates whose time is over.
pub struct EndEstimates;

fn due(context: &Context) -> [RowQuery; 2] {
    let today = context.now.day_in(context.settings.time_zone);
    [estimate_list::ended(today), estimate_list::to_close(today)].map(|rows| rows.limit(DUE_MAX))
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
        due(context).map(Want::Rows).into()
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        let pages = due(context).map(|rows| ListPage::read(facts.page(&rows)).items);
        let today = context.now.day_in(context.settings.time_zone);
        let expire = |item: &EstimateItem| {
            // One that may still be renewed is asked again each day.
            let key = format!("end/{}/{}/{today}", item.estimate_id, item.version);
            Effect::send(&ExpireEstimate { estimate_id: item.estimate_id }, key)
        };
        pages.iter().flatten().map(expire).collect()
    }
}

#[cfg(test)]
mod tests {
    use testkit::{context, moment};

    use super::*;
    use crate::estimate::{Created, EstimateEvent, LocalEstimate};
    use crate::samples::day;
    use crate::samples::estimates::{created, created_data, estimate_id, placed};
    use crate::views::estimate_list::EstimateListFromEstimate;
    use crate::views::tests::{Rows, rows};

    fn ticked(view: &Rows, at: &str) -> Vec<Effect> {
        let context = Context { now: moment(at), ..context() };
        let mut facts = Facts::default();
        for rows in due(&context) {
            facts.put_rows(&Want::Rows(rows.clone()), view.page(&rows));
        }
        EndEstimates::tick(&facts, &context)
    }

    #[test]
    fn p40_what_waits_for_its_orders_keeps_nobody_elses_estimate_from_its_end() {
        // More than are looked at in one tick ended long ago, and hold goods of live orders.
        let of = |name: &str, until: &str| {
            let id = LocalEstimate::id_of(name);
            (id, EstimateEvent::Created(Created { id, until: day(until), ..created_data() }))
        };
        let waiting = (0..DUE_MAX).map(|n| {
            let (id, made) = of(&n.to_string(), "2026-11-13");
            rows::<EstimateListFromEstimate>(id, &[vec![made, placed(1, "10")], vec![EstimateEvent::Expired]])
        });
        let (id, made) = of("late", "2026-12-31");
        let late = rows::<EstimateListFromEstimate>(id, &[vec![made]]);
        let all = waiting.fold(late, Rows::and);
        let sent = ticked(&all, "2026-12-31T12:00:00Z");
        let [Effect::Send { body, .. }] = sent.as_slice() else { panic!("{sent:?}") };
        assert_eq!(body["estimate_id"], serde_json::json!(id));
        // As soon as the last of its orders is over, it is closed.
        let (id, made) = of("0", "2026-11-13");
        let released = EstimateEvent::OrderReleased { shipment: crate::samples::shipments::shipment_id() };
        let free = rows::<EstimateListFromEstimate>(id, &[vec![made, placed(1, "10")], vec![EstimateEvent::Expired], vec![released]]);
        assert_eq!(ticked(&free, "2026-12-31T12:00:00Z").len(), 1);
    }

    #[test]
    fn p39_estimates_end_on_their_day_and_are_looked_at_until_they_are_closed() {
        let tick = |commits: &[Vec<EstimateEvent>], at: &str| ticked(&rows::<EstimateListFromEstimate>(estimate_id(), commits), at).len();
        assert_eq!((tick(&[vec![created()]], "2026-12-30T12:00:00Z"), tick(&[vec![created()]], "2026-12-31T12:00:00Z")), (0, 1));
        let expired = [vec![created()], vec![EstimateEvent::Expired]];
        assert_eq!(tick(&expired, "2027-01-20T12:00:00Z"), 1);
        let cancelled = [vec![created()], vec![EstimateEvent::Cancelled { reason: crate::samples::line("нет") }]];
        assert_eq!(tick(&cancelled, "2027-01-20T12:00:00Z"), 0);
    }
}
