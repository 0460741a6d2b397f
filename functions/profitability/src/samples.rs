//! Samples of every event and body: for the API description, the golden files and the tests.
//! Companies are invented.

pub mod clients;
pub mod estimates;
pub mod messages;
pub mod prices;
pub mod rates;
pub mod shipments;

use kernel::{Currency, Day, Line, Money, Percentage, Quantity};

use crate::price::Price;

/// A line of text. Samples are literals; an invalid one would show in a test.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn line(text: &str) -> Line {
    Line::new(text).expect("a literal line")
}

/// Parses a literal.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn literal<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("a valid literal")
}

/// A civil day.
pub fn day(text: &str) -> Day {
    literal(text)
}

/// A quantity.
pub fn quantity(text: &str) -> Quantity {
    literal(text)
}

/// An amount in the currency of the samples.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn money(amount: &str) -> Money {
    Money::parse(amount, Currency::UAH).expect("a literal amount")
}

/// A price in the currency of the samples.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn price(amount: &str) -> Price {
    Price::new(money(amount)).expect("a literal price")
}

/// Hundredths of a percent.
pub fn percent(hundredths: i64) -> Percentage {
    Percentage::from_hundredths(hundredths)
}
