//! A trading house driven at random, and other people's programs that add up its books.
//!
//! Own companies with books in several currencies trade with others and with each other for
//! about a year: contracts, facts, invoices, credit notes, payments, budgets, entries by hand,
//! corrections, closed months. Every step is a real command of `commerce` or `ledger`, decided
//! by the real decision. After each accepted one the laws of money are checked; at the end the
//! journal of each book is exported as the API exports it, for hledger and for beancount, and
//! what these make of it is compared with our own trial balance, account by account, exactly.
//!
//! As a library it needs no outside program: the tests drive companies and check the laws.
//! `cargo xtask books` installs the two programs and runs the whole.

pub mod acts;
pub mod driver;
pub mod founding;
pub mod laws;
pub mod luck;
pub mod programs;
pub mod proof;

pub use driver::Driver;

/// Why the run ends.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failed(String);

impl Failed {
    /// In one or several lines.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// What was tried, before an error's own words.
    pub fn to<E: std::fmt::Display>(what: impl Into<String>) -> impl FnOnce(E) -> Self {
        let what = what.into();
        move |error| Self(format!("cannot {what}: {error}"))
    }
}
