//! Shows one judgement.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{READERS, may_see, sees_own_only};
use crate::CalculationId;
use crate::calculation::{ProfitabilityCalculation, Record};
use crate::shipment::{Shipment, ShipmentRefusal};

/// Shows one judgement with everything behind it, as it was made; to a manager without another role
/// those of their own orders.
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
        roles: READERS,
        summary: "Shows one judgement with everything behind it.",
    };

    fn wants(&self, facts: &Facts, context: &Context) -> Vec<Want> {
        let loaded = facts.aggregate::<ProfitabilityCalculation>(self.calculation_id).filter(|_| sees_own_only(context));
        let whose = loaded.map(|loaded| Want::aggregate::<Shipment>(loaded.state.record.shipment));
        std::iter::once(Want::aggregate::<ProfitabilityCalculation>(self.calculation_id)).chain(whose).collect()
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Record>, ShipmentRefusal> {
        let loaded = facts.aggregate::<ProfitabilityCalculation>(self.calculation_id).ok_or(ShipmentRefusal::NotFound)?;
        let shipment = facts.aggregate::<Shipment>(loaded.state.record.shipment);
        if sees_own_only(context) && !shipment.is_some_and(|shipment| may_see(context, &shipment.state.manager)) {
            return Err(ShipmentRefusal::NotFound);
        }
        Ok(Answer::at(loaded.version, loaded.state.record.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{World, ask, seen_by};
    use crate::samples::shipments::{calculation_id, created, record, recorded, shipment_id};

    #[test]
    fn a_judgement_is_shown_as_it_was_made() {
        let world = World::default()
            .with::<ProfitabilityCalculation>(calculation_id(), &[recorded()])
            .with::<Shipment>(shipment_id(), &[created()]);
        assert_eq!(seen_by(&GetCalculation { calculation_id: calculation_id() }, &world, |_| true), (false, vec![true; 4]));
        assert_eq!(ask(&GetCalculation { calculation_id: calculation_id() }, &world).unwrap().body, record());
        assert!(ask(&GetCalculation { calculation_id: calculation_id() }, &World::default()).is_err());
    }
}
