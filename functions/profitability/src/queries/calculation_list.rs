//! Lists the judgements of an order.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ListPage, READERS, may_see, sees_own_only};
use crate::ShipmentId;
use crate::shipment::{Shipment, ShipmentRefusal};
use crate::views::calculation_list::{CalculationItem, of_shipment};

/// Lists the judgements of an order, newest first; to a manager without another role those of their
/// own orders.
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
        roles: READERS,
        summary: "Lists the judgements of an order.",
    };

    fn wants(&self, _: &Facts, context: &Context) -> Vec<Want> {
        let whose = sees_own_only(context).then(|| Want::aggregate::<Shipment>(self.shipment_id));
        std::iter::once(Want::Rows(self.rows())).chain(whose).collect()
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, ShipmentRefusal> {
        let shipment = facts.aggregate::<Shipment>(self.shipment_id);
        if sees_own_only(context) && !shipment.is_some_and(|shipment| may_see(context, &shipment.state.manager)) {
            return Err(ShipmentRefusal::NotFound);
        }
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}

#[cfg(test)]
mod tests {
    use kernel::Role;
    use testkit::person;

    use super::*;
    use crate::queries::tests::{World, ask, ask_as, seen_by};
    use crate::samples::shipments::{calculation_id, created, recorded, shipment_id, summary};
    use crate::views::calculation_list::CalculationListFromCalculation;
    use crate::views::tests::rows;

    #[test]
    fn judgements_are_listed_by_order() {
        let world = World::of(rows::<CalculationListFromCalculation>(calculation_id(), &[vec![recorded()]]));
        let world = world.with::<Shipment>(shipment_id(), &[created()]);
        let of = |shipment_id| ListCalculations { shipment_id, limit: None, cursor: None };
        assert_eq!(ask(&of(shipment_id()), &world).unwrap().body.items[0].summary, summary(1));
        let other = of(ShipmentId::derive(&["other"]));
        assert_eq!(ask_as(person("lead", Role::TeamLead), &other, &world).unwrap().body.items, []);
        assert!(ask(&other, &world).is_err());
        assert_eq!(seen_by(&of(shipment_id()), &world, |page| !page.items.is_empty()), (false, vec![true; 4]));
    }
}
