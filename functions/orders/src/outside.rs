//! What is asked of the carrier and the bank, and what they answer, as types of this context.
//!
//! Pure: `orders-connectors` makes the requests, a webhook hands over what is pushed, and
//! both turn a row of the outside system into a fact by the same function here. A row that
//! cannot be read is never dropped: it comes back as a [`RejectedRow`] for a person to see.

pub mod kyiv;
pub mod lenient;
pub mod nova_poshta;
pub mod privat24;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A field of an outside row that is missing or says something that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct ParseError {
    /// The outside system's name of the field.
    pub field: &'static str,
    /// What is wrong with it; quotes at most the start of the value, never the whole row.
    pub problem: String,
}

impl ParseError {
    /// A field with its problem.
    pub fn new(field: &'static str, problem: impl Into<String>) -> Self {
        Self { field, problem: problem.into() }
    }
}

/// A fact and the row it was read from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Kept<T> {
    /// What the row says, in this context's types; without names and phones of people
    /// unless the fact's own documentation names them.
    pub fact: T,
    /// The row as it came. Personal data: keep it encrypted as a document, never in an event.
    pub raw: Value,
}

/// A row that is not a fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RejectedRow {
    /// Code of the error vocabulary: `NP_PARSE_ERROR`, `P24_PARSE_ERROR`, `P24_DUPLICATE_TX`.
    pub code: String,
    /// Which field, and why.
    pub problem: String,
    /// The row as it came; see [`Kept::raw`].
    pub raw: Value,
}
