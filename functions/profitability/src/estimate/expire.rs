//! Ends an estimate whose time is over.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ClosedBecause, EstimateEvent, EstimateRefusal, EstimateStatus, LocalEstimate};
use crate::EstimateId;
use crate::settings::Policy;
use crate::working_days::working_days_after;

/// Ends an estimate whose time is over: it expires first, and is closed when it can no longer be
/// renewed and no order holds goods of it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpireEstimate {
    /// Which estimate.
    pub estimate_id: EstimateId,
}

impl Command for ExpireEstimate {
    type Aggregate = LocalEstimate;
    type Refusal = EstimateRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.expire-estimate",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Ends an estimate whose time is over.",
    };

    fn target(&self, _: &Context) -> EstimateId {
        self.estimate_id
    }

    fn decide(&self, estimate: Option<&LocalEstimate>, _: &Facts, context: &Context) -> Result<Decision<LocalEstimate>, EstimateRefusal> {
        let estimate = estimate.ok_or(EstimateRefusal::NotFound)?;
        let today = context.now.day_in(context.settings.time_zone);
        match estimate.status {
            EstimateStatus::Active if today >= estimate.until => Ok(Decision::of([EstimateEvent::Expired])),
            EstimateStatus::Expired if today > working_days_after(context, estimate.until, Policy::of(context).grace_working_days)? => {
                if estimate.has_live_orders() {
                    return Err(EstimateRefusal::LiveOrders);
                }
                Ok(Decision::of([estimate.closed(ClosedBecause::Expired, None)]))
            }
            EstimateStatus::Active | EstimateStatus::Expired => Err(EstimateRefusal::NotOver),
            EstimateStatus::Closed | EstimateStatus::Cancelled => Ok(Decision::nothing()),
        }
    }

    fn example() -> Self {
        Self { estimate_id: crate::samples::estimates::estimate_id() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::day;
    use crate::samples::estimates::{created, placed};
    use crate::samples::shipments::shipment_id;

    fn over() -> EstimateEvent {
        let EstimateEvent::Created(estimate) = created() else { unreachable!() };
        EstimateEvent::Created(super::super::Created { until: day("2026-11-13"), ..estimate })
    }

    fn at(events: Vec<EstimateEvent>, moment: &str) -> testkit::decision::When<ExpireEstimate> {
        given::<LocalEstimate>(events).at(moment).when(ExpireEstimate::example())
    }

    #[test]
    fn p17_the_period_ends_before_its_last_day_which_is_not_in_it() {
        at(vec![over()], "2026-11-12T21:59:00Z").refused(EstimateRefusal::NotOver);
        at(vec![over()], "2026-11-12T22:00:00Z").then([EstimateEvent::Expired]);
    }

    #[test]
    fn p39_an_expired_estimate_is_closed_after_five_working_days() {
        at(vec![over(), EstimateEvent::Expired], "2026-11-20T12:00:00Z").refused(EstimateRefusal::NotOver);
        let decision = at(vec![over(), EstimateEvent::Expired], "2026-11-21T12:00:00Z").accepted();
        assert!(matches!(decision.events.as_slice(), [EstimateEvent::Closed { because: ClosedBecause::Expired, .. }]));
    }

    #[test]
    fn p40_it_waits_for_live_orders_and_takes_no_new_ones() {
        let events = vec![over(), placed(1, "10"), EstimateEvent::Expired];
        at(events.clone(), "2026-12-01T12:00:00Z").refused(EstimateRefusal::LiveOrders);
        let released = EstimateEvent::OrderReleased { shipment: shipment_id() };
        at([events.clone(), vec![released]].concat(), "2026-12-01T12:00:00Z").accepted();
        let state = kernel::aggregate::fold_events::<LocalEstimate>(None, &events, &testkit::context().meta("t")).unwrap().unwrap();
        let refused = state.reserve(crate::ShipmentId::derive(&["new"]), &crate::samples::line("9"), &[], 50, day("2026-11-12"));
        assert_eq!(refused, Err(EstimateRefusal::NotActive { status: EstimateStatus::Expired }));
    }
}
