//! Reading rows whose fields change type: both systems send one field as a text today and as
//! a number tomorrow, and write "nothing" in several ways.

use kernel::{Currency, Money};
use serde_json::Value;

/// A scalar as text, trimmed. `None` when it is absent, null, empty, a list or an object.
///
/// Numbers are printed as they were written, never calculated with.
pub fn plain(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => u8::from(*flag).to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
    };
    Some(text).filter(|text| !text.is_empty())
}

/// A field of a row as text; see [`plain`].
pub fn text(row: &Value, field: &str) -> Option<String> {
    row.get(field).and_then(plain)
}

/// The first of several fields that says something.
pub fn first_text(row: &Value, fields: &[&str]) -> Option<String> {
    fields.iter().find_map(|field| text(row, field))
}

/// An amount: a point or a comma, zeros behind the currency's digits are dropped.
/// `None` when it is not an exact amount.
pub fn money(text: &str, currency: Currency) -> Option<Money> {
    let text = text.trim().replace(',', ".");
    let exact = match text.split_once('.') {
        Some((whole, fraction)) => {
            let fraction = fraction.trim_end_matches('0');
            if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
        }
        None => text,
    };
    Money::parse(&exact, currency).ok()
}

/// At most `characters` of a text that somebody else wrote, on one line.
pub fn line(text: &str, characters: usize) -> String {
    let clean = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    clean.take(characters).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_field_is_the_same_as_text_and_as_number() {
        for (value, expected) in [
            (json!("7"), Some("7")),
            (json!(7), Some("7")),
            (json!(2.5), Some("2.5")),
            (json!(" x "), Some("x")),
            (json!(true), Some("1")),
            (json!(""), None),
            (json!("  "), None),
            (json!(null), None),
            (json!([]), None),
            (json!({}), None),
        ] {
            assert_eq!(plain(&value).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn amounts_are_exact_or_nothing() {
        for (text, minor) in [
            ("96", Some(9_600)),
            ("3200.5", Some(320_050)),
            ("3200.0", Some(320_000)),
            ("1500,55", Some(150_055)),
            ("45.000", Some(4_500)),
            ("-1.00", Some(-100)),
            ("1.005", None),
            ("1e16", None),
            (".5", None),
            ("", None),
            ("NaN", None),
            ("12 грн", None),
        ] {
            assert_eq!(money(text, Currency::UAH).map(Money::minor), minor, "{text:?}");
        }
    }

    #[test]
    fn foreign_text_is_cut_and_kept_on_one_line() {
        assert_eq!(line("a\nб\u{0}в", 3), "a б");
        assert_eq!(line(" x ", 200), "x");
    }
}
