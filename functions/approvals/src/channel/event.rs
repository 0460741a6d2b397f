//! Everything that can happen to the channel.

use kernel::{Event, Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Task, TaskKey};
use crate::ProcessId;

/// What happened to the channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
#[allow(clippy::large_enum_variant, reason = "a handful live at a time, while one command decides")]
pub enum ChannelEvent {
    /// A task is to be sent.
    #[serde(rename = "task-queued.v1")]
    TaskQueued {
        /// Which.
        task: Task,
        /// It has to wait: the time of its approver does not run.
        waits: bool,
    },
    /// A task is on its way.
    #[serde(rename = "dispatched.v1")]
    Dispatched {
        /// Which.
        key: TaskKey,
        /// When.
        at: Moment,
    },
    /// The outside system has it.
    #[serde(rename = "sent.v1")]
    Sent {
        /// Which.
        key: TaskKey,
        /// Its id there.
        instance: Line,
    },
    /// It could not be sent.
    #[serde(rename = "send-failed.v1")]
    SendFailed {
        /// Which.
        key: TaskKey,
        /// Why, in the vocabulary of the connector.
        error: Line,
        /// It will never work: the approver works in the console.
        gives_up: bool,
    },
    /// Tasks that still waited are not needed any more.
    #[serde(rename = "tasks-dropped.v1")]
    TasksDropped {
        /// Of which process.
        process: ProcessId,
    },
    /// The outside system is not asked for a while.
    #[serde(rename = "circuit-opened.v1")]
    CircuitOpened {
        /// Until then.
        probe_at: Moment,
    },
    /// One task is let through, or a question when none waits.
    #[serde(rename = "half-opened.v1")]
    HalfOpened {
        /// No task waits: the system is only asked whether it answers.
        probes: bool,
    },
    /// It answers.
    #[serde(rename = "probe-answered.v1")]
    ProbeAnswered,
    /// It does not.
    #[serde(rename = "probe-failed.v1")]
    ProbeFailed {
        /// Why.
        error: Line,
    },
    /// The outside system is asked as always.
    #[serde(rename = "circuit-closed.v1")]
    CircuitClosed,
    /// Small deviations are approved without approvers, until it answers again.
    #[serde(rename = "fallback-activated.v1")]
    FallbackActivated,
    /// Approvers are asked as always.
    #[serde(rename = "fallback-ended.v1")]
    FallbackEnded,
    /// Everything that waited has been sent.
    #[serde(rename = "queue-drained.v1")]
    QueueDrained {
        /// How much.
        count: u32,
    },
    /// The outage is long.
    #[serde(rename = "outage-long.v1")]
    OutageLong {
        /// Since when.
        since: Moment,
    },
}

impl Event for ChannelEvent {
    fn samples() -> Vec<Self> {
        crate::samples::channels::events()
    }
}
