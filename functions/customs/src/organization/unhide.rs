//! Shows a hidden organization in lists again.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{KEEPERS, Organization, OrganizationEvent, OrganizationRefusal};
use crate::OrganizationId;

/// Shows a hidden organization in lists again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnhideOrganization {
    /// Which one.
    pub organization_id: OrganizationId,
}

impl Command for UnhideOrganization {
    type Aggregate = Organization;
    type Refusal = OrganizationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.unhide-organization",
        route: Some(Route::post("/customs/organizations/{organization_id}/unhide")),
        roles: KEEPERS,
        also_writes: &[],
        reads: &[],
        summary: "Shows a hidden organization in lists again.",
    };

    fn target(&self, _: &Context) -> OrganizationId {
        self.organization_id
    }

    fn decide(&self, organization: Option<&Organization>, _: &Facts, _: &Context) -> Result<Decision<Organization>, OrganizationRefusal> {
        let organization = organization.ok_or(OrganizationRefusal::NotFound)?;
        if organization.hidden.is_none() {
            return Err(OrganizationRefusal::NotHidden);
        }
        Ok(Decision::of([OrganizationEvent::Unhidden]))
    }

    fn example() -> Self {
        Self { organization_id: crate::samples::organizations::legal_id() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::organizations::{legal_created, line};

    #[test]
    fn what_is_hidden_is_shown_again() {
        let hidden = OrganizationEvent::Hidden { reason: line("ликвидирована") };
        given::<Organization>([legal_created(), hidden]).when(UnhideOrganization::example()).then([OrganizationEvent::Unhidden]);
        given::<Organization>([legal_created()]).when(UnhideOrganization::example()).refused(OrganizationRefusal::NotHidden);
        given::<Organization>([]).when(UnhideOrganization::example()).refused(OrganizationRefusal::NotFound);
    }
}
