//! What is too large to travel in a request or an answer: it lies among the tenant's documents.

use kernel::Line;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::DocumentMode;

/// Every document of this context lies below this.
pub const KEYS: &str = "customs/";
/// What the vendor sends lies here, named by its hash: the same thing twice is one document.
pub const RECEIVED: &str = "customs/kontur/";

/// Bytes among the tenant's documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Content {
    /// Where.
    pub key: String,
    /// How long.
    pub size_bytes: u64,
    /// Hexadecimal SHA-256 of the bytes.
    pub sha256: String,
    /// What they are: `application/json`.
    pub media_type: String,
}

/// A file for a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// Its bytes, with the type that its owner says they have.
    pub content: Content,
    /// Its name; customs officers see it.
    pub file_name: Line,
    /// What the form is, which decides what it takes.
    pub mode: DocumentMode,
}
