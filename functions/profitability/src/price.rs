//! Prices and costs of one piece: money that is never less than nothing.

use std::fmt;

use kernel::{Currency, Money, Quantity};
use serde::{Deserialize, Serialize};

/// Money for one piece, net of VAT: zero or more. A price or cost of zero can be written down, so
/// that the line that has it is shown as blocked; less than zero cannot.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Money", into = "Money")]
pub struct Price(Money);

/// Why an amount is not a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a price is not below zero")]
pub struct Negative;

impl Price {
    /// Checks an amount.
    ///
    /// # Errors
    /// When it is below zero.
    pub const fn new(amount: Money) -> Result<Self, Negative> {
        if amount.is_negative() { Err(Negative) } else { Ok(Self(amount)) }
    }

    /// As money.
    pub const fn money(self) -> Money {
        self.0
    }

    /// Its currency.
    pub const fn currency(self) -> Currency {
        self.0.currency()
    }

    /// Nothing.
    pub const fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Of so many pieces, rounded once to minor units, half away from zero.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn times(self, quantity: Quantity) -> Result<Money, kernel::money::MoneyError> {
        self.0.times(quantity)
    }
}

impl TryFrom<Money> for Price {
    type Error = Negative;
    fn try_from(amount: Money) -> Result<Self, Negative> {
        Self::new(amount)
    }
}

impl From<Price> for Money {
    fn from(price: Price) -> Self {
        price.0
    }
}

impl fmt::Debug for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl schemars::JsonSchema for Price {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Price".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Money::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p01_p09_prices_are_read_from_decimal_texts_only() {
        let read = |json: serde_json::Value| serde_json::from_value::<Price>(json);
        assert!(read(serde_json::json!({ "amount": "0", "currency": "RUB" })).is_ok_and(Price::is_zero));
        for bad in [
            serde_json::json!({ "amount": "-0.01", "currency": "RUB" }),
            serde_json::json!({ "amount": 1.5, "currency": "RUB" }),
            serde_json::json!({ "amount": "1.005", "currency": "RUB" }),
            serde_json::json!(1.5),
        ] {
            assert!(read(bad).is_err());
        }
    }
}
