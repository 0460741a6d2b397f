//! What can be seen of the tables: one query a file.

pub mod entry_get;
pub mod entry_list;
pub mod table_list;
pub mod template_get;
pub mod version_list;

use kernel::{Page, Role};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Who may look: everybody who fills, checks or follows declarations.
pub(crate) const MAY_LOOK: &[Role] = &[Role::Declarant, Role::Administrator, Role::Manager, Role::TeamLead, Role::Accountant];

/// A version of a table: a query parameter, so a text with digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TableVersion(pub u32);

impl TryFrom<String> for TableVersion {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().ok().filter(|version| *version > 0).map(Self).ok_or("expected the number of a version, from 1")
    }
}

impl From<TableVersion> for String {
    fn from(version: TableVersion) -> Self {
        version.0.to_string()
    }
}

impl JsonSchema for TableVersion {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "TableVersion".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 1, "maximum": u32::MAX })
    }
}

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
