//! Hides an organization from lists.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{KEEPERS, Organization, OrganizationEvent, OrganizationRefusal};
use crate::OrganizationId;

/// Hides an organization from lists; nothing is deleted (decision X9). Declarations that name it keep it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HideOrganization {
    /// Which one.
    pub organization_id: OrganizationId,
    /// Why.
    pub reason: Line,
}

impl Command for HideOrganization {
    type Aggregate = Organization;
    type Refusal = OrganizationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.hide-organization",
        route: Some(Route::post("/customs/organizations/{organization_id}/hide")),
        roles: KEEPERS,
        also_writes: &[],
        reads: &[],
        summary: "Hides an organization from lists.",
    };

    fn target(&self, _: &Context) -> OrganizationId {
        self.organization_id
    }

    fn decide(&self, organization: Option<&Organization>, _: &Facts, _: &Context) -> Result<Decision<Organization>, OrganizationRefusal> {
        let organization = organization.ok_or(OrganizationRefusal::NotFound)?;
        if organization.hidden.is_some() {
            return Err(OrganizationRefusal::Hidden);
        }
        Ok(Decision::of([OrganizationEvent::Hidden { reason: self.reason.clone() }]))
    }

    fn example() -> Self {
        let reason = crate::samples::organizations::line("Liquidated");
        Self { organization_id: crate::samples::organizations::legal_id(), reason }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::organizations::legal_created;

    #[test]
    fn x09_it_is_hidden_once_and_never_deleted() {
        let hide = HideOrganization::example();
        let hidden = OrganizationEvent::Hidden { reason: hide.reason.clone() };
        given::<Organization>([legal_created()]).when(hide.clone()).then([hidden.clone()]);
        given::<Organization>([legal_created(), hidden]).when(hide.clone()).refused(OrganizationRefusal::Hidden);
        given::<Organization>([]).when(hide).refused(OrganizationRefusal::NotFound);
    }
}
