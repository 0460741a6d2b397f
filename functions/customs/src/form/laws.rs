//! Laws of forms, and files that were damaged at random. `PROPTEST_CASES` sets how many.

use kernel::identifier::Country;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::json;

use super::good::Supplementary;
use super::rows::{Cell, Sheet};
use super::*;
use crate::code::GoodsNumber;

/// JSON of a form: names of the album beside others, nesting within the limits.
fn bodies() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (any::<i64>(), 0_u32..9).prop_map(|(mantissa, scale)| Value::from(Decimal::new(mantissa, scale).to_string())),
        "[^\\x00]{0,20}".prop_map(Value::from),
    ];
    let names = prop_oneof![
        Just(SHIPMENT.to_owned()),
        Just(GOODS.to_owned()),
        Just("GoodsNumeric".to_owned()),
        Just("GrossWeightQuantity".to_owned()),
        "[A-Za-z_]{1,12}"
    ];
    let nested = leaf.prop_recursive(5, 64, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((names.clone(), inner), 0..5).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    });
    vec(("[A-Z][A-Za-z_]{0,12}", nested), 0..6).prop_map(|members| Value::Object(members.into_iter().collect()))
}

fn decimals() -> impl Strategy<Value = Option<Decimal>> {
    option::of((0_i64..1_000_000_000_000, 0_u32..=6).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale).normalize()))
}

/// Goods as a list has them, without a number.
pub(crate) fn rows() -> impl Strategy<Value = Good> {
    let words = "[A-Za-zА-Яа-яІЇЄҐіїєґ0-9«»\"&<>.,-]{1,8}( [A-Za-zА-Яа-я0-9]{1,8}){0,4}";
    let units = (decimals(), option::of("[0-9]{3}"), option::of("[А-Я]{1,5}"));
    let codes = (option::of("[0-9]{10}"), option::of(prop_oneof![Just("CN"), Just("DE"), Just("RU")]), option::of("[1-6]"));
    let amounts = (decimals(), decimals(), decimals(), decimals(), decimals());
    let parts = (words, option::of("[A-Z0-9-]{1,12}"), codes, amounts, units);
    parts.prop_map(|(description, article, (code, origin, method), amounts, (quantity, unit_code, unit_name))| {
        let (one, other) = (amounts.0, amounts.1);
        let (net, gross) = if one <= other { (one, other) } else { (other, one) };
        Good {
            description,
            article,
            commodity: code.and_then(|code| code.parse().ok()),
            origin: origin.and_then(|origin| origin.parse::<Country>().ok()),
            gross_kilograms: gross,
            net_kilograms: net,
            invoiced: amounts.2,
            customs_value: amounts.3,
            statistical_value: amounts.4,
            supplementary: quantity.map(|quantity| Supplementary { quantity, unit_code, unit_name }),
            valuation_method: method,
            ..Good::new(GoodsNumber::FIRST)
        }
    })
}

/// Goods with their numbers.
pub(crate) fn lists() -> impl Strategy<Value = Vec<Good>> {
    vec(rows(), 1..12).prop_map(|mut goods| {
        for (good, number) in goods.iter_mut().zip(1_u16..) {
            good.number = GoodsNumber::try_from(number).unwrap();
        }
        goods
    })
}

/// What happens to files on their way: bytes change, go and come, parts repeat, ends get lost.
#[derive(Debug, Clone)]
enum Damage {
    Set(usize, u8),
    Remove(usize, usize),
    Insert(usize, Vec<u8>),
    Repeat(usize, usize, usize),
    Cut(usize),
}

fn damages() -> impl Strategy<Value = Vec<Damage>> {
    let tokens = prop_oneof![
        vec(any::<u8>(), 1..8),
        prop_oneof![Just("{"), Just("["), Just("}"), Just("\""), Just("1e999"), Just("-"), Just(","), Just("null"), Just("\\u0000")]
            .prop_map(|token| token.as_bytes().to_vec()),
    ];
    let damage = prop_oneof![
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Damage::Set(at, byte)),
        (any::<usize>(), 1_usize..64).prop_map(|(at, count)| Damage::Remove(at, count)),
        (any::<usize>(), tokens).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        (any::<usize>(), 1_usize..32, 2_usize..200).prop_map(|(at, count, times)| Damage::Repeat(at, count, times)),
        any::<usize>().prop_map(Damage::Cut),
    ];
    vec(damage, 1..6)
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

