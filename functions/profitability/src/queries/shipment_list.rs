//! Lists orders.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Line, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{HundredthsParameter, ListPage, READERS, may_see, sees_own_only};
use crate::EstimateId;
use crate::shipment::{ShipmentRefusal, ShipmentStatus};
use crate::views::shipment_list::{self, ShipmentItem};

/// Lists orders: all, of a manager or of an estimate, the last touched first, by status; or those
/// whose deviation lies between two, the farthest below the plan first. A manager without another
/// role sees the orders that they initiate and no others.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListShipments {
    /// Only of this manager; a manager's own whatever stands here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<Line>,
    /// Only under this estimate; counts more than a manager.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate_id: Option<EstimateId>,
    /// Only in this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<ShipmentStatus>,
    /// Only this far below the plan, or farther; counts without an estimate, and more than a status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deviation_from: Option<HundredthsParameter>,
    /// Only this far below the plan, or less far; counts without an estimate, and more than a status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deviation_to: Option<HundredthsParameter>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListShipments {
    fn rows(&self, context: &Context) -> RowQuery {
        let own = || Line::new(&context.actor.id).ok();
        let manager = if sees_own_only(context) { own() } else { self.manager.clone() };
        let (from, to) = (self.deviation_from.map(HundredthsParameter::percentage), self.deviation_to.map(HundredthsParameter::percentage));
        let by_deviation = from.is_some() || to.is_some();
        let rows = match (self.estimate_id, &manager, self.status) {
            (Some(estimate), _, Some(status)) => shipment_list::of_estimate_in_status(estimate, status),
            (Some(estimate), _, None) => shipment_list::of_estimate(estimate),
            (None, Some(manager), _) if by_deviation => shipment_list::of_manager_by_deviation(manager, from, to),
            (None, Some(manager), Some(status)) => shipment_list::of_manager_in_status(manager, status),
            (None, Some(manager), None) => shipment_list::of_manager(manager),
            (None, None, _) if by_deviation => shipment_list::by_deviation(from, to),
            (None, None, Some(status)) => shipment_list::in_status(status),
            (None, None, None) => shipment_list::all(),
        };
        rows.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListShipments {
    type Answer = ListPage<ShipmentItem>;
    type Refusal = ShipmentRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "profitability.list-shipments",
        route: Route::get("/profitability/shipments"),
        roles: READERS,
        summary: "Lists orders with their figures: all, of a manager, of an estimate, by status or by deviation.",
    };

    fn wants(&self, _: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows(context))]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, ShipmentRefusal> {
        let mut page: ListPage<ShipmentItem> = ListPage::read(facts.page(&self.rows(context)));
        // An estimate's orders may be of several managers: such a page is shorter for one of them.
        page.items.retain(|item| may_see(context, &item.manager));
        Ok(Answer::of(page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{World, ask, seen_by};
    use crate::samples::estimates::estimate_id;
    use crate::samples::line;
    use crate::samples::shipments::{created, shipment_id, submitted};
    use crate::views::shipment_list::ShipmentListFromShipment;
    use crate::views::tests::rows;

    #[test]
    fn orders_are_found_by_manager_estimate_status_and_deviation() {
        let world = World::of(rows::<ShipmentListFromShipment>(shipment_id(), &[vec![created()], vec![submitted()]]));
        let count = |query: ListShipments| ask(&query, &world).unwrap().body.items.len();
        let empty = ListShipments::default;
        assert_eq!(count(empty()), 1);
        assert_eq!(count(ListShipments { manager: Some(line("manager")), ..empty() }), 1);
        assert_eq!(count(ListShipments { estimate_id: Some(estimate_id()), status: Some(ShipmentStatus::PendingApproval), ..empty() }), 1);
        assert_eq!(count(ListShipments { status: Some(ShipmentStatus::Draft), ..empty() }), 0);
        // It is 0.67 above the plan.
        let between = |from: &str, to: &str| {
            let parameter = |text: &str| HundredthsParameter::try_from(text.to_owned()).ok();
            count(ListShipments { deviation_from: parameter(from), deviation_to: parameter(to), ..empty() })
        };
        assert_eq!((between("-67", "-67"), between("-66", "100"), between("-100", "-68"), between("-100", "x")), (1, 0, 0, 1));
    }

    #[test]
    fn a_manager_sees_their_own_orders_whatever_they_ask_for_and_the_others_see_all() {
        let world = World::of(rows::<ShipmentListFromShipment>(shipment_id(), &[vec![created()], vec![submitted()]]));
        let empty = ListShipments::default;
        let farthest = || HundredthsParameter::try_from("-67".to_owned()).ok();
        for query in [
            empty(),
            ListShipments { manager: Some(line("manager")), ..empty() },
            ListShipments { estimate_id: Some(estimate_id()), ..empty() },
            ListShipments { estimate_id: Some(estimate_id()), status: Some(ShipmentStatus::PendingApproval), ..empty() },
            ListShipments { status: Some(ShipmentStatus::PendingApproval), ..empty() },
            ListShipments { deviation_from: farthest(), deviation_to: farthest(), ..empty() },
        ] {
            assert_eq!(ask(&query, &world).unwrap().body.items.len(), 1, "{query:?}");
            assert_eq!(seen_by(&query, &world, |page| !page.items.is_empty()), (false, vec![true; 4]), "{query:?}");
        }
        // A page of somebody else's name is one's own.
        assert_eq!(ask(&ListShipments { manager: Some(line("manager-2")), ..empty() }, &world).unwrap().body.items.len(), 1);
    }
}
