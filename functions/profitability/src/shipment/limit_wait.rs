//! Warns that an order's time to wait for goods runs out, and ends the wait.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Moment, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::go_overdue::DAY_MS;
use super::steps::in_status;
use super::{Shipment, ShipmentEvent, ShipmentRefusal, ShipmentStatus};
use crate::ShipmentId;
use crate::settings::Policy;

/// Days before the end at which the manager is warned, the first warning first.
pub const WARNINGS: [u32; 2] = [14, 7];

/// Warns that the time for which an order may wait for goods runs out, 14 and 7 days before its end,
/// and then ends the wait: the order is overdue. The time is of calendar days and counts from the
/// hour at which the order began to wait. Nothing due, nothing done.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitWait {
    /// Which order.
    pub shipment_id: ShipmentId,
}

/// Calendar days after or, below zero, before a moment.
pub(crate) fn days_after(moment: Moment, days: i64) -> Moment {
    moment.plus_ms(days.saturating_mul(DAY_MS))
}

/// What is due of a wait that ends at a moment: its end, or the latest warning that was not given.
fn due(shipment: &Shipment, ends_at: Moment, now: Moment) -> Option<ShipmentEvent> {
    if now >= ends_at {
        return Some(ShipmentEvent::WaitedTooLong);
    }
    let reached = |days: &u32| now >= days_after(ends_at, i64::from(*days).saturating_neg());
    // After an outage the later warning stands for both.
    let days_left = WARNINGS.into_iter().filter(reached).min()?;
    let is_news = shipment.wait_warned.is_none_or(|warned| days_left < warned);
    is_news.then_some(ShipmentEvent::WaitRunsOut { days_left, ends_at })
}

impl Command for LimitWait {
    type Aggregate = Shipment;
    type Refusal = ShipmentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.limit-wait",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Warns that an order's time to wait for goods runs out, and ends the wait.",
    };

    fn target(&self, _: &Context) -> ShipmentId {
        self.shipment_id
    }

    fn decide(&self, shipment: Option<&Shipment>, _: &Facts, context: &Context) -> Result<Decision<Shipment>, ShipmentRefusal> {
        let shipment = in_status(shipment, &[ShipmentStatus::AwaitingStock])?;
        // Nothing touches an order while it waits, so the last touch is when it began to.
        let ends_at = days_after(shipment.touched_at, i64::from(Policy::of(context).wait_days));
        Ok(Decision::of(due(shipment, ends_at, context.now)))
    }

    fn example() -> Self {
        Self { shipment_id: crate::samples::shipments::shipment_id() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, moment};

    use super::*;
    use crate::samples::shipments::{created, fold, over, submitted};

    fn warned(days_left: u32) -> ShipmentEvent {
        ShipmentEvent::WaitRunsOut { days_left, ends_at: moment("2027-02-19T08:30:00Z") }
    }

    /// What is due of an order that began to wait on 21 November at 8:30, by what it was warned of.
    fn at(now: &str, warnings: &[ShipmentEvent]) -> Vec<ShipmentEvent> {
        let history = [&[created(), ShipmentEvent::StockAwaited], warnings].concat();
        let context = Context { now: moment(now), ..testkit::context() };
        LimitWait::example().decide(Some(&fold(&history)), &Facts::default(), &context).unwrap().events
    }

    #[test]
    fn an_order_waits_for_goods_for_90_days_with_warnings_14_and_7_days_before() {
        assert_eq!(at("2027-02-05T08:29:59Z", &[]), []);
        assert_eq!(at("2027-02-05T08:30:00Z", &[]), [warned(14)]);
        assert_eq!(at("2027-02-12T08:29:59Z", &[warned(14)]), [], "once");
        assert_eq!(at("2027-02-12T08:30:00Z", &[warned(14)]), [warned(7)]);
        assert_eq!(at("2027-02-19T08:29:59Z", &[warned(14), warned(7)]), [], "once");
        assert_eq!(at("2027-02-19T08:30:00Z", &[warned(14), warned(7)]), [ShipmentEvent::WaitedTooLong]);
        let over = fold(&[created(), ShipmentEvent::StockAwaited, ShipmentEvent::WaitedTooLong]);
        assert_eq!(over.status, ShipmentStatus::Overdue);
    }

    #[test]
    fn after_an_outage_only_what_still_matters_is_said() {
        assert_eq!(at("2027-02-15T00:00:00Z", &[]), [warned(7)]);
        assert_eq!(at("2027-03-15T00:00:00Z", &[]), [ShipmentEvent::WaitedTooLong]);
    }

    #[test]
    fn a_new_wait_has_its_whole_time_and_its_warnings() {
        let again = fold(&[created(), ShipmentEvent::StockAwaited, warned(14), ShipmentEvent::Reopened, ShipmentEvent::StockAwaited]);
        assert_eq!((again.status, again.wait_warned), (ShipmentStatus::AwaitingStock, None));
    }

    #[test]
    fn what_does_not_wait_for_goods_is_refused() {
        over(&[created()]).when(LimitWait::example()).refused(ShipmentRefusal::Status { status: ShipmentStatus::Draft });
        let pending = ShipmentRefusal::Status { status: ShipmentStatus::PendingApproval };
        over(&[created(), submitted()]).when(LimitWait::example()).refused(pending);
        testkit::nothing::<Shipment>().when(LimitWait::example()).refused(ShipmentRefusal::NotFound);
        given::<Shipment>([created(), ShipmentEvent::StockAwaited]).when(LimitWait::example()).then([]);
    }
}
