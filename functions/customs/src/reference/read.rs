//! Reading tables from decisions and queries: what to want, and what was found.
//!
//! The rows of an import that is not complete are there already and are not served: first the
//! versions are read, then the entries, and of these only what the version says. [`wants`] asks
//! in that order.

use std::collections::{BTreeMap, BTreeSet};

use kernel::view::{PAGE_ROWS_MAX, Range, RowQuery};
use kernel::{Day, Facts, Row, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Entry, Table};

/// The view's name; `reads` of every command that reads tables.
pub const VIEW: &str = "reference";
/// Where the tables themselves stand.
pub(crate) const TABLES: &str = "tables";
/// Stands between a code and its version in sort keys. Codes are lines, which hold no control
/// characters, so no code is mistaken for the beginning of another.
const SEPARATOR: char = '\u{1f}';
/// Sorts behind every version of a code.
pub(crate) const BEHIND: char = '\u{20}';

/// One thing that one version of a table said first of one code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Revision {
    /// The version that began this period of the code; the others of the period replace it.
    pub opened: u32,
    /// What was said.
    #[serde(flatten)]
    pub entry: Entry,
}

/// What is read of a table itself here.
#[derive(Deserialize)]
struct Standing {
    table: Table,
    version: u32,
}

/// The partition of a table's entries.
pub(crate) fn partition(table: Table) -> String {
    format!("entries#{}", table.name())
}

pub(crate) fn sort(code: &str, version: u32) -> String {
    format!("{code}{SEPARATOR}{version:010}")
}

/// All tables; what [`read_versions`] reads.
pub fn versions() -> RowQuery {
    RowQuery::new(VIEW, TABLES).limit(PAGE_ROWS_MAX)
}

/// The current version of each table that has one: what a declaration pins.
pub fn read_versions(facts: &Facts) -> BTreeMap<Table, u32> {
    let standing = |row: &Row| serde_json::from_value::<Standing>(row.data.clone()).ok();
    let standings = facts.rows(&versions()).iter().filter_map(standing);
    standings.filter(|standing| standing.version > 0).map(|standing| (standing.table, standing.version)).collect()
}

/// Everything that was ever said of one code, newest first.
pub fn entry(table: Table, code: &str) -> RowQuery {
    let range = Range::Between(format!("{code}{SEPARATOR}"), format!("{code}{BEHIND}"));
    RowQuery::new(VIEW, partition(table)).within(range).newest_first().wide()
}

/// Everything that was ever said of the codes that begin with a text: `IM/` of procedures.
pub fn entries(table: Table, prefix: &str) -> RowQuery {
    let query = RowQuery::new(VIEW, partition(table)).wide();
    if prefix.is_empty() { query } else { query.within(Range::Prefix(prefix.to_owned())) }
}

/// What to want for these codes: first the versions, then, once these are known, the entries.
pub fn wants(facts: &Facts, codes: &[(Table, &str)]) -> Vec<Want> {
    let first = Want::Rows(versions());
    let rest: Vec<Want> =
        if facts.has(&first) { codes.iter().map(|(table, code)| Want::Rows(entry(*table, code))).collect() } else { Vec::new() };
    std::iter::once(first).chain(rest).collect()
}

/// What the current version says of a code; `None` when it never said anything.
///
/// A code that is not in force any more is still there, with [`Entry::valid_to`]: ask
/// [`Entry::valid_on`]. Of several periods the newest is answered.
///
/// Both [`versions`] and [`entry`] must have been wanted, as [`wants`] does.
pub fn read(facts: &Facts, table: Table, code: &str) -> Option<Entry> {
    read_at(facts, table, code, *read_versions(facts).get(&table)?)
}

/// What a version said of a code: what a declaration that pinned it was checked with. `None` of a
/// version that is not complete.
pub fn read_at(facts: &Facts, table: Table, code: &str, version: u32) -> Option<Entry> {
    let is_there = read_versions(facts).get(&table).is_some_and(|current| version <= *current);
    periods(facts, table, code, version).into_iter().next().filter(|_| is_there)
}

/// What the current version says of the period of a code that holds a day.
pub fn read_on(facts: &Facts, table: Table, code: &str, day: Day) -> Option<Entry> {
    let version = *read_versions(facts).get(&table)?;
    periods(facts, table, code, version).into_iter().find(|entry| entry.valid_on(day))
}

/// What the current version says of all codes that begin with a text, in the order of the codes;
/// of several periods of a code the newest. [`entries`] must have been wanted with the same text.
pub fn read_entries(facts: &Facts, table: Table, prefix: &str) -> Vec<Entry> {
    let Some(version) = read_versions(facts).get(&table).copied() else { return Vec::new() };
    let rows = facts.rows(&entries(table, prefix));
    let mut newest = BTreeMap::new();
    for revision in revisions(rows).filter(|revision| revision.entry.version <= version && revision.entry.code.as_str().starts_with(prefix))
    {
        // Rows of a code come in the order of versions.
        newest.insert(revision.entry.code.clone(), revision.entry);
    }
    newest.into_values().collect()
}

pub(crate) fn revisions(rows: &[Row]) -> impl Iterator<Item = Revision> {
    rows.iter().filter_map(|row| serde_json::from_value(row.data.clone()).ok())
}

/// The periods of a code as a version knew them, newest first.
fn periods(facts: &Facts, table: Table, code: &str, version: u32) -> Vec<Entry> {
    let mut found: Vec<Revision> = revisions(facts.rows(&entry(table, code)))
        .filter(|revision| revision.entry.code.as_str() == code && revision.entry.version <= version)
        .collect();
    found.sort_by_key(|revision| std::cmp::Reverse(revision.entry.version));
    let mut opened = BTreeSet::new();
    found.retain(|revision| opened.insert(revision.opened));
    found.into_iter().map(|revision| revision.entry).collect()
}
