//! Wishes an organization to be compared with the state register.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{KEEPERS, Organization, OrganizationEvent, OrganizationRefusal};
use crate::OrganizationId;

/// Wishes an organization to be compared with the state register, through the vendor. What came from
/// the register follows it; what was set by hand is proposed as a difference, never overwritten.
///
/// The vendor looks by taxpayer number: of a company with branches it answers with one of them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestOrganizationSync {
    /// Which one.
    pub organization_id: OrganizationId,
}

impl Command for RequestOrganizationSync {
    type Aggregate = Organization;
    type Refusal = OrganizationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.request-organization-sync",
        route: Some(Route::post("/customs/organizations/{organization_id}/sync")),
        roles: KEEPERS,
        also_writes: &[],
        reads: &[],
        summary: "Compares an organization with the state register.",
    };

    fn target(&self, _: &Context) -> OrganizationId {
        self.organization_id
    }

    fn decide(&self, organization: Option<&Organization>, _: &Facts, _: &Context) -> Result<Decision<Organization>, OrganizationRefusal> {
        let organization = Organization::living(organization)?;
        if organization.inn().is_none() {
            return Err(OrganizationRefusal::NotInRegistry);
        }
        Ok(Decision::of([OrganizationEvent::SyncRequested]))
    }

    fn example() -> Self {
        Self { organization_id: crate::samples::organizations::legal_id() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::organizations::{created, foreign, legal_created, person_created};

    #[test]
    fn a_company_of_the_register_is_compared() {
        let request = RequestOrganizationSync::example;
        given::<Organization>([legal_created()]).when(request()).then([OrganizationEvent::SyncRequested]);
        // One that is lost is asked for again.
        given::<Organization>([legal_created(), OrganizationEvent::SyncRequested]).when(request()).accepted();
        for elsewhere in [created(foreign()), person_created()] {
            given::<Organization>([elsewhere]).when(request()).refused(OrganizationRefusal::NotInRegistry);
        }
        given::<Organization>([]).when(request()).refused(OrganizationRefusal::NotFound);
    }
}
