//! Everything that can happen to a series of numbers.

use kernel::{Event, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{NumberFormat, SeriesKey};
use crate::InvoiceId;

/// What happened to a series of numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum SeriesEvent {
    /// It was opened, by hand or by its first number.
    #[serde(rename = "opened.v1")]
    Opened {
        /// Whose, which, when.
        key: SeriesKey,
        /// How numbers are written.
        format: NumberFormat,
    },
    /// Numbers are written differently, before the first was taken.
    #[serde(rename = "format-changed.v1")]
    FormatChanged {
        /// How from now on.
        format: NumberFormat,
    },
    /// A document took a number.
    #[serde(rename = "number-taken.v1")]
    NumberTaken {
        /// Its place, from 1 without a gap.
        serial: u32,
        /// As written.
        number: Line,
        /// Which document.
        document: InvoiceId,
    },
}

impl Event for SeriesEvent {
    fn samples() -> Vec<Self> {
        crate::samples::invoices::series_events()
    }
}
