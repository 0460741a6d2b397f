//! Goods as a table.

use kernel::Language;
use rust_decimal::Decimal;

use super::Column;
use crate::form::good::Good;

/// A number of so many digits comes back from a workbook as it was; a longer one is written as text.
const DIGITS_MAX: usize = 15;

/// What is written into a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// Nothing.
    Empty,
    /// A text, also of digits: codes keep their zeros.
    Text(String),
    /// A number in plain decimal digits.
    Number(String),
}

/// A sheet to write: names of columns, then a row for each of the goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The names.
    pub header: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Vec<Written>>,
}

/// Goods as a table, columns always the same and in the same order. Payments and documents have
/// no column: they are no part of a goods list.
pub fn table(goods: &[Good], language: Language) -> Table {
    let row = |good: &Good| Column::ALL.iter().map(|column| cell(good, *column)).collect();
    Table { header: Column::ALL.iter().map(|column| column.title(language)).collect(), rows: goods.iter().map(row).collect() }
}

fn cell(good: &Good, column: Column) -> Written {
    let unit = good.supplementary.as_ref();
    match column {
        Column::Number => Written::Number(good.number.to_string()),
        Column::Description => text(Some(&good.description)),
        Column::Commodity => text(good.commodity.as_ref().map(crate::code::CommodityCode::as_str)),
        Column::Origin => text(good.origin.map(kernel::identifier::Country::as_str)),
        Column::Article => text(good.article.as_deref()),
        Column::Gross => number(good.gross_kilograms),
        Column::Net => number(good.net_kilograms),
        Column::Invoiced => number(good.invoiced),
        Column::CustomsValue => number(good.customs_value),
        Column::StatisticalValue => number(good.statistical_value),
        Column::Quantity => number(unit.map(|unit| unit.quantity)),
        Column::UnitCode => text(unit.and_then(|unit| unit.unit_code.as_deref())),
        Column::UnitName => text(unit.and_then(|unit| unit.unit_name.as_deref())),
        Column::ValuationMethod => text(good.valuation_method.as_deref()),
    }
}

fn text(value: Option<&str>) -> Written {
    value.filter(|text| !text.is_empty()).map_or(Written::Empty, |text| Written::Text(text.to_owned()))
}

fn number(value: Option<Decimal>) -> Written {
    let Some(value) = value else { return Written::Empty };
    let value = value.normalize();
    let digits = value.mantissa().unsigned_abs().to_string().len();
    if digits > DIGITS_MAX { Written::Text(value.to_string()) } else { Written::Number(value.to_string()) }
}
