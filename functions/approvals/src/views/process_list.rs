//! Processes as a list shows them.

use kernel::view::{Order, RowQuery};
use kernel::{Change, Line, Moment, Money, Percentage, Row, Step, Version, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::process::{ApprovedBy, Mode, Process, Status};
use crate::{Level, Priority, ProcessId};

/// The view's name.
pub const VIEW: &str = "approval-processes";
const ALL: &str = "all";
const ARBITRATION: &str = "arbitration";

/// Processes, the newest first.
pub struct ProcessListFromProcess;

/// One process in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProcessItem {
    /// The process.
    pub process_id: ProcessId,
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
    /// What it amounts to.
    pub total: Money,
    /// How far it is off the plan.
    pub deviation: Option<Percentage>,
    /// The level that it demands.
    pub level: Level,
    /// How urgent.
    pub priority: Priority,
    /// How it is being approved.
    pub mode: Mode,
    /// Where it stands.
    pub status: Status,
    /// How it was approved.
    pub approved_by: Option<ApprovedBy>,
    /// A confirmation is owed.
    pub confirmation_owed: bool,
    /// Until when the finance director may arbitrate what silence has refused; absent when there is
    /// nothing to arbitrate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arbitration_until: Option<Moment>,
    /// When it was submitted.
    pub submitted_at: Moment,
    /// The version that this shows.
    pub version: Version,
}

/// All processes.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL).newest_first()
}

/// What waits for the finance director, the most urgent first.
pub fn to_arbitrate() -> RowQuery {
    RowQuery::new(VIEW, ARBITRATION)
}

/// The submissions of an order (decision P97).
pub fn of_shipment(shipment: &str) -> RowQuery {
    RowQuery::new(VIEW, format!("shipment#{shipment}")).by(Order::Index1).newest_first()
}

/// A manager's.
pub fn of_manager(manager: &str) -> RowQuery {
    RowQuery::new(VIEW, format!("manager#{manager}")).by(Order::Index2).newest_first()
}

impl View for ProcessListFromProcess {
    type Aggregate = Process;
    const SPEC: ViewSpec =
        ViewSpec { name: "approvals.approval-processes-from-process", view: VIEW, summary: "Approvals as a list shows them." };

    fn project(step: &Step<'_, Process>) -> Vec<Change> {
        step.replace(|process| item(process, step.version).map(rows).unwrap_or_default())
    }
}

fn rows(item: ProcessItem) -> Vec<Row> {
    let sort = format!("{}#{}", item.submitted_at, item.process_id);
    let (shipment, manager) = (of_shipment(item.shipment.as_str()).partition, of_manager(item.manager.as_str()).partition);
    let urgent = item.arbitration_until.map(|until| format!("{until}#{}", item.process_id));
    let data = serde_json::to_value(item).unwrap_or_default();
    let asked = urgent.map(|sort| Row::new(ARBITRATION, sort, data.clone()));
    let row = Row::new(ALL, &sort, data).with_index1(shipment, &sort).with_index2(manager, sort);
    std::iter::once(row).chain(asked).collect()
}

/// A process as a list shows it; `None` while only later news has come.
pub fn item(process: &Process, version: Version) -> Option<ProcessItem> {
    let case = process.case.as_ref()?;
    Some(ProcessItem {
        process_id: process.id,
        shipment: process.shipment.clone(),
        submission: process.submission,
        number: case.submitted.number.clone(),
        client: case.submitted.client.name.clone(),
        manager: case.submitted.manager.clone(),
        total: case.figures.total,
        deviation: case.figures.deviation,
        level: case.demand.level,
        priority: case.demand.priority,
        mode: case.mode,
        status: case.status,
        approved_by: case.approval.as_ref().map(|approval| approval.by),
        arbitration_until: case.awaits_arbitration().map(|arbitration| arbitration.until),
        confirmation_owed: case.post_factum.as_ref().is_some_and(|owed| owed.answer.is_none()),
        submitted_at: case.submitted.submitted_at,
        version,
    })
}
