//! Shows one judgement.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::CalculationId;
use crate::calculation::{ProfitabilityCalculation, Record};
use crate::shipment::ShipmentRefusal;

/// Shows one judgement with everything behind it, as it was made.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetCalculation {
    /// Which judgement.
    pub calculation_id: CalculationId,
}

impl Query for GetCalculation {
    type Answer = Record;
    type Refusal = ShipmentRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "profitability.get-calculation",
        route: Route::get("/profitability/calculations/{calculation_id}"),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant, Role::Administrator],
        summary: "Shows one judgement with everything behind it.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<ProfitabilityCalculation>(self.calculation_id)]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Record>, ShipmentRefusal> {
        let loaded = facts.aggregate::<ProfitabilityCalculation>(self.calculation_id).ok_or(ShipmentRefusal::NotFound)?;
        Ok(Answer::at(loaded.version, loaded.state.record.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{World, ask};
    use crate::samples::shipments::{calculation_id, record, recorded};

    #[test]
    fn a_judgement_is_shown_as_it_was_made() {
        let world = World::default().with::<ProfitabilityCalculation>(calculation_id(), &[recorded()]);
        assert_eq!(ask(&GetCalculation { calculation_id: calculation_id() }, &world).unwrap().body, record());
        assert!(ask(&GetCalculation { calculation_id: calculation_id() }, &World::default()).is_err());
    }
}
