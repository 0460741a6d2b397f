//! Whether the outside system answers.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::note_sent::works_again;
use super::queue_task::rules;
use super::{Channel, ChannelEvent, ChannelRefusal, Circuit, probe_at};
use crate::ChannelId;

/// Notes whether the outside system answered when it was only asked for a sign of life.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteProbe {
    /// Why not; absent when it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Line>,
}

impl Command for NoteProbe {
    type Aggregate = Channel;
    type Refusal = ChannelRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.note-probe",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Notes whether the outside system answers.",
    };

    fn target(&self, _: &Context) -> ChannelId {
        Channel::id()
    }

    fn decide(&self, channel: Option<&Channel>, _: &Facts, context: &Context) -> Result<Decision<Channel>, ChannelRefusal> {
        let channel = channel.ok_or(ChannelRefusal::NoChannel)?;
        if channel.circuit != Circuit::HalfOpen {
            return Ok(Decision::nothing());
        }
        match &self.error {
            None => Ok(Decision::of(std::iter::once(ChannelEvent::ProbeAnswered).chain(works_again(channel, context)))),
            Some(error) => {
                let probe_at = probe_at(&rules(context)?, context.now);
                Ok(Decision::of([ChannelEvent::ProbeFailed { error: error.clone() }, ChannelEvent::CircuitOpened { probe_at }]))
            }
        }
    }

    fn example() -> Self {
        Self { error: None }
    }
}
