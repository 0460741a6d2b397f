//! The channel: the way of tasks to approvers in the outside system.
//!
//! Tasks go out one by one while it answers; when it fails they wait, priority 1 first, then by
//! age, and go out in that order when it answers again. A circuit keeps it from being asked in
//! vain (decision P117); a circuit that stays open means fallback mode.

pub mod event;
pub mod refusal;

pub mod drop_tasks;
pub mod note_failed;
pub mod note_probe;
pub mod note_sent;
pub mod queue_task;
pub mod tend;

#[cfg(test)]
mod laws;

use std::fmt;
use std::str::FromStr;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Line, Moment, Money, Percentage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rules::FallbackRules;
use crate::{ChannelId, Level, Priority, ProcessId};
pub use event::ChannelEvent;
pub use refusal::ChannelRefusal;

/// Most tasks that wait at once: ten days of the busiest house.
pub const WAITING_MAX: usize = 5_000;

/// Names the task of one step of one branch: the same however often it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TaskKey {
    /// Of which process.
    pub process: ProcessId,
    /// Which part.
    pub branch: u32,
    /// Which step of the chain.
    pub step: u32,
}

impl JsonSchema for TaskKey {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "TaskKey".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^apr_[0-9a-f]{32}/[0-9]{1,9}/[0-9]{1,9}$" })
    }
}

impl fmt::Display for TaskKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.process, self.branch, self.step)
    }
}

impl FromStr for TaskKey {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "expected a process, a part and a step: apr_…/1/1";
        let mut parts = text.split('/');
        let (process, branch, step) = (parts.next(), parts.next(), parts.next());
        let whole = |part: Option<&str>| part.and_then(|part| part.parse().ok());
        match (process.and_then(|process| process.parse().ok()), whole(branch), whole(step), parts.next()) {
            (Some(process), Some(branch), Some(step), None) => Ok(Self { process, branch, step }),
            _ => Err(EXPECTED),
        }
    }
}

impl TryFrom<String> for TaskKey {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<TaskKey> for String {
    fn from(key: TaskKey) -> Self {
        key.to_string()
    }
}

/// A task, with what its form shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Task {
    /// Which.
    pub key: TaskKey,
    /// How urgent.
    pub priority: Priority,
    /// Whose, by their account there; absent when the approver has none.
    pub user: Option<Line>,
    /// The order's number.
    pub number: Line,
    /// Who buys.
    pub client: Line,
    /// What it amounts to.
    pub total: Money,
    /// How far it is off the plan.
    pub deviation: Option<Percentage>,
    /// Who decides.
    pub level: Level,
    /// By when.
    pub due_at: Moment,
}

/// A task that waits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Waiting {
    /// Which.
    pub task: Task,
    /// Since when.
    pub since: Moment,
}

/// A task whose answer is awaited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InFlight {
    /// As it waited.
    pub waiting: Waiting,
    /// Since when its answer is awaited.
    pub sent_at: Moment,
}

/// Whether the outside system is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "circuit", rename_all = "kebab-case")]
pub enum Circuit {
    /// It is.
    Closed,
    /// It is not, until then.
    Open {
        /// One task is let through then.
        probe_at: Moment,
    },
    /// One task was let through.
    HalfOpen,
}

/// A tenant's channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Channel {
    /// Whether the outside system is asked.
    pub circuit: Circuit,
    /// Failures in a row.
    pub failures: u32,
    /// Since when nothing but failures.
    pub failing_since: Option<Moment>,
    /// Since when the circuit has not been closed.
    pub down_since: Option<Moment>,
    /// Since when the fallback mode holds.
    pub fallback_since: Option<Moment>,
    /// The length of this outage was told.
    pub long_told: bool,
    /// When something last worked.
    pub last_success: Option<Moment>,
    /// Tasks that wait, in the order in which they go out.
    pub waiting: Vec<Waiting>,
    /// Tasks whose answers are awaited.
    pub in_flight: Vec<InFlight>,
    /// Sent since the circuit closed again, while tasks from the outage wait.
    pub drained: u32,
}

impl Channel {
    /// A tenant has one.
    pub fn id() -> ChannelId {
        ChannelId::derive(&["channel"])
    }

    /// Before anything happened.
    fn fresh() -> Self {
        Self {
            circuit: Circuit::Closed,
            failures: 0,
            failing_since: None,
            down_since: None,
            fallback_since: None,
            long_told: false,
            last_success: None,
            waiting: Vec::new(),
            in_flight: Vec::new(),
            drained: 0,
        }
    }

    /// Whether the fallback mode holds.
    pub const fn is_fallback(&self) -> bool {
        self.fallback_since.is_some()
    }

