//! Says which party of the books an organization is.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{KEEPERS, Organization, OrganizationEvent, OrganizationRefusal};
use crate::{OrganizationId, PartyId};

/// Says which party of the books an organization is (decision X4), or that it is none. Customs keeps its own
/// record, and does not look whether the books have that party.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkParty {
    /// Which organization.
    pub organization_id: OrganizationId,
    /// Which party; none, when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party_id: Option<PartyId>,
}

impl Command for LinkParty {
    type Aggregate = Organization;
    type Refusal = OrganizationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.link-organization-party",
        route: Some(Route::put("/customs/organizations/{organization_id}/party")),
        roles: KEEPERS,
        also_writes: &[],
        reads: &[],
        summary: "Says which party of the books an organization is.",
    };

    fn target(&self, _: &Context) -> OrganizationId {
        self.organization_id
    }

    fn decide(&self, organization: Option<&Organization>, _: &Facts, _: &Context) -> Result<Decision<Organization>, OrganizationRefusal> {
        let organization = organization.ok_or(OrganizationRefusal::NotFound)?;
        if organization.party_id == self.party_id {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([OrganizationEvent::PartyLinked { party_id: self.party_id }]))
    }

    fn example() -> Self {
        Self { organization_id: crate::samples::organizations::legal_id(), party_id: Some(PartyId::derive(&["sample"])) }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::organizations::legal_created;

    #[test]
    fn x04_an_organization_may_carry_the_id_of_a_party() {
        let link = LinkParty::example();
        let linked = OrganizationEvent::PartyLinked { party_id: link.party_id };
        given::<Organization>([legal_created()]).when(link.clone()).then([linked.clone()]);
        given::<Organization>([legal_created(), linked.clone()]).when(link.clone()).then([]);
        let none = LinkParty { party_id: None, ..link.clone() };
        given::<Organization>([legal_created(), linked]).when(none).then([OrganizationEvent::PartyLinked { party_id: None }]);
        given::<Organization>([]).when(link).refused(OrganizationRefusal::NotFound);
    }
}
