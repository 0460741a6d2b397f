//! Answers of the API, as far as pages show them. What the console cannot do without is
//! required, so that a changed answer is noticed at once; the rest may be absent.

pub(crate) mod approval;
pub(crate) mod commerce;
pub(crate) mod cost;
pub(crate) mod customs;
pub(crate) mod customs_desk;
pub(crate) mod customs_form;
pub(crate) mod deal;
pub(crate) mod fact;
pub(crate) mod holding;
pub(crate) mod ledger;
pub(crate) mod margin;
pub(crate) mod notice;
pub(crate) mod order;
pub(crate) mod payment;
pub(crate) mod trade;

use serde::Deserialize;

/// A failure of an outside system.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct OutsideError {
    pub(crate) code: String,
    pub(crate) class: String,
    pub(crate) raw_code: String,
    pub(crate) text: String,
}

/// A page of a list.
#[derive(Debug, Deserialize)]
pub(crate) struct Listed<T> {
    pub(crate) items: Vec<T>,
    #[serde(default = "none")]
    pub(crate) next_cursor: Option<String>,
}

// `Option::default` as such would ask for `T: Default`.
const fn none() -> Option<String> {
    None
}
