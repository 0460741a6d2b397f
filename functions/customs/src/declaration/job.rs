//! Work on files of a declaration that takes its time: imports, exports, prints.

use kernel::reaction::OutsideError;
use kernel::{Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::document::AtVendor;
use crate::form::{GoodsChoice, Problem};
use crate::payments::{Cost, DtsForm};

/// How many jobs a declaration remembers; older ones are forgotten, their files stay.
pub const JOBS_KEPT: usize = 20;
/// Most problems that a failed import names; a file with more is wrong as a whole.
pub const PROBLEMS_MAX: usize = 100;

/// Most notes that a job keeps: each is one column or field to look at.
pub const NOTES_MAX: usize = 50;

/// Most jobs of one declaration at once; more would only wait for each other.
pub const JOBS_AT_ONCE_MAX: usize = 5;
/// After this time without an end a job counts as lost, in milliseconds: a thousand goods take
/// seconds, and a queue delivers again within minutes.
pub const LOST_AFTER_MS: i64 = 15 * 60_000;

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "job", rename_all = "kebab-case")]
pub enum Task {
    /// A form is read from a file and takes the place of the declaration's.
    ImportForm {
        /// The file.
        file: Upload,
        /// How it is written.
        format: FormFormat,
    },
    /// Goods are read from an Excel file.
    ImportGoods {
        /// The file.
        file: Upload,
        /// Whether they take the place of those that are there, or follow them.
        choice: GoodsChoice,
    },
    /// The form is written to a file.
    ExportForm {
        /// How.
        format: FormFormat,
    },
    /// The goods are written to an Excel file.
    ExportGoods,
    /// The vendor makes the declaration of customs value.
    MakeDts {
        /// Which form.
        form: DtsForm,
        /// The costs that it distributes.
        costs: Vec<Cost>,
        /// Of our own shares: the key is made of it.
        sha256: String,
        /// How long these are.
        size_bytes: u64,
    },
    /// The vendor prints the form.
    VendorPrint {
        /// As what.
        format: PrintFormat,
    },
}

impl Task {
    /// Whether its end changes the form.
    pub const fn changes_form(&self) -> bool {
        match self {
            Self::ImportForm { .. } | Self::ImportGoods { .. } => true,
            Self::ExportForm { .. } | Self::ExportGoods | Self::MakeDts { .. } | Self::VendorPrint { .. } => false,
        }
    }

    /// The file that is read.
    pub const fn file(&self) -> Option<&Upload> {
        match self {
            Self::ImportForm { file, .. } | Self::ImportGoods { file, .. } => Some(file),
            Self::ExportForm { .. } | Self::ExportGoods | Self::MakeDts { .. } | Self::VendorPrint { .. } => None,
        }
    }
}

impl Job {
    /// Whether it is being done, as far as one can still believe that.
    pub fn is_working(&self, now: Moment) -> bool {
        self.state == JobState::Working && now < self.requested_at.plus_ms(LOST_AFTER_MS)
    }
}

/// An uploaded file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Upload {
    /// Its name, for people.
    pub name: Line,
    /// Hexadecimal SHA-256 of its bytes: the key is made of it.
    pub sha256: String,
    /// How long it is.
    pub size_bytes: u64,
}

impl Upload {
    /// Where the bytes are kept.
    pub fn key(&self) -> String {
        upload_key(&self.sha256)
    }
}

/// Where an uploaded file with that hash is kept.
pub fn upload_key(sha256: &str) -> String {
    format!("customs/uploads/{sha256}")
}

/// How a form is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FormFormat {
    /// JSON.
    Json,
    /// XML in the order of the album's schema.
    Xml,
}

/// What the vendor prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PrintFormat {
    /// A page for the browser.
    Html,
    /// A PDF.
    Pdf,
}

/// A job and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// From 1.
    pub number: u32,
    /// What is to be done.
    pub task: Task,
    /// When it was asked for.
    pub requested_at: Moment,
    /// What became of it.
    pub state: JobState,
}

/// What became of a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum JobState {
    /// It is being done.
    Working,
    /// It is done, and made a file or changed the form.
    Done {
        /// The file.
        file: Option<Made>,
        /// What somebody should know of it; the first [`NOTES_MAX`].
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        notes: Vec<Note>,
        /// What was made at the vendor.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_vendor: Option<AtVendor>,
    },
    /// It was not done.
    Failed {
        /// Why.
        because: Because,
    },
}

impl JobState {
    /// Done, with nothing to say of it.
    pub const fn done(file: Option<Made>) -> Self {
        Self::Done { file, notes: Vec::new(), at_vendor: None }
    }
}

/// What somebody should know of a file that was read or written: nothing is left out in silence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "note", rename_all = "kebab-case")]
pub enum Note {
    /// A column of a goods list means nothing to a declaration, and was left out.
    ColumnLeftOut {
        /// Its letters.
        column: String,
        /// Its name on the sheet.
        name: String,
    },
    /// The vendor had the form already, and none was made again: its costs may be others.
    FoundAtVendor,
    /// A field has no known place in the order of the album; it stands last in its section.
    FieldUnplaced {
        /// Its path in the form.
        path: String,
    },
}

/// Why a job was not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum Because {
    /// The file is wrong.
    File {
        /// What is wrong, by place; the first [`PROBLEMS_MAX`].
        problems: Vec<Problem>,
    },
    /// Somebody changed the form, or sent the declaration, while the file was read. Theirs stands.
    ChangedMeanwhile,
    /// There is no form yet.
    NoForm,
    /// The vendor does not have the declaration yet.
    NotAtVendor,
    /// The vendor has a declaration of customs value already: it is changed there, or deleted
    /// there and asked for again.
    MadeAlready,
    /// The outside system failed; the job can be asked for again.
    Outside {
        /// How.
        error: OutsideError,
    },
}

/// A file that a job made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Made {
    /// Where it is kept, a key within the tenant.
    pub key: String,
    /// Under which name it is saved.
    pub file_name: Line,
    /// How long it is.
    pub size_bytes: u64,
    /// Hexadecimal SHA-256 of its bytes.
    pub sha256: String,
}
