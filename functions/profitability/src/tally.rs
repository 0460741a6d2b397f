//! How much there is of something, perhaps nothing.

use std::fmt;

use kernel::money::MoneyError;
use kernel::{Money, Quantity};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A quantity that may be nothing: what is left, what was shipped. Never less than nothing; at
/// most six digits after the point, like the quantities that it is made of. JSON string.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Tally(Decimal);

/// A quantity of which much is taken bit by bit: the bits are added, and subtracted once. An estimate
/// has a thousand lines and fifty orders of hundreds of lines each.
#[derive(Debug, Clone, Copy)]
pub struct Left {
    of: Decimal,
    taken: Decimal,
}

impl Left {
    /// All of it.
    pub fn all(of: Quantity) -> Self {
        Self { of: of.decimal(), taken: Decimal::ZERO }
    }

    /// Without some of it.
    pub fn take(&mut self, taken: Tally) {
        self.taken = self.taken.saturating_add(taken.0);
    }

    /// What is left, or nothing when more was taken than there was.
    pub fn rest(self) -> Tally {
        Tally(self.of).less(Tally(self.taken))
    }
}

/// Why a text is not a tally.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected 0 or a decimal above it and below 10^12, with at most 6 digits after the point")]
pub struct NotATally;

impl Tally {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// Nothing is there.
    pub const fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The quantity; `None` for nothing.
    pub fn quantity(self) -> Option<Quantity> {
        Quantity::try_from(self.0).ok()
    }

    /// Together with more of it; `None` beyond any quantity.
    pub fn plus(self, more: impl Into<Self>) -> Option<Self> {
        let sum = self.0.checked_add(more.into().0)?.normalize();
        Self::checked(sum)
    }

    /// What is left after some is taken; `None` when there is not so much.
    pub fn minus(self, taken: impl Into<Self>) -> Option<Self> {
        let rest = self.0.checked_sub(taken.into().0)?.normalize();
        Self::checked(rest)
    }

    /// What is left after some is taken, or nothing when more is taken than there was.
    pub fn less(self, taken: impl Into<Self>) -> Self {
        self.minus(taken).unwrap_or_default()
    }

    /// Price times this, rounded once to minor units, half away from zero.
    ///
    /// # Errors
    /// `Overflow` when it does not fit.
    pub fn times(self, price: Money) -> Result<Money, MoneyError> {
        self.quantity().map_or(Ok(Money::zero(price.currency())), |quantity| price.times(quantity))
    }

    fn checked(value: Decimal) -> Option<Self> {
        (value.is_zero() || Quantity::try_from(value).is_ok()).then(|| Self(value.normalize()))
    }
}

impl From<Quantity> for Tally {
    fn from(quantity: Quantity) -> Self {
        Self(quantity.decimal())
    }
}

impl TryFrom<String> for Tally {
    type Error = NotATally;
    fn try_from(text: String) -> Result<Self, NotATally> {
        let zero = !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        if zero && text != "." {
            return Ok(Self::ZERO);
        }
        text.parse::<Quantity>().map(Self::from).map_err(|_| NotATally)
    }
}

impl From<Tally> for String {
    fn from(tally: Tally) -> Self {
        tally.to_string()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl schemars::JsonSchema for Tally {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Tally".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": r"^\d{1,12}(\.\d{1,6})?$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(text: &str) -> Tally {
        Tally::try_from(text.to_owned()).unwrap()
    }

    fn quantity(text: &str) -> Quantity {
        text.parse().unwrap()
    }

    #[test]
    fn p08_what_is_left_may_be_nothing_and_never_less() {
        let left = tally("10").minus(quantity("10.000"));
        assert_eq!(left, Some(Tally::ZERO));
        assert_eq!(Tally::ZERO.minus(quantity("0.000001")), None);
        assert_eq!(Tally::ZERO.less(quantity("5")), Tally::ZERO);
        assert_eq!(tally("0.5").plus(quantity("0.25")), Some(tally("0.75")));
        assert_eq!(tally("999999999999").plus(quantity("1")), None);
        for bad in ["-1", "", ".", "1e3", "0.0000001"] {
            assert_eq!(Tally::try_from(bad.to_owned()), Err(NotATally), "{bad}");
        }
    }

    #[test]
    fn p07_more_digits_than_a_quantity_has_are_refused_not_rounded() {
        for bad in ["0.0000001", "0", "1000000000000", "-1", "1.0000001"] {
            assert!(bad.parse::<Quantity>().is_err(), "{bad}");
        }
        assert!("0.000001".parse::<Quantity>().is_ok() && "999999999999.999999".parse::<Quantity>().is_ok());
    }
}
