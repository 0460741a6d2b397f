//! Lists the judgements of an order.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::ShipmentId;
use crate::shipment::ShipmentRefusal;
use crate::views::calculation_list::{CalculationItem, of_shipment};

/// Lists the judgements of an order, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListCalculations {
    /// Of which order.
    pub shipment_id: ShipmentId,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListCalculations {
    fn rows(&self) -> RowQuery {
        of_shipment(self.shipment_id).limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListCalculations {
    type Answer = ListPage<CalculationItem>;
    type Refusal = ShipmentRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "profitability.list-calculations",
        route: Route::get("/profitability/shipments/{shipment_id}/calculations"),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant, Role::Administrator],
        summary: "Lists the judgements of an order.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, ShipmentRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{World, ask};
    use crate::samples::shipments::{calculation_id, recorded, shipment_id, summary};
    use crate::views::calculation_list::CalculationListFromCalculation;
    use crate::views::tests::rows;

    #[test]
    fn judgements_are_listed_by_order() {
        let world = World::of(rows::<CalculationListFromCalculation>(calculation_id(), &[vec![recorded()]]));
        let of = |shipment_id| ask(&ListCalculations { shipment_id, limit: None, cursor: None }, &world).unwrap().body.items;
        assert_eq!(of(shipment_id())[0].summary, summary(1));
        assert_eq!(of(ShipmentId::derive(&["other"])), []);
    }
}
