//! From JSON to the canonical shape of a form.
//!
//! serde_json reads a number with a fraction as a float, so such numbers are put into quotes
//! before it sees them: what was written is what is kept.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::problem::FormProblem;
use super::{FORM_BYTES_MAX, FORM_DEPTH_MAX, FORM_FIELDS_MAX, FORM_NAME_BYTES_MAX, FORM_TEXT_BYTES_MAX};

/// A whole number of so many digits fits 64 bits with certainty; a longer one is kept as a text.
const WHOLE_DIGITS_MAX: usize = 18;
/// A decimal of so many digits goes through a float of 64 bits and comes back the same.
const FLOAT_DIGITS_MAX: usize = 15;

/// What JSON is taken for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A form: `null` is the same as nothing, names are sorted.
    Form,
    /// A patch: `null` removes.
    Patch,
    /// A template: names keep their order, which is the order in which people see them.
    Template,
}

/// Reads bytes into a shape.
pub(super) fn parse(bytes: &[u8], shape: Shape) -> Result<Value, FormProblem> {
    if bytes.len() > FORM_BYTES_MAX {
        return Err(FormProblem::TooLarge { bytes: bytes.len() });
    }
    // Notepad and Excel put a mark before the text; it says nothing.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| FormProblem::not_text(bytes, error.valid_up_to()))?;
    let quoted = quote_decimals(text)?;
    let strict = Strict::default();
    let mut reader = serde_json::Deserializer::from_str(&quoted);
    let read = (&strict).deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    match (read, strict.problem.take()) {
        (_, Some(problem)) => Err(problem),
        (Err(error), None) => Err(FormProblem::NotJson { line: error.line(), column: error.column() }),
        (Ok(value), None) => accept(value, shape),
    }
}

/// Brings JSON into a shape, within the limits.
pub(super) fn accept(value: Value, shape: Shape) -> Result<Value, FormProblem> {
    Walk { shape, path: String::new(), fields: 0 }.value(value, 0)
}

/// Puts every number that a float would have to hold into quotes.
fn quote_decimals(text: &str) -> Result<Cow<'_, str>, FormProblem> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let (mut copied, mut at, mut in_text) = (0_usize, 0_usize, false);
    while let Some(byte) = bytes.get(at) {
        match (in_text, byte) {
            (true, b'\\') => at = at.saturating_add(2),
            (_, b'"') => {
                in_text = !in_text;
                at = at.saturating_add(1);
            }
            (false, b'-' | b'0'..=b'9') => {
                let is_part = |byte: &&u8| matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9');
                let end = at.saturating_add(bytes.iter().skip(at).take_while(is_part).count());
                let number = text.get(at..end).unwrap_or_default();
                // Before a colon it is no value, and quotes would make a name of it.
                let is_name = bytes.iter().skip(end).find(|byte| !byte.is_ascii_whitespace()) == Some(&b':');
                if let (false, Some(exact)) = (is_name, exact_text(number)?) {
                    out.push_str(text.get(copied..at).unwrap_or_default());
                    out.push('"');
                    out.push_str(&exact);
                    out.push('"');
                    copied = end;
                }
                at = end;
            }
            _ => at = at.saturating_add(1),
        }
    }
    if copied == 0 {
        return Ok(Cow::Borrowed(text));
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Ok(Cow::Owned(out))
}

/// The text that a number is kept as; `None` when it can stay a number, or is none at all and
/// the reader of JSON will say so.
fn exact_text(number: &str) -> Result<Option<String>, FormProblem> {
    let Some((digits, exponent)) = json_number(number) else { return Ok(None) };
    if exponent {
        let read = Decimal::from_scientific(number).map_err(|_| FormProblem::inexact("", number))?;
        return Ok(Some(read.normalize().to_string()));
    }
    let whole = !number.contains('.');
    Ok((!whole || digits > WHOLE_DIGITS_MAX || number == "-0").then(|| number.to_owned()))
}

/// Digits of a number as JSON writes it, and whether it has an exponent; `None` for anything else.
fn json_number(number: &str) -> Option<(usize, bool)> {
    let unsigned = number.strip_prefix('-').unwrap_or(number);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(mantissa, exponent)| (mantissa, Some(exponent)));
    let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(whole, fraction)| (whole, Some(fraction)));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let exponent_fits = |part: &str| digits(part.strip_prefix(['+', '-']).unwrap_or(part));
    let valid =
        digits(whole) && (whole == "0" || !whole.starts_with('0')) && fraction.is_none_or(digits) && exponent.is_none_or(exponent_fits);
    valid.then(|| (mantissa.len(), exponent.is_some()))
}

struct Walk {
    shape: Shape,
    path: String,
    fields: usize,
}

