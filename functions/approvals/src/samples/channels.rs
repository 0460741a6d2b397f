//! Samples of the channel.

use kernel::Percentage;

use super::processes::{id, money};
use super::{line, literal};
use crate::channel::{ChannelEvent, Task, TaskKey};
use crate::{Level, Priority, ProcessId};

/// The task of the first step of the sample process.
pub fn key() -> TaskKey {
    TaskKey { process: id(), branch: 1, step: 1 }
}

/// Its card.
pub fn task() -> Task {
    Task {
        key: key(),
        priority: Priority::P2,
        user: Some(line(super::rosters::ELMA_USER)),
        number: line("ЗК-000431"),
        client: line("ООО «Северный путь»"),
        total: money("150000.00"),
        deviation: Some(Percentage::from_hundredths(700)),
        level: Level::Rbu,
        due_at: literal("2026-11-25T13:00:00Z"),
    }
}

/// Another task.
pub fn other(n: usize) -> Task {
    let key = TaskKey { process: ProcessId::derive(&["other", &n.to_string()]), branch: 1, step: 1 };
    Task { key, ..task() }
}

/// The sample task is queued.
pub fn queued() -> ChannelEvent {
    ChannelEvent::TaskQueued { task: task(), waits: true }
}

/// A channel that works.
pub fn closed() -> Vec<ChannelEvent> {
    vec![ChannelEvent::ProbeAnswered]
}

/// A channel in fallback mode.
pub fn fallback() -> Vec<ChannelEvent> {
    vec![ChannelEvent::CircuitOpened { probe_at: literal("2026-11-23T06:50:30Z") }, ChannelEvent::FallbackActivated]
}

/// One of each event of the channel.
pub fn events() -> Vec<ChannelEvent> {
    vec![
        queued(),
        ChannelEvent::Dispatched { key: key(), at: literal(super::MONDAY) },
        ChannelEvent::Sent { key: key(), instance: line("0190b6a2-7c11-7a6f-9c83-2f6a0d2f8b12") },
        ChannelEvent::SendFailed { key: key(), error: line("ELMA_SERVER_ERROR"), gives_up: false },
        ChannelEvent::TasksDropped { process: id() },
        ChannelEvent::CircuitOpened { probe_at: literal("2026-11-23T07:00:30Z") },
        ChannelEvent::HalfOpened { probes: true },
        ChannelEvent::ProbeAnswered,
        ChannelEvent::ProbeFailed { error: line("ELMA_SERVER_ERROR") },
        ChannelEvent::CircuitClosed,
        ChannelEvent::FallbackActivated,
        ChannelEvent::FallbackEnded,
        ChannelEvent::QueueDrained { count: 12 },
        ChannelEvent::OutageLong { since: literal("2026-11-23T03:00:00Z") },
    ]
}
