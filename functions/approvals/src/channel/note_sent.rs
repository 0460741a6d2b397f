//! The outside system has a task.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Channel, ChannelEvent, ChannelRefusal, Circuit, TaskKey};
use crate::ChannelId;

/// Notes that the outside system has a task. The channel works: what waits goes out, one after the other, in order.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteSent {
    /// Which.
    pub task: TaskKey,
    /// Its id there.
    pub instance: Line,
}

/// What follows when the outside system has answered: the circuit closes, the fallback mode ends, the next task goes out.
pub(super) fn works_again(channel: &Channel, context: &Context) -> Vec<ChannelEvent> {
    let closed = (channel.circuit != Circuit::Closed).then_some(ChannelEvent::CircuitClosed);
    let ended = channel.is_fallback().then_some(ChannelEvent::FallbackEnded);
    closed.into_iter().chain(ended).chain(channel.next(context.now)).collect()
}

impl Command for NoteSent {
    type Aggregate = Channel;
    type Refusal = ChannelRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.note-sent",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Notes that the outside system has a task.",
    };

    fn target(&self, _: &Context) -> ChannelId {
        Channel::id()
    }

    fn decide(&self, channel: Option<&Channel>, _: &Facts, context: &Context) -> Result<Decision<Channel>, ChannelRefusal> {
        let channel = channel.ok_or(ChannelRefusal::NoChannel)?;
        // An answer that was given up for lost: the task waits again, and will be found by its key.
        if channel.flight(self.task).is_none() {
            return Ok(Decision::nothing());
        }
        let mut events = vec![ChannelEvent::Sent { key: self.task, instance: self.instance.clone() }];
        events.extend(works_again(channel, context));
        let drained = channel.drained.saturating_add(1);
        if channel.waiting.is_empty() && channel.drained > 0 {
            events.push(ChannelEvent::QueueDrained { count: drained });
        }
        Ok(Decision::of(events))
    }

    fn example() -> Self {
        Self { task: crate::samples::channels::key(), instance: crate::samples::line("0190b6a2-7c11-7a6f-9c83-2f6a0d2f8b12") }
    }
}
