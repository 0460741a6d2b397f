//! What the codes of a docflow's status mean: versioned data, because the vendor publishes no
//! meaning (decision C10).
//!
//! A code that no table knows changes no status: it is kept with its text, and somebody is told.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::declaration::journal::Meaning;
use crate::settings::CustomsSettings;

/// The built-in table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatusTable {
    /// Raised with every change; each observation says which one it was read by.
    pub version: u32,
    /// Where its meanings come from.
    pub source: String,
    /// One row a code.
    pub statuses: Vec<StatusRow>,
}

/// What one code means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatusRow {
    /// The vendor's code.
    pub code: i64,
    /// What it means.
    pub meaning: Meaning,
    /// Whether somebody has seen that it does.
    pub verified: bool,
}

/// The built-in table; a test reads it.
static BUILT_IN: LazyLock<StatusTable> =
    LazyLock::new(|| serde_json::from_str(include_str!("../rules/docflow-statuses.json")).unwrap_or_else(|_| StatusTable::nothing()));

impl StatusTable {
    /// A table that knows no code.
    const fn nothing() -> Self {
        Self { version: 0, source: String::new(), statuses: Vec::new() }
    }

    /// The table that comes with the program.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }
}

/// What a code means to a tenant: its own rows win over the built-in ones. `None` when neither
/// knows the code.
pub fn meaning(settings: &CustomsSettings, code: i64) -> Option<Meaning> {
    let mut rows = settings.docflow_statuses.iter().chain(&StatusTable::built_in().statuses);
    rows.find(|row| row.code == code).map(|row| row.meaning)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::declaration::status::AuthorityFact;

    #[test]
    fn c10_c11_the_built_in_table_is_read_and_each_code_stands_once() {
        let mut json: serde_json::Value = serde_json::from_str(include_str!("../rules/docflow-statuses.json")).unwrap();
        let validator = jsonschema::validator_for(&serde_json::to_value(schemars::schema_for!(StatusTable)).unwrap()).unwrap();
        let errors: Vec<String> = validator.iter_errors(&json).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:?}");
        let table: StatusTable = serde_json::from_value(json.clone()).unwrap();
        json["statuses"][0]["meaning"]["means"] = "unsent".into();
        assert!(!validator.is_valid(&json));
        let codes: BTreeSet<i64> = table.statuses.iter().map(|row| row.code).collect();
        assert_eq!((codes.len(), &table), (table.statuses.len(), StatusTable::built_in()));
        assert!(table.version >= 1 && !table.source.is_empty());
        // What several clients agree on is verified, and nothing else.
        assert!(table.statuses.iter().all(|row| row.verified == (0..=4).contains(&row.code)));
        let fact = |code| meaning(&CustomsSettings::default(), code);
        assert_eq!(fact(3), Some(Meaning::Fact { fact: AuthorityFact::Released }));
        assert_eq!(fact(4), Some(Meaning::Fact { fact: AuthorityFact::Rejected }));
        let facts: BTreeSet<_> = table.statuses.iter().map(|row| format!("{:?}", row.meaning)).collect();
        assert_eq!(facts.len(), AuthorityFact::ALL.len() + 1, "each fact has a code");
    }

    #[test]
    fn c10_a_tenant_knows_better_and_an_unknown_code_means_nothing() {
        let row = StatusRow { code: 6, meaning: Meaning::Fact { fact: AuthorityFact::Cancelled }, verified: true };
        let new = StatusRow { code: 137, meaning: Meaning::NotSent, verified: true };
        let settings = CustomsSettings { docflow_statuses: vec![row, new], ..CustomsSettings::default() };
        assert_eq!(meaning(&settings, 6), Some(Meaning::Fact { fact: AuthorityFact::Cancelled }));
        assert_eq!((meaning(&settings, 137), meaning(&CustomsSettings::default(), 137)), (Some(Meaning::NotSent), None));
        let written = r#"{ "docflow_statuses": [{ "code": 9, "meaning": { "means": "fact", "fact": "withdrawn" }, "verified": true }] }"#;
        let read: CustomsSettings = serde_json::from_str(written).unwrap();
        assert_eq!(meaning(&read, 9), Some(Meaning::Fact { fact: AuthorityFact::Withdrawn }));
        assert!(serde_json::from_str::<CustomsSettings>(r#"{ "docflow_statuses": [{ "code": "x" }] }"#).is_err());
    }
}
