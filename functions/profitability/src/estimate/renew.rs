//! Prolongs an estimate.

use chrono::Months;
use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EstimateEvent, EstimateRefusal, EstimateStatus, LocalEstimate, MANUAL_RENEWALS_MAX};
use crate::EstimateId;
use crate::settings::Policy;
use crate::working_days::working_days_after;

/// Renewals together prolong an estimate by no more than this: longer ones need new costs.
const RENEWAL_MONTHS_MAX: Months = Months::new(3);

/// Prolongs an estimate: twice at most, while it counts or for a few working days after. The
/// costs stay as they are, and so does their age.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenewEstimate {
    /// Which estimate.
    pub estimate_id: EstimateId,
    /// First day on which it no longer counts.
    pub until: Day,
    /// Why.
    pub reason: Line,
    /// The caller's lease, if they have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<u64>,
}

impl Command for RenewEstimate {
    type Aggregate = LocalEstimate;
    type Refusal = EstimateRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.renew-estimate",
        route: Some(Route::post("/profitability/estimates/{estimate_id}/renew")),
        roles: &[Role::Manager, Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Prolongs an estimate, twice at most.",
    };

    fn target(&self, _: &Context) -> EstimateId {
        self.estimate_id
    }

    fn decide(&self, estimate: Option<&LocalEstimate>, _: &Facts, context: &Context) -> Result<Decision<LocalEstimate>, EstimateRefusal> {
        let estimate = estimate.ok_or(EstimateRefusal::NotFound)?;
        let today = context.now.day_in(context.settings.time_zone);
        let renewable = match estimate.status {
            EstimateStatus::Active => true,
            EstimateStatus::Expired => today <= working_days_after(context, estimate.until, Policy::of(context).grace_working_days)?,
            EstimateStatus::Closed | EstimateStatus::Cancelled => false,
        };
        if !renewable {
            return Err(EstimateRefusal::NotActive { status: estimate.status });
        }
        estimate.check_lease(self.lease, context)?;
        if estimate.manual_renewals >= MANUAL_RENEWALS_MAX {
            return Err(EstimateRefusal::RenewalsUsedUp);
        }
        if self.until <= estimate.until || self.until <= today {
            return Err(EstimateRefusal::Period);
        }
        if estimate.first_until.checked_add_months(RENEWAL_MONTHS_MAX).is_none_or(|last| self.until > last) {
            return Err(EstimateRefusal::RenewalTooLong);
        }
        Ok(Decision::of([EstimateEvent::Renewed { until: self.until, reason: self.reason.clone() }]))
    }

    fn example() -> Self {
        let reason = crate::samples::line("Клиент переносит закупку");
        Self { estimate_id: crate::samples::estimates::estimate_id(), until: crate::samples::day("2027-01-15"), reason, lease: None }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::day;
    use crate::samples::estimates::{created, extended};

    fn renewed(until: &str) -> EstimateEvent {
        EstimateEvent::Renewed { until: day(until), reason: RenewEstimate::example().reason }
    }

    fn until(text: &str) -> RenewEstimate {
        RenewEstimate { until: day(text), ..RenewEstimate::example() }
    }

    #[test]
    fn p38_two_renewals_by_a_person_and_those_for_late_goods_are_counted_apart() {
        let twice = [created(), renewed("2027-01-10"), renewed("2027-01-12")];
        given::<LocalEstimate>(twice[..2].to_vec()).when(until("2027-01-15")).then([renewed("2027-01-15")]);
        given::<LocalEstimate>(twice).when(until("2027-01-15")).refused(EstimateRefusal::RenewalsUsedUp);
        given::<LocalEstimate>([created(), extended(1), extended(2)]).when(until("2027-01-15")).accepted();
    }

    #[test]
    fn p38_renewing_does_not_make_costs_younger() {
        let fold = |events: &[EstimateEvent]| {
            kernel::aggregate::fold_events::<LocalEstimate>(None, events, &testkit::context().meta("t")).unwrap().unwrap()
        };
        let (before, after) = (fold(&[created()]), fold(&[created(), renewed("2027-01-10"), extended(1)]));
        assert_eq!(before.oldest_cost(), after.oldest_cost());
    }

    #[test]
    fn p39_an_expired_estimate_can_be_renewed_for_five_working_days() {
        let expired = || given::<LocalEstimate>([created_until("2026-11-13"), EstimateEvent::Expired]);
        // Friday the 13th; the fifth working day after it is the 20th.
        expired().at("2026-11-20T12:00:00Z").when(until("2026-12-15")).then([renewed("2026-12-15")]);
        let refusal = EstimateRefusal::NotActive { status: EstimateStatus::Expired };
        expired().at("2026-11-21T12:00:00Z").when(until("2026-12-15")).refused(refusal);
    }

    fn created_until(until: &str) -> EstimateEvent {
        let EstimateEvent::Created(created) = created() else { unreachable!() };
        EstimateEvent::Created(super::super::Created { until: day(until), ..created })
    }

    #[test]
    fn refuses_a_period_that_is_no_prolongation_or_too_long_a_one() {
        given::<LocalEstimate>([created()]).when(until("2026-12-31")).refused(EstimateRefusal::Period);
        given::<LocalEstimate>([created()]).when(until("2027-03-31")).accepted();
        given::<LocalEstimate>([created()]).when(until("2027-04-01")).refused(EstimateRefusal::RenewalTooLong);
    }
}
