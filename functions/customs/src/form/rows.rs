//! Goods lists: rows of a sheet become goods, whatever the order and the language of its columns.
//!
//! Pure: the edge turns a workbook into a [`Sheet`], and a [`Table`] into a workbook.

mod cells;
mod columns;
mod countries;
mod table;

pub use columns::Column;
pub use table::{Table, Written, table};

use std::collections::BTreeMap;

use super::good::{Good, Supplementary};
use super::problem::{Kind, Limit, Place, Problem, Reason, quoted};
use crate::code::GoodsNumber;
use crate::outside::formats::IgnoredColumn;

/// Within so many rows from the top the names of columns must stand; above them may be a title.
pub const HEADER_ROWS_MAX: usize = 50;
/// Most rows of a sheet that are looked at, empty ones and the title included.
pub const ROWS_MAX: u32 = 10_000;
/// Most columns of a sheet.
pub const COLUMNS_MAX: u32 = 200;
/// Fewest known names that make a row the names of columns.
const HEADER_NAMES_MIN: usize = 2;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A number, in plain decimal digits.
    Number(String),
    /// A formula whose value was never computed.
    Uncomputed,
    /// An error of the workbook: `#REF!`.
    Error(String),
}

/// Cells that are merged; rows from 1, columns from 0, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// The first row.
    pub first_row: u32,
    /// The last row.
    pub last_row: u32,
    /// The first column.
    pub first_column: u32,
    /// The last column.
    pub last_column: u32,
}

impl Merged {
    const fn covers(&self, row: u32, column: u32) -> bool {
        self.first_row <= row && row <= self.last_row && self.first_column <= column && column <= self.last_column
    }

    fn range(&self) -> String {
        format!("{}{}:{}{}", letters(self.first_column), self.first_row, letters(self.last_column), self.last_row)
    }
}

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its rows with their numbers from 1 as the program shows them; empty ones may be left out.
    /// Cells stand by column from the first.
    pub rows: Vec<(u32, Vec<Cell>)>,
    /// Its merged cells.
    pub merged: Vec<Merged>,
}

/// A goods list that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The goods, in the order of the sheet.
    pub goods: Vec<Good>,
    /// Columns with a name that means nothing here.
    pub ignored: Vec<IgnoredColumn>,
}

/// Reads a sheet.
///
/// # Errors
/// Everything that is wrong with it, each with its cell.
pub fn read(sheet: &Sheet) -> Result<Reading, Vec<Problem>> {
    let whole = |reason| vec![Problem::new(Place::Sheet { sheet: sheet.name.clone() }, None, reason)];
    if sheet.rows.iter().any(|(row, _)| *row > ROWS_MAX) {
        return Err(whole(Reason::TooMuch { limit: Limit::Rows, max: u64::from(ROWS_MAX) }));
    }
    let Some((at, header)) = header(sheet) else { return Err(whole(Reason::NoHeader)) };
    let mut reader = Reader { sheet, header, problems: Vec::new(), numbers: BTreeMap::new() };
    reader.columns(at);
    let rows = sheet.rows.iter().skip(at.saturating_add(reader.header.height));
    let rows: Vec<_> = rows.filter(|(_, cells)| reader.is_goods(cells)).collect();
    if rows.is_empty() {
        reader.problems.extend(whole(Reason::NoRows));
    }
    if rows.len() > usize::from(GoodsNumber::MAX) {
        return Err(whole(Reason::TooMuch { limit: Limit::Goods, max: u64::from(GoodsNumber::MAX) }));
    }
    let goods: Vec<Good> = rows.iter().enumerate().filter_map(|(n, (row, cells))| reader.goods(n, *row, cells)).collect();
    reader.left_out();
    let Reader { problems, header: Header { ignored, .. }, .. } = reader;
    let ignored = ignored.into_iter().map(|(column, name)| IgnoredColumn { column: letters(column), name }).collect();
    if problems.is_empty() { Ok(Reading { goods, ignored }) } else { Err(problems) }
}

/// The letters of a column from 0, as programs show it.
pub fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(char::from(b'A'.saturating_add(u8::try_from(rest % 26).unwrap_or(0))));
        match (rest / 26).checked_sub(1) {
            Some(next) => rest = next,
            None => break,
        }
    }
    letters.iter().rev().collect()
}

struct Header {
    columns: BTreeMap<Column, u32>,
    duplicates: Vec<(Column, u32)>,
    ignored: Vec<(u32, String)>,
    /// Rows from the one that was found to the first of goods.
    height: usize,
}

