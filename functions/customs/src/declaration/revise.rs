//! Changes the heading of a draft.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::create::{SHIPMENT_SCOPE, shipment_value};
use super::heading::Heading;
use super::{Declaration, DeclarationEvent, DeclarationRefusal, editable};
use crate::{DeclarationId, reference};

/// Changes the heading of a draft; everything is looked up and checked again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviseDeclaration {
    /// Which declaration.
    pub declaration_id: DeclarationId,
    /// The heading as it shall be.
    pub heading: Heading,
}

impl Command for ReviseDeclaration {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.revise-declaration",
        route: Some(Route::put("/customs/declarations/{declaration_id}")),
        roles: &[Role::Declarant],
        also_writes: &[],
        reads: &[reference::VIEW],
        summary: "Changes the heading of a draft.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn wants(&self, _: Option<&Declaration>, facts: &Facts, _: &Context) -> Vec<Want> {
        let shipment = self.heading.shipment.as_ref();
        let shipment =
            shipment.map(|external| Want::guard(SHIPMENT_SCOPE, &format!("{}#{external}", self.heading.declaration_type.name())));
        self.heading.wants(facts).into_iter().chain(shipment).collect()
    }

    fn decide(&self, state: Option<&Declaration>, facts: &Facts, context: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = editable(state)?;
        let header = self.heading.complete(facts, context.now.day_in(context.settings.time_zone))?;
        if header == declaration.header {
            return Ok(Decision::nothing());
        }
        let (old, new) = (shipment_value(&declaration.header), shipment_value(&header));
        // A revision rests on the claim of the first declaration of its chain.
        if old != new && declaration.origin.revision() > 1 {
            return Err(DeclarationRefusal::ShipmentFixed);
        }
        let decision = Decision::of([DeclarationEvent::Revised { header: Box::new(header) }]);
        if old == new {
            return Ok(decision);
        }
        if new.as_ref().is_some_and(|value| facts.owner(SHIPMENT_SCOPE, value).is_some()) {
            return Err(DeclarationRefusal::ShipmentDeclared);
        }
        let decision = old.into_iter().fold(decision, |decision, value| decision.release(SHIPMENT_SCOPE, value));
        Ok(new.into_iter().fold(decision, |decision, value| decision.claim(SHIPMENT_SCOPE, value)))
    }

    fn example() -> Self {
        Self { declaration_id: crate::samples::declarations::declaration_id(), heading: crate::samples::declarations::heading() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::decision::{given, nothing};

    use super::*;
    use crate::declaration::status::Status;
    use crate::samples::declarations as samples;
    use crate::samples::tables::WithTables as _;

    #[test]
    fn a_draft_gets_another_heading_and_gives_its_shipment_back() {
        let mut revise = ReviseDeclaration::example();
        revise.heading.shipment = None;
        let decision = given::<Declaration>([samples::created()]).with_tables().when(revise).accepted();
        assert_eq!((decision.claims.len(), decision.releases.len()), (0, 1));
    }

    #[test]
    fn c48_a_revision_stays_with_its_shipment() {
        let DeclarationEvent::Created { id, header, .. } = samples::created() else { panic!("the sample begins") };
        let origin = crate::declaration::header::Origin::Revision { of: samples::other_id(), number: 2 };
        let begun = DeclarationEvent::Created { id, header, origin };
        let mut revise = ReviseDeclaration::example();
        revise.heading.shipment = Some(crate::samples::line("SHIP-99"));
        given::<Declaration>([begun]).with_tables().when(revise).refused(DeclarationRefusal::ShipmentFixed);
    }

    #[test]
    fn what_is_deleted_or_at_customs_is_not_revised() {
        let reason = samples::reason();
        let deleted = given::<Declaration>([samples::created(), DeclarationEvent::Deleted { reason }]).with_tables();
        deleted.when(ReviseDeclaration::example()).refused(DeclarationRefusal::Deleted);
        let sent = given::<Declaration>([samples::created(), samples::sent()]).with_tables();
        sent.when(ReviseDeclaration::example()).refused(DeclarationRefusal::NotEditable { status: Status::Sent });
        nothing::<Declaration>().with_tables().when(ReviseDeclaration::example()).refused(DeclarationRefusal::NotFound);
    }
}
