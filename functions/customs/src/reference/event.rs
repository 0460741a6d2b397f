//! Everything that can happen to a table.

use kernel::reaction::OutsideError;
use kernel::{Day, Event, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Table;
use super::book::Scope;
use super::read::Revision;

/// Where an import comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The vendor's list.
    Vendor,
    /// Rows that an administrator gave.
    Upload,
    /// What comes with this software.
    BuiltIn,
}

impl Source {
    /// Whether this was asked for all codes of the table: then nothing else need be asked.
    pub const fn answers(self, scope: &Scope) -> bool {
        match self {
            Self::Vendor | Self::BuiltIn => scope.section.is_none() && scope.complete,
            Self::Upload => false,
        }
    }
}

/// What an import is, whatever its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Import {
    /// Into which table.
    pub table: Table,
    /// The version that the table has when the import is complete.
    pub version: u32,
    /// From where.
    pub source: Source,
    /// What it speaks of.
    pub scope: Scope,
    /// The day on which it was made, in the tenant's time zone: missing codes end on it.
    pub day: Day,
    /// SHA-256 of the whole table as it is afterwards: the name under which it is kept.
    pub sha256: String,
    /// SHA-256 of the rows that the source gave.
    pub source_sha256: String,
    /// Rows of the source.
    pub counted: u32,
    /// Rows of the source that could not be read.
    pub rejected: u32,
    /// Why, of the first of them.
    #[serde(default)]
    pub first_rejected: Option<Line>,
    /// Codes that are new or came back.
    pub added: u32,
    /// Codes of which something else is said.
    pub changed: u32,
    /// Codes that ended.
    pub closed: u32,
    /// Codes of the whole table that are in force afterwards.
    pub open: u32,
    /// Into how many parts it is divided.
    pub parts: u32,
}

/// One part of an import. Its codes are not served before the last part is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Imported {
    /// Of which import.
    #[serde(flatten)]
    pub import: Import,
    /// Which part, from 1.
    pub part: u32,
    /// Codes that are new or came back.
    pub new_codes: Vec<Revision>,
    /// Codes of which something else is said.
    pub changed_codes: Vec<Revision>,
    /// Codes that ended.
    pub closed_codes: Vec<Revision>,
}

impl Imported {
    /// Everything that it says.
    pub fn revisions(&self) -> impl Iterator<Item = &Revision> {
        self.new_codes.iter().chain(&self.changed_codes).chain(&self.closed_codes)
    }
}

/// Why an import waits for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum Doubt {
    /// The source has no rows, and the table has.
    Empty,
    /// Too many codes would end at once: the source was rather cut off than changed.
    Shrunk,
}

/// An import that waits until a person says that it is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Held {
    /// Into which table.
    pub table: Table,
    /// SHA-256 of its rows: the name under which they are kept, and by which it is confirmed.
    pub sha256: String,
    /// From where.
    pub source: Source,
    /// What it speaks of.
    pub scope: Scope,
    /// Why it waits.
    #[serde(flatten)]
    pub doubt: Doubt,
    /// Rows of the source.
    pub counted: u32,
    /// Rows of the source that could not be read.
    pub rejected: u32,
    /// Why, of the first of them.
    #[serde(default)]
    pub first_rejected: Option<Line>,
    /// Codes within what it speaks of that are in force.
    pub open: u32,
    /// How many of them would end.
    pub would_close: u32,
}

/// What happened to a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum TableEvent {
    /// A source was asked and says nothing new. Written at most about once a validity time.
    #[serde(rename = "checked.v1")]
    Checked {
        /// Which table.
        table: Table,
        /// The last section that was asked, while others are still to be asked.
        #[serde(default)]
        through: Option<Line>,
    },
    /// All parts are there: the version is the current one.
    #[serde(rename = "completed.v1")]
    Completed {
        /// The version.
        version: u32,
    },
    /// A held import was said to be right; it follows.
    #[serde(rename = "confirmed.v1")]
    Confirmed {
        /// Which.
        sha256: String,
    },
    /// A held import was dropped: by a person, or because the source says something else now.
    #[serde(rename = "dismissed.v1")]
    Dismissed {
        /// Which.
        sha256: String,
    },
    /// The source did not answer.
    #[serde(rename = "failed.v1")]
    Failed {
        /// Which table.
        table: Table,
        /// Why.
        error: OutsideError,
    },
    /// An import waits for a person.
    #[serde(rename = "held.v1")]
    Held(Held),
    /// A part of an import.
    #[serde(rename = "imported.v1")]
    Imported(Imported),
    /// A person wants the source to be asked now.
    #[serde(rename = "requested.v1")]
    Requested {
        /// Which table.
        table: Table,
    },
}

impl Event for TableEvent {
    fn samples() -> Vec<Self> {
        crate::samples::reference::events()
    }
}

#[cfg(test)]
mod tests {
    use kernel::Command;

    use super::*;
    use crate::reference::import_table::ImportTable;

    #[test]
    fn samples_and_rows_are_what_their_schemas_say() {
        let events = serde_json::to_value(schemars::schema_for!(TableEvent)).unwrap();
        let events = jsonschema::validator_for(&events).unwrap();
        for event in TableEvent::samples() {
            let errors: Vec<String> = events.iter_errors(&event.write().unwrap()).map(|error| error.to_string()).collect();
            assert_eq!(errors, Vec::<String>::new(), "{event:?}");
        }
        let body = serde_json::to_value(schemars::schema_for!(ImportTable)).unwrap();
        let example = serde_json::to_value(ImportTable::example()).unwrap();
        assert!(jsonschema::validator_for(&body).unwrap().is_valid(&example), "{body:#}");
    }
}
