//! Shows one order with its last judgement.

use kernel::{Answer, Context, Facts, Paragraph, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{READERS, may_see};
use crate::ShipmentId;
use crate::calculation::{OrderLine, ProfitabilityCalculation, Record};
use crate::client::ClientFacts;
use crate::shipment::posting::{Posting, Violation};
use crate::shipment::{Approval, HandOver, Proposal, Shipment, ShipmentRefusal};
use crate::views::shipment_list::{ShipmentItem, item};

/// Shows one order with its last judgement, line by line. A manager without another role sees the
/// orders that they initiate and no others.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetShipment {
    /// Which order.
    pub shipment_id: ShipmentId,
}

/// One order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ShipmentPage {
    /// As a list shows it.
    pub summary: ShipmentItem,
    /// Who buys.
    pub client: ClientFacts,
    /// How often it was submitted.
    pub submission: u32,
    /// Whether approval is got outside the system.
    pub emergency: bool,
    /// Why it should be shipped below the plan.
    pub justification: Option<Paragraph>,
    /// What is ordered.
    pub lines: Vec<OrderLine>,
    /// The approval process of the last submission, an id of approvals.
    pub process: Option<String>,
    /// The last approval.
    pub approval: Option<Approval>,
    /// What the manager is asked to accept.
    pub proposal: Option<Proposal>,
    /// Why it was last rejected.
    pub refusal: Option<Paragraph>,
    /// Its hand-over to the warehouse.
    pub handed_over: Option<HandOver>,
    /// What left and came back.
    pub postings: Vec<Posting>,
    /// Facts that should not have happened.
    pub violations: Vec<Violation>,
    /// The last judgement with everything behind it.
    pub calculation: Option<Record>,
}

impl GetShipment {
    fn calculation(&self, facts: &Facts) -> Option<crate::CalculationId> {
        let loaded = facts.aggregate::<Shipment>(self.shipment_id)?;
        loaded.state.summary.as_ref().map(|summary| summary.calculation)
    }
}

impl Query for GetShipment {
    type Answer = ShipmentPage;
    type Refusal = ShipmentRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "profitability.get-shipment",
        route: Route::get("/profitability/shipments/{shipment_id}"),
        roles: READERS,
        summary: "Shows one order with its last judgement.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let calculation = self.calculation(facts).map(Want::aggregate::<ProfitabilityCalculation>);
        std::iter::once(Want::aggregate::<Shipment>(self.shipment_id)).chain(calculation).collect()
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<ShipmentPage>, ShipmentRefusal> {
        let loaded = facts.aggregate::<Shipment>(self.shipment_id);
        let loaded = loaded.filter(|loaded| may_see(context, &loaded.state.manager)).ok_or(ShipmentRefusal::NotFound)?;
        let shipment = &loaded.state;
        let calculation = self.calculation(facts).and_then(|id| facts.aggregate::<ProfitabilityCalculation>(id));
        let page = ShipmentPage {
            summary: item(shipment, loaded.version),
            client: shipment.client.clone(),
            submission: shipment.submission,
            emergency: shipment.emergency,
            justification: shipment.justification.clone(),
            lines: shipment.lines.clone(),
            process: shipment.process.as_ref().map(ToString::to_string),
            approval: shipment.approval.clone(),
            proposal: shipment.proposal.clone(),
            refusal: shipment.refusal.clone(),
            handed_over: shipment.handed_over.clone(),
            postings: shipment.postings.clone(),
            violations: shipment.violations.clone(),
            calculation: calculation.map(|loaded| loaded.state.record.clone()),
        };
        Ok(Answer::at(loaded.version, page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{World, ask, seen_by};
    use crate::samples::shipments::{approved, calculation_id, created, recorded, shipment_id, submitted};

    #[test]
    fn p12_an_order_shows_the_exact_numbers_behind_its_figures() {
        let world = World::default()
            .with::<Shipment>(shipment_id(), &[created(), submitted(), approved()])
            .with::<ProfitabilityCalculation>(calculation_id(), &[recorded()]);
        let page = ask(&GetShipment { shipment_id: shipment_id() }, &world).unwrap().body;
        let record = page.calculation.unwrap();
        let exact = record.components.lenient.unwrap();
        // 23.33 % less 24 %.
        assert_eq!((exact.numerator(), exact.denominator()), (-67, 10_000));
        assert_eq!((record.facts.lines.len(), page.approval.is_some()), (2, true));
        assert!(ask(&GetShipment { shipment_id: shipment_id() }, &World::default()).is_err());
    }

    #[test]
    fn a_manager_sees_their_own_orders_and_the_others_see_all() {
        let world = World::default().with::<Shipment>(shipment_id(), &[created()]);
        let query = GetShipment { shipment_id: shipment_id() };
        assert!(ask(&query, &world).is_ok());
        assert_eq!(seen_by(&query, &world, |_| true), (false, vec![true; 4]));
    }
}
