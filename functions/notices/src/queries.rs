//! What can be seen: one query a file.

pub mod address_get;
pub mod notice_list;
pub mod own_notices;

use kernel::Page;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

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
    /// been built again.
    pub fn read(page: Option<&Page>) -> Self {
        let rows = page.map_or(&[][..], |page| &page.rows);
        let items = rows.iter().filter_map(|row| serde_json::from_value(row.data.clone()).ok()).collect();
        Self { items, next_cursor: page.and_then(|page| page.next_cursor.clone()) }
    }
}
