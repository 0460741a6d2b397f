//! Workbooks as people and attackers make them.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use customs::code::GoodsNumber;
use customs::form::good::Good;
use customs::form::problem::{FileType, Limit};
use customs::form::{Problem, Reason};
use kernel::Language;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

use super::{read, write};

/// A workbook of one sheet.
fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

fn header(sheet: &mut Worksheet, row: u32, names: &[&str]) {
    for (column, name) in (0..).zip(names) {
        sheet.write_string(row, column, *name).unwrap();
    }
}

/// An archive of parts, none of them checked.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn told(problems: &[Problem]) -> Vec<String> {
    let code = |reason: &Reason| serde_json::to_value(reason).unwrap()["code"].as_str().unwrap().to_owned();
    problems.iter().map(|problem| format!("{} {}", problem.place, code(&problem.reason))).collect()
}

fn reason(bytes: &[u8]) -> Reason {
    read(bytes).unwrap_err().remove(0).reason
}

#[test]
fn numbers_texts_formulas_and_dates_are_read_as_the_program_shows_them() {
    let bytes = book(|sheet| {
        header(sheet, 3, &["Вага нетто, кг", "Опис товару", "Код ТН ЗЕД", "Вартість", "№"]);
        sheet.write_number(4, 0, 0.1 + 0.2).unwrap();
        sheet.write_string(4, 1, "Стіл").unwrap();
        sheet.write_string(4, 2, "9403300000").unwrap();
        sheet.write_formula(4, 3, Formula::new("=1000*1.5").set_result("1500")).unwrap();
        sheet.write_number(4, 4, 1).unwrap();
    });
    let goods = read(&bytes).unwrap().goods;
    let first = goods.first().unwrap();
    assert_eq!((first.net_kilograms.unwrap().to_string().as_str(), first.invoiced.unwrap().to_string().as_str()), ("0.3", "1500"));
    assert_eq!(first.number, GoodsNumber::FIRST);
}

#[test]
fn every_wrong_cell_is_named_by_sheet_row_and_column() {
    let bytes = book(|sheet| {
        sheet.set_name("Пакувальний").unwrap();
        header(sheet, 0, &["№", "Описание", "Код ТН ВЭД", "Брутто", "Стоимость", "Примечание"]);
        for row in 1..=3 {
            sheet.write_number(row, 0, row).unwrap();
            sheet.write_string(row, 1, "Стол").unwrap();
        }
        sheet.write_number(1, 2, 101_210_000).unwrap();
        sheet.write_formula(2, 3, Formula::new("=B2").set_result("#REF!")).unwrap();
        sheet.write_with_format(2, 4, 45_000, &Format::new().set_num_format("dd.mm.yyyy")).unwrap();
        sheet.merge_range(1, 5, 3, 5, "merged where nobody reads", &Format::new()).unwrap();
        sheet.merge_range(3, 3, 3, 4, "100", &Format::new()).unwrap();
    });
    let problems = read(&bytes).unwrap_err();
    let cell = |cell: &str, code: &str| format!("Пакувальний!{cell} {code}");
    assert_eq!(told(&problems), [cell("C2", "wrong-kind"), cell("D3", "error-value"), cell("E3", "wrong-kind"), cell("D4", "merged")]);
}

#[test]
fn a_formula_without_a_value_is_told() {
    // The writer always writes a value, so the sheet is made by hand.
    let sheet = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
        <row r="1"><c r="A1" t="inlineStr"><is><t>Описание</t></is></c><c r="B1" t="inlineStr"><is><t>Нетто</t></is></c></row>
        <row r="2"><c r="A2" t="inlineStr"><is><t>Стол</t></is></c><c r="B2"><f>1+1</f></c></row></sheetData></worksheet>"#;
    assert_eq!(told(&read(&by_hand(sheet)).unwrap_err()), ["S!B2 formula-without-value"]);
}

