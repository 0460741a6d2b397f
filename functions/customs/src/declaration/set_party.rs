//! Sets who takes part.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::party::{Party, PartyRole};
use super::{Declaration, DeclarationEvent, DeclarationRefusal, editable};
use crate::organization::Organization;
use crate::{DeclarationId, OrganizationId};

/// Sets an organization in its part (decision C49).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetParty {
    /// Which declaration.
    pub declaration_id: DeclarationId,
    /// Which part.
    pub role: PartyRole,
    /// Who.
    pub organization_id: OrganizationId,
}

impl Command for SetParty {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.set-party",
        route: Some(Route::put("/customs/declarations/{declaration_id}/parties/{role}")),
        roles: &[Role::Declarant],
        also_writes: &[],
        reads: &[],
        summary: "Sets who takes part.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn wants(&self, _: Option<&Declaration>, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Organization>(self.organization_id)]
    }

    fn decide(&self, state: Option<&Declaration>, facts: &Facts, _: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = editable(state)?;
        let organization = facts.aggregate::<Organization>(self.organization_id).filter(|loaded| !loaded.state.is_erased());
        let name = organization.map(|loaded| loaded.state.name().clone()).ok_or(DeclarationRefusal::NoSuchOrganization)?;
        let party = Party { organization: self.organization_id, name };
        if declaration.parties.get(&self.role) == Some(&party) {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([DeclarationEvent::PartySet { role: self.role, party }]))
    }

    fn example() -> Self {
        Self {
            declaration_id: crate::samples::declarations::declaration_id(),
            role: PartyRole::Consignee,
            organization_id: crate::samples::declarations::organization_id(),
        }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::declaration::status::Status;
    use crate::organization::OrganizationEvent;
    use crate::samples::declarations as samples;
    use crate::samples::organizations;

    fn known() -> OrganizationEvent {
        organizations::legal_created()
    }

    #[test]
    fn c49_an_organization_is_set_in_its_part_and_each_part_has_its_box() {
        let id = samples::organization_id();
        let decision = given::<Declaration>([samples::created()]).with::<Organization>(id, [known()]).when(SetParty::example()).accepted();
        let [DeclarationEvent::PartySet { role: PartyRole::Consignee, party }] = decision.events.as_slice() else { panic!("{decision:?}") };
        assert_eq!((party.organization, party.name.as_str()), (id, organizations::legal().name.as_str()));
        let boxes = PartyRole::ALL.map(PartyRole::box_number);
        assert_eq!(boxes, [Some("2"), Some("8"), Some("9"), Some("14"), None]);
    }

    #[test]
    fn nobody_is_set_who_is_unknown_nor_in_what_was_filed() {
        given::<Declaration>([samples::created()]).when(SetParty::example()).refused(DeclarationRefusal::NoSuchOrganization);
        let sent = given::<Declaration>([samples::created(), samples::sent()]);
        sent.when(SetParty::example()).refused(DeclarationRefusal::NotEditable { status: Status::Sent });
        given::<Declaration>([]).when(SetParty::example()).refused(DeclarationRefusal::NotFound);
    }
}
