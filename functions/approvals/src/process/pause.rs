//! Stops the time of a task that waits for the channel.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::PauseCause;
use super::office::{Office, READS};
use super::{Process, ProcessEvent, ProcessRefusal, Status, settle};
use crate::ProcessId;

/// Stops the time of a step whose task cannot reach its approver (decision P119).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PauseClock {
    /// Which process.
    pub process_id: ProcessId,
    /// Which part of it.
    pub branch: u32,
    /// Which step of the chain.
    pub step: u32,
}

impl Command for PauseClock {
    type Aggregate = Process;
    type Refusal = ProcessRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.pause-clock",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: READS,
        summary: "Stops the time of a task that waits for the channel.",
    };

    fn target(&self, _: &Context) -> ProcessId {
        self.process_id
    }

    fn wants(&self, _: Option<&Process>, _: &Facts, context: &Context) -> Vec<Want> {
        Office::wants(context)
    }

    fn decide(&self, process: Option<&Process>, facts: &Facts, context: &Context) -> Result<Decision<Process>, ProcessRefusal> {
        let case = Process::case(process)?;
        let waits = case.branch(self.branch).filter(|branch| branch.step == self.step && branch.is_open() && !branch.paused);
        let Some(branch) = waits.filter(|branch| branch.task.is_none() && case.status == Status::Open) else {
            return Ok(Decision::nothing());
        };
        let spent_minutes = settle::spent(branch, &Office::of(facts, context)?)?;
        Ok(Decision::of([ProcessEvent::ClockPaused { branch: self.branch, cause: PauseCause::Channel, spent_minutes }]))
    }

    fn example() -> Self {
        Self { process_id: crate::samples::processes::id(), branch: 1, step: 1 }
    }
}