/// What holds of every form, however it came about.
fn is_sound(form: &Form) {
    let bytes = form.bytes();
    assert!(bytes.len() <= FORM_BYTES_MAX);
    assert_eq!(Form::parse(&bytes).as_ref(), Ok(form), "the canonical bytes are of the same form");
    let goods = form.goods();
    assert_eq!(form.summary().numbers.len(), goods.len());
    assert!(ChangeSummary::between(Some(form), form).is_empty());
    assert!(ChangeSummary::between(None, form).added.len() <= change::CHANGED_PATHS_MAX);
    let _ = check_boxes(form);
}

proptest! {
    #[test]
    fn forms_have_one_shape(body in bodies()) {
        let form = Form::from_value(body.clone()).unwrap();
        is_sound(&form);
        prop_assert_eq!(&Form::parse(body.to_string().as_bytes()).unwrap(), &form);
        prop_assert_eq!(&Form::from_value(json!({ ROOT: body.clone() })).unwrap_or_default(), &form);
    }

    #[test]
    fn merging_a_form_into_nothing_gives_it_and_merging_it_again_changes_nothing(one in bodies(), other in bodies()) {
        let form = Form::from_value(one.clone()).unwrap();
        let other = Form::from_value(other).unwrap();
        prop_assert_eq!(&form.merged(&form.to_value()).unwrap(), &form);
        let merged = other.merged(&form.to_value()).unwrap();
        prop_assert_eq!(&merged.merged(&form.to_value()).unwrap(), &merged);
        is_sound(&merged);
    }

    #[test]
    fn goods_that_are_put_in_come_out(list in lists(), body in bodies()) {
        let put = Form::default().with_goods(&list, GoodsChoice::Replace).unwrap();
        prop_assert_eq!(put.goods(), list.clone());
        is_sound(&put);
        if let Ok(put) = Form::from_value(body).unwrap().with_goods(&list, GoodsChoice::Replace) {
            prop_assert_eq!(usize::from(put.summary().count), list.len());
            is_sound(&put);
        }
    }

    #[test]
    fn damaged_json_never_breaks_the_reader(list in lists(), body in bodies(), damages in damages()) {
        let form = Form::from_value(body).unwrap();
        let form = form.with_goods(&list, GoodsChoice::Replace).unwrap_or(form);
        if let Ok(read) = Form::parse(&damaged(form.bytes(), &damages)) {
            is_sound(&read);
        }
        if let Ok(template) = TemplateBody::parse(&damaged(form.bytes(), &damages)) {
            let _ = (template.schema(), check(&form, &template));
        }
    }

    #[test]
    fn any_sheet_is_read_or_refused(cells in vec(vec(cells(), 0..8), 0..8)) {
        let rows = (1..).zip(cells).collect();
        let sheet = Sheet { name: "s".to_owned(), rows, merged: Vec::new() };
        match rows::read(&sheet) {
            Ok(reading) => prop_assert!(!reading.goods.is_empty()),
            Err(problems) => prop_assert!(!problems.is_empty()),
        }
    }

    #[test]
    fn a_table_is_read_back_as_it_was(list in lists()) {
        for language in kernel::Language::ALL {
            let table = rows::table(&list, *language);
            let header = table.header.iter().map(|name| Cell::Text((*name).to_owned())).collect();
            let cell = |cell: &rows::Written| match cell {
                rows::Written::Empty => Cell::Empty,
                rows::Written::Text(text) => Cell::Text(text.clone()),
                rows::Written::Number(number) => Cell::Number(number.clone()),
            };
            let rows = table.rows.iter().map(|row| row.iter().map(cell).collect());
            let sheet = Sheet { name: "s".to_owned(), rows: (1..).zip(std::iter::once(header).chain(rows)).collect(), merged: Vec::new() };
            prop_assert_eq!(rows::read(&sheet).unwrap().goods, list.clone());
        }
    }
}

fn cells() -> impl Strategy<Value = Cell> {
    let title =
        prop::sample::select(rows::Column::ALL.to_vec()).prop_map(|column| Cell::Text(column.title(kernel::Language::Ru).to_owned()));
    prop_oneof![
        Just(Cell::Empty),
        title,
        ".{0,12}".prop_map(Cell::Text),
        "[0-9]{1,12}([.][0-9]{1,8})?".prop_map(Cell::Number),
        Just(Cell::Uncomputed),
        Just(Cell::Error("#N/A".to_owned())),
    ]
}
