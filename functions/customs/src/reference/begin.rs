//! How an import begins, whoever brings the rows: compared with the table, held when it is in
//! doubt, divided when it is large.

use std::collections::BTreeMap;

use kernel::command::Keep;
use kernel::{Context, Day, Decision, Facts, Line};

use super::book::{Book, Incoming, Scope, Touch, book_key, sha256};
use super::event::{Doubt, Held, Import, Imported, Source, TableEvent};
use super::refusal::RowProblem;
use super::table::{ReferenceTable, today};
use super::{Table, TableRefusal};

/// Codes of one part: each is one row of the view, of which one commit may change 90; the table's
/// own rows take two of them.
pub const PART_CODES_MAX: usize = 80;
/// Codes that may end at once without a person, however small the table is.
const CLOSED_FREE: usize = 2;
/// Beyond these, a tenth of the codes: codes are withdrawn by ones and twos, and a list that
/// loses more in a day was rather cut off on its way than changed.
const CLOSED_SHARE: usize = 10;

/// What a source said.
#[derive(Debug, Clone)]
pub struct Said<'a> {
    /// Into which table.
    pub table: Table,
    /// From where.
    pub source: Source,
    /// What it speaks of.
    pub scope: Scope,
    /// What could be read.
    pub rows: &'a [Incoming],
    /// How many rows could not be.
    pub rejected: u32,
    /// Why, of the first of them.
    pub first_rejected: Option<Line>,
}

/// Rows by their codes.
///
/// # Errors
/// When a row is not one of this table's, or is there twice.
pub fn by_code(table: Table, rows: &[Incoming]) -> Result<BTreeMap<Line, &Incoming>, TableRefusal> {
    let mut codes = BTreeMap::new();
    for (row, incoming) in (1..).zip(rows) {
        let wrong = |problem| TableRefusal::Row { row, problem };
        if incoming.attributes.table() != table {
            return Err(wrong(RowProblem::OtherTable));
        }
        if matches!((incoming.valid_from, incoming.valid_to), (Some(from), Some(to)) if to < from) {
            return Err(wrong(RowProblem::Days));
        }
        let code = Line::new(&incoming.attributes.code()).map_err(|_| wrong(RowProblem::Code))?;
        if codes.insert(code, incoming).is_some() {
            return Err(wrong(RowProblem::Twice));
        }
    }
    Ok(codes)
}

/// What becomes of an import. `is_sure` when a person has said that it is right.
///
/// # Errors
/// When another import is on its way, a row is wrong, or the book of the current version cannot
/// be read.
pub fn begin(
    table: Option<&ReferenceTable>,
    said: &Said<'_>,
    is_sure: bool,
    facts: &Facts,
    context: &Context,
) -> Result<Decision<ReferenceTable>, TableRefusal> {
    if table.is_some_and(|table| table.importing.is_some()) {
        return Err(TableRefusal::Busy);
    }
    let day = today(context);
    let book = ReferenceTable::book(table, facts)?;
    let rows = by_code(said.table, said.rows)?;
    let version = table.map_or(0, |table| table.version).saturating_add(1);
    let next = book.after(&said.scope, &rows, version, day);
    let held = table.and_then(|table| table.held.iter().find(|held| held.source == said.source && held.scope == said.scope));
    // The source says something else now: what was held is not its last word any more.
    let superseded = held.map(|held| TableEvent::Dismissed { sha256: held.sha256.clone() });
    if next.said_by(version).is_empty() {
        return Ok(Decision::of(superseded.into_iter().chain(check(table, said, context))));
    }
    if let Some(doubt) = doubt(&book, &next, said, version, day).filter(|_| !is_sure) {
        return Ok(hold(said, doubt, held, superseded, check(table, said, context)));
    }
    let (hash, keep) = next.keep();
    let import = summary(said, &next, hash, version, day);
    let first = part(&import, &next, 1);
    let completed = (import.parts == 1).then_some(TableEvent::Completed { version });
    Ok(Decision::of(superseded.into_iter().chain([TableEvent::Imported(first)]).chain(completed)).keep(keep))
}

