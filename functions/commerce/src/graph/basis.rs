//! The document that a relation or a role rests on.

use kernel::identifier::Country;
use kernel::{Day, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The document that a relation or a role rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// What kind of document: an agreement, a power of attorney, an extract from a register.
    pub kind: Line,
    /// Its number.
    pub number: Line,
    /// Its day.
    pub day: Day,
    /// Under whose law it is.
    pub jurisdiction: Country,
    /// Why the law of a country applies in which neither party is established.
    #[serde(default)]
    pub foreign_law_reason: Option<Line>,
}

impl Basis {
    /// Whether its law is that of one of the parties, or it says why not.
    pub fn fits(&self, parties: [Country; 2]) -> bool {
        parties.contains(&self.jurisdiction) || self.foreign_law_reason.is_some()
    }
}
