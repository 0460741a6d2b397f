//! Lets a stalled process go on.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::begin::{self, ALSO_WRITES};
use super::draft::Draft;
use super::event::ApprovedBy;
use super::office::{Office, READS};
use super::settle::{self, News};
use super::{Case, Process, ProcessRefusal, Status};
use crate::ProcessId;
use crate::figures::Figures;

/// Lets a process go on that had no rules or no calendar, after an administrator has entered them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetryProcess {
    /// Which process.
    pub process_id: ProcessId,
}

/// The newest figures: those of the case, or news that could not be acted upon while it stalled.
fn newest<'a>(process: Option<&'a Process>, case: &'a Case) -> &'a Figures {
    let kept = process.and_then(|process| process.early.figures.as_deref());
    kept.filter(|kept| kept.calculated_at > case.figures.calculated_at).unwrap_or(&case.figures)
}

impl Command for RetryProcess {
    type Aggregate = Process;
    type Refusal = ProcessRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.retry-process",
        route: Some(Route::post("/approvals/processes/{process_id}/retry")),
        roles: &[Role::Administrator],
        also_writes: ALSO_WRITES,
        reads: READS,
        summary: "Lets a stalled approval go on.",
    };

    fn target(&self, _: &Context) -> ProcessId {
        self.process_id
    }

    fn wants(&self, process: Option<&Process>, _: &Facts, context: &Context) -> Vec<Want> {
        let Ok(case) = Process::case(process) else { return Vec::new() };
        let limits = begin::wants_limits(&case.submitted.manager, newest(process, case), context);
        Office::wants(context).into_iter().chain(limits).collect()
    }

    fn decide(&self, process: Option<&Process>, facts: &Facts, context: &Context) -> Result<Decision<Process>, ProcessRefusal> {
        let case = Process::case(process)?;
        if case.status != Status::Stalled {
            return Err(ProcessRefusal::NotStalled);
        }
        let office = Office::of(facts, context)?;
        let mut draft = Draft::of(process, context, Self::SPEC.name);
        // What it demands was not known while there were no rules.
        let news = News { figures: newest(process, case), client: &case.submitted.client, answers: None };
        let considered = if case.branches.is_empty() {
            settle::take_over(&mut draft, &news, &office);
            begin::begin(&mut draft, facts, &office, ApprovedBy::Auto)?
        } else {
            settle::recalculated(&mut draft, &news, facts, &office)?
        };
        Ok(begin::write(Decision::of(draft.events), considered))
    }

    fn example() -> Self {
        Self { process_id: crate::samples::processes::id() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::ProcessEvent;
    use crate::samples::processes::{self, stalled};
    use crate::samples::world::Scene;

    #[test]
    fn p76_a_stalled_process_goes_on_when_its_rules_are_there() {
        let events = Scene::of(stalled()).by("admin").when(RetryProcess::example()).accepted().events;
        assert!(matches!(events.as_slice(), [ProcessEvent::Recalculated { .. }, ProcessEvent::BranchOpened { .. }]), "{events:?}");
        // News that came while nothing could be done is not lost.
        let open = Scene::of(processes::open());
        let unknown_year = open.clone().at("2027-12-31T10:00:00Z").recalculate(processes::figures(1_800));
        assert!(matches!(unknown_year.as_slice(), [ProcessEvent::NotedEarly { .. }, ProcessEvent::Stalled { .. }]), "{unknown_year:?}");
        let again = open.then(unknown_year).by("admin").when(RetryProcess::example()).accepted().events;
        assert!(matches!(again.as_slice(), [ProcessEvent::Recalculated { .. }, ProcessEvent::BranchRerouted { .. }]), "{again:?}");
        Scene::of(processes::open()).by("admin").when(RetryProcess::example()).refused(ProcessRefusal::NotStalled);
    }
}