/// The row with the most known names, the first of equal ones, with what stands right above and
/// below it: `Weight` over `gross` and `net` is how people write names.
fn header(sheet: &Sheet) -> Option<(usize, Header)> {
    let candidates = sheet.rows.iter().take(HEADER_ROWS_MAX).enumerate();
    let (at, cells, _) = candidates
        .map(|(at, (_, cells))| (at, cells, named(cells).count()))
        .filter(|(_, _, names)| *names >= HEADER_NAMES_MIN)
        .max_by_key(|(at, _, names)| (*names, std::cmp::Reverse(*at)))?;
    let mut header = Header { columns: BTreeMap::new(), duplicates: Vec::new(), ignored: Vec::new(), height: 1 };
    for (index, name) in texts(cells) {
        match Column::named(name) {
            Some(known) if header.columns.contains_key(&known) => header.duplicates.push((known, index)),
            Some(known) => drop(header.columns.insert(known, index)),
            None => header.ignored.push((index, quoted(name))),
        }
    }
    let row = |at: Option<usize>| at.and_then(|at| sheet.rows.get(at)).map_or(&[] as &[Cell], |(_, cells)| cells.as_slice());
    let below = row(at.checked_add(1));
    let continues = named(below).count() > 0 && below.iter().filter(|cell| !is_empty(cell)).count() == named(below).count();
    if continues && header.add(below) {
        header.height = 2;
    }
    header.add(row(at.checked_sub(1)));
    Some((at, header))
}

impl Header {
    /// Takes names for columns that have none; whether all fitted.
    fn add(&mut self, cells: &[Cell]) -> bool {
        let new: Vec<(u32, Column)> = named(cells)
            .filter(|(index, column)| !self.columns.contains_key(column) && !self.columns.values().any(|known| known == index))
            .collect();
        for (index, column) in &new {
            self.columns.entry(*column).or_insert(*index);
            self.ignored.retain(|(ignored, _)| ignored != index);
        }
        new.len() == named(cells).count()
    }
}

/// Texts of a row with their columns.
fn texts(cells: &[Cell]) -> impl Iterator<Item = (u32, &str)> {
    (0..).zip(cells).filter_map(|(index, cell)| match cell {
        Cell::Text(text) if !text.trim().is_empty() => Some((index, text.as_str())),
        Cell::Text(_) | Cell::Empty | Cell::Number(_) | Cell::Uncomputed | Cell::Error(_) => None,
    })
}

/// Known names of a row with their columns.
fn named(cells: &[Cell]) -> impl Iterator<Item = (u32, Column)> {
    texts(cells).filter_map(|(index, text)| Column::named(text).map(|column| (index, column)))
}

struct Reader<'a> {
    sheet: &'a Sheet,
    header: Header,
    problems: Vec<Problem>,
    /// Numbers of goods, and the cell where each stands first.
    numbers: BTreeMap<GoodsNumber, String>,
}

