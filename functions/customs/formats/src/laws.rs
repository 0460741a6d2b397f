//! Files that were damaged at random, and what comes back of what was written.
//! `PROPTEST_CASES` sets how many.

use std::io::{Cursor, Read, Write};

use customs::code::GoodsNumber;
use customs::form::good::{Good, Supplementary};
use customs::form::{Form, GoodsChoice};
use kernel::Language;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::{sniff, workbook, xml};

fn decimals() -> impl Strategy<Value = Option<Decimal>> {
    // Sixteen digits and more go through a workbook as texts.
    option::of((0_i64..100_000_000_000_000_000, 0_u32..=6).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale).normalize()))
        .prop_map(|value| value.filter(|value| *value < Decimal::from(1_000_000_000_000_000_i64)))
}

fn goods() -> impl Strategy<Value = Good> {
    let words = "[A-Za-zА-Яа-яІЇЄҐіїєґ0-9«»\"'&<>.,=+-]{1,8}( [A-Za-zА-Яа-я0-9]{1,8}){0,4}";
    let unit = (decimals(), option::of("[0-9]{3}"), option::of("[А-Я]{1,5}"));
    let codes = (option::of("[0-9]{10}"), option::of(prop_oneof![Just("CN"), Just("DE"), Just("RU")]), option::of("[1-6]"));
    let amounts = (decimals(), decimals(), decimals(), decimals(), decimals());
    let parts = (words, option::of("[A-Z0-9-]{1,12}"), codes, amounts, unit);
    parts.prop_map(|(description, article, (code, origin, method), amounts, (quantity, unit_code, unit_name))| Good {
        description,
        article,
        commodity: code.and_then(|code| code.parse().ok()),
        origin: origin.and_then(|origin| origin.parse().ok()),
        net_kilograms: amounts.0.min(amounts.1),
        gross_kilograms: amounts.0.max(amounts.1),
        invoiced: amounts.2,
        customs_value: amounts.3,
        statistical_value: amounts.4,
        supplementary: quantity.map(|quantity| Supplementary { quantity, unit_code, unit_name }),
        valuation_method: method,
        ..Good::new(GoodsNumber::FIRST)
    })
}

fn lists() -> impl Strategy<Value = Vec<Good>> {
    vec(goods(), 1..8).prop_map(|mut goods| {
        for (good, number) in goods.iter_mut().zip(1_u16..) {
            good.number = GoodsNumber::try_from(number).unwrap();
        }
        goods
    })
}

fn form(goods: &[Good]) -> Form {
    Form::default().with_goods(goods, GoodsChoice::Replace).unwrap()
}

/// What happens to bytes on their way.
#[derive(Debug, Clone)]
enum Damage {
    Set(usize, u8),
    Remove(usize, usize),
    Insert(usize, Vec<u8>),
    Repeat(usize, usize, usize),
    Cut(usize),
}

fn damages(tokens: &'static [&'static str]) -> impl Strategy<Value = Vec<Damage>> {
    let tokens = prop_oneof![vec(any::<u8>(), 1..8), prop::sample::select(tokens).prop_map(|token| token.as_bytes().to_vec())];
    let damage = prop_oneof![
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Damage::Set(at, byte)),
        (any::<usize>(), 1_usize..64).prop_map(|(at, count)| Damage::Remove(at, count)),
        (any::<usize>(), tokens).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        (any::<usize>(), 1_usize..32, 2_usize..200).prop_map(|(at, count, times)| Damage::Repeat(at, count, times)),
        any::<usize>().prop_map(Damage::Cut),
    ];
    vec(damage, 1..5)
}

fn damaged(mut bytes: Vec<u8>, damages: &[Damage]) -> Vec<u8> {
    for damage in damages {
        let length = bytes.len();
        let place = |at: usize| at.checked_rem(length).unwrap_or(0);
        match damage {
            Damage::Set(at, byte) => drop(bytes.get_mut(place(*at)).map(|old| *old = *byte)),
            Damage::Remove(at, count) => drop(bytes.drain(place(*at)..place(*at).saturating_add(*count).min(length))),
            Damage::Insert(at, new) => drop(bytes.splice(place(*at)..place(*at), new.iter().copied())),
            Damage::Repeat(at, count, times) => {
                let part: Vec<u8> = bytes.iter().skip(place(*at)).take(*count).copied().collect();
                bytes.splice(place(*at)..place(*at), part.repeat(*times));
            }
            Damage::Cut(at) => bytes.truncate(place(*at)),
        }
    }
    bytes
}

