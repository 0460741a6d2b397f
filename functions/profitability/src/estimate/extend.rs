//! Prolongs an estimate whose goods are late.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EstimateEvent, EstimateRefusal, EstimateStatus, LocalEstimate};
use crate::EstimateId;
use crate::working_days::{calendar, working_days_after};

/// Goods are late when they come in the last so many working days of the estimate, and it is
/// prolonged by as many.
const LATE_WORKING_DAYS: u32 = 5;

/// Prolongs an estimate by five working days because the goods of a line come in its last five.
/// Once a line; not counted among the renewals, and the age of costs does not change.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtendForLateGoods {
    /// Which estimate.
    pub estimate_id: EstimateId,
    /// The line whose goods are late.
    pub line: u16,
    /// When they come.
    pub arrives_on: Day,
}

impl Command for ExtendForLateGoods {
    type Aggregate = LocalEstimate;
    type Refusal = EstimateRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.extend-for-late-goods",
        route: Some(Route::post("/profitability/estimates/{estimate_id}/extend")),
        roles: &[Role::TeamLead, Role::Administrator, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Prolongs an estimate whose goods come in its last five working days.",
    };

    fn target(&self, _: &Context) -> EstimateId {
        self.estimate_id
    }

    fn decide(&self, estimate: Option<&LocalEstimate>, _: &Facts, context: &Context) -> Result<Decision<LocalEstimate>, EstimateRefusal> {
        let estimate = estimate.ok_or(EstimateRefusal::NotFound)?;
        if estimate.status != EstimateStatus::Active {
            return Err(EstimateRefusal::NotActive { status: estimate.status });
        }
        estimate.line(self.line).ok_or(EstimateRefusal::NoSuchLine { line: self.line })?;
        if estimate.extended_for.contains(&self.line) {
            return Err(EstimateRefusal::ExtendedBefore);
        }
        // Late is what leaves fewer than five working days before the estimate is over.
        let ready = working_days_after(context, self.arrives_on, LATE_WORKING_DAYS)?;
        if self.arrives_on >= estimate.until || ready < estimate.until {
            return Err(EstimateRefusal::NotLate);
        }
        let calendar = calendar(context.settings.jurisdiction);
        let last = estimate.until.pred_opt().ok_or(EstimateRefusal::Period)?;
        let until = calendar.working_days_after(last, LATE_WORKING_DAYS)?.succ_opt().ok_or(EstimateRefusal::Period)?;
        Ok(Decision::of([EstimateEvent::Extended { until, line: self.line, arrives_on: self.arrives_on }]))
    }

    fn example() -> Self {
        Self { estimate_id: crate::samples::estimates::estimate_id(), line: 1, arrives_on: crate::samples::day("2026-12-29") }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::day;
    use crate::samples::estimates::created;

    fn until(text: &str) -> EstimateEvent {
        let EstimateEvent::Created(estimate) = created() else { unreachable!() };
        EstimateEvent::Created(super::super::Created { until: day(text), ..estimate })
    }

    fn arriving(text: &str) -> ExtendForLateGoods {
        ExtendForLateGoods { arrives_on: day(text), ..ExtendForLateGoods::example() }
    }

    #[test]
    fn p38_late_goods_prolong_once_a_line_by_five_working_days() {
        // It counts up to Friday, 4 December; five working days more are up to the 11th.
        let extended = EstimateEvent::Extended { until: day("2026-12-12"), line: 1, arrives_on: day("2026-12-02") };
        given::<LocalEstimate>([until("2026-12-05")]).when(arriving("2026-12-02")).then([extended.clone()]);
        let again = given::<LocalEstimate>([until("2026-12-05"), extended]).when(arriving("2026-12-09"));
        again.refused(EstimateRefusal::ExtendedBefore);
    }

    #[test]
    fn refuses_goods_that_are_in_time_or_do_not_exist() {
        given::<LocalEstimate>([until("2026-12-05")]).when(arriving("2026-11-24")).refused(EstimateRefusal::NotLate);
        given::<LocalEstimate>([until("2026-12-05")]).when(arriving("2026-12-07")).refused(EstimateRefusal::NotLate);
        let nowhere = ExtendForLateGoods { line: 3, ..arriving("2026-12-02") };
        given::<LocalEstimate>([until("2026-12-05")]).when(nowhere).refused(EstimateRefusal::NoSuchLine { line: 3 });
    }
}
