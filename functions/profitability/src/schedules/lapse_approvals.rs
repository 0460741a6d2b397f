//! Ends approvals that were not used in time.

use kernel::view::RowQuery;
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use super::DUE_MAX;
use crate::queries::ListPage;
use crate::shipment::lapse_approval::LapseApproval;
use crate::views::shipment_list::{self, ShipmentItem};

/// Ends approvals that were not used in time.
pub struct LapseApprovals;

fn due(context: &Context) -> RowQuery {
    shipment_list::lapsed_approvals(context.now).limit(DUE_MAX)
}

impl Schedule for LapseApprovals {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "profitability.lapse-approvals",
        every_seconds: 300,
        sends: &[LapseApproval::SPEC.name],
        calls: &[],
        summary: "Ends approvals that were not used in time.",
    };

    fn wants(_: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(due(context))]
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        let page: ListPage<ShipmentItem> = ListPage::read(facts.page(&due(context)));
        let lapse = |item: &ShipmentItem| {
            let key = format!("lapse/{}/{}", item.shipment_id, item.version);
            Effect::send(&LapseApproval { shipment_id: item.shipment_id }, key)
        };
        page.items.iter().map(lapse).collect()
    }
}

#[cfg(test)]
mod tests {
    use testkit::{context, moment};

    use super::*;
    use crate::samples::shipments::{approved, created, handed_over, shipment_id, submitted};
    use crate::shipment::ShipmentEvent;
    use crate::views::shipment_list::ShipmentListFromShipment;
    use crate::views::tests::rows;

    #[test]
    fn p56_approvals_lapse_at_their_end_unless_handed_over() {
        let tick = |commits: &[Vec<ShipmentEvent>], at: &str| {
            let context = Context { now: moment(at), ..context() };
            let view = rows::<ShipmentListFromShipment>(shipment_id(), commits);
            let mut facts = Facts::default();
            facts.put_rows(&Want::Rows(due(&context)), view.page(&due(&context)));
            LapseApprovals::tick(&facts, &context).len()
        };
        let approved = vec![vec![created()], vec![submitted()], vec![approved()]];
        assert_eq!((tick(&approved, "2026-11-27T21:59:59Z"), tick(&approved, "2026-11-27T22:00:00Z")), (0, 1));
        assert_eq!(tick(&[approved, vec![vec![handed_over()]]].concat(), "2026-12-27T22:00:00Z"), 0);
    }
}
