//! Warns of orders whose time to wait for goods runs out, and ends waits that lasted too long.

use kernel::view::RowQuery;
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use super::DUE_MAX;
use crate::queries::ListPage;
use crate::settings::Policy;
use crate::shipment::limit_wait::{LimitWait, WARNINGS, days_after};
use crate::views::shipment_list::{self, ShipmentItem};

/// Warns of orders whose time to wait for goods runs out, and ends waits that lasted too long.
pub struct LimitWaits;

/// Orders by the warning that was given, and for which the next thing is due.
fn due(context: &Context) -> impl Iterator<Item = RowQuery> {
    let (days, now) = (i64::from(Policy::of(context).wait_days), context.now);
    let given = std::iter::once(None).chain(WARNINGS.map(Some));
    // After the last warning comes the end.
    let next = WARNINGS.into_iter().chain([0]);
    given.zip(next).map(move |(warned, before)| {
        let since = days_after(now, i64::from(before).saturating_sub(days));
        shipment_list::waiting_since(warned, since).limit(DUE_MAX)
    })
}

impl Schedule for LimitWaits {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "profitability.limit-waits",
        every_seconds: 3_600,
        sends: &[LimitWait::SPEC.name],
        calls: &[],
        summary: "Warns of orders whose time to wait for goods runs out, and ends waits that lasted too long.",
    };

    fn wants(_: &Facts, context: &Context) -> Vec<Want> {
        due(context).map(Want::Rows).collect()
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        let pages = due(context).map(|rows| ListPage::<ShipmentItem>::read(facts.page(&rows)));
        let limit = |item: ShipmentItem| {
            let key = format!("wait/{}/{}", item.shipment_id, item.version);
            Effect::send(&LimitWait { shipment_id: item.shipment_id }, key)
        };
        pages.flat_map(|page| page.items).map(limit).collect()
    }
}

#[cfg(test)]
mod tests {
    use testkit::{context, moment};

    use super::*;
    use crate::samples::shipments::{created, shipment_id};
    use crate::shipment::ShipmentEvent;
    use crate::views::shipment_list::ShipmentListFromShipment;
    use crate::views::tests::rows;

    #[test]
    fn waits_are_looked_at_14_and_7_days_before_their_end_and_at_it() {
        let tick = |warnings: &[u32], at: &str| {
            let context = Context { now: moment(at), ..context() };
            let warned = |days_left: &u32| vec![ShipmentEvent::WaitRunsOut { days_left: *days_left, ends_at: context.now }];
            let commits = [vec![vec![created()], vec![ShipmentEvent::StockAwaited]], warnings.iter().map(warned).collect()].concat();
            let view = rows::<ShipmentListFromShipment>(shipment_id(), &commits);
            let mut facts = Facts::default();
            due(&context).for_each(|query| facts.put_rows(&Want::Rows(query.clone()), view.page(&query)));
            LimitWaits::tick(&facts, &context).len()
        };
        assert_eq!((tick(&[], "2027-02-05T08:29:59Z"), tick(&[], "2027-02-05T08:30:00Z")), (0, 1));
        assert_eq!((tick(&[14], "2027-02-12T08:29:59Z"), tick(&[14], "2027-02-12T08:30:00Z")), (0, 1));
        assert_eq!((tick(&[14, 7], "2027-02-19T08:29:59Z"), tick(&[14, 7], "2027-02-19T08:30:00Z")), (0, 1));
    }
}
