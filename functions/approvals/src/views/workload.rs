//! How many tasks wait for whom, and how many came to whom on which day.

use std::collections::BTreeMap;

use kernel::view::RowQuery;
use kernel::{Addition, Change, Line, Row, RowKey, Step, View, ViewSpec};

use crate::process::{Branch, Process, Status};
use crate::roster::{Loads, Routed};

/// The view's name.
pub const VIEW: &str = "approver-workload";
/// The sum of a row.
pub const TASKS: &str = "tasks";
const OPEN: &str = "open";

/// Counts tasks. Exactly once a commit, though a moment after it.
pub struct WorkloadFromProcess;

/// Open tasks by approver.
pub fn open() -> RowQuery {
    RowQuery::new(VIEW, OPEN).wide()
}

/// Tasks that came on a civil day of the tenant, by approver.
pub fn of_day(day: kernel::Day) -> RowQuery {
    RowQuery::new(VIEW, format!("day#{day}")).wide()
}

/// The counts of some rows.
pub fn counts(rows: &[Row]) -> Loads {
    let count = |row: &Row| {
        let tasks = row.counters.get(TASKS).copied().unwrap_or(0);
        Some((Line::new(&row.key.sort).ok()?, u32::try_from(tasks).unwrap_or(0)))
    };
    rows.iter().filter_map(count).collect()
}

/// Tasks that wait, by branch and step.
fn tasks(process: &Process) -> BTreeMap<(u32, u32), &Routed> {
    let Some(case) = process.case.as_ref().filter(|case| case.status == Status::Open) else { return BTreeMap::new() };
    let open = case.branches.iter().filter(|branch: &&Branch| branch.is_open() && branch.routed.to.is_some());
    open.map(|branch| ((branch.number, branch.step), &branch.routed)).collect()
}

fn add(partition: impl Into<String>, approver: &Line, count: i64) -> Change {
    Change::Add(Addition {
        key: RowKey { partition: partition.into(), sort: approver.to_string() },
        data: serde_json::json!({ "approver": approver }),
        counters: [(TASKS.to_owned(), count)].into(),
    })
}

/// Changes of one row in one commit are one change.
fn merge(changes: Vec<Change>) -> Vec<Change> {
    let mut merged: BTreeMap<RowKey, Addition> = BTreeMap::new();
    for change in changes {
        if let Change::Add(addition) = change {
            let into = merged.entry(addition.key.clone()).or_insert_with(|| Addition { counters: BTreeMap::new(), ..addition.clone() });
            for (name, count) in addition.counters {
                let sum = into.counters.entry(name).or_default();
                *sum = sum.saturating_add(count);
            }
        }
    }
    let changed = |addition: &Addition| addition.counters.values().any(|count| *count != 0);
    merged.into_values().filter(changed).map(Change::Add).collect()
}

impl View for WorkloadFromProcess {
    type Aggregate = Process;
    const SPEC: ViewSpec = ViewSpec {
        name: "approvals.approver-workload-from-process",
        view: VIEW,
        summary: "How many tasks wait for whom, and how many came to whom on which day.",
    };

    fn project(step: &Step<'_, Process>) -> Vec<Change> {
        let before = step.before.map(tasks).unwrap_or_default();
        let after = tasks(step.after);
        let approver = |routed: &Routed| routed.to.as_ref().map(|person| person.id.clone());
        let mut changes = Vec::new();
        for (_, routed) in before.iter().filter(|(key, _)| !after.contains_key(key)) {
            changes.extend(approver(routed).map(|id| add(OPEN, &id, -1)));
        }
        for (_, routed) in after.iter().filter(|(key, _)| !before.contains_key(key)) {
            let Some(id) = approver(routed) else { continue };
            changes.push(add(OPEN, &id, 1));
            changes.push(add(of_day(routed.on).partition, &id, 1));
        }
        merge(changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::processes::{id, open as opened, two_units};
    use crate::samples::world::Scene;
    use crate::samples::{day, line};
    use crate::views::tests::rows;

    #[test]
    fn p98_tasks_are_counted_while_they_wait_and_on_the_day_they_came() {
        let scene = Scene::of(opened());
        let escalated = scene.fire("2026-11-25T13:00:00Z");
        let view = rows::<WorkloadFromProcess>(id(), &[opened(), escalated]);
        let now = counts(&view.page(&open()).rows);
        assert_eq!((now[&line("rbu-north")], now[&line("drp")]), (0, 1));
        let came = |text: &str| counts(&view.page(&of_day(day(text))).rows);
        assert_eq!((came("2026-11-23")[&line("rbu-north")], came("2026-11-25")[&line("drp")]), (1, 1));
        let two = rows::<WorkloadFromProcess>(id(), &[two_units()]);
        assert_eq!(counts(&two.page(&open()).rows).len(), 2);
    }
}
