//! The rows of the tables: the tables themselves, their versions, and what was said of each code.
//!
//! All in one view, so that a version is never there before its entries.

use kernel::view::{Range, RowQuery};
use kernel::{Change, Moment, Row, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Table;
use super::event::{Held, Import, TableEvent};
use super::read::{BEHIND, TABLES, VIEW, partition, sort};
use super::table::{Failure, Importing, ReferenceTable, Round};

/// Tables, versions and entries, from the events of a table.
pub struct ReferenceFromReferenceTable;

/// A table as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TableItem {
    /// Which.
    pub table: Table,
    /// The version that is served; 0 before the first import.
    pub version: u32,
    /// The import that made it, with its counts.
    pub current: Option<Import>,
    /// When that was complete.
    pub completed_at: Option<Moment>,
    /// When its source last answered for all of it.
    pub checked_at: Option<Moment>,
    /// When its source is asked next, if there is a vendor.
    pub due_at: Moment,
    /// When a person wanted its source to be asked, until that is done.
    pub requested_at: Option<Moment>,
    /// An import that is on its way.
    pub importing: Option<Importing>,
    /// A look at its sections that is not at its end.
    pub round: Option<Round>,
    /// Imports that wait for a person.
    pub held: Vec<Held>,
    /// The last failure, until a later success.
    pub failure: Option<Failure>,
}

/// One version of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VersionItem {
    /// What made it, with its counts.
    #[serde(flatten)]
    pub import: Import,
    /// When it was complete.
    pub completed_at: Moment,
    /// Who did that.
    pub by: String,
}

impl TableItem {
    /// How a table stands.
    pub fn of(table: &ReferenceTable) -> Self {
        Self {
            table: table.table,
            version: table.version,
            current: table.current.clone(),
            completed_at: table.completed_at,
            checked_at: table.checked_at,
            due_at: table.due_at(),
            requested_at: table.requested_at,
            importing: table.importing.clone(),
            round: table.round.clone(),
            held: table.held.clone(),
            failure: table.failure.clone(),
        }
    }
}

fn versions_partition(table: Table) -> String {
    format!("versions#{}", table.name())
}

/// The versions of a table, the newest first.
pub fn versions_of(table: Table) -> RowQuery {
    RowQuery::new(VIEW, versions_partition(table)).newest_first()
}

/// What is said of the codes of a table behind a code, in the order of the codes.
pub(crate) fn entries_behind(table: Table, code: Option<&str>) -> RowQuery {
    let rows = RowQuery::new(VIEW, partition(table));
    match code {
        Some(code) => rows.within(Range::Between(format!("{code}{BEHIND}"), char::MAX.to_string())),
        None => rows,
    }
}

impl View for ReferenceFromReferenceTable {
    type Aggregate = ReferenceTable;
    const SPEC: ViewSpec = ViewSpec {
        name: "customs.reference-from-reference-table",
        view: VIEW,
        summary: "Tables of codes, their versions, and what each version first said of each code.",
    };

    fn project(step: &Step<'_, ReferenceTable>) -> Vec<Change> {
        let table = step.after.table;
        let item = serde_json::to_value(TableItem::of(step.after)).unwrap_or_default();
        let mut rows = vec![Row::new(TABLES, table.name(), item)];
        for event in step.events {
            match event {
                TableEvent::Imported(imported) => rows.extend(imported.revisions().map(|revision| {
                    let data = serde_json::to_value(revision).unwrap_or_default();
                    Row::new(partition(table), sort(revision.entry.code.as_str(), revision.entry.version), data)
                })),
                TableEvent::Completed { version } => {
                    let import = step.after.current.clone().filter(|import| import.version == *version);
                    rows.extend(import.map(|import| {
                        let item = VersionItem { import, completed_at: step.meta.at, by: step.meta.actor.name.clone() };
                        Row::new(versions_partition(table), format!("{version:010}"), serde_json::to_value(item).unwrap_or_default())
                    }));
                }
                TableEvent::Checked { .. }
                | TableEvent::Confirmed { .. }
                | TableEvent::Dismissed { .. }
                | TableEvent::Failed { .. }
                | TableEvent::Held(_)
                | TableEvent::Requested { .. } => {}
            }
        }
        rows.into_iter().map(Change::Put).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::reference::Table;
    use crate::samples::reference::{Imports, begun, offices};

    fn partitions(known: &Imports) -> Vec<(String, usize)> {
        let mut counts = std::collections::BTreeMap::new();
        for row in known.rows() {
            *counts.entry(row.key.partition).or_insert(0) += 1;
        }
        counts.into_iter().collect()
    }

    #[test]
    fn a_version_stands_there_once_its_last_part_does() {
        let half = [("entries#customs-offices".to_owned(), 80), ("tables".to_owned(), 1)];
        assert_eq!(partitions(&begun(200)), half);
        let whole = Imports::of(Table::CustomsOffices, &[offices(200)]);
        let rows = [("entries#customs-offices", 200), ("tables", 1), ("versions#customs-offices", 1)];
        assert_eq!(partitions(&whole), rows.map(|(partition, count)| (partition.to_owned(), count)));
    }

    #[test]
    fn a_row_of_a_code_is_never_written_again() {
        let known = Imports::of(Table::CustomsOffices, &[offices(3), offices(2), offices(3)]);
        let entries = partitions(&known).into_iter().find(|(partition, _)| partition.starts_with("entries")).unwrap();
        // Three at first, one that ended, one that came back.
        assert_eq!(entries.1, 5);
    }
}
