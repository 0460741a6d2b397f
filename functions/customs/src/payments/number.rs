//! The plain number of a rate: per cent of a duty, euros a kilogram, roubles a dollar.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Above every rate in use, and small enough that a product with an amount stays in a decimal.
const LIMIT: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);
/// Finest rates in use have four digits after the point; two more are room.
const FRACTION_DIGITS_MAX: u32 = 6;
/// Digits, a point and digits.
const CHARACTERS_MAX: usize = 17;

/// The number of a rate: `0 <= number < 10^9`, at most six digits after the point. JSON string.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Number(Decimal);

/// Why a text is not such a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a decimal from 0 to 10^9 with at most {FRACTION_DIGITS_MAX} digits after the point")]
pub struct NotANumber;

impl Number {
    /// The number itself.
    pub const fn decimal(self) -> Decimal {
        self.0
    }

    /// Nothing.
    pub const fn is_zero(self) -> bool {
        self.0.is_zero()
    }
}

impl FromStr for Number {
    type Err = NotANumber;
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let ends = text.starts_with(|c: char| c.is_ascii_digit()) && text.ends_with(|c: char| c.is_ascii_digit());
        if !plain || !ends || text.len() > CHARACTERS_MAX {
            return Err(NotANumber);
        }
        let value = Decimal::from_str_exact(text).map_err(|_| NotANumber)?.normalize();
        if value < LIMIT && value.scale() <= FRACTION_DIGITS_MAX { Ok(Self(value)) } else { Err(NotANumber) }
    }
}

impl TryFrom<String> for Number {
    type Error = NotANumber;
    fn try_from(text: String) -> Result<Self, NotANumber> {
        text.parse()
    }
}

impl From<Number> for String {
    fn from(number: Number) -> Self {
        number.to_string()
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl schemars::JsonSchema for Number {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Number".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": r"^\d{1,9}(\.\d{1,6})?$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_read_exactly_or_not_at_all() {
        for (text, printed) in [("0", "0"), ("22", "22"), ("6.50", "6.5"), ("0.345", "0.345"), ("999999999.999999", "999999999.999999")] {
            assert_eq!(text.parse::<Number>().map(|number| number.to_string()), Ok(printed.to_owned()));
        }
        for text in ["", "-1", ".5", "5.", "1e3", "1,5", "1000000000", "0.0000001", "1.2.3", "NaN"] {
            assert_eq!(text.parse::<Number>(), Err(NotANumber), "{text:?}");
        }
    }
}
