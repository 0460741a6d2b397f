//! A workbook to a goods list.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, copy, sink};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetVisible, Xlsx, XlsxError};
use customs::form::problem::{FileType, Limit, quoted};
use customs::form::rows::{self, COLUMNS_MAX, Cell, Merged, ROWS_MAX, Reading, Sheet};
use customs::form::{Place, Problem, Reason};
use rust_decimal::Decimal;

use crate::limits::{FILE_BYTES_MAX, MERGED_MAX, PARTS_MAX, SHEET_TEXT_BYTES_MAX, SHEETS_MAX, UNPACKED_BYTES_MAX, passed};
use crate::sniff::{is_protected, sniff};

type Book<'b> = Xlsx<Cursor<&'b [u8]>>;

/// Reads the first visible sheet that has names of columns.
///
/// The archive is unpacked once within limits before the library sees it, and sheets are read
/// cell by cell: a sheet with its last cell filled would be 17 billion cells otherwise.
///
/// # Errors
/// Everything that is wrong, with sheet, row and column.
pub fn read(bytes: &[u8]) -> Result<Reading, Vec<Problem>> {
    is_workbook(bytes).map_err(|problem| vec![*problem])?;
    is_bounded(bytes).map_err(|problem| vec![*problem])?;
    // A damaged workbook must not take the function with it, should the library not expect it.
    catch_unwind(AssertUnwindSafe(|| book(bytes))).unwrap_or_else(|_| Err(vec![unreadable("the workbook is damaged")]))
}

fn is_workbook(bytes: &[u8]) -> Result<(), Box<Problem>> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(Box::new(passed(Place::Whole, Limit::Bytes, FILE_BYTES_MAX)));
    }
    if is_protected(bytes) {
        return Err(Box::new(Problem::new(Place::Whole, None, Reason::Protected)));
    }
    let found = sniff(bytes);
    let reason = Reason::WrongType { expected: FileType::Xlsx, found };
    if found == FileType::Xlsx { Ok(()) } else { Err(Box::new(Problem::new(Place::Whole, None, reason))) }
}

/// Unpacks everything into nothing: what an archive says of its sizes may be a lie.
fn is_bounded(bytes: &[u8]) -> Result<(), Box<Problem>> {
    let broken = |error: &dyn std::fmt::Display| Box::new(unreadable(&error.to_string()));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    if archive.len() > PARTS_MAX {
        return Err(Box::new(passed(Place::Whole, Limit::Parts, PARTS_MAX)));
    }
    let mut left = UNPACKED_BYTES_MAX;
    for n in 0..archive.len() {
        let part = archive.by_index(n).map_err(|error| broken(&error))?;
        let size = copy(&mut part.take(left.saturating_add(1)), &mut sink()).map_err(|error| broken(&error))?;
        left = match left.checked_sub(size) {
            Some(left) => left,
            None => {
                let max = UNPACKED_BYTES_MAX;
                return Err(Box::new(Problem::new(Place::Whole, None, Reason::TooMuch { limit: Limit::UnpackedBytes, max })));
            }
        };
    }
    Ok(())
}

fn book(bytes: &[u8]) -> Result<Reading, Vec<Problem>> {
    let mut book: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| vec![failed(&error)])?;
    let visible = |sheet: &calamine::Sheet| matches!(sheet.visible, SheetVisible::Visible);
    let names: Vec<String> =
        book.sheets_metadata().iter().filter(|sheet| visible(sheet)).take(SHEETS_MAX).map(|sheet| sheet.name.clone()).collect();
    let mut first = None;
    for name in names {
        let sheet = sheet(&mut book, &name)?;
        match rows::read(&sheet) {
            Ok(reading) => return Ok(reading),
            Err(problems) if problems.iter().any(|problem| problem.reason == Reason::NoHeader) => drop(first.get_or_insert(problems)),
            Err(problems) => return Err(problems),
        }
    }
    Err(first.unwrap_or_else(|| vec![Problem::new(Place::Whole, None, Reason::NoHeader)]))
}

