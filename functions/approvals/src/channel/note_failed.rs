//! A task could not be sent.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::queue_task::rules;
use super::{Channel, ChannelEvent, ChannelRefusal, TaskKey, probe_at};
use crate::ChannelId;

/// Notes that a task could not be sent. It waits again at its old place, unless it can never be sent;
/// too many failures open the circuit.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteFailed {
    /// Which.
    pub task: TaskKey,
    /// Why, in the vocabulary of the connector.
    pub error: Line,
    /// It can never be sent.
    pub permanent: bool,
}

impl Command for NoteFailed {
    type Aggregate = Channel;
    type Refusal = ChannelRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.note-failed",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Notes that a task could not be sent.",
    };

    fn target(&self, _: &Context) -> ChannelId {
        Channel::id()
    }

    fn decide(&self, channel: Option<&Channel>, _: &Facts, context: &Context) -> Result<Decision<Channel>, ChannelRefusal> {
        let channel = channel.ok_or(ChannelRefusal::NoChannel)?;
        if channel.flight(self.task).is_none() {
            return Ok(Decision::nothing());
        }
        let rules = rules(context)?;
        let failed = ChannelEvent::SendFailed { key: self.task, error: self.error.clone(), gives_up: self.permanent };
        let next = if self.permanent {
            // The system answered: it is there, only this task is wrong.
            super::note_sent::works_again(channel, context)
        } else if channel.opens(&rules, context.now) {
            vec![ChannelEvent::CircuitOpened { probe_at: probe_at(&rules, context.now) }]
        } else {
            Vec::new()
        };
        Ok(Decision::of(std::iter::once(failed).chain(next)))
    }

    fn example() -> Self {
        Self { task: crate::samples::channels::key(), error: crate::samples::line("ELMA_SERVER_ERROR"), permanent: false }
    }
}
