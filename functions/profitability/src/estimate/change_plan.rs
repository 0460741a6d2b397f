//! Changes the planned profitability, with a reason.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Percentage, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::create::check_plan;
use super::{ADVISORY_BELOW, EstimateEvent, EstimateRefusal, EstimateStatus, LocalEstimate};
use crate::EstimateId;

/// Changes the planned profitability. Every order that is not handed over is judged anew; the
/// costs stay as they are.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePlan {
    /// Which estimate.
    pub estimate_id: EstimateId,
    /// The new plan, in hundredths of a percent.
    pub plan: Percentage,
    /// The plan that it replaces: a message that comes late changes nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_plan: Option<Percentage>,
    /// Why.
    pub reason: Line,
    /// The caller's lease, if they have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<u64>,
}

impl Command for ChangePlan {
    type Aggregate = LocalEstimate;
    type Refusal = EstimateRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.change-plan",
        route: Some(Route::post("/profitability/estimates/{estimate_id}/plan")),
        roles: &[Role::TeamLead, Role::Administrator, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Changes an estimate's planned profitability, with a reason.",
    };

    fn target(&self, _: &Context) -> EstimateId {
        self.estimate_id
    }

    fn decide(&self, estimate: Option<&LocalEstimate>, _: &Facts, context: &Context) -> Result<Decision<LocalEstimate>, EstimateRefusal> {
        let estimate = estimate.ok_or(EstimateRefusal::NotFound)?;
        check_plan(self.plan)?;
        if !matches!(estimate.status, EstimateStatus::Active | EstimateStatus::Expired) {
            return Err(EstimateRefusal::NotActive { status: estimate.status });
        }
        estimate.check_lease(self.lease, context)?;
        if estimate.plan == self.plan {
            return Ok(Decision::nothing());
        }
        if self.old_plan.is_some_and(|old| old != estimate.plan) {
            return Err(EstimateRefusal::PlanMoved { plan: estimate.plan });
        }
        Ok(Decision::of([EstimateEvent::PlanChanged {
            from: estimate.plan,
            to: self.plan,
            reason: self.reason.clone(),
            advisory: self.plan < ADVISORY_BELOW,
        }]))
    }

    fn example() -> Self {
        let reason = crate::samples::line("Поставщик снизил цены");
        Self {
            estimate_id: crate::samples::estimates::estimate_id(),
            plan: Percentage::from_hundredths(2_500),
            old_plan: None,
            reason,
            lease: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::estimates::{created, leased};
    use crate::samples::percent;

    fn changed(from: i64, to: i64) -> EstimateEvent {
        EstimateEvent::PlanChanged { from: percent(from), to: percent(to), reason: ChangePlan::example().reason, advisory: to < 500 }
    }

    #[test]
    fn p27_only_a_plan_change_with_a_reason_changes_an_estimate_and_costs_stay() {
        given::<LocalEstimate>([created()]).when(ChangePlan::example()).then([changed(2_333, 2_500)]);
        let state =
            kernel::aggregate::fold_events::<LocalEstimate>(None, &[created(), changed(2_333, 2_500)], &testkit::context().meta("t"));
        let state = state.unwrap().unwrap();
        let EstimateEvent::Created(before) = created() else { unreachable!() };
        assert_eq!((state.lines, state.plan, state.plan_revision), (before.lines, percent(2_500), 1));
    }

    #[test]
    fn p13_a_plan_of_100_percent_is_refused() {
        for plan in [10_000, 10_001, -100_001] {
            let command = ChangePlan { plan: percent(plan), ..ChangePlan::example() };
            given::<LocalEstimate>([created()]).when(command).refused(EstimateRefusal::PlanOutOfRange);
        }
    }

    #[test]
    fn p48_a_change_that_comes_late_is_refused_and_the_same_one_twice_is_one() {
        let command = ChangePlan { old_plan: Some(percent(2_000)), ..ChangePlan::example() };
        given::<LocalEstimate>([created()]).when(command.clone()).refused(EstimateRefusal::PlanMoved { plan: percent(2_333) });
        given::<LocalEstimate>([created(), changed(2_333, 2_500)]).when(command).then([]);
    }

    #[test]
    fn p45_an_editors_lease_keeps_others_out() {
        let EstimateEvent::LeaseTaken { lease } = leased("other") else { unreachable!() };
        let refusal = EstimateRefusal::Leased { holder: lease.holder_name.clone(), until: lease.until };
        given::<LocalEstimate>([created(), leased("other")]).when(ChangePlan::example()).refused(refusal);
        given::<LocalEstimate>([created(), leased("manager")]).when(ChangePlan::example()).accepted();
        given::<LocalEstimate>([created(), leased("other")]).at("2026-11-21T08:35:00Z").when(ChangePlan::example()).accepted();
        let old = ChangePlan { lease: Some(7), ..ChangePlan::example() };
        given::<LocalEstimate>([created(), leased("manager")]).when(old.clone()).refused(EstimateRefusal::LeaseLost);
        given::<LocalEstimate>([created()]).when(old).refused(EstimateRefusal::LeaseLost);
    }

    #[test]
    fn refuses_what_is_over_or_not_there() {
        testkit::nothing::<LocalEstimate>().when(ChangePlan::example()).refused(EstimateRefusal::NotFound);
        let cancelled = EstimateEvent::Cancelled { reason: crate::samples::line("нет") };
        let refusal = EstimateRefusal::NotActive { status: EstimateStatus::Cancelled };
        given::<LocalEstimate>([created(), cancelled]).when(ChangePlan::example()).refused(refusal);
    }
}
