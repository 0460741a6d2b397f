//! Notices.

use serde::Deserialize;

use super::OutsideError;

/// One message to one person.
#[derive(Debug, Deserialize)]
pub(crate) struct Notice {
    pub(crate) notice_id: String,
    pub(crate) person: String,
    pub(crate) text: Text,
    pub(crate) made_at: String,
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) way: Option<String>,
    #[serde(default)]
    pub(crate) due_at: Option<String>,
    #[serde(default)]
    pub(crate) error: Option<OutsideError>,
}

/// What it says.
#[derive(Debug, Deserialize)]
pub(crate) struct Text {
    pub(crate) title: String,
    pub(crate) body: String,
}