/// That the source said nothing new, when that is to be told; a section tells nothing for all.
fn check(table: Option<&ReferenceTable>, said: &Said<'_>, context: &Context) -> Option<TableEvent> {
    let should = said.source.answers(&said.scope) && table.is_none_or(|table| table.should_tell_check(context.now));
    should.then_some(TableEvent::Checked { table: said.table, through: None })
}

/// Whether a person should look at it, and how many codes are and would be closed.
fn doubt(book: &Book, next: &Book, said: &Said<'_>, version: u32, day: Day) -> Option<(Doubt, usize, usize)> {
    let open = book.open(day, &said.scope);
    let closed = next.said_by(version).iter().filter(|revision| Touch::of(revision, version, day) == Touch::Closed).count();
    let is_many = closed > CLOSED_FREE && closed.saturating_mul(CLOSED_SHARE) > open;
    let doubt = match said.rows {
        [] if closed > 0 => Some(Doubt::Empty),
        _ if is_many => Some(Doubt::Shrunk),
        _ => None,
    };
    doubt.map(|doubt| (doubt, open, closed))
}

fn hold(
    said: &Said<'_>,
    (doubt, open, closed): (Doubt, usize, usize),
    held: Option<&Held>,
    superseded: Option<TableEvent>,
    check: Option<TableEvent>,
) -> Decision<ReferenceTable> {
    let (hash, bytes) = rows_bytes(said.rows);
    if held.is_some_and(|held| held.sha256 == hash) {
        return Decision::of(check);
    }
    let keep = Keep { key: book_key(&hash), media_type: "application/json", bytes };
    let held = Held {
        table: said.table,
        sha256: hash,
        source: said.source,
        scope: said.scope.clone(),
        doubt,
        counted: counted(said),
        rejected: said.rejected,
        first_rejected: said.first_rejected.clone(),
        open: count(open),
        would_close: count(closed),
    };
    Decision::of(superseded.into_iter().chain([TableEvent::Held(held)])).keep(keep)
}

/// Rows of a source as they are kept, and their hash.
pub fn rows_bytes(rows: &[Incoming]) -> (String, Vec<u8>) {
    let bytes = serde_json::to_vec(rows).unwrap_or_default();
    (sha256(&bytes), bytes)
}

fn counted(said: &Said<'_>) -> u32 {
    count(said.rows.len()).saturating_add(said.rejected)
}

fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}

pub(crate) fn summary(said: &Said<'_>, next: &Book, hash: String, version: u32, day: Day) -> Import {
    let said_now = next.said_by(version);
    let of = |touch| count(said_now.iter().filter(|revision| Touch::of(revision, version, day) == touch).count());
    Import {
        table: said.table,
        version,
        source: said.source,
        scope: said.scope.clone(),
        day,
        sha256: hash,
        source_sha256: rows_bytes(said.rows).0,
        counted: counted(said),
        rejected: said.rejected,
        first_rejected: said.first_rejected.clone(),
        added: of(Touch::Added),
        changed: of(Touch::Changed),
        closed: of(Touch::Closed),
        open: count(next.open(day, &Scope { section: None, complete: true })),
        parts: count(said_now.len().div_ceil(PART_CODES_MAX)),
    }
}

/// One part of an import, by what the book says after it.
pub fn part(import: &Import, next: &Book, part: u32) -> Imported {
    let before = usize::try_from(part.saturating_sub(1)).unwrap_or(usize::MAX).saturating_mul(PART_CODES_MAX);
    let mut imported =
        Imported { import: import.clone(), part, new_codes: Vec::new(), changed_codes: Vec::new(), closed_codes: Vec::new() };
    for revision in next.said_by(import.version).into_iter().skip(before).take(PART_CODES_MAX) {
        match Touch::of(revision, import.version, import.day) {
            Touch::Added => imported.new_codes.push(revision.clone()),
            Touch::Changed => imported.changed_codes.push(revision.clone()),
            Touch::Closed => imported.closed_codes.push(revision.clone()),
        }
    }
    imported
}
