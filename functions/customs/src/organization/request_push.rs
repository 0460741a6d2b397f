//! Wishes an organization to be written to the vendor's directory.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Organization, OrganizationEvent, OrganizationRefusal};
use crate::OrganizationId;

/// Wishes an organization to be written to the vendor's directory as it is here. The directory is
/// looked at first: what would make a duplicate or overwrite something else is not done.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestOrganizationPush {
    /// Which one.
    pub organization_id: OrganizationId,
    /// Whether what the directory has of this organization may be overwritten.
    #[serde(default)]
    pub overwrite: bool,
}

impl Command for RequestOrganizationPush {
    type Aggregate = Organization;
    type Refusal = OrganizationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.request-organization-push",
        route: Some(Route::post("/customs/organizations/{organization_id}/push")),
        // A submission asks for it, too.
        roles: &[Role::Declarant, Role::Administrator, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Writes an organization to the vendor's directory.",
    };

    fn target(&self, _: &Context) -> OrganizationId {
        self.organization_id
    }

    fn decide(&self, organization: Option<&Organization>, _: &Facts, _: &Context) -> Result<Decision<Organization>, OrganizationRefusal> {
        Organization::living(organization)?;
        Ok(Decision::of([OrganizationEvent::PushRequested { overwrite: self.overwrite }]))
    }

    fn example() -> Self {
        Self { organization_id: crate::samples::organizations::legal_id(), overwrite: false }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::organization::Push;
    use crate::samples::organizations::{legal_created, line, organization, person_created, vendor_id};

    #[test]
    fn c43_leave_to_overwrite_is_not_taken_back_by_a_submission_that_asks_without() {
        let requested = |overwrite| OrganizationEvent::PushRequested { overwrite };
        let may = |events: Vec<OrganizationEvent>| {
            let Push::Requested { overwrite, .. } = organization(events).push else { panic!("requested") };
            overwrite
        };
        assert!(may(vec![legal_created(), requested(true), requested(false)]));
        let pushed = OrganizationEvent::Pushed { vendor_id: vendor_id() };
        assert!(!may(vec![legal_created(), requested(true), pushed, requested(false)]), "it is for one time");
    }

    #[test]
    fn a_living_organization_is_pushed() {
        let push = RequestOrganizationPush::example;
        given::<Organization>([legal_created()]).when(push()).then([OrganizationEvent::PushRequested { overwrite: false }]);
        let erased = OrganizationEvent::Erased { reason: line("по заявлению") };
        given::<Organization>([person_created(), erased]).when(push()).refused(OrganizationRefusal::Erased);
        given::<Organization>([]).when(push()).refused(OrganizationRefusal::NotFound);
    }
}
