//! Tasks that are in the outside system and wait for their answer.

use kernel::view::RowQuery;
use kernel::{Change, Line, Moment, Row, Step, View, ViewSpec};
use serde::{Deserialize, Serialize};

use crate::channel::TaskKey;
use crate::process::{Branch, Process, Status};

/// The view's name.
pub const VIEW: &str = "approval-tasks";
const ALL: &str = "all";

/// Tasks by their key.
pub struct TaskListFromProcess;

/// One task that waits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskItem {
    /// Which.
    pub key: TaskKey,
    /// Its process instance there.
    pub instance: Line,
    /// Since when its approver has had it: their time last began to run then.
    pub since: Moment,
}

/// Every task that waits, as many as are read at once.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL).wide()
}

impl View for TaskListFromProcess {
    type Aggregate = Process;
    const SPEC: ViewSpec =
        ViewSpec { name: "approvals.approval-tasks-from-process", view: VIEW, summary: "Tasks in ELMA that wait for their answer." };

    fn project(step: &Step<'_, Process>) -> Vec<Change> {
        step.replace(|process| {
            let case = process.case.as_ref().filter(|case| case.status == Status::Open);
            case.map(|case| case.branches.iter().filter_map(|branch| row(process, branch)).collect()).unwrap_or_default()
        })
    }
}

fn row(process: &Process, branch: &Branch) -> Option<Row> {
    let instance = branch.task.clone().filter(|_| branch.is_open())?;
    let key = TaskKey { process: process.id, branch: branch.number, step: branch.step };
    let item = TaskItem { key, instance, since: branch.clock.since };
    Some(Row::new(ALL, key.to_string(), serde_json::to_value(item).unwrap_or_default()))
}
