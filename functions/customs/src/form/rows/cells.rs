//! What a cell means in its column.

use kernel::identifier::Country;
use rust_decimal::Decimal;

use super::{Cell, countries, expected};
use crate::code::{CommodityCode, GoodsNumber};
use crate::form::amount;
use crate::form::problem::{Kind, Limit, Reason, quoted};

/// Longest text of a cell, in bytes; Excel's own limit is 32,767 characters.
const TEXT_BYTES_MAX: usize = 8 * 1024;

/// The text that stands in a cell.
fn written(cell: &Cell) -> Result<&str, Reason> {
    match cell {
        Cell::Text(text) | Cell::Number(text) => Ok(text.trim()),
        Cell::Uncomputed => Err(Reason::FormulaWithoutValue),
        Cell::Error(error) => Err(Reason::ErrorValue { found: quoted(error) }),
        Cell::Empty => Err(Reason::Missing),
    }
}

/// A text on one line.
pub(super) fn text(cell: &Cell) -> Result<String, Reason> {
    let text = written(cell)?;
    if text.len() > TEXT_BYTES_MAX {
        return Err(Reason::TooMuch { limit: Limit::TextBytes, max: u64::try_from(TEXT_BYTES_MAX).unwrap_or(u64::MAX) });
    }
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    Ok(plain.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A decimal: a comma is a point, spaces part thousands.
pub(super) fn decimal(cell: &Cell) -> Result<Decimal, Reason> {
    let written = written(cell)?;
    let plain = plain_number(written);
    match amount::decimal(&plain) {
        Some(value) => Ok(value),
        None => {
            Err(look_alike(&plain, digits, |meant| amount::decimal(meant).is_some()).unwrap_or_else(|| expected(Kind::Decimal, written)))
        }
    }
}

/// Digits with at most one point.
fn plain_number(written: &str) -> String {
    let text: String = written.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’')).collect();
    let (commas, points) = (text.matches(',').count(), text.matches('.').count());
    match (commas, points) {
        (1, 0) => text.replace(',', "."),
        (0, _) => text,
        // Both: the last one parts the fraction, the others thousands.
        (_, 1) if text.rfind(',') < text.rfind('.') && thousands(&text, ',') => text.replace(',', ""),
        (1, _) if text.rfind('.') < text.rfind(',') && thousands(&text, '.') => text.replace('.', "").replace(',', "."),
        (_, 0) if thousands(&text, ',') => text.replace(',', ""),
        _ => text,
    }
}

/// Whether a sign parts the whole digits in threes.
fn thousands(text: &str, sign: char) -> bool {
    let whole = text.split(if sign == ',' { '.' } else { ',' }).next().unwrap_or_default();
    let mut groups = whole.split(sign);
    groups.next().is_some_and(|first| (1..=3).contains(&first.len())) && groups.all(|group| group.len() == 3)
}

/// A commodity code; spaces within it do not count.
pub(super) fn commodity(cell: &Cell) -> Result<CommodityCode, Reason> {
    let written = written(cell)?;
    let code: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    code.parse().map_err(|_| {
        let reason = look_alike(&code, digits, |meant| meant.parse::<CommodityCode>().is_ok());
        reason.unwrap_or_else(|| expected(Kind::Commodity, written))
    })
}

/// A country by its code or its name.
pub(super) fn country(cell: &Cell) -> Result<Country, Reason> {
    let written = written(cell)?;
    let upper = written.to_uppercase();
    if let Some(country) = upper.parse().ok().or_else(|| countries::named(&upper)) {
        return Ok(country);
    }
    Err(look_alike(&upper, latin, |meant| meant.parse::<Country>().is_ok()).unwrap_or_else(|| expected(Kind::Country, written)))
}

/// A number of goods.
pub(super) fn number(cell: &Cell) -> Result<GoodsNumber, Reason> {
    let written = written(cell)?;
    // `1.` is how people number lists.
    let digits_only = written.strip_suffix('.').unwrap_or(written);
    let read = |text: &str| text.parse::<u16>().ok().and_then(|number| GoodsNumber::try_from(number).ok());
    let plain = digits_only.bytes().all(|byte| byte.is_ascii_digit());
    let number = if plain { read(digits_only) } else { None };
    number.ok_or_else(|| {
        let meant = |meant: &str| read(meant).is_some();
        look_alike(digits_only, digits, meant).unwrap_or_else(|| expected(Kind::GoodsNumber, written))
    })
}

/// A code of a unit: three digits, four for some. A number has lost the zeros before it.
pub(super) fn unit_code(cell: &Cell) -> Result<String, Reason> {
    let written = written(cell)?;
    let code = if matches!(cell, Cell::Number(_)) { format!("{written:0>3}") } else { written.to_owned() };
    let fits = (3..=4).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit());
    if fits {
        return Ok(code);
    }
    let meant = |meant: &str| meant.len() == 3 && meant.bytes().all(|byte| byte.is_ascii_digit());
    Err(look_alike(&code, digits, meant).unwrap_or_else(|| expected(Kind::Code, written)))
}

/// A method of valuation: 1 to 6.
pub(super) fn method(cell: &Cell) -> Result<String, Reason> {
    let written = written(cell)?;
    if matches!(written, "1" | "2" | "3" | "4" | "5" | "6") { Ok(written.to_owned()) } else { Err(expected(Kind::Code, written)) }
}

/// Says that letters of another alphabet stand in a code, when with their twins it would be right.
fn look_alike(found: &str, twin: fn(char) -> char, is_right: impl Fn(&str) -> bool) -> Option<Reason> {
    let meant: String = found.chars().map(twin).collect();
    (meant != found && is_right(&meant)).then(|| Reason::LookAlike { found: quoted(found), meant: quoted(&meant) })
}

/// The digit that a letter looks like.
const fn digits(c: char) -> char {
    match c {
        'О' | 'о' | 'O' | 'o' => '0',
        'I' | 'l' | 'І' | 'і' | '|' => '1',
        'З' | 'з' => '3',
        'Ч' | 'ч' => '4',
        'S' | 's' | 'Ѕ' => '5',
        'б' | 'Б' => '6',
        'В' | 'B' => '8',
        'ю' | 'Ю' => '.',
        other => other,
    }
}

/// The Latin capital that a Cyrillic one looks like.
const fn latin(c: char) -> char {
    match c {
        'А' => 'A',
        'В' => 'B',
        'Е' => 'E',
        'І' => 'I',
        'К' => 'K',
        'М' => 'M',
        'Н' => 'H',
        'О' => 'O',
        'Р' => 'P',
        'С' => 'C',
        'Т' => 'T',
        'У' => 'Y',
        'Х' => 'X',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    #[test]
    fn decimals_have_many_writings_and_one_meaning() {
        for (cell, value) in [
            ("12,5", "12.5"),
            ("12.5", "12.5"),
            (" 1 234,50 ", "1234.5"),
            ("1\u{a0}234.50", "1234.5"),
            ("1,234.56", "1234.56"),
            ("1.234,56", "1234.56"),
            ("1,234,567", "1234567"),
            ("1'000", "1000"),
            ("0,000001", "0.000001"),
        ] {
            assert_eq!(decimal(&written(cell)).map(|value| value.to_string()).ok().as_deref(), Some(value), "{cell}");
        }
        for wrong in ["12,5 USD", "1,23,4", "1.2.3", "-5", "0,0000001", "1,2.3,4", "—"] {
            assert!(matches!(decimal(&written(wrong)), Err(Reason::WrongKind { expected: Kind::Decimal, .. })), "{wrong}");
        }
    }

    #[test]
    fn look_alikes_are_named_with_what_was_meant_and_never_guessed() {
        let meant = |reason: Option<Reason>| match reason {
            Some(Reason::LookAlike { meant, .. }) => meant,
            other => panic!("{other:?}"),
        };
        assert_eq!(meant(commodity(&written("847130ОО0О")).err()), "8471300000");
        assert_eq!(meant(country(&written("СN")).err()), "CN");
        assert_eq!(meant(decimal(&written("1О,5")).err()), "10.5");
        assert_eq!(meant(number(&written("З")).err()), "3");
    }

    #[test]
    fn codes_and_countries() {
        assert_eq!(commodity(&written("8471 30 000 0")).map(|code| code.to_string()).ok().as_deref(), Some("8471300000"));
        assert!(matches!(commodity(&Cell::Number("101210000".to_owned())), Err(Reason::WrongKind { expected: Kind::Commodity, .. })));
        for name in ["cn", "CN", "Китай", "КИТАЙ", "China"] {
            assert_eq!(country(&written(name)).map(Country::as_str).ok(), Some("CN"), "{name}");
        }
        assert_eq!(unit_code(&Cell::Number("6".to_owned())).ok().as_deref(), Some("006"));
        assert_eq!(number(&written("12.")).map(GoodsNumber::get).ok(), Some(12));
        assert!(number(&Cell::Number("1.5".to_owned())).is_err());
    }

    #[test]
    fn cells_without_a_value_say_so() {
        assert_eq!(decimal(&Cell::Uncomputed), Err(Reason::FormulaWithoutValue));
        assert_eq!(text(&Cell::Error("#REF!".to_owned())), Err(Reason::ErrorValue { found: "#REF!".to_owned() }));
        assert_eq!(text(&written("two\nlines  and\tmore")).ok().as_deref(), Some("two lines and more"));
    }
}
