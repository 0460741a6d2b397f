//! Files of declarations: XML and Excel, read and written.
//!
//! Every file is a document of the tenant, named by its key. A file that is wrong is no failure
//! of the connector: it answers with [`Answer::Problems`], each with its place and reason.
//!
//! Every request may be repeated: what is written is kept under a key that is the hash of its
//! bytes, and the same input makes the same bytes.

use kernel::Language;
use serde::{Deserialize, Serialize};

use crate::form::{ChangeSummary, FormRef, GoodsChoice, Problem};

/// The connector's name.
pub const CONNECTOR: &str = "formats";

/// What keys of documents begin with that the connector may read: those of this context, since
/// a key may come from outside.
pub const KEY_PREFIX: &str = "customs/";

/// Most problems that an answer names; the rest is counted. A list with 1,000 rows and one wrong
/// column would have 1,000.
pub const PROBLEMS_MAX: usize = 200;

/// Codes of failures.
pub mod code {
    /// The request cannot be read, or names a document of another context.
    pub const VALIDATION_ERROR: &str = "FORMATS_VALIDATION_ERROR";
    /// A document could not be read or kept.
    pub const STORAGE_ERROR: &str = "FORMATS_STORAGE_ERROR";
    /// A file could not be made; what was wrong is in the text.
    pub const WRITE_ERROR: &str = "FORMATS_WRITE_ERROR";
}

/// What the connector is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "request", rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// Reads a declaration in XML. Answer: [`Answer::Form`].
    ReadXml {
        /// The key of the file.
        key: String,
    },
    /// Writes a form as XML in the order of the album. Answer: [`Answer::File`].
    WriteXml {
        /// The hash of the form.
        sha256: String,
    },
    /// Reads a goods list and puts its rows into a form. Answer: [`Answer::Form`].
    ReadGoods {
        /// The key of the workbook.
        key: String,
        /// The hash of the form that the goods go into; none for a new form.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        into: Option<String>,
        /// What becomes of the goods that are there.
        choice: GoodsChoice,
    },
    /// Writes the goods of a form as a workbook. Answer: [`Answer::File`].
    WriteGoods {
        /// The hash of the form.
        sha256: String,
        /// The language of the names of columns.
        language: Language,
    },
}

/// What the connector answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case", deny_unknown_fields)]
pub enum Answer {
    /// A form was made and kept under its own key.
    Form {
        /// It.
        form: FormRef,
        /// What it has that the form before had not; everything, when there was none.
        change: Box<ChangeSummary>,
        /// Columns of a goods list that mean nothing to a declaration, and were left out.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        ignored: Vec<IgnoredColumn>,
    },
    /// A file was made and kept.
    File {
        /// Its key.
        key: String,
        /// What it is.
        media_type: String,
        /// SHA-256 of its bytes, in lowercase hexadecimal digits.
        sha256: String,
        /// Its size.
        size_bytes: u64,
        /// Fields whose place in the album's order is not known; they stand last in their section.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        unplaced: Vec<String>,
    },
    /// The file is wrong; nothing was kept.
    Problems {
        /// The first of them ([`PROBLEMS_MAX`]), in the order of the file.
        problems: Vec<Problem>,
        /// How many there are.
        count: u32,
    },
}

impl Answer {
    /// Problems, cut to what an answer names.
    pub fn problems(mut problems: Vec<Problem>) -> Self {
        let count = u32::try_from(problems.len()).unwrap_or(u32::MAX);
        problems.truncate(PROBLEMS_MAX);
        Self::Problems { problems, count }
    }
}

/// A column that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IgnoredColumn {
    /// Its letters.
    pub column: String,
    /// Its name on the sheet.
    pub name: String,
}
