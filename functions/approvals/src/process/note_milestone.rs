//! The order was handed over, its approval lapsed, or it was submitted again.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::settle::code;
use super::{Process, ProcessEvent, ProcessRefusal, Status};
use crate::ProcessId;

/// Notes that the goods have left, that nobody handed them over in time, or that the order was
/// submitted again, as profitability tells it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteMilestone {
    /// Of which order.
    pub shipment: Line,
    /// Which submission.
    pub submission: u32,
    /// What happened.
    pub milestone: Milestone,
}

/// What happens to an order after its decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Milestone {
    /// The goods have left.
    HandedOver,
    /// Five working days passed.
    Lapsed,
    /// There is a later submission: what silence refused is not arbitrated any more.
    Resubmitted,
}

impl Command for NoteMilestone {
    type Aggregate = Process;
    type Refusal = ProcessRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.note-milestone",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Notes the hand-over of an order, that its approval lapsed, or that it was submitted again.",
    };

    fn target(&self, _: &Context) -> ProcessId {
        Process::id_of(self.shipment.as_str(), self.submission)
    }

    fn decide(&self, process: Option<&Process>, _: &Facts, _: &Context) -> Result<Decision<Process>, ProcessRefusal> {
        let case = Process::case(process)?;
        let event = match self.milestone {
            Milestone::HandedOver if case.handed_over => None,
            Milestone::HandedOver => Some(ProcessEvent::HandedOver { violation: case.status != Status::Approved }),
            Milestone::Lapsed => (case.status == Status::Approved && !case.handed_over).then_some(ProcessEvent::Lapsed),
            Milestone::Resubmitted => {
                let asks = case.awaits_arbitration().is_some() || case.is_sent_back() && case.status == Status::Open;
                asks.then(|| ProcessEvent::Withdrawn { cause: code("resubmitted") })
            }
        };
        Ok(Decision::of(event))
    }

    fn example() -> Self {
        Self { shipment: crate::samples::line(crate::samples::processes::ORDER), submission: 1, milestone: Milestone::HandedOver }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::processes::{self, approved_at};
    use crate::samples::world::Scene;

    fn lapsed() -> NoteMilestone {
        NoteMilestone { milestone: Milestone::Lapsed, ..NoteMilestone::example() }
    }

    #[test]
    fn p64_a_hand_over_without_an_approval_is_a_fact_and_a_violation() {
        let violation = |events| Scene::of(events).system(NoteMilestone::example());
        assert_eq!(violation(approved_at(500)), [ProcessEvent::HandedOver { violation: false }]);
        assert_eq!(violation(processes::open()), [ProcessEvent::HandedOver { violation: true }]);
    }

    #[test]
    fn p56_an_approval_lapses_unless_the_goods_have_left() {
        let scene = Scene::of(approved_at(500));
        assert_eq!(scene.system(lapsed()), [ProcessEvent::Lapsed]);
        let left = scene.system(NoteMilestone::example());
        assert_eq!(scene.then(left).system(lapsed()), []);
        assert_eq!(Scene::of(processes::open()).system(lapsed()), []);
        Scene::of([]).as_system().when(lapsed()).refused(ProcessRefusal::NotFound);
    }
}
