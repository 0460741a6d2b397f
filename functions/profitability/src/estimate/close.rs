//! Closes an estimate early.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Money, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ClosedBecause, EstimateEvent, EstimateRefusal, EstimateStatus, LocalEstimate, Sums};
use crate::EstimateId;
use crate::fraction::Fraction;

/// Closes an estimate under which nothing more will be shipped.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseEstimate {
    /// Which estimate.
    pub estimate_id: EstimateId,
    /// Why.
    pub reason: Line,
    /// The caller's lease, if they have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<u64>,
}

impl LocalEstimate {
    /// What was earned of everything shipped, net of returns; absent when nothing was.
    pub fn actual(&self) -> Option<kernel::Percentage> {
        let (revenue, cost) = self.shipped_sums()?;
        Fraction::margin(revenue, cost)?.percentage()
    }

    /// Revenue and cost of everything shipped under control, net of returns; absent when they do not fit.
    pub fn shipped_sums(&self) -> Option<(Money, Money)> {
        let nothing = Money::zero(self.currency);
        let add = |(revenue, cost): (Money, Money), sums: &Sums| Some((revenue.plus(sums.revenue).ok()?, cost.plus(sums.cost).ok()?));
        self.counted_besides(None).try_fold((nothing, nothing), add)
    }

    /// The end of the estimate, with what was made of it: plan against fact.
    pub fn closed(&self, because: ClosedBecause, reason: Option<Line>) -> EstimateEvent {
        EstimateEvent::Closed { because, reason, actual: self.actual(), fulfilment: self.fulfilment() }
    }

    /// How much of the total was shipped, at the estimate's own prices; at most all of each line.
    pub fn fulfilment(&self) -> Option<kernel::Percentage> {
        let left = self.left_after_shipments();
        let open = |line: &super::EstimateLine| left.get(&line.line).copied().unwrap_or_default().times(line.price.money()).ok();
        let open = self.lines.iter().map(open).try_fold(0i128, |sum, open| sum.checked_add(i128::from(open?.minor())))?;
        let total = i128::from(self.total.minor());
        Fraction::new(total.checked_sub(open)?, total)?.percentage()
    }

    /// Whether nothing is left to ship.
    pub fn is_shipped(&self) -> bool {
        self.left_after_shipments().values().all(|left| left.is_zero())
    }
}

impl Command for CloseEstimate {
    type Aggregate = LocalEstimate;
    type Refusal = EstimateRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.close-estimate",
        route: Some(Route::post("/profitability/estimates/{estimate_id}/close")),
        roles: &[Role::TeamLead, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Closes an estimate under which nothing more will be shipped.",
    };

    fn target(&self, _: &Context) -> EstimateId {
        self.estimate_id
    }

    fn decide(&self, estimate: Option<&LocalEstimate>, _: &Facts, context: &Context) -> Result<Decision<LocalEstimate>, EstimateRefusal> {
        let estimate = estimate.ok_or(EstimateRefusal::NotFound)?;
        if !matches!(estimate.status, EstimateStatus::Active | EstimateStatus::Expired) {
            return Err(EstimateRefusal::NotActive { status: estimate.status });
        }
        estimate.check_lease(self.lease, context)?;
        if estimate.has_live_orders() {
            return Err(EstimateRefusal::LiveOrders);
        }
        Ok(Decision::of([estimate.closed(ClosedBecause::Person, Some(self.reason.clone()))]))
    }

    fn example() -> Self {
        let reason = crate::samples::line("Клиент отказался от остатка");
        Self { estimate_id: crate::samples::estimates::estimate_id(), reason, lease: None }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::estimates::{created, placed, shipped};
    use crate::samples::percent;
    use crate::samples::shipments::shipment_id;

    #[test]
    fn p25_it_ends_with_what_was_earned_of_what_was_shipped() {
        let released = EstimateEvent::OrderReleased { shipment: shipment_id() };
        // 60 of 100 pieces at 250.00, which cost 200.00: 15 000 of 75 000, with 20 % left.
        let events = [created(), placed(1, "60"), shipped(1, "60", "15000.00", "12000.00"), released];
        let closed = EstimateEvent::Closed {
            because: ClosedBecause::Person,
            reason: Some(CloseEstimate::example().reason),
            actual: Some(percent(2_000)),
            fulfilment: Some(percent(2_000)),
        };
        given::<LocalEstimate>(events).when(CloseEstimate::example()).then([closed]);
    }

    #[test]
    fn p25_what_nobody_knows_the_cost_of_earned_nothing() {
        let EstimateEvent::Created(mut estimate) = created() else { unreachable!() };
        estimate.lines[1].cost = super::super::LineCost::Missing;
        // Belts left whose cost nobody knows: 10 000 of revenue with no cost would be all profit.
        let belts = shipped(2, "10", "10000.00", "0.00");
        let meta = testkit::context().meta("t");
        let actual = |events: &[EstimateEvent]| {
            let events: Vec<EstimateEvent> = std::iter::once(EstimateEvent::Created(estimate.clone())).chain(events.to_vec()).collect();
            kernel::aggregate::fold_events::<LocalEstimate>(None, &events, &meta).unwrap().unwrap().actual()
        };
        assert_eq!(actual(std::slice::from_ref(&belts)), None);
        assert_eq!(actual(&[belts, shipped(1, "60", "15000.00", "12000.00")]), Some(percent(2_000)));
    }

    #[test]
    fn refuses_while_orders_live_and_what_is_closed() {
        given::<LocalEstimate>([created(), placed(1, "60")]).when(CloseEstimate::example()).refused(EstimateRefusal::LiveOrders);
        let decision = given::<LocalEstimate>([created()]).when(CloseEstimate::example()).accepted();
        let refusal = EstimateRefusal::NotActive { status: EstimateStatus::Closed };
        given::<LocalEstimate>([vec![created()], decision.events].concat()).when(CloseEstimate::example()).refused(refusal);
    }
}
