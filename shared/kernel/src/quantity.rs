//! Quantities of goods: positive decimals with at most six fraction digits.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// More than anybody ships of one thing; keeps price times quantity inside a decimal.
const LIMIT: Decimal = Decimal::from_parts(3_567_587_328, 232, 0, false, 0);
/// Fraction digits of the finest unit in use (grams of a tonne).
const FRACTION_DIGITS_MAX: u32 = 6;

/// How much of something: `0 < quantity < 10^12`, JSON string such as `"2.5"`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Quantity(Decimal);

/// Why a text is not a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a quantity is a decimal above zero and below 10^12 with at most {FRACTION_DIGITS_MAX} digits after the point")]
pub struct NotAQuantity;

impl Quantity {
    /// Exactly one.
    pub const ONE: Self = Self(Decimal::ONE);

    /// The number itself.
    pub const fn decimal(self) -> Decimal {
        self.0
    }
}

impl TryFrom<Decimal> for Quantity {
    type Error = NotAQuantity;
    fn try_from(value: Decimal) -> Result<Self, NotAQuantity> {
        let value = value.normalize();
        let fits = value.is_sign_positive() && !value.is_zero() && value < LIMIT && value.scale() <= FRACTION_DIGITS_MAX;
        if fits { Ok(Self(value)) } else { Err(NotAQuantity) }
    }
}

impl FromStr for Quantity {
    type Err = NotAQuantity;
    fn from_str(text: &str) -> Result<Self, NotAQuantity> {
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if !plain || text.len() > 24 {
            return Err(NotAQuantity);
        }
        Decimal::from_str_exact(text).map_err(|_| NotAQuantity).and_then(Self::try_from)
    }
}

impl TryFrom<String> for Quantity {
    type Error = NotAQuantity;
    fn try_from(text: String) -> Result<Self, NotAQuantity> {
        text.parse()
    }
}

impl From<Quantity> for String {
    fn from(quantity: Quantity) -> Self {
        quantity.to_string()
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl schemars::JsonSchema for Quantity {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Quantity".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": r"^\d{1,12}(\.\d{1,6})?$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_ten_to_the_twelfth() {
        assert_eq!(LIMIT, Decimal::from(1_000_000_000_000_u64));
    }

    #[test]
    fn reads_quantities_and_refuses_the_rest() {
        for good in ["1", "2.5", "0.000001", "999999999999.999999", "1.500000000"] {
            assert!(good.parse::<Quantity>().is_ok(), "{good}");
        }
        for bad in ["0", "-1", "0.0000001", "1000000000000", "1e3", "", ".", "NaN", "1,5"] {
            assert_eq!(bad.parse::<Quantity>(), Err(NotAQuantity), "{bad}");
        }
    }
}
