//! Shows what was said of one code.

use kernel::{Answer, Context, Facts, Line, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::MAY_LOOK;
use crate::reference::read::{Revision, revisions};
use crate::reference::{Table, TableRefusal, entry, read_versions, wants};

/// Shows everything that versions of a table said of one code, the newest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetReferenceEntry {
    /// Which table.
    pub table: Table,
    /// Which code; codes may hold strokes, so it is not part of the path.
    pub code: Line,
}

/// What was said of one code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EntryHistory {
    /// The newest first. Those with the same `opened` are of one period, in which the code was in
    /// force without a break.
    pub revisions: Vec<Revision>,
}

impl Query for GetReferenceEntry {
    type Answer = EntryHistory;
    type Refusal = TableRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.get-reference-entry",
        route: Route::get("/customs/reference/{table}/entry"),
        roles: MAY_LOOK,
        summary: "Shows what versions of a table said of one code.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        wants(facts, &[(self.table, self.code.as_str())])
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<EntryHistory>, TableRefusal> {
        let version = read_versions(facts).get(&self.table).copied().unwrap_or_default();
        let rows = facts.rows(&entry(self.table, self.code.as_str()));
        let known: Vec<Revision> = revisions(rows).filter(|revision| revision.entry.version <= version).collect();
        if known.is_empty() {
            return Err(TableRefusal::NoSuchCode);
        }
        Ok(Answer::of(EntryHistory { revisions: known }))
    }
}

#[cfg(test)]
mod tests {
    use testkit::context;

    use super::*;
    use crate::samples::reference::{Imports, line, offices};

    fn history(known: &Imports, code: &str) -> Result<Vec<(u32, u32, bool)>, TableRefusal> {
        let query = GetReferenceEntry { table: Table::CustomsOffices, code: line(code) };
        let facts = known.facts(|facts| query.wants(facts, &context()));
        let answer = query.answer(&facts, &context())?.body;
        Ok(answer.revisions.iter().map(|revision| (revision.entry.version, revision.opened, revision.entry.valid_to.is_some())).collect())
    }

    #[test]
    fn c45_the_history_of_a_code_has_its_periods() {
        let known = Imports::of(Table::CustomsOffices, &[offices(3), offices(2), offices(3)]);
        assert_eq!(history(&known, "10000003").unwrap(), [(3, 3, false), (2, 1, true), (1, 1, false)]);
        assert_eq!(history(&known, "10000001").unwrap(), [(1, 1, false)]);
        assert_eq!(history(&known, "1000000"), Err(TableRefusal::NoSuchCode));
    }
}