/// A workbook with one of its parts damaged, and packed again: the damage reaches the reader of
/// sheets and does not end at the checksum of the archive.
fn part_damaged(book: &[u8], part: usize, damages: &[Damage]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let chosen = part.checked_rem(archive.len()).unwrap_or(0);
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..archive.len() {
        let mut file = archive.by_index(n).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let name = file.name().unwrap().into_owned();
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&if n == chosen { damaged(bytes, damages) } else { bytes }).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// What holds of every answer of the reader of workbooks.
fn read_workbook(bytes: &[u8]) {
    match workbook::read(bytes) {
        Ok(reading) => assert!(!reading.goods.is_empty() && form(&reading.goods).goods() == reading.goods),
        Err(problems) => assert!(!problems.is_empty()),
    }
    let _ = sniff::sniff(bytes);
}

const XML_TOKENS: &[&str] = &[
    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "&b;",
    "&#0;",
    "&#xD800;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "<a>",
    "</a>",
    "<a b='",
    "<?",
    "\u{0}",
    "&",
];
const SHEET_TOKENS: &[&str] = &[
    "<c r=\"XFD1048576\"><v>1</v></c>",
    "<row r=\"4294967295\">",
    "<c r=\"A0\">",
    "<v>1e999</v>",
    "<v>-1</v>",
    "t=\"s\"",
    "<f t=\"shared\" si=\"99999999999\" ref=\"A1:B2\">",
    "<mergeCell ref=\"B2:A1\"/>",
    "</row>",
    "&lol;",
    "99999999999999999999",
];

/// A workbook takes as long as ten other files: fewer of them, unless somebody says how many.
fn workbooks() -> ProptestConfig {
    let cases = if std::env::var_os("PROPTEST_CASES").is_none() { 64 } else { ProptestConfig::default().cases };
    ProptestConfig { cases, ..ProptestConfig::default() }
}

proptest! {
    #[test]
    fn what_is_written_is_read_from_xml(list in lists()) {
        let form = form(&list);
        let written = xml::write(&form).unwrap();
        prop_assert!(written.unplaced.is_empty());
        let read = xml::read(&written.bytes).unwrap();
        prop_assert_eq!(read.goods(), list);
        prop_assert_eq!(xml::write(&read).unwrap(), written);
    }

    #[test]
    fn damaged_xml_never_breaks_the_reader(list in lists(), damages in damages(XML_TOKENS)) {
        match xml::read(&damaged(xml::write(&form(&list)).unwrap().bytes, &damages)) {
            Ok(form) => {
                prop_assert_eq!(&Form::parse(&form.bytes()).unwrap(), &form);
                let _ = xml::write(&form);
            }
            Err(problems) => prop_assert!(!problems.is_empty()),
        }
    }

    #[test]
    fn any_bytes_are_some_type(bytes in vec(any::<u8>(), 0..200)) {
        let _ = (sniff::sniff(&bytes), xml::read(&bytes), workbook::read(&bytes));
    }
}

proptest! {
    #![proptest_config(workbooks())]

    #[test]
    fn what_is_written_is_read_from_a_workbook(list in lists(), language in prop::sample::select(Language::ALL)) {
        prop_assert_eq!(workbook::read(&workbook::write(&list, language).unwrap()).unwrap().goods, list);
    }

    #[test]
    fn damaged_workbooks_never_break_the_reader(list in lists(), damages in damages(SHEET_TOKENS)) {
        read_workbook(&damaged(workbook::write(&list, Language::Ru).unwrap(), &damages));
    }

    #[test]
    fn damaged_sheets_never_break_the_reader(list in lists(), part in any::<usize>(), damages in damages(SHEET_TOKENS)) {
        read_workbook(&part_damaged(&workbook::write(&list, Language::Ru).unwrap(), part, &damages));
    }
}
