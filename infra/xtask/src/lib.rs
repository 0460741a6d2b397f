//! The project's own commands: `cargo xtask <verb>`.
//!
//! A library too, so that the tests can ask whether the generated files are fresh.

pub mod bench;
pub mod books;
pub mod browser;
pub mod contexts;
pub mod emulate;
pub mod generate;
pub mod package;
pub mod programs;
pub mod workspace;

/// Why a verb failed, in one sentence for the terminal.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failed(String);

impl Failed {
    /// A sentence.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// What was tried, before an error's own words.
    pub fn to<E: std::fmt::Display>(what: impl Into<String>) -> impl FnOnce(E) -> Self {
        let what = what.into();
        move |error| Self(format!("cannot {what}: {error}"))
    }
}
