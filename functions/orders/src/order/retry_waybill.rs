//! Asks the carrier again for a waybill that it did not make.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Moment, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::consignment::{Attempts, Consignment, LOST_AFTER_MS};
use super::{Order, OrderEvent, OrderRefusal};
use crate::OrderId;

/// Asks the carrier again, by our reference first: a waybill whose answer was lost is found,
/// not made twice.
///
/// A person may do so at any time, except while the carrier is being asked. Entrepot does so
/// when it is due, and at any other time nothing happens.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetryWaybill {
    /// Which order.
    pub order_id: OrderId,
}

fn last_request(order: &Order) -> Result<(&Consignment, &Attempts), OrderRefusal> {
    let consignment = order.consignments.last().ok_or(OrderRefusal::NoWaybill)?;
    consignment.attempts().map(|attempts| (consignment, attempts)).ok_or(OrderRefusal::NoWaybill)
}

impl RetryWaybill {
    pub(crate) fn check(order: &Order, now: Moment) -> Result<(), OrderRefusal> {
        let (_, attempts) = last_request(order)?;
        let running = attempts.error.is_none() && now < attempts.last_at.plus_ms(LOST_AFTER_MS);
        if running { Err(OrderRefusal::WaybillPending) } else { Ok(()) }
    }
}

impl Command for RetryWaybill {
    type Aggregate = Order;
    type Refusal = OrderRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.retry-waybill",
        route: Some(Route::post("/orders/{order_id}/waybill/retry")),
        roles: &[Role::Manager, Role::TeamLead, Role::Administrator, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Asks the carrier again for a waybill that it did not make.",
    };

    fn target(&self, _: &Context) -> OrderId {
        self.order_id
    }

    fn decide(&self, order: Option<&Order>, _: &Facts, context: &Context) -> Result<Decision<Order>, OrderRefusal> {
        let order = order.ok_or(OrderRefusal::NotFound)?;
        let (consignment, attempts) = match last_request(order) {
            // The row that made the schedule ask was older than the order.
            Err(_) if context.actor.is_system() => return Ok(Decision::nothing()),
            found => found?,
        };
        if context.actor.is_system() {
            if attempts.due_at().is_none_or(|due| context.now < due) {
                return Ok(Decision::nothing());
            }
        } else {
            Self::check(order, context.now)?;
        }
        let again = OrderEvent::WaybillRetryRequested { consignment: consignment.id.clone(), failed: attempts.failed };
        Ok(Decision::of(Order::with_status_change(Some(order), vec![again], &context.meta(Self::SPEC.name))))
    }

    fn example() -> Self {
        Self { order_id: OrderId::derive(&["example"]) }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Actor;
    use kernel::aggregate::fold_events;
    use kernel::reaction::FailureClass;
    use testkit::decision::person;
    use testkit::{context, given, moment};

    use super::*;
    use crate::samples;

    const LATER: &str = "2026-11-21T09:00:00Z";

    fn retry() -> RetryWaybill {
        RetryWaybill { order_id: samples::order_id() }
    }

    fn again(failed: u32) -> OrderEvent {
        OrderEvent::WaybillRetryRequested { consignment: samples::consignment_id(), failed }
    }

    fn failed(class: FailureClass, retry_at: Option<&str>) -> Vec<OrderEvent> {
        vec![samples::created(), samples::waybill_requested(), samples::waybill_failed(class, retry_at)]
    }

    #[test]
    fn r34_the_schedule_retries_when_it_is_due_and_not_before() {
        let scheduled = || given::<Order>(failed(FailureClass::Retry, Some(LATER))).by(Actor::system("orders.retry-waybills"));
        scheduled().at("2026-11-21T08:59:59Z").when(retry()).then([]);
        scheduled().at(LATER).when(retry()).then([again(1)]);
    }

    #[test]
    fn r34_what_waits_for_a_person_is_not_retried_by_itself() {
        let events = failed(FailureClass::Permanent, None);
        given::<Order>(events.clone()).by(Actor::system("orders.retry-waybills")).at(LATER).when(retry()).then([]);
        given::<Order>(events).when(retry()).then([again(1)]);
    }

    #[test]
    fn r32_a_lost_attempt_is_made_again() {
        let asked = [samples::created(), samples::waybill_requested()];
        let order = fold_events::<Order>(None, &asked, &context().meta("test")).unwrap();
        let decide = |actor: Actor, at: &str| {
            let context = Context { actor, now: moment(at), ..context() };
            retry().decide(order.as_ref(), &Facts::default(), &context).map(|decision| decision.events)
        };
        let (manager, system) = (|| person("manager", Role::Manager), || Actor::system("orders.retry-waybills"));
        assert_eq!(decide(manager(), "2026-11-21T08:44:59Z"), Err(OrderRefusal::WaybillPending));
        assert_eq!(decide(manager(), "2026-11-21T08:45:00Z"), Ok(vec![again(0)]));
        assert_eq!(decide(system(), "2026-11-21T08:44:59Z"), Ok(Vec::new()));
        assert_eq!(decide(system(), "2026-11-21T08:45:00Z"), Ok(vec![again(0)]));
    }

    #[test]
    fn there_must_be_a_request() {
        given::<Order>([samples::created()]).when(retry()).refused(OrderRefusal::NoWaybill);
        given::<Order>([samples::created()]).by(Actor::system("orders.retry-waybills")).when(retry()).then([]);
        given::<Order>([]).when(retry()).refused(OrderRefusal::NotFound);
    }
}
