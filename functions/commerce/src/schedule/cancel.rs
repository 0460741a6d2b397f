//! Plans nothing any more.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{PaymentSchedule, ScheduleEvent, ScheduleRefusal};
use crate::ScheduleId;

/// Plans nothing any more: payments of the schedule are no longer expected.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelSchedule {
    /// Which schedule.
    pub schedule_id: ScheduleId,
    /// Why.
    pub reason: Line,
}

impl Command for CancelSchedule {
    type Aggregate = PaymentSchedule;
    type Refusal = ScheduleRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.cancel-payment-schedule",
        route: Some(Route::post("/commerce/payment-schedules/{schedule_id}/cancel")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Plans no payments of a schedule any more.",
    };

    fn target(&self, _: &Context) -> ScheduleId {
        self.schedule_id
    }

    fn decide(&self, schedule: Option<&PaymentSchedule>, _: &Facts, _: &Context) -> Result<Decision<PaymentSchedule>, ScheduleRefusal> {
        if schedule.ok_or(ScheduleRefusal::NotFound)?.cancelled {
            return Err(ScheduleRefusal::CancelledAlready);
        }
        Ok(Decision::of([ScheduleEvent::Cancelled { reason: self.reason.clone() }]))
    }

    fn example() -> Self {
        let schedule_id = crate::samples::schedules::planned().owner.schedule();
        Self { schedule_id, reason: crate::samples::line("Paid in one sum") }
    }
}
