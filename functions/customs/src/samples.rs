//! Samples that tests, examples and the API description share. People and companies are invented.

pub mod declarations;
pub mod feed;
pub mod forms;
pub mod kontur;
pub mod organizations;
pub mod payments;
pub mod reference;
#[cfg(test)]
pub(crate) mod tables;

use kernel::{Currency, Day, Line, Moment, Money};

/// A line of text. Samples are literals; a test reads each.
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

/// An amount of money.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn money(amount: &str, currency: Currency) -> Money {
    Money::parse(amount, currency).expect("a literal amount")
}

/// A civil day.
pub fn day(text: &str) -> Day {
    literal(text)
}

/// A moment.
pub fn moment(text: &str) -> Moment {
    literal(text)
}
