//! The task is in the outside system.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::draft::Draft;
use super::office::{Office, READS};
use super::{Process, ProcessEvent, ProcessRefusal, settle};
use crate::ProcessId;

/// Notes that the task of a step is in the outside system: whoever is asked can see it, and their time runs.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteTask {
    /// Which process.
    pub process_id: ProcessId,
    /// Which part of it.
    pub branch: u32,
    /// Which step of the chain.
    pub step: u32,
    /// Its id in the outside system.
    pub task: Line,
}

impl Command for NoteTask {
    type Aggregate = Process;
    type Refusal = ProcessRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.note-task",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: READS,
        summary: "Notes that a task is in the outside system.",
    };

    fn target(&self, _: &Context) -> ProcessId {
        self.process_id
    }

    fn wants(&self, _: Option<&Process>, _: &Facts, context: &Context) -> Vec<Want> {
        Office::wants(context)
    }

    fn decide(&self, process: Option<&Process>, facts: &Facts, context: &Context) -> Result<Decision<Process>, ProcessRefusal> {
        let case = Process::case(process)?;
        let branch = case.branch(self.branch).ok_or(ProcessRefusal::NoSuchBranch)?;
        if branch.step != self.step || branch.task.is_some() {
            return Ok(Decision::nothing());
        }
        let mut draft = Draft::of(process, context, Self::SPEC.name);
        draft.push(ProcessEvent::TaskNoted { branch: self.branch, step: self.step, task: self.task.clone() });
        if branch.paused && case.offer(self.branch).is_none() && case.status == super::Status::Open {
            settle::runs_on(&mut draft, self.branch, &Office::of(facts, context)?)?;
        }
        Ok(Decision::of(draft.events))
    }

    fn example() -> Self {
        let task = crate::samples::line("0190b6a2-7c11-7a6f-9c83-2f6a0d2f8b12");
        Self { process_id: crate::samples::processes::id(), branch: 1, step: 1, task }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::event::PauseCause;
    use crate::process::pause::PauseClock;
    use crate::process::resume::ResumeClock;
    use crate::samples::processes;
    use crate::samples::world::Scene;

    #[test]
    fn p119_time_stands_still_while_the_task_cannot_reach_its_approver() {
        let scene = Scene::of(processes::open()).at("2026-11-23T08:00:00Z");
        let paused = scene.system(PauseClock::example());
        assert_eq!(paused, [ProcessEvent::ClockPaused { branch: 1, cause: PauseCause::Channel, spent_minutes: 60 }]);
        let scene = scene.then(paused);
        assert_eq!(scene.due(), None);
        assert_eq!(scene.fire("2026-12-25T08:00:00Z"), []);
        assert_eq!(scene.system(PauseClock::example()), []);
        // Wednesday 10:00: one hour is spent, eleven are left to the notice.
        let events = scene.clone().at("2026-11-25T07:00:00Z").system(NoteTask::example());
        let [ProcessEvent::TaskNoted { .. }, ProcessEvent::ClockResumed { clock, .. }] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!((clock.spent_minutes, clock.notice_at), (60, testkit::moment("2026-11-26T09:00:00Z")));
        let scene = scene.then(events);
        assert_eq!(scene.system(NoteTask::example()), []);
        assert_eq!(scene.system(ResumeClock::example()), [], "it runs");
        let old = NoteTask { step: 7, ..NoteTask::example() };
        assert_eq!(scene.system(old), []);
        scene.as_system().when(NoteTask { branch: 9, ..NoteTask::example() }).refused(ProcessRefusal::NoSuchBranch);
    }
}
