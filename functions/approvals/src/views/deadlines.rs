//! What becomes due when: only what is due is read, however much is open.

use kernel::view::{Order, Range, RowQuery};
use kernel::{Change, Moment, Row, Step, Version, View, ViewSpec};
use serde::{Deserialize, Serialize};

use crate::emergency::EmergencyApproval;
use crate::process::Process;
use crate::{EmergencyId, ProcessId};

/// The view's name.
pub const VIEW: &str = "approval-deadlines";
const OPEN: &str = "open";
const DUE: &str = "due";

/// What becomes due in processes.
pub struct DeadlinesFromProcess;
/// What becomes due after emergencies.
pub struct DeadlinesFromEmergency;

/// Something that becomes due.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deadline {
    /// In what.
    pub of: Of,
    /// When.
    pub due_at: Moment,
    /// The version that this shows.
    pub version: Version,
}

/// In what something becomes due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Of {
    /// A process.
    Process {
        /// Which.
        process: ProcessId,
    },
    /// An emergency approval.
    Emergency {
        /// Which.
        emergency: EmergencyId,
    },
}

/// What is due by an instant, the longest overdue first.
pub fn due(now: Moment, limit: u32) -> RowQuery {
    RowQuery::new(VIEW, DUE).by(Order::Index2).within(Range::UpTo(format!("{now}#~"))).limit(limit)
}

/// The row of a process that becomes due.
pub fn of_process(process: ProcessId, due_at: Moment, version: Version) -> Row {
    row(&process.to_string(), Of::Process { process }, due_at, version)
}

fn row(id: &str, of: Of, due_at: Moment, version: Version) -> Row {
    let data = serde_json::to_value(Deadline { of, due_at, version }).unwrap_or_default();
    Row::new(OPEN, id, data).with_index2(DUE, format!("{due_at}#{id}"))
}

impl View for DeadlinesFromProcess {
    type Aggregate = Process;
    const SPEC: ViewSpec =
        ViewSpec { name: "approvals.approval-deadlines-from-process", view: VIEW, summary: "What becomes due in approvals, and when." };

    fn project(step: &Step<'_, Process>) -> Vec<Change> {
        step.replace(|process| process.next_due().map(|due| of_process(process.id, due, step.version)).into_iter().collect())
    }
}

impl View for DeadlinesFromEmergency {
    type Aggregate = EmergencyApproval;
    const SPEC: ViewSpec = ViewSpec {
        name: "approvals.approval-deadlines-from-emergency",
        view: VIEW,
        summary: "What becomes due after emergency approvals, and when.",
    };

    fn project(step: &Step<'_, EmergencyApproval>) -> Vec<Change> {
        step.replace(|emergency| {
            let of = Of::Emergency { emergency: emergency.id };
            emergency.next_due().map(|due| row(&emergency.id.to_string(), of, due, step.version)).into_iter().collect()
        })
    }
}
