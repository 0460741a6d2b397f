//! Goods to a workbook.

use std::str::FromStr;

use customs::form::good::Good;
use customs::form::rows::{Written, table};
use kernel::Language;
use rust_decimal::Decimal;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

/// The name of the sheet.
const fn sheet_name(language: Language) -> &'static str {
    match language {
        Language::En => "Goods",
        Language::Uk => "Товари",
        Language::Ru => "Товары",
    }
}

/// Writes goods: names of columns in a language, a row for each. The same goods make the same
/// bytes. Texts are texts: one that begins with `=` is no formula.
///
/// # Errors
/// What a sheet cannot hold: a text of more than 32,767 characters.
pub fn write(goods: &[Good], language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The library would write the time of day.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2026, 1, 1)?));
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(language))?;
    let table = table(goods, language);
    let bold = Format::new().set_bold();
    for (column, name) in (0..).zip(&table.header) {
        sheet.write_with_format(0, column, *name, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, cells) in (1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Written::Empty => {}
                Written::Text(text) => drop(sheet.write_string(row, column, text)?),
                Written::Number(digits) => match Decimal::from_str(digits) {
                    Ok(number) => drop(sheet.write(row, column, number)?),
                    Err(_) => drop(sheet.write_string(row, column, digits)?),
                },
            }
        }
    }
    book.save_to_buffer()
}
