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