/// A workbook around one sheet.
fn by_hand(sheet: &str) -> Vec<u8> {
    let workbook = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#;
    let relationships = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let package = relationships.replace("/worksheet\"", "/officeDocument\"").replace("worksheets/sheet1.xml", "xl/workbook.xml");
    archive(&[
        ("_rels/.rels", package.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relationships.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

#[test]
fn the_list_may_stand_on_a_later_sheet_and_hidden_ones_are_passed_over() {
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "Титул").unwrap();
    let hidden = book.add_worksheet().set_hidden(true);
    header(hidden, 0, &["Описание", "Нетто"]);
    let list = book.add_worksheet();
    header(list, 0, &["Описание", "Нетто"]);
    list.write_string(1, 0, "Стол").unwrap();
    assert_eq!(read(&book.save_to_buffer().unwrap()).unwrap().goods.len(), 1);
    let empty = self::book(|sheet| header(sheet, 0, &["x"]));
    assert_eq!(told(&read(&empty).unwrap_err()), ["Sheet1 no-header"]);
}

#[test]
fn a_file_is_what_its_content_says() {
    let wrong = |found| Reason::WrongType { expected: FileType::Xlsx, found };
    assert_eq!(reason(b""), wrong(FileType::Empty));
    assert_eq!(reason(b"%PDF-1.7"), wrong(FileType::Pdf));
    assert_eq!(reason(b"<html><table></table></html>"), wrong(FileType::Text));
    assert_eq!(reason(&archive(&[("word/document.xml", b"<w/>")])), wrong(FileType::Docx));
    let compound = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &name].concat()
    };
    assert_eq!(reason(&compound("Workbook")), wrong(FileType::Xls));
    assert_eq!(reason(&compound("EncryptedPackage")), Reason::Protected);
    assert!(matches!(reason(&archive(&[("xl/workbook.xml", b"<broken")])), Reason::Unreadable { .. }));
    let whole = write(&[Good::new(GoodsNumber::FIRST)], Language::En).unwrap();
    let half = whole.get(..whole.len() / 2).unwrap();
    assert_eq!(reason(half), wrong(FileType::Zip));
}

#[test]
fn bombs_are_not_lit() {
    let zeros = vec![b' '; 70 * 1024 * 1024];
    let bomb = archive(&[("xl/workbook.xml", b"<a/>"), ("xl/worksheets/sheet1.xml", &zeros)]);
    assert!(bomb.len() < 1024 * 1024);
    assert!(matches!(reason(&bomb), Reason::TooMuch { limit: Limit::UnpackedBytes, .. }));
    let names: Vec<String> = (0..600).map(|n| format!("xl/{n}")).collect();
    let mut parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    parts.push(("xl/workbook.xml", b"<a/>"));
    assert!(matches!(reason(&archive(&parts)), Reason::TooMuch { limit: Limit::Parts, .. }));
}

#[test]
fn endless_sheets_are_refused_at_once() {
    let started = Instant::now();
    let last = r#"<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>"#;
    assert!(matches!(reason(&by_hand(last)), Reason::TooMuch { limit: Limit::Rows, .. }));
    let wide = r#"<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>"#;
    assert!(matches!(reason(&by_hand(wide)), Reason::TooMuch { limit: Limit::Columns, .. }));
    let rows = "<row><c><v>1</v></c></row>".repeat(1_000_000);
    let long = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    assert!(matches!(reason(&by_hand(&long)), Reason::TooMuch { limit: Limit::Rows, .. }));
    let formula =
        r#"<worksheet><sheetData><row r="1"><c r="A1"><f t="shared" si="4000000000" ref="A1:A2">1</f></c></row></sheetData></worksheet>"#;
    assert_eq!(reason(&by_hand(formula)), Reason::NoHeader);
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

#[test]
fn a_full_list_is_quick_and_the_same_goods_make_the_same_file() {
    let goods: Vec<Good> = (1..=999)
        .map(|number| Good {
            description: format!("Товар {number}: стол письменный, из древесины, для офиса"),
            commodity: "9403300000".parse().ok(),
            gross_kilograms: customs::form::amount::decimal("12.345"),
            net_kilograms: customs::form::amount::decimal("12"),
            invoiced: customs::form::amount::decimal("99.99"),
            ..Good::new(GoodsNumber::try_from(number).unwrap())
        })
        .collect();
    let started = Instant::now();
    let bytes = write(&goods, Language::Uk).unwrap();
    assert_eq!(read(&bytes).unwrap().goods, goods);
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    assert_eq!(write(&goods, Language::Uk).unwrap(), bytes);
    let long = Good { description: "x".repeat(40_000), ..Good::new(GoodsNumber::FIRST) };
    assert!(write(&[long], Language::En).is_err());
    let formula = Good { description: "=1+1".to_owned(), ..Good::new(GoodsNumber::FIRST) };
    assert_eq!(read(&write(std::slice::from_ref(&formula), Language::En).unwrap()).unwrap().goods, [formula]);
}
