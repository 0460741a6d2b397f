//! Asks the sources of tables that are due, a few at a time.

use std::collections::BTreeMap;

use kernel::reaction::{FailureClass, Outcome, OutsideError, read_answer};
use kernel::{Command, Context, Effect, Facts, Line, Refusal, Schedule, ScheduleSpec, Want};

use super::book::{Book, Scope, book_key};
use super::continue_import::ContinueImport;
use super::continue_on_imported;
use super::event::Source;
use super::import_template::RecordTemplate;
use super::record_check::RecordCheck;
use super::record_failure::RecordImportFailure;
use super::record_import::RecordImport;
use super::table::today;
use super::vendor::{self, Listed};
use super::view::TableItem;
use super::{Entry, Table, TableRefusal, built_in, versions};
use crate::code::DeclarationType;
use crate::outside::kontur::vendor::{FilerId, TypeNumber};
use crate::outside::kontur::{Answer, CONNECTOR, Request};
use crate::settings::CustomsSettings;

/// Tables of one tick: all of them at once would be a hundred calls within a few seconds, and the
/// vendor publishes no limit.
const TABLES_MAX: usize = 2;
/// Sections of a table of one tick: as many calls, one after the other, within a minute.
const SECTIONS_MAX: usize = 12;
/// An import of which no part came for so long, in milliseconds, is pushed on.
const STALLED_MS: i64 = 5 * 60_000;
/// Longest text of a failure, in characters.
const TEXT_MAX: usize = 200;

/// What the vendor is asked for, in the order of what rests on what.
const ORDER: [Table; 9] = [
    Table::DeclarationTypes,
    Table::OwnOrganizations,
    Table::CustomsOffices,
    Table::Templates,
    Table::Procedures,
    Table::Singularities,
    Table::Employees,
    Table::FormDefinitions,
    Table::CommonOrganizations,
];

/// Asks the sources of tables whose time to live is over, or that a person wants to be asked.
///
/// A tenant without a vendor gets what comes with this software, and nothing else changes.
pub struct ImportDueTables;

/// One question to the vendor.
#[derive(Debug, Clone, PartialEq)]
struct Ask {
    table: Table,
    /// Of a table that is listed in sections.
    section: Option<Section>,
    request: Request,
}

#[derive(Debug, Clone, PartialEq)]
struct Section {
    /// The prefix of its codes.
    prefix: Line,
    /// What its codes are called, where the answer does not say.
    name: Line,
    /// Whether it is the last one of this tick, and then whether there are more.
    last: Option<End>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    OfTick,
    OfRound,
}

fn tables(facts: &Facts) -> BTreeMap<Table, TableItem> {
    let item = |row: &kernel::Row| serde_json::from_value::<TableItem>(row.data.clone()).ok();
    facts.rows(&versions()).iter().filter_map(item).map(|item| (item.table, item)).collect()
}

/// Tables that are due, those first that the others rest on; those that a person wants before all.
fn due(facts: &Facts, context: &Context) -> Vec<Table> {
    if CustomsSettings::of(&context.settings).kontur.is_none() {
        return Vec::new();
    }
    let tables = tables(facts);
    let is_due = |table: &Table| {
        let known = tables.get(table);
        let is_over = known.is_none_or(|item| item.due_at <= context.now && item.importing.is_none());
        // Its sections are codes of another table, which must be there first.
        is_over && table.parent().is_none_or(|parent| tables.get(&parent).is_some_and(|item| item.version > 0))
    };
    let mut due: Vec<Table> = ORDER.into_iter().filter(is_due).collect();
    due.sort_by_key(|table| tables.get(table).is_none_or(|item| item.requested_at.is_none()));
    due.truncate(TABLES_MAX);
    due
}

/// The book of the table whose codes are a table's sections: all of them, whatever their number.
fn parent_book(table: Table, facts: &Facts) -> Option<String> {
    let tables = tables(facts);
    let current = tables.get(&table.parent()?)?.current.as_ref()?;
    Some(book_key(&current.sha256))
}

/// The codes in force of the table whose codes are a table's sections; `None` when they cannot
/// be read.
fn parent_entries(table: Table, facts: &Facts, context: &Context) -> Option<Vec<Entry>> {
    let book = Book::read(facts.content(&parent_book(table, facts)?)?)?;
    let day = today(context);
    Some(book.revisions().map(|revision| revision.entry.clone()).filter(|entry| entry.valid_on(day)).collect())
}

/// The sections of a table, in the order in which they are asked.
fn sections(table: Table, facts: &Facts, context: &Context) -> BTreeMap<Line, (Line, Request)> {
    let known = parent_entries(table, facts, context).unwrap_or_default();
    let section = |entry: &Entry| section_of(table, entry).map(|(prefix, request)| (prefix, (entry.name.clone(), request)));
    // The first of several templates of a form names it.
    known.iter().rev().filter_map(section).collect()
}

