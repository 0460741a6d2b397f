//! What happens while the vendor's directory is read.

use kernel::Event;
use kernel::reaction::OutsideError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::RowProblem;

/// What happens while the vendor's directory is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum DirectoryEvent {
    /// Somebody wants it read.
    #[serde(rename = "import-requested.v1")]
    ImportRequested,
    /// These rows are done, and there are more.
    #[serde(rename = "import-continued.v1")]
    ImportContinued {
        /// How many are done.
        rows: u32,
        /// Those that could not be read.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        problems: Vec<RowProblem>,
    },
    /// All rows are done.
    #[serde(rename = "import-finished.v1")]
    ImportFinished {
        /// How many there were.
        rows: u32,
        /// Those that could not be read.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        problems: Vec<RowProblem>,
    },
    /// It stopped.
    #[serde(rename = "import-failed.v1")]
    ImportFailed {
        /// Why.
        error: OutsideError,
    },
    /// A row was read and is not taken in.
    #[serde(rename = "row-refused.v1")]
    RowRefused {
        /// Which, and why.
        problem: RowProblem,
    },
}

impl Event for DirectoryEvent {
    fn samples() -> Vec<Self> {
        let problem = || RowProblem {
            row: 3,
            vendor_id: Some(crate::samples::organizations::vendor_id().to_string()),
            problem: "kpp: missing".to_owned(),
        };
        vec![
            Self::ImportRequested,
            Self::ImportContinued { rows: super::ROWS_PER_RUN, problems: vec![problem()] },
            Self::ImportFinished { rows: 231, problems: Vec::new() },
            Self::ImportFailed { error: crate::samples::organizations::outside_error() },
            Self::RowRefused { problem: problem() },
        ]
    }
}