    /// Whether a task waits or is on its way.
    pub fn knows(&self, key: TaskKey) -> bool {
        self.waiting.iter().any(|waiting| waiting.task.key == key) || self.flight(key).is_some()
    }

    /// A task on its way.
    pub fn flight(&self, key: TaskKey) -> Option<&InFlight> {
        self.in_flight.iter().find(|flight| flight.waiting.task.key == key)
    }

    /// Sends the first that waits, if the circuit lets it.
    fn next(&self, now: Moment) -> Option<ChannelEvent> {
        let first = self.waiting.first()?;
        Some(ChannelEvent::Dispatched { key: first.task.key, at: now })
    }

    /// Whether one more failure now opens the circuit (decision P117).
    fn opens(&self, rules: &FallbackRules, now: Moment) -> bool {
        let silence = i64::from(rules.silence_seconds).saturating_mul(1_000);
        let failing = self.failing_since.is_some_and(|since| now.ms_since(since) >= silence);
        self.circuit == Circuit::HalfOpen || self.failures.saturating_add(1) >= rules.failures || failing
    }
}

/// When an open circuit lets one task through.
fn probe_at(rules: &FallbackRules, now: Moment) -> Moment {
    now.plus_ms(i64::from(rules.half_open_seconds).saturating_mul(1_000))
}

impl Aggregate for Channel {
    type Kind = kernel::id::kinds::ApprovalChannel;
    type Event = ChannelEvent;
    const NAME: &'static str = "approvals.channel";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &ChannelEvent, meta: &Meta) -> Result<Self, Impossible> {
        let mut channel = state.unwrap_or_else(Self::fresh);
        channel.change(event, meta).ok_or_else(|| Impossible::after(&Some(&channel), event))?;
        Ok(channel)
    }
}

impl Channel {
    fn change(&mut self, event: &ChannelEvent, meta: &Meta) -> Option<()> {
        match event {
            ChannelEvent::TaskQueued { task, .. } => self.wait(Waiting { task: task.clone(), since: meta.at }),
            ChannelEvent::Dispatched { key, at } => {
                let place = self.waiting.iter().position(|waiting| waiting.task.key == *key)?;
                let waiting = self.waiting.remove(place);
                self.in_flight.push(InFlight { waiting, sent_at: *at });
            }
            ChannelEvent::Sent { key, .. } => {
                let place = self.in_flight.iter().position(|flight| flight.waiting.task.key == *key)?;
                self.in_flight.remove(place);
                if self.drained > 0 || !self.waiting.is_empty() {
                    self.drained = self.drained.saturating_add(1);
                }
                self.works(meta.at);
            }
            ChannelEvent::SendFailed { key, gives_up, .. } => {
                let place = self.in_flight.iter().position(|flight| flight.waiting.task.key == *key)?;
                let flight = self.in_flight.remove(place);
                if !gives_up {
                    self.wait(flight.waiting);
                    self.fails(meta.at);
                }
            }
            ChannelEvent::ProbeFailed { .. } => self.fails(meta.at),
            ChannelEvent::ProbeAnswered => self.works(meta.at),
            ChannelEvent::TasksDropped { process } => self.waiting.retain(|waiting| waiting.task.key.process != *process),
            ChannelEvent::CircuitOpened { probe_at } => {
                self.circuit = Circuit::Open { probe_at: *probe_at };
                self.down_since.get_or_insert(meta.at);
            }
            ChannelEvent::HalfOpened { .. } => self.circuit = Circuit::HalfOpen,
            ChannelEvent::CircuitClosed => {
                self.circuit = Circuit::Closed;
                self.down_since = None;
                self.long_told = false;
            }
            ChannelEvent::FallbackActivated => self.fallback_since = Some(meta.at),
            ChannelEvent::FallbackEnded => self.fallback_since = None,
            ChannelEvent::QueueDrained { .. } => self.drained = 0,
            ChannelEvent::OutageLong { .. } => self.long_told = true,
        }
        Some(())
    }

    /// Priority 1 first, then whoever waits longest; a task that comes back keeps its place.
    fn wait(&mut self, waiting: Waiting) {
        let place = self.waiting.partition_point(|other| (other.task.priority, other.since) <= (waiting.task.priority, waiting.since));
        self.waiting.insert(place, waiting);
    }

    fn works(&mut self, at: Moment) {
        self.failures = 0;
        self.failing_since = None;
        self.last_success = Some(at);
    }

    fn fails(&mut self, at: Moment) {
        self.failures = self.failures.saturating_add(1);
        self.failing_since.get_or_insert(at);
    }
}
