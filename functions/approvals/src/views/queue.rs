//! What waits for whom, the most urgent first.

use kernel::view::{Order, RowQuery};
use kernel::{Change, Line, Moment, Money, Percentage, Row, Step, Version, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::person::Person;
use crate::process::branch::{Branch, Told};
use crate::process::{Case, Process, Status};
use crate::{Level, Priority, ProcessId};

/// The view's name.
pub const VIEW: &str = "approval-queue";
const ALL: &str = "all";

/// Tasks by deadline, then priority, then age (decision P87).
pub struct QueueFromProcess;

/// One task of a queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QueueItem {
    /// Of which process.
    pub process_id: ProcessId,
    /// Which part.
    pub branch: u32,
    /// The order in `profitability`.
    pub shipment: Line,
    /// Which submission.
    pub submission: u32,
    /// The order's number.
    pub number: Line,
    /// Who buys.
    pub client: Line,
    /// Who initiated it.
    pub manager: Line,
    /// About which units.
    pub units: Vec<Line>,
    /// At which level.
    pub level: Level,
    /// Who is asked; absent when nobody can be.
    pub approver: Option<Person>,
    /// For whom they stand in.
    pub stands_in_for: Option<Line>,
    /// Nobody is free: the queue is too long.
    pub overloaded: bool,
    /// How urgent.
    pub priority: Priority,
    /// What it amounts to.
    pub total: Money,
    /// How far it is off the plan.
    pub deviation: Option<Percentage>,
    /// What it brings less than planned.
    pub shortfall: Money,
    /// By when.
    pub due_at: Moment,
    /// The time does not run.
    pub paused: bool,
    /// What was told of the time.
    pub told: Told,
    /// Which round of correction is open.
    pub round: Option<u32>,
    /// When the process came to it.
    pub opened_at: Moment,
    /// The version that this shows.
    pub version: Version,
}

/// Everything that waits.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL)
}

/// What waits for somebody.
pub fn of_approver(approver: &str) -> RowQuery {
    RowQuery::new(VIEW, format!("approver#{approver}")).by(Order::Index1)
}

/// What waits at a level.
pub fn of_level(level: Level) -> RowQuery {
    RowQuery::new(VIEW, format!("level#{level}")).by(Order::Index2)
}

impl View for QueueFromProcess {
    type Aggregate = Process;
    const SPEC: ViewSpec =
        ViewSpec { name: "approvals.approval-queue-from-process", view: VIEW, summary: "What waits for whom, by deadline." };

    fn project(step: &Step<'_, Process>) -> Vec<Change> {
        step.replace(|process| rows(process, step.version))
    }
}

fn rows(process: &Process, version: Version) -> Vec<Row> {
    let Some(case) = process.case.as_ref().filter(|case| case.status == Status::Open) else { return Vec::new() };
    case.branches.iter().filter(|branch| branch.is_open()).map(|branch| row(process, case, branch, version)).collect()
}

fn row(process: &Process, case: &Case, branch: &Branch, version: Version) -> Row {
    let item = item(process, case, branch, version);
    let sort = format!("{}#{}#{}#{}/{}", item.due_at, item.priority.name(), item.opened_at, process.id, branch.number);
    let approver = item.approver.as_ref().map(|person| of_approver(person.id.as_str()).partition);
    let level = of_level(item.level).partition;
    let row = Row::new(ALL, &sort, serde_json::to_value(item).unwrap_or_default()).with_index2(level, &sort);
    match approver {
        Some(approver) => row.with_index1(approver, sort),
        None => row,
    }
}

fn item(process: &Process, case: &Case, branch: &Branch, version: Version) -> QueueItem {
    QueueItem {
        process_id: process.id,
        branch: branch.number,
        shipment: process.shipment.clone(),
        submission: process.submission,
        number: case.submitted.number.clone(),
        client: case.submitted.client.name.clone(),
        manager: case.submitted.manager.clone(),
        units: branch.units.clone(),
        level: branch.level,
        approver: branch.routed.to.clone(),
        stands_in_for: branch.routed.stands_in_for.clone(),
        overloaded: branch.routed.overloaded,
        priority: case.demand.priority,
        total: case.figures.total,
        deviation: case.figures.deviation,
        shortfall: case.figures.shortfall,
        due_at: branch.clock.due_at,
        paused: branch.paused,
        told: branch.told,
        round: case.offer(branch.number).map(|round| round.round),
        opened_at: branch.opened_at,
        version,
    }
}