impl Reader<'_> {
    /// What is wrong with the names of columns.
    fn columns(&mut self, at: usize) {
        let row = self.sheet.rows.get(at).map_or(1, |(row, _)| *row);
        for (known, column) in &self.header.duplicates {
            let first = self.header.columns.get(known).copied().map(letters).unwrap_or_default();
            let place = self.cell(row, *column);
            self.problems.push(Problem::new(place, Some(known.field()), Reason::DuplicateColumn { first }));
        }
        if !self.header.columns.contains_key(&Column::Description) {
            let place = Place::Row { sheet: self.sheet.name.clone(), row };
            self.problems.push(Problem::new(place, Some(Column::Description.field()), Reason::Missing));
        }
    }

    fn cell(&self, row: u32, column: u32) -> Place {
        Place::Cell { sheet: self.sheet.name.clone(), row, column: letters(column) }
    }

    fn at<'c>(&self, column: Column, cells: &'c [Cell]) -> &'c Cell {
        let index = self.header.columns.get(&column).and_then(|column| usize::try_from(*column).ok());
        index.and_then(|index| cells.get(index)).unwrap_or(&Cell::Empty)
    }

    /// Whether a row is of goods: not empty in every known column, no total, no numbers of columns.
    fn is_goods(&self, cells: &[Cell]) -> bool {
        let known = || self.header.columns.keys().map(|column| self.at(*column, cells));
        if known().all(is_empty) {
            return false;
        }
        let unnumbered = is_empty(self.at(Column::Number, cells)) || matches!(self.at(Column::Number, cells), Cell::Text(_));
        let total =
            cells.iter().find(|cell| !is_empty(cell)).is_some_and(|cell| matches!(cell, Cell::Text(text) if columns::is_total(text)));
        if total && unnumbered && is_empty(self.at(Column::Commodity, cells)) {
            return false;
        }
        !numbers_of_columns(cells)
    }

    fn goods(&mut self, n: usize, row: u32, cells: &[Cell]) -> Option<Good> {
        let number = self.number(n, row, cells);
        let mut good = Good::new(number.unwrap_or(GoodsNumber::FIRST));
        good.description = self.value(Column::Description, row, cells, cells::text).unwrap_or_default();
        if good.description.is_empty() && self.header.columns.contains_key(&Column::Description) {
            self.missing(Column::Description, row, cells);
        }
        good.commodity = self.value(Column::Commodity, row, cells, cells::commodity);
        good.origin = self.value(Column::Origin, row, cells, cells::country);
        good.article = self.value(Column::Article, row, cells, cells::text);
        good.gross_kilograms = self.value(Column::Gross, row, cells, cells::decimal);
        good.net_kilograms = self.value(Column::Net, row, cells, cells::decimal);
        good.invoiced = self.value(Column::Invoiced, row, cells, cells::decimal);
        good.customs_value = self.value(Column::CustomsValue, row, cells, cells::decimal);
        good.statistical_value = self.value(Column::StatisticalValue, row, cells, cells::decimal);
        good.valuation_method = self.value(Column::ValuationMethod, row, cells, cells::method);
        let quantity = self.value(Column::Quantity, row, cells, cells::decimal);
        let unit_code = self.value(Column::UnitCode, row, cells, cells::unit_code);
        let unit_name = self.value(Column::UnitName, row, cells, cells::text);
        good.supplementary = quantity.map(|quantity| Supplementary { quantity, unit_code, unit_name });
        if let (Some(gross), Some(net)) = (good.gross_kilograms, good.net_kilograms)
            && net > gross
        {
            let reason = Reason::NetAboveGross { net: net.to_string(), gross: gross.to_string() };
            self.wrong(Column::Net, row, reason);
        }
        number.map(|_| good)
    }

    /// The number that stands in the row; by its order where the list has no numbers.
    fn number(&mut self, n: usize, row: u32, cells: &[Cell]) -> Option<GoodsNumber> {
        let Some(column) = self.header.columns.get(&Column::Number).copied() else {
            return u16::try_from(n.saturating_add(1)).ok().and_then(|number| GoodsNumber::try_from(number).ok());
        };
        if is_empty(self.at(Column::Number, cells)) {
            self.missing(Column::Number, row, cells);
            return None;
        }
        let number = self.value(Column::Number, row, cells, cells::number)?;
        let here = format!("{}{row}", letters(column));
        if let Some(first) = self.numbers.get(&number).cloned() {
            self.wrong(Column::Number, row, Reason::DuplicateNumber { number: number.to_string(), first });
            return None;
        }
        self.numbers.insert(number, here);
        Some(number)
    }

    /// A value of a cell; `None` when there is nothing, or something wrong that is noted.
    fn value<T>(&mut self, column: Column, row: u32, cells: &[Cell], read: fn(&Cell) -> Result<T, Reason>) -> Option<T> {
        let index = self.header.columns.get(&column).copied()?;
        if let Some(merged) = self.sheet.merged.iter().find(|merged| merged.covers(row, index)) {
            // Told once, at the first cell of the range that is of goods.
            let range = merged.range();
            let place = self.cell(row, index);
            let told = self.problems.iter().any(|problem| matches!(&problem.reason, Reason::Merged { range: known } if *known == range));
            if !told {
                self.problems.push(Problem::new(place, Some(column.field()), Reason::Merged { range }));
            }
            return None;
        }
        let cell = self.at(column, cells);
        if is_empty(cell) {
            return None;
        }
        match read(cell) {
            Ok(value) => Some(value),
            Err(reason) => {
                self.wrong(column, row, reason);
                None
            }
        }
    }

    fn wrong(&mut self, column: Column, row: u32, reason: Reason) {
        let index = self.header.columns.get(&column).copied().unwrap_or_default();
        self.problems.push(Problem::new(self.cell(row, index), Some(column.field()), reason));
    }

    /// Nothing where something must be, unless something else is already told of this cell.
    fn missing(&mut self, column: Column, row: u32, cells: &[Cell]) {
        let index = self.header.columns.get(&column).copied().unwrap_or_default();
        let merged = self.sheet.merged.iter().any(|merged| merged.covers(row, index));
        if is_empty(self.at(column, cells)) && !merged {
            self.wrong(column, row, Reason::Missing);
        } else if merged {
            // Notes the range.
            let _ = self.value(column, row, cells, cells::text);
        }
    }

    /// Numbers between 1 and the last that no row has: perhaps a row was lost.
    fn left_out(&mut self) {
        let Some(last) = self.numbers.keys().last().copied() else { return };
        let all = 1..=last.get();
        for number in all.filter_map(|number| GoodsNumber::try_from(number).ok()).filter(|number| !self.numbers.contains_key(number)) {
            let place = Place::Sheet { sheet: self.sheet.name.clone() };
            self.problems.push(Problem::new(place, Some(Column::Number.field()), Reason::NumberLeftOut { number: number.get() }));
        }
    }
}

fn is_empty(cell: &Cell) -> bool {
    match cell {
        Cell::Empty => true,
        Cell::Text(text) => text.trim().is_empty(),
        Cell::Number(_) | Cell::Uncomputed | Cell::Error(_) => false,
    }
}

/// A row `1 2 3 4 …` below the names, as official forms have it.
fn numbers_of_columns(cells: &[Cell]) -> bool {
    let filled: Vec<&Cell> = cells.iter().filter(|cell| !is_empty(cell)).collect();
    let counts = |(n, cell): (usize, &&Cell)| match cell {
        Cell::Number(text) | Cell::Text(text) => text.trim() == n.saturating_add(1).to_string(),
        Cell::Empty | Cell::Uncomputed | Cell::Error(_) => false,
    };
    filled.len() > HEADER_NAMES_MIN && filled.iter().enumerate().all(counts)
}

fn expected(kind: Kind, found: &str) -> Reason {
    Reason::WrongKind { expected: kind, found: quoted(found) }
}

#[cfg(test)]
mod tests;
