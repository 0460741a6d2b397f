//! Tables of codes. Names and ids are invented; codes of offices and procedures are real.

use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Day, Line, Moment};
use serde_json::{Map, Value};

use crate::code::{DeclarationType, DocumentMode};
use crate::outside::kontur::code::UNAVAILABLE;
use crate::reference::begin::{Said, part, rows_bytes, summary};
use crate::reference::book::{Book, Incoming, Scope};
use crate::reference::event::{Doubt, Held, Imported, Source, TableEvent};
use crate::reference::{Attributes, DocumentType, Office, Procedure, Table};

#[cfg(test)]
pub(crate) use crate::reference::tests::{Imports, begun, folded, with_vendor};

/// Parses a literal.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
fn literal<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("a valid literal")
}

/// A literal line.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn line(text: &str) -> Line {
    Line::new(text).expect("a literal line")
}

/// A literal day.
pub fn day(text: &str) -> Day {
    literal(text)
}

/// A literal moment.
pub fn moment(text: &str) -> Moment {
    literal(text)
}

/// A literal form of the album.
pub fn mode(text: &str) -> DocumentMode {
    literal(text)
}

/// A customs office.
pub fn office(code: &str) -> Office {
    Office { code: literal(code), vendor_id: code.parse().ok(), short_name: None }
}

fn incoming(name: &str, attributes: Attributes) -> Incoming {
    Incoming { name: line(name), attributes, valid_from: None, valid_to: None }
}

/// A row of a customs office.
pub fn office_incoming(code: &str, name: &str) -> Incoming {
    incoming(name, Attributes::CustomsOffice(office(code)))
}

/// Rows of so many customs offices.
pub fn offices(count: usize) -> Vec<Incoming> {
    (1..=count).map(|number| office_incoming(&format!("{:08}", number.saturating_add(10_000_000)), &format!("Пост {number}"))).collect()
}

/// A row of a procedure of imports.
pub fn procedure_incoming(code: &str, name: &str) -> Incoming {
    let procedure = Procedure { code: literal(code), declaration_type: DeclarationType::Import, vendor_id: Some(0) };
    incoming(name, Attributes::Procedure(procedure))
}

/// A row of a kind of documents.
pub fn document_incoming(code: &str, box_44: &str) -> Incoming {
    let document = DocumentType { code: line(code), mode: mode("1002007E"), box_44: literal(box_44) };
    incoming("Инвойс", Attributes::DocumentType(document))
}

/// A template of two fields.
pub fn template_body() -> Map<String, Value> {
    let field = |text: &str| Value::String(text.to_owned());
    let section = [("CustomsProcedure", field("гр. 1 Направление перемещения")), ("CustomsModeCode", field("гр. 1 Код процедуры"))];
    section.into_iter().map(|(name, text)| (name.to_owned(), text)).collect()
}

/// The vendor did not answer.
pub fn outside_error() -> OutsideError {
    let (code, text) = (UNAVAILABLE.to_owned(), "503 Service Unavailable".to_owned());
    OutsideError { code, class: FailureClass::Retry, raw_code: "503".to_owned(), text }
}

/// A failure that may pass.
pub fn failed() -> TableEvent {
    TableEvent::Failed { table: Table::CustomsOffices, error: outside_error() }
}

/// A failure that will not.
pub fn failed_for_good() -> TableEvent {
    TableEvent::Failed { table: Table::CustomsOffices, error: OutsideError { class: FailureClass::Permanent, ..outside_error() } }
}

fn said(rows: &[Incoming]) -> Said<'_> {
    let scope = Scope { section: None, complete: true };
    Said { table: Table::CustomsOffices, source: Source::Vendor, scope, rows, rejected: 0, first_rejected: None }
}

/// The first import of two offices.
pub fn imported() -> Imported {
    let rows = [office_incoming("10005030", "Аэропорт Шереметьево (грузовой)"), office_incoming("10009100", "Акцизный")];
    let codes = rows.iter().map(|row| (line(&row.attributes.code()), row)).collect();
    let (scope, day) = (Scope { section: None, complete: true }, day("2026-11-21"));
    let next = Book::default().after(&scope, &codes, 1, day);
    let (hash, _) = next.keep();
    part(&summary(&said(&rows), &next, hash, 1, day), &next, 1)
}

/// An import that lost all its rows.
pub fn held() -> Held {
    Held {
        table: Table::CustomsOffices,
        sha256: rows_bytes(&[]).0,
        source: Source::Vendor,
        scope: Scope { section: None, complete: true },
        doubt: Doubt::Empty,
        counted: 0,
        rejected: 0,
        first_rejected: None,
        open: 2,
        would_close: 2,
    }
}

/// One of each event.
pub fn events() -> Vec<TableEvent> {
    let (table, sha256) = (Table::CustomsOffices, held().sha256);
    vec![
        TableEvent::Checked { table, through: None },
        TableEvent::Completed { version: 1 },
        TableEvent::Confirmed { sha256: sha256.clone() },
        TableEvent::Dismissed { sha256 },
        failed(),
        TableEvent::Held(held()),
        TableEvent::Imported(imported()),
        TableEvent::Requested { table },
    ]
}
