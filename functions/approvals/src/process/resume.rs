//! Lets the time of a task run again.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::draft::Draft;
use super::office::{Office, READS};
use super::{Process, ProcessRefusal, Status, settle};
use crate::ProcessId;

/// Lets the time of a step run again although its task is not in the outside system: the channel was given up for it, and its approver works in the console.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResumeClock {
    /// Which process.
    pub process_id: ProcessId,
    /// Which part of it.
    pub branch: u32,
    /// Which step of the chain.
    pub step: u32,
}

impl Command for ResumeClock {
    type Aggregate = Process;
    type Refusal = ProcessRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.resume-clock",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: READS,
        summary: "Lets the time of a task run again.",
    };

    fn target(&self, _: &Context) -> ProcessId {
        self.process_id
    }

    fn wants(&self, _: Option<&Process>, _: &Facts, context: &Context) -> Vec<Want> {
        Office::wants(context)
    }

    fn decide(&self, process: Option<&Process>, facts: &Facts, context: &Context) -> Result<Decision<Process>, ProcessRefusal> {
        let case = Process::case(process)?;
        let stands = case.branch(self.branch).is_some_and(|branch| branch.step == self.step && branch.paused);
        let mut draft = Draft::of(process, context, Self::SPEC.name);
        if stands && case.offer(self.branch).is_none() && case.status == Status::Open {
            settle::runs_on(&mut draft, self.branch, &Office::of(facts, context)?)?;
        }
        Ok(Decision::of(draft.events))
    }

    fn example() -> Self {
        Self { process_id: crate::samples::processes::id(), branch: 1, step: 1 }
    }
}