fn section_of(table: Table, entry: &Entry) -> Option<(Line, Request)> {
    let (prefix, request) = match table {
        Table::Procedures => {
            let (kind, type_number) = numbered(entry)?;
            (format!("{}/", kind.name()), Request::Procedures { type_number })
        }
        Table::Singularities => {
            let (kind, type_number) = numbered(entry)?;
            (format!("{}/", kind.name()), Request::Singularities { type_number: Some(type_number) })
        }
        Table::Employees => {
            let filer = FilerId(entry.own_organization()?.vendor_id);
            (format!("{filer}/"), Request::Employees { filer })
        }
        Table::FormDefinitions => {
            let mode = entry.template()?.mode.clone();
            (mode.to_string(), Request::Template { mode })
        }
        Table::CommonOrganizations
        | Table::CustomsOffices
        | Table::DeclarationTypes
        | Table::DocumentTypes
        | Table::OwnOrganizations
        | Table::Templates => return None,
    };
    Some((Line::new(&prefix).ok()?, request))
}

/// One of our types that has a number at the vendor.
fn numbered(entry: &Entry) -> Option<(DeclarationType, TypeNumber)> {
    let row = entry.declaration_type()?;
    Some((row.declaration_type?, TypeNumber(row.vendor_id?)))
}

/// What is asked of one table at this tick.
fn asks(table: Table, facts: &Facts, context: &Context) -> Vec<Ask> {
    let whole = |request| vec![Ask { table, section: None, request }];
    match table {
        Table::CommonOrganizations => whole(Request::Organizations),
        Table::CustomsOffices => whole(Request::Offices),
        Table::DeclarationTypes => whole(Request::DeclarationTypes),
        Table::OwnOrganizations => whole(Request::Filers),
        Table::Templates => whole(Request::Templates),
        Table::DocumentTypes => Vec::new(),
        Table::Employees | Table::FormDefinitions | Table::Procedures | Table::Singularities => by_section(table, facts, context),
    }
}

fn by_section(table: Table, facts: &Facts, context: &Context) -> Vec<Ask> {
    let through = tables(facts).get(&table).and_then(|item| item.round.clone()).map(|round| round.through);
    let mut left: Vec<(Line, (Line, Request))> = sections(table, facts, context).into_iter().collect();
    left.retain(|(prefix, _)| through.as_ref().is_none_or(|through| prefix > through));
    let end = if left.len() > SECTIONS_MAX { End::OfTick } else { End::OfRound };
    left.truncate(SECTIONS_MAX);
    let count = left.len();
    let ask = |(number, (prefix, (name, request))): (usize, (Line, (Line, Request)))| {
        let last = (number == count).then_some(end);
        Ask { table, section: Some(Section { prefix, name, last }), request }
    };
    (1..).zip(left).map(ask).collect()
}

fn all_asks(facts: &Facts, context: &Context) -> Vec<Ask> {
    due(facts, context).into_iter().flat_map(|table| asks(table, facts, context)).collect()
}

impl Schedule for ImportDueTables {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "customs.import-due-tables",
        every_seconds: 60,
        sends: &[
            ContinueImport::SPEC.name,
            RecordImport::SPEC.name,
            RecordCheck::SPEC.name,
            RecordImportFailure::SPEC.name,
            RecordTemplate::SPEC.name,
        ],
        calls: &[CONNECTOR],
        summary: "Asks the sources of tables of codes that are due, a few at a time.",
    };

    fn wants(facts: &Facts, context: &Context) -> Vec<Want> {
        let first = Want::Rows(versions());
        let rest = if facts.has(&first) { due(facts, context) } else { Vec::new() };
        let parents = rest.into_iter().filter_map(|table| parent_book(table, facts)).map(|key| Want::Content { key });
        std::iter::once(first).chain(parents).collect()
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        let tables = tables(facts);
        let mut effects: Vec<Effect> = tables.values().flat_map(|item| push_on(item, context)).collect();
        effects.extend(built_in::due(tables.get(&Table::DocumentTypes)).map(|import| send(&import, import.table, "", context)));
        for table in due(facts, context) {
            let asks = asks(table, facts, context);
            if table.parent().is_some() && parent_entries(table, facts, context).is_none() {
                let error = failure(TableRefusal::Unreadable.code(), FailureClass::Permanent, &TableRefusal::Unreadable.texts().en);
                effects.push(failed(table, error, "sections", context));
            } else if asks.is_empty() {
                // None of its sections is left, or there never was one.
                effects.push(send(&RecordCheck { table, through: None, asked_at: context.now }, table, "end", context));
            }
            effects.extend(asks.iter().map(|ask| Effect::call(CONNECTOR, &ask.request)));
        }
        effects
    }

    fn answered(facts: &Facts, context: &Context, outcome: &Outcome) -> Vec<Effect> {
        match outcome {
            Outcome::Called { request, result, .. } => {
                let Ok(request) = read_answer::<Request>(request) else { return Vec::new() };
                let Some(ask) = all_asks(facts, context).into_iter().find(|ask| ask.request == request) else { return Vec::new() };
                let answer = result.clone().and_then(|answer| {
                    read_answer::<Answer>(&answer)
                        .map_err(|error| failure("KONTUR_UNREADABLE", FailureClass::Permanent, &error.to_string()))
                });
                let said = answer.and_then(|answer| said(&ask, &answer, facts, context));
                let effect = said.unwrap_or_else(|error| failed(ask.table, error, &ask.prefix(), context));
                std::iter::once(effect).chain(ask.check(context)).collect()
            }
            Outcome::Sent { key, result: Err(refused), .. } if refused.code != TableRefusal::Busy.code() => {
                let table = Table::ALL.into_iter().find(|table| key.starts_with(&format!("{}/", table.name())));
                let error = failure(refused.code, FailureClass::Permanent, &refused.texts.en);
                table.map(|table| failed(table, error, "refused", context)).into_iter().collect()
            }
            Outcome::Sent { .. } => Vec::new(),
        }
    }
}

