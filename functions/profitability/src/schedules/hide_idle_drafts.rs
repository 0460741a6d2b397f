//! Hides drafts that nobody touched for a week.

use kernel::view::RowQuery;
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use super::DUE_MAX;
use crate::queries::ListPage;
use crate::settings::Policy;
use crate::shipment::go_overdue::{DAY_MS, GoOverdue};
use crate::views::shipment_list::{self, ShipmentItem};

/// Hides drafts that nobody touched for a week.
pub struct HideIdleDrafts;

fn due(context: &Context) -> RowQuery {
    let idle_ms = i64::from(Policy::of(context).draft_idle_days).saturating_mul(DAY_MS);
    shipment_list::idle_drafts(context.now.plus_ms(idle_ms.saturating_neg())).limit(DUE_MAX)
}

impl Schedule for HideIdleDrafts {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "profitability.hide-idle-drafts",
        every_seconds: 3_600,
        sends: &[GoOverdue::SPEC.name],
        calls: &[],
        summary: "Hides drafts that nobody touched for a week.",
    };

    fn wants(_: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(due(context))]
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        let page: ListPage<ShipmentItem> = ListPage::read(facts.page(&due(context)));
        // A draft whose estimate was edited then is looked at again an hour later.
        let hour = context.now.unix_ms().div_euclid(60 * 60 * 1000);
        let hide = |item: &ShipmentItem| {
            let key = format!("overdue/{}/{}/{hour}", item.shipment_id, item.version);
            Effect::send(&GoOverdue { shipment_id: item.shipment_id }, key)
        };
        page.items.iter().map(hide).collect()
    }
}

#[cfg(test)]
mod tests {
    use testkit::{context, moment};

    use super::*;
    use crate::samples::shipments::{created, shipment_id, submitted};
    use crate::shipment::ShipmentEvent;
    use crate::views::shipment_list::ShipmentListFromShipment;
    use crate::views::tests::rows;

    #[test]
    fn p52_drafts_are_hidden_after_seven_days_without_a_touch() {
        let tick = |commits: &[Vec<ShipmentEvent>], at: &str| {
            let context = Context { now: moment(at), ..context() };
            let view = rows::<ShipmentListFromShipment>(shipment_id(), commits);
            let mut facts = Facts::default();
            facts.put_rows(&Want::Rows(due(&context)), view.page(&due(&context)));
            HideIdleDrafts::tick(&facts, &context).len()
        };
        let draft = [vec![created()]];
        assert_eq!((tick(&draft, "2026-11-28T08:29:59Z"), tick(&draft, "2026-11-28T08:30:00Z")), (0, 1));
        assert_eq!(tick(&[vec![created()], vec![submitted()]], "2026-12-28T08:30:00Z"), 0);
    }
}
