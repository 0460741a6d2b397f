//! Organizations whose record differs from another, for whoever decides.

use kernel::view::RowQuery;
use kernel::{Change, Line, Row, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::OrganizationId;
use crate::organization::{Difference, Organization};

/// The view's name.
pub const VIEW: &str = "organization-differences";

/// Organizations with differences that nobody has decided yet.
pub struct OrganizationDifferencesFromOrganization;

/// One organization that differs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DifferingRow {
    /// The organization.
    pub organization_id: OrganizationId,
    /// Its name.
    pub name: Line,
    /// Where it differs.
    pub differences: Vec<Difference>,
}

/// All of them, by name.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, "all")
}

impl View for OrganizationDifferencesFromOrganization {
    type Aggregate = Organization;
    const SPEC: ViewSpec = ViewSpec {
        name: "customs.differences-from-organization",
        view: VIEW,
        summary: "Organizations with differences that nobody has decided yet.",
    };

    fn project(step: &Step<'_, Organization>) -> Vec<Change> {
        let before = step.before.map(rows).unwrap_or_default();
        let mut changes = step.replace(rows);
        changes.retain(|change| match change {
            Change::Put(row) => !before.contains(row),
            Change::Delete(_) | Change::Add(_) => true,
        });
        changes
    }
}

fn rows(organization: &Organization) -> Vec<Row> {
    if organization.differences.is_empty() || organization.hidden.is_some() {
        return Vec::new();
    }
    let row =
        DifferingRow { organization_id: organization.id, name: organization.name().clone(), differences: organization.differences.clone() };
    let sort = format!("{}#{}", super::words::words(row.name.as_str()).join(" "), row.organization_id);
    vec![Row::new("all", sort, serde_json::to_value(&row).unwrap_or_default())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organization::queries::tests::rows_of;
    use crate::organization::{Field, FieldValue, OrganizationEvent};
    use crate::samples::organizations::{legal_created, line, name_differs};

    #[test]
    fn what_differs_is_listed_until_it_is_decided() {
        let count = |events: &[OrganizationEvent]| rows_of::<OrganizationDifferencesFromOrganization>(events).len();
        assert_eq!(count(&[legal_created()]), 0);
        assert_eq!(count(&[legal_created(), name_differs()]), 1);
        let theirs = FieldValue::Text(line("ООО «РОМАШКА НОВАЯ»"));
        let dismissed = OrganizationEvent::DifferenceDismissed { field: Field::Name, theirs };
        assert_eq!(count(&[legal_created(), name_differs(), dismissed]), 0);
    }
}