fn sheet(book: &mut Book<'_>, name: &str) -> Result<Sheet, Vec<Problem>> {
    // Charts and macros are sheets, too, and have no cells.
    let Some(cells) = cells(book, name).map_err(|problem| vec![*problem])? else {
        return Ok(Sheet { name: name.to_owned(), ..Sheet::default() });
    };
    let place = || Place::Sheet { sheet: name.to_owned() };
    let ranges = book.merge_cells_by_sheet_name(name).map_err(|error| vec![failed(&error)])?;
    if ranges.len() > MERGED_MAX {
        return Err(vec![passed(place(), Limit::Elements, MERGED_MAX)]);
    }
    let merged = ranges.iter().map(|range| Merged {
        first_row: range.start.0.saturating_add(1),
        last_row: range.end.0.saturating_add(1),
        first_column: range.start.1,
        last_column: range.end.1,
    });
    let rows = cells.into_iter().map(|(row, cells)| (row.saturating_add(1), by_column(cells))).collect();
    Ok(Sheet { name: name.to_owned(), rows, merged: merged.collect() })
}

fn by_column(cells: BTreeMap<u32, Cell>) -> Vec<Cell> {
    let mut row = Vec::new();
    for (column, cell) in cells {
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        row.resize(column, Cell::Empty);
        row.push(cell);
    }
    row
}

type Cells = BTreeMap<u32, BTreeMap<u32, Cell>>;

/// Cells that hold something, by row and column from 0; `None` for a sheet that has no cells at all.
fn cells(book: &mut Book<'_>, name: &str) -> Result<Option<Cells>, Box<Problem>> {
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(None),
        Err(error) => return Err(Box::new(failed(&error))),
    };
    let place = || Place::Sheet { sheet: name.to_owned() };
    let limit = |limit, max: u32| Box::new(Problem::new(place(), None, Reason::TooMuch { limit, max: u64::from(max) }));
    let mut cells = Cells::new();
    let mut text_bytes = 0_usize;
    // Metadata, because the library would keep expanded formulas by an index that the file chooses.
    while let Some(record) = reader.next_cell_with_formula_metadata().map_err(|error| Box::new(failed(&error)))? {
        let cell = match (value(&record.value), &record.formula) {
            (Cell::Empty, None) => continue,
            (Cell::Empty, Some(_)) => Cell::Uncomputed,
            (cell, _) => cell,
        };
        let (row, column) = record.pos;
        if row >= ROWS_MAX {
            return Err(limit(Limit::Rows, ROWS_MAX));
        }
        if column >= COLUMNS_MAX {
            return Err(limit(Limit::Columns, COLUMNS_MAX));
        }
        if let Cell::Text(text) = &cell {
            text_bytes = text_bytes.saturating_add(text.len());
        }
        if text_bytes > SHEET_TEXT_BYTES_MAX {
            return Err(Box::new(passed(place(), Limit::TextBytes, SHEET_TEXT_BYTES_MAX)));
        }
        cells.entry(row).or_default().insert(column, cell);
    }
    Ok(Some(cells))
}

fn value(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(number.to_string()),
        // Fifteen digits, as the program shows and keeps them: what is beyond is noise of
        // arithmetic, as in 0.30000000000000004.
        DataRef::Float(number) => number_of(&format!("{number:.14e}")),
        DataRef::String(text) => text_of(text),
        DataRef::SharedString(text) => text_of(text),
        DataRef::Bool(flag) => Cell::Text(flag.to_string()),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            Cell::Text(format!("{year:04}-{month:02}-{day:02}"))
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}

fn text_of(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

/// The plain digits of a number that is written with an exponent. One that no decimal holds is
/// kept as it is written, and no column will take it.
fn number_of(written: &str) -> Cell {
    match Decimal::from_scientific(written) {
        Ok(number) => Cell::Number(number.normalize().to_string()),
        Err(_) => Cell::Number(written.to_owned()),
    }
}

fn failed(error: &XlsxError) -> Problem {
    unreadable(&error.to_string())
}

fn unreadable(what: &str) -> Problem {
    Problem::new(Place::Whole, None, Reason::Unreadable { what: quoted(what) })
}
