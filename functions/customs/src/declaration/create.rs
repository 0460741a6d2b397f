//! Begins a declaration.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::header::Origin;
use super::heading::Heading;
use super::{Declaration, DeclarationEvent, DeclarationRefusal};
use crate::{DeclarationId, reference};

/// Under which a shipment belongs to the declaration that declares it.
pub const SHIPMENT_SCOPE: &str = "customs.shipment";

/// Begins a declaration, as a draft that works without the vendor (decision C61).
///
/// The declarant, the office and the procedure must be in force today, and the procedure must be
/// one of the type's. A shipment is declared once in each direction; a refused declaration gets
/// a revision instead of a second one (decision C48).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateDeclaration {
    /// Chosen by the caller, or made from the idempotency key.
    #[serde(default)]
    pub declaration_id: Option<DeclarationId>,
    /// Where it is filed, by whom, for what.
    pub heading: Heading,
}

/// The unique value of a shipment and a direction.
pub(super) fn shipment_value(heading: &super::header::Header) -> Option<String> {
    heading.shipment.as_ref().map(|shipment| format!("{}#{}", heading.declaration_type.name(), shipment.external))
}

impl Command for CreateDeclaration {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.create-declaration",
        route: Some(Route::post("/customs/declarations")),
        roles: &[Role::Declarant],
        also_writes: &[],
        reads: &[reference::VIEW],
        summary: "Begins a declaration.",
    };

    fn target(&self, context: &Context) -> DeclarationId {
        self.declaration_id.unwrap_or_else(|| context.fresh_id(0))
    }

    fn wants(&self, _: Option<&Declaration>, facts: &Facts, _: &Context) -> Vec<Want> {
        let shipment = self.heading.shipment.as_ref();
        let shipment =
            shipment.map(|external| Want::guard(SHIPMENT_SCOPE, &format!("{}#{external}", self.heading.declaration_type.name())));
        self.heading.wants(facts).into_iter().chain(shipment).collect()
    }

    fn decide(&self, state: Option<&Declaration>, facts: &Facts, context: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        if state.is_some() {
            return Err(DeclarationRefusal::Exists);
        }
        let header = self.heading.complete(facts, context.now.day_in(context.settings.time_zone))?;
        let shipment = shipment_value(&header);
        if shipment.as_ref().is_some_and(|value| facts.owner(SHIPMENT_SCOPE, value).is_some()) {
            return Err(DeclarationRefusal::ShipmentDeclared);
        }
        let id = self.target(context);
        let decision = Decision::of([DeclarationEvent::Created { id, header: Box::new(header), origin: Origin::New }]);
        Ok(match shipment {
            Some(value) => decision.claim(SHIPMENT_SCOPE, value),
            None => decision,
        })
    }

    fn example() -> Self {
        Self { declaration_id: None, heading: crate::samples::declarations::heading() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::decision::{given, nothing};

    use super::*;
    use crate::samples::declarations as samples;
    use crate::samples::tables::WithTables as _;

    #[test]
    fn c21_a_declaration_begins_with_everything_that_was_looked_up() {
        let create = CreateDeclaration { declaration_id: Some(samples::declaration_id()), ..CreateDeclaration::example() };
        let decision = nothing::<Declaration>().with_tables().when(create).accepted();
        let [DeclarationEvent::Created { header, origin: Origin::New, .. }] = decision.events.as_slice() else { panic!("{decision:?}") };
        assert_eq!(header.office, samples::header().office);
        assert_eq!(header.template.mode.as_str(), "1006107E");
        assert_eq!(decision.claims.len(), 1, "the shipment is taken");
    }

    #[test]
    fn c21_codes_that_are_not_in_force_are_refused() {
        let with = |change: fn(&mut Heading)| {
            let mut create = CreateDeclaration::example();
            change(&mut create.heading);
            nothing::<Declaration>().with_tables().when(create)
        };
        with(|heading| heading.office = crate::samples::literal("99999999")).refused(DeclarationRefusal::UnknownOffice);
        with(|heading| heading.procedure = crate::samples::literal("10")).refused(DeclarationRefusal::UnknownProcedure);
        with(|heading| heading.declaration_type = crate::code::DeclarationType::Export).refused(DeclarationRefusal::UnknownType);
        with(|heading| heading.organization = uuid::Uuid::nil()).refused(DeclarationRefusal::UnknownOrganization);
        with(|heading| heading.employee = uuid::Uuid::nil()).refused(DeclarationRefusal::UnknownEmployee);
        with(|heading| heading.singularity = Some(9)).refused(DeclarationRefusal::UnknownSingularity);
    }

    #[test]
    fn c22_a_form_that_is_named_must_be_the_one_that_follows() {
        let mut create = CreateDeclaration::example();
        create.heading.document_mode = Some(crate::samples::literal("1006107E"));
        nothing::<Declaration>().with_tables().when(create.clone()).accepted();
        create.heading.document_mode = Some(crate::samples::literal("1006088E"));
        nothing::<Declaration>().with_tables().when(create).refused(DeclarationRefusal::TemplateDiffers);
    }

    #[test]
    fn c33_an_id_names_one_declaration() {
        given::<Declaration>([samples::created()]).with_tables().when(CreateDeclaration::example()).refused(DeclarationRefusal::Exists);
    }

    #[test]
    fn c48_a_shipment_is_declared_once_in_each_direction() {
        let taken = nothing::<Declaration>().with_tables().taken(SHIPMENT_SCOPE, "IM#ship-17", "decl_other");
        taken.when(CreateDeclaration::example()).refused(DeclarationRefusal::ShipmentDeclared);
        let other = nothing::<Declaration>().with_tables().taken(SHIPMENT_SCOPE, "EX#ship-17", "decl_other");
        other.when(CreateDeclaration::example()).accepted();
    }
}
