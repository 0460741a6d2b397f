//! Tasks that wait are not needed any more.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Channel, ChannelEvent, ChannelRefusal};
use crate::{ChannelId, ProcessId};

/// Takes tasks of a process out of the queue that were decided otherwise meanwhile: nothing is asked that is decided.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropTasks {
    /// Of which process.
    pub process_id: ProcessId,
}

impl Command for DropTasks {
    type Aggregate = Channel;
    type Refusal = ChannelRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.drop-tasks",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Takes tasks out of the queue that are decided.",
    };

    fn target(&self, _: &Context) -> ChannelId {
        Channel::id()
    }

    fn decide(&self, channel: Option<&Channel>, _: &Facts, _: &Context) -> Result<Decision<Channel>, ChannelRefusal> {
        let waits = channel.is_some_and(|channel| channel.waiting.iter().any(|waiting| waiting.task.key.process == self.process_id));
        Ok(Decision::of(waits.then_some(ChannelEvent::TasksDropped { process: self.process_id })))
    }

    fn example() -> Self {
        Self { process_id: crate::samples::processes::id() }
    }
}