impl Walk {
    fn value(&mut self, value: Value, depth: usize) -> Result<Value, FormProblem> {
        self.fields = self.fields.saturating_add(1);
        if self.fields > FORM_FIELDS_MAX {
            return Err(FormProblem::TooManyFields);
        }
        if depth > FORM_DEPTH_MAX {
            return Err(FormProblem::TooDeep { path: self.path.clone() });
        }
        match value {
            Value::String(text) if text.len() > FORM_TEXT_BYTES_MAX => Err(FormProblem::TextTooLong { path: self.path.clone() }),
            Value::Number(number) if !(number.is_i64() || number.is_u64()) => self.exact(&number.to_string()),
            Value::Number(number) if number.to_string().trim_start_matches('-').len() > WHOLE_DIGITS_MAX => {
                Ok(Value::from(number.to_string()))
            }
            leaf @ (Value::Null | Value::Bool(_) | Value::String(_) | Value::Number(_)) => Ok(leaf),
            Value::Array(list) => self.list(list, depth),
            Value::Object(map) => self.object(map, depth),
        }
    }

    /// A fraction that went through a float: kept when no float could have changed it.
    fn exact(&self, number: &str) -> Result<Value, FormProblem> {
        let refuse = || FormProblem::inexact(&self.path, number);
        let read = Decimal::from_str(number).or_else(|_| Decimal::from_scientific(number)).map_err(|_| refuse())?.normalize();
        if read.mantissa().unsigned_abs().to_string().len() > FLOAT_DIGITS_MAX {
            return Err(refuse());
        }
        Ok(Value::String(read.to_string()))
    }

    fn list(&mut self, list: Vec<Value>, depth: usize) -> Result<Value, FormProblem> {
        let own = self.path.len();
        let mut out = Vec::with_capacity(list.len());
        for (n, value) in list.into_iter().enumerate() {
            self.path.push_str(&format!("[{n}]"));
            if value.is_null() {
                return Err(FormProblem::NullInList { path: self.path.clone() });
            }
            out.push(self.value(value, depth.saturating_add(1))?);
            self.path.truncate(own);
        }
        Ok(Value::Array(out))
    }

    fn object(&mut self, map: Map<String, Value>, depth: usize) -> Result<Value, FormProblem> {
        let own = self.path.len();
        let mut out = Vec::with_capacity(map.len());
        for (name, value) in map {
            if name.is_empty() || name.len() > FORM_NAME_BYTES_MAX || name.chars().any(char::is_control) {
                return Err(FormProblem::NameUnusable { path: self.path.clone() });
            }
            if own > 0 {
                self.path.push('.');
            }
            self.path.push_str(&name);
            if !(value.is_null() && self.shape == Shape::Form) {
                let value = self.value(value, depth.saturating_add(1))?;
                out.push((name, value));
            }
            self.path.truncate(own);
        }
        if self.shape != Shape::Template {
            out.sort_by(|(left, _), (right, _)| left.cmp(right));
        }
        Ok(Value::Object(out.into_iter().collect()))
    }
}

/// Reads JSON into values, and refuses a name that stands twice: which of the two was meant,
/// nobody can say.
#[derive(Default)]
struct Strict {
    problem: RefCell<Option<FormProblem>>,
    fields: Cell<usize>,
}

impl<'de> DeserializeSeed<'de> for &Strict {
    type Value = Value;
    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl Strict {
    fn stop<E: Error>(&self, problem: FormProblem) -> E {
        self.problem.borrow_mut().get_or_insert(problem);
        E::custom("stopped")
    }

    /// Counted while reading, so that memory stays bounded whatever comes.
    fn count<E: Error>(&self) -> Result<(), E> {
        self.fields.set(self.fields.get().saturating_add(1));
        if self.fields.get() > FORM_FIELDS_MAX { Err(self.stop(FormProblem::TooManyFields)) } else { Ok(()) }
    }
}

impl<'de> Visitor<'de> for &Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.count().map(|()| Value::Bool(value))
    }
    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.count().map(|()| Value::from(value))
    }
    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.count().map(|()| Value::from(value))
    }
    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.count().map(|()| Value::from(value))
    }
    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        self.count().map(|()| Value::String(value))
    }
    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.count().map(|()| Value::Null)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.count()?;
        let mut list = Vec::new();
        while let Some(value) = access.next_element_seed(self)? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.count()?;
        let mut map = Map::new();
        while let Some(name) = access.next_key::<String>()? {
            let value = access.next_value_seed(self)?;
            if map.contains_key(&name) {
                return Err(self.stop(FormProblem::DuplicateField { name: name.chars().take(FORM_NAME_BYTES_MAX).collect() }));
            }
            map.insert(name, value);
        }
        Ok(Value::Object(map))
    }
}
