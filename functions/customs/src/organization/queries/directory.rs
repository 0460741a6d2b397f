//! Shows how the vendor's directory was read.

use kernel::{Answer, Context, Facts, Moment, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::organization::directory::{Directory, Reading, RowProblem, directory_id};
use crate::organization::{OrganizationRefusal, READERS};

/// Shows how the vendor's directory of organizations was read last, and which rows were not taken in.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetOrganizationImport {}

/// The last reading of the vendor's directory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OrganizationImport {
    /// How far it is; absent before the first.
    pub reading: Option<Reading>,
    /// When it began.
    pub began_at: Option<Moment>,
    /// Rows that were not taken in.
    pub problems: Vec<RowProblem>,
}

impl Query for GetOrganizationImport {
    type Answer = OrganizationImport;
    type Refusal = OrganizationRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.get-organization-import",
        route: Route::get("/customs/organizations/import"),
        roles: READERS,
        summary: "Shows how the vendor's directory of organizations was read.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Directory>(directory_id())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<OrganizationImport>, OrganizationRefusal> {
        let directory = facts.aggregate::<Directory>(directory_id()).map(|loaded| &loaded.state);
        Ok(Answer::of(OrganizationImport {
            reading: directory.map(|directory| directory.reading.clone()),
            began_at: directory.map(|directory| directory.began_at),
            problems: directory.map(|directory| directory.problems.clone()).unwrap_or_default(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use kernel::Role;
    use testkit::person;

    use super::*;
    use crate::organization::queries::tests::ask;

    #[test]
    fn before_the_first_reading_there_is_none() {
        let shown = ask(&GetOrganizationImport::default(), person("a", Role::Declarant), &[], &[]).unwrap().body;
        assert_eq!(shown, OrganizationImport { reading: None, began_at: None, problems: Vec::new() });
    }
}
