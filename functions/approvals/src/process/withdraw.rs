//! The submission is over without a decision.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::begin::{self, ALSO_WRITES};
use super::settle::code;
use super::{Process, ProcessEvent, ProcessRefusal, Status};
use crate::ProcessId;

/// Closes the process of a submission that is over without a decision, or whose approval is no longer
/// wanted. What it took of the day’s limits is given back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawProcess {
    /// Of which order.
    pub shipment: Line,
    /// Which submission.
    pub submission: u32,
    /// Why, as profitability says it.
    pub cause: Line,
}

/// A withdrawal that overtook its submission.
pub(super) fn early() -> ProcessEvent {
    ProcessEvent::Withdrawn { cause: code("early") }
}

impl Command for WithdrawProcess {
    type Aggregate = Process;
    type Refusal = ProcessRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.withdraw-process",
        route: None,
        roles: &[Role::System],
        also_writes: ALSO_WRITES,
        reads: &[],
        summary: "Closes the approval of an order that is no longer asked for.",
    };

    fn target(&self, _: &Context) -> ProcessId {
        Process::id_of(self.shipment.as_str(), self.submission)
    }

    fn wants(&self, process: Option<&Process>, _: &Facts, _: &Context) -> Vec<Want> {
        Process::case(process).map(begin::wants_release).unwrap_or_default()
    }

    fn decide(&self, process: Option<&Process>, facts: &Facts, _: &Context) -> Result<Decision<Process>, ProcessRefusal> {
        let Some((process, case)) = process.and_then(|process| Some((process, process.case.as_deref()?))) else {
            let known = process.is_some_and(|process| process.early.withdrawn);
            let (shipment, submission) = (self.shipment.clone(), self.submission);
            let early = ProcessEvent::NotedEarly { shipment, submission, withdrawn: true, figures: None };
            return Ok(Decision::of((!known).then_some(early)));
        };
        let over = match case.status {
            Status::Withdrawn | Status::Rejected | Status::Lapsed => true,
            Status::AwaitingJustification | Status::Open | Status::DropProposed | Status::Approved | Status::Stalled => false,
        };
        // After the hand-over nothing is taken back.
        if over || case.handed_over {
            return Ok(Decision::nothing());
        }
        let released = begin::release(process, case, facts);
        let back = (!released.is_empty()).then_some(ProcessEvent::LimitsReleased);
        let events = std::iter::once(ProcessEvent::Withdrawn { cause: self.cause.clone() }).chain(back);
        Ok(begin::write_release(Decision::of(events), process, &released))
    }

    fn example() -> Self {
        Self { shipment: crate::samples::line(crate::samples::processes::ORDER), submission: 1, cause: crate::samples::line("manager") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limit::{DailyLimit, Scope};
    use crate::process::approve::ApproveOrder;
    use crate::samples::processes;
    use crate::samples::world::Scene;
    use crate::samples::{self, line};

    #[test]
    fn p53_p74_what_is_withdrawn_is_over_and_its_limits_are_free_again() {
        let scene = Scene::of(processes::open());
        let events = scene.system(WithdrawProcess::example());
        assert_eq!(events, [ProcessEvent::Withdrawn { cause: line("manager") }]);
        let over = scene.then(events);
        assert_eq!(over.system(WithdrawProcess::example()), []);
        over.by("rbu-north").when(ApproveOrder::example()).refused(ProcessRefusal::NotOpen { status: Status::Withdrawn });
        let manager = Scope::Manager { manager: line("manager") };
        let id = DailyLimit::id_of(&manager, samples::day("2026-11-23"));
        let taken = samples::limits::taken_by(manager, "20000.00", processes::id(), 1_000_000);
        let scene = Scene::of(processes::approved_automatically(vec![id])).with_limit(id, taken);
        let decision = scene.as_system().when(WithdrawProcess::example()).accepted();
        assert_eq!((decision.events.len(), decision.others.len()), (2, 1));
    }
}
