//! Tries again to print a paper.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{LOST_AFTER_MS, Paper, PaperEvent, PaperRefusal, Progress};
use crate::PaperId;

/// Tries again to print a paper that failed.
///
/// A person may do so at any time, except while it is being typeset. Entrepot does so when
/// it is due, and at any other time nothing happens.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetryPaper {
    /// Which paper.
    pub paper_id: PaperId,
}

impl RetryPaper {
    pub(crate) fn check(paper: &Paper, context: &Context) -> Result<(), PaperRefusal> {
        match &paper.progress {
            Progress::Printed(_) => Err(PaperRefusal::AlreadyPrinted),
            Progress::Printing { since, .. } if context.now < since.plus_ms(LOST_AFTER_MS) => Err(PaperRefusal::InProgress),
            Progress::Printing { .. } | Progress::Failed { .. } => Ok(()),
        }
    }
}

impl Command for RetryPaper {
    type Aggregate = Paper;
    type Refusal = PaperRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "papers.retry-paper",
        route: Some(Route::post("/papers/{paper_id}/retry")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant, Role::Administrator, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Tries again to print a paper that failed.",
    };

    fn target(&self, _: &Context) -> PaperId {
        self.paper_id
    }

    fn decide(&self, paper: Option<&Paper>, _: &Facts, context: &Context) -> Result<Decision<Paper>, PaperRefusal> {
        let paper = paper.ok_or(PaperRefusal::NotFound)?;
        if context.actor.is_system() {
            if paper.due_at().is_none_or(|due| context.now < due) {
                return Ok(Decision::nothing());
            }
        } else {
            Self::check(paper, context)?;
        }
        Ok(Decision::of([PaperEvent::RetryRequested { failed: paper.failed() }]))
    }

    fn example() -> Self {
        Self { paper_id: crate::samples::paper_id() }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Actor;
    use kernel::reaction::{FailureClass, OutsideError};
    use testkit::decision::person;
    use testkit::{context, given, moment, nothing};

    use super::*;
    use crate::samples;

    const LATER: &str = "2026-11-21T09:00:00Z";

    fn permanent() -> PaperEvent {
        PaperEvent::Failed { error: OutsideError { class: FailureClass::Permanent, ..samples::outside_error() }, retry_at: None }
    }

    fn again(failed: u32) -> PaperEvent {
        PaperEvent::RetryRequested { failed }
    }

    #[test]
    fn the_schedule_retries_when_it_is_due_and_not_before() {
        let given = || given::<Paper>([samples::requested(), samples::failed()]).by(Actor::system("papers.retry-papers"));
        given().at("2026-11-21T08:30:59Z").when(RetryPaper::example()).then([]);
        given().at(LATER).when(RetryPaper::example()).then([again(1)]);
    }

    #[test]
    fn what_waits_for_a_person_is_retried_by_a_person_only() {
        let events = [samples::requested(), permanent()];
        given::<Paper>(events.clone()).by(Actor::system("papers.retry-papers")).at(LATER).when(RetryPaper::example()).then([]);
        given::<Paper>(events).when(RetryPaper::example()).then([again(1)]);
    }

    #[test]
    fn a_lost_attempt_is_made_again_and_a_running_one_is_left_alone() {
        let mut context = context();
        let paper = samples::folded(&[samples::requested()]);
        for (actor, at, expected) in [
            (person("manager", Role::Manager), "2026-11-21T08:44:59Z", Err(PaperRefusal::InProgress)),
            (person("manager", Role::Manager), "2026-11-21T08:45:00Z", Ok(vec![again(0)])),
            (Actor::system("papers.retry-papers"), "2026-11-21T08:44:59Z", Ok(Vec::new())),
            (Actor::system("papers.retry-papers"), "2026-11-21T08:45:00Z", Ok(vec![again(0)])),
        ] {
            (context.actor, context.now) = (actor, moment(at));
            let decided = RetryPaper::example().decide(Some(&paper), &Facts::default(), &context);
            assert_eq!(decided.map(|decision| decision.events), expected, "{at}");
        }
    }

    #[test]
    fn what_is_printed_is_not_printed_again() {
        given::<Paper>([samples::requested(), samples::printed()]).when(RetryPaper::example()).refused(PaperRefusal::AlreadyPrinted);
        nothing::<Paper>().when(RetryPaper::example()).refused(PaperRefusal::NotFound);
    }
}
