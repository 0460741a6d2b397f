//! What can be seen: one query a file.

pub mod declaration_get;
pub mod declaration_list;
pub mod estimate_get;
pub mod file_upload;
pub mod form_check;
pub mod form_get;
pub mod goods_list;
pub mod job_file_get;
pub mod lookup_vehicle_payments;
pub mod message_get;
pub mod message_list;
pub mod scan_get;
pub mod scan_upload;
pub mod tariff_list;

use kernel::{Line, Page, Role};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Who may look at declarations.
pub const LOOKERS: &[Role] = &[Role::Declarant, Role::Manager, Role::TeamLead, Role::Accountant, Role::Administrator];

/// Some of a list, and where to continue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ListPage<T> {
    /// In the list's order.
    pub items: Vec<T>,
    /// For the next page; absent on the last one.
    pub next_cursor: Option<String>,
}

impl<T: DeserializeOwned> ListPage<T> {
    /// What a page of rows shows. A row of an older shape is left out until the view has
    /// been built again; no reader can do anything with it.
    pub fn read(page: Option<&Page>) -> Self {
        let rows = page.map_or(&[][..], |page| &page.rows);
        let items = rows.iter().filter_map(|row| serde_json::from_value(row.data.clone()).ok()).collect();
        Self { items, next_cursor: page.and_then(|page| page.next_cursor.clone()) }
    }
}

/// An address, and what must be sent there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UploadAddress {
    /// Where to `PUT` the file.
    pub url: String,
    /// The `Content-Type` that must be sent.
    pub media_type: String,
}

/// An address from which a file is fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileAddress {
    /// Where.
    pub url: String,
    /// Under which name it is saved.
    pub file_name: Line,
    /// How long it is.
    pub size_bytes: u64,
}
