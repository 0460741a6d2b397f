//! Records that a paper could not be typeset or kept.

use kernel::reaction::OutsideError;
use kernel::{Command, CommandSpec, Context, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Paper, PaperEvent, PaperRefusal, Progress, policy};
use crate::PaperId;

/// Records that a paper could not be typeset or kept, and when it is tried again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordPaperFailed {
    /// Which paper.
    pub paper_id: PaperId,
    /// Why.
    pub error: OutsideError,
}

impl Command for RecordPaperFailed {
    type Aggregate = Paper;
    type Refusal = PaperRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "papers.record-paper-failed",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records that a paper could not be typeset or kept, and when it is tried again.",
    };

    fn target(&self, _: &Context) -> PaperId {
        self.paper_id
    }

    fn decide(&self, paper: Option<&Paper>, _: &Facts, context: &Context) -> Result<Decision<Paper>, PaperRefusal> {
        let paper = paper.ok_or(PaperRefusal::NotFound)?;
        match &paper.progress {
            Progress::Printing { failed, .. } => {
                let retry_at = policy::retry_at(self.paper_id, failed.saturating_add(1), self.error.class, context.now);
                Ok(Decision::of([PaperEvent::Failed { error: self.error.clone(), retry_at }]))
            }
            // Another delivery of the same attempt was answered first.
            Progress::Failed { .. } | Progress::Printed(_) => Ok(Decision::nothing()),
        }
    }

    fn example() -> Self {
        Self { paper_id: crate::samples::paper_id(), error: crate::samples::outside_error() }
    }
}

#[cfg(test)]
mod tests {
    use kernel::reaction::FailureClass;
    use testkit::{given, nothing};

    use super::*;
    use crate::samples;

    fn record(class: FailureClass) -> RecordPaperFailed {
        RecordPaperFailed { error: OutsideError { class, ..samples::outside_error() }, ..RecordPaperFailed::example() }
    }

    fn retry_planned(class: FailureClass) -> bool {
        let decision = given::<Paper>([samples::requested()]).when(record(class)).accepted();
        let [PaperEvent::Failed { retry_at, .. }] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        retry_at.is_some()
    }

    #[test]
    fn what_may_pass_is_tried_again_and_what_cannot_waits_for_a_person() {
        assert!(retry_planned(FailureClass::Retry) && retry_planned(FailureClass::Unknown));
        assert!(!retry_planned(FailureClass::Permanent) && !retry_planned(FailureClass::Auth));
    }

    #[test]
    fn a_late_failure_changes_nothing() {
        given::<Paper>([samples::requested(), samples::printed()]).when(record(FailureClass::Retry)).then([]);
        given::<Paper>([samples::requested(), samples::failed()]).when(record(FailureClass::Retry)).then([]);
        nothing::<Paper>().when(record(FailureClass::Retry)).refused(PaperRefusal::NotFound);
    }
}