impl Ask {
    fn prefix(&self) -> String {
        self.section.as_ref().map(|section| section.prefix.to_string()).unwrap_or_default()
    }

    /// What is told once the last section of a tick was asked.
    fn check(&self, context: &Context) -> Option<Effect> {
        let section = self.section.as_ref()?;
        let through = match section.last? {
            End::OfTick => Some(section.prefix.clone()),
            End::OfRound => None,
        };
        let check = RecordCheck { table: self.table, through, asked_at: context.now };
        Some(send(&check, self.table, "check", context))
    }

    fn import(&self, Listed { rows, rejected, first_rejected }: Listed, context: &Context) -> Effect {
        let section = self.section.as_ref().map(|section| section.prefix.clone());
        let scope = Scope { section, complete: true };
        let import = RecordImport { table: self.table, source: Source::Vendor, scope, rows, rejected, first_rejected };
        send(&import, self.table, &self.prefix(), context)
    }
}

/// What an answer says of a table.
fn said(ask: &Ask, answer: &Answer, facts: &Facts, context: &Context) -> Result<Effect, OutsideError> {
    let kind = |number: TypeNumber| {
        let types = parent_entries(ask.table, facts, context).unwrap_or_default();
        types.iter().filter_map(numbered).find(|(_, known)| *known == number).map(|(kind, _)| kind)
    };
    let listed = match (&ask.request, answer) {
        (Request::Templates, Answer::Templates { templates }) => Some(vendor::templates(templates)),
        (Request::Filers, Answer::Filers { filers }) => Some(vendor::filers(filers)),
        (Request::Employees { filer }, Answer::Employees { employees }) => Some(vendor::employees(*filer, employees)),
        (Request::DeclarationTypes, Answer::DeclarationTypes { types }) => Some(vendor::declaration_types(types)),
        (Request::Procedures { type_number }, Answer::Procedures { procedures }) => {
            kind(*type_number).map(|kind| vendor::procedures(kind, procedures))
        }
        (Request::Singularities { type_number: Some(number) }, Answer::Singularities { singularities }) => {
            kind(*number).map(|kind| vendor::singularities(kind, singularities))
        }
        (Request::Offices, Answer::Offices { offices }) => Some(vendor::offices(offices)),
        (Request::Organizations, Answer::Organizations { organizations }) => Some(vendor::organizations(organizations)),
        (Request::Template { mode }, Answer::Template { content }) => {
            let name = ask.section.as_ref().map(|section| section.name.clone());
            let record = name.map(|name| RecordTemplate { mode: mode.clone(), name, key: content.key.clone() });
            return record.map(|record| send(&record, ask.table, &ask.prefix(), context)).ok_or_else(other_answer);
        }
        _ => None,
    };
    listed.map(|listed| ask.import(listed, context)).ok_or_else(other_answer)
}

fn other_answer() -> OutsideError {
    failure("KONTUR_UNREADABLE", FailureClass::Permanent, "the answer is to another question")
}

fn failure(code: &str, class: FailureClass, text: &str) -> OutsideError {
    OutsideError { code: code.to_owned(), class, raw_code: String::new(), text: text.chars().take(TEXT_MAX).collect() }
}

fn failed(table: Table, error: OutsideError, purpose: &str, context: &Context) -> Effect {
    send(&RecordImportFailure { table, error, asked_at: context.now }, table, &format!("failed/{purpose}"), context)
}

/// One of a table, purpose and tick, however often it is sent.
fn send<C: Command>(command: &C, table: Table, purpose: &str, context: &Context) -> Effect {
    Effect::send(command, format!("{}/{purpose}/{}", table.name(), context.now))
}

/// The next parts of an import that nobody goes on with.
fn push_on(item: &TableItem, context: &Context) -> Vec<Effect> {
    let stalled = item.importing.as_ref().filter(|importing| context.now.ms_since(importing.at) >= STALLED_MS);
    stalled
        .map(|importing| continue_on_imported::next(&importing.import, importing.part))
        .unwrap_or_default()
        .into_iter()
        .map(|next| send(&next, item.table, &format!("part-{}", next.part), context))
        .collect()
}

#[cfg(test)]
mod tests;
