//! Samples of every event and body: for the API description, the golden files and the tests.
//! Companies are invented; their codes have valid check digits.

pub mod assets;
pub mod budgets;
pub mod clearances;
pub mod contracts;
pub mod facts;
pub mod invoices;
pub mod obligations;
pub mod parties;
pub mod payments;
pub mod sales;
pub mod schedules;

use kernel::{Currency, Day, Line, Money};

/// A line of text. Samples are literals; an invalid one would show as an empty dash.
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

/// An amount of money.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn money(amount: &str, currency: Currency) -> Money {
    Money::parse(amount, currency).expect("a literal amount")
}
