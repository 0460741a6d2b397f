//! Keeps our value of a field.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Field, KEEPERS, Organization, OrganizationEvent, OrganizationRefusal, Source};
use crate::OrganizationId;

/// Keeps our value of a field. The other value is not proposed again; a third one is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DismissDifference {
    /// Of which organization.
    pub organization_id: OrganizationId,
    /// Which field.
    pub field: Field,
    /// Whose value is turned down.
    pub source: Source,
}

impl Command for DismissDifference {
    type Aggregate = Organization;
    type Refusal = OrganizationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.dismiss-organization-difference",
        route: Some(Route::post("/customs/organizations/{organization_id}/differences/dismiss")),
        roles: KEEPERS,
        also_writes: &[],
        reads: &[],
        summary: "Keeps our value of a field.",
    };

    fn target(&self, _: &Context) -> OrganizationId {
        self.organization_id
    }

    fn decide(&self, organization: Option<&Organization>, _: &Facts, _: &Context) -> Result<Decision<Organization>, OrganizationRefusal> {
        let organization = Organization::living(organization)?;
        let theirs = organization.difference(self.field, self.source)?.theirs.clone();
        Ok(Decision::of([OrganizationEvent::DifferenceDismissed { field: self.field, theirs }]))
    }

    fn example() -> Self {
        Self { organization_id: crate::samples::organizations::legal_id(), field: Field::Name, source: Source::Registry }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::organization::FieldValue;
    use crate::samples::organizations::{legal, legal_created, line, name_differs, organization};

    #[test]
    fn ours_stays() {
        let dismissed = OrganizationEvent::DifferenceDismissed {
            field: Field::Name,
            theirs: FieldValue::Text(line("ООО «РОМАШКА НОВАЯ»")),
        };
        let dismiss = DismissDifference::example();
        given::<Organization>([legal_created(), name_differs()]).when(dismiss.clone()).then([dismissed.clone()]);
        let state = organization([legal_created(), name_differs(), dismissed]);
        assert_eq!((state.profile, state.differences.len()), (legal(), 0));
        given::<Organization>([legal_created()]).when(dismiss.clone()).refused(OrganizationRefusal::NoSuchDifference);
        given::<Organization>([]).when(dismiss).refused(OrganizationRefusal::NotFound);
    }
}
