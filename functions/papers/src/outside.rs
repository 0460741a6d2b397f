//! What the typesetter is asked, and what it answers.

use kernel::{Language, Moment};
use serde::{Deserialize, Serialize};

use crate::PaperId;
use crate::model::{Form, Model};
use crate::paper::Printed;

/// The connector's name.
pub const CONNECTOR: &str = "typesetter";

/// Codes of failures.
pub mod code {
    /// The request cannot be read, or the answer.
    pub const VALIDATION_ERROR: &str = "PAPER_VALIDATION_ERROR";
    /// The form's template does not compile with this model.
    pub const TEMPLATE_ERROR: &str = "PAPER_TEMPLATE_ERROR";
    /// The document could not be kept.
    pub const STORAGE_ERROR: &str = "PAPER_STORAGE_ERROR";
}

/// Typeset one paper and keep it. Doing so twice makes the same bytes under the same key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The paper: names the document.
    pub paper_id: PaperId,
    /// When it was asked for: the file's creation date, so that it is the same on every attempt.
    pub requested_at: Moment,
    /// Which form.
    pub form: Form,
    /// Of the form's own words.
    pub language: Language,
    /// What stands on it.
    pub model: Box<Model>,
}

impl Request {
    /// Where the document is kept, a key within the tenant.
    pub fn key(&self) -> String {
        format!("papers/{}.pdf", self.paper_id)
    }
}

/// What was made.
pub type Answer = Printed;
