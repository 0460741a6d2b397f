//! Shows a manager's orders with their margins against the plan.

use kernel::view::RowQuery;
use kernel::{Answer, Context, Facts, Line, Money, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ListPage, READERS, sees_own_only};
use crate::shipment::{ShipmentRefusal, ShipmentStatus};
use crate::views::shipment_list::{ShipmentItem, of_manager_in_status};

/// Orders of one status on the dashboard; the list has the others.
const GROUP_MAX: u32 = 50;

/// What a manager has to look after, the most urgent group first.
const GROUPS: &[ShipmentStatus] = &[
    ShipmentStatus::PartiallyApproved,
    ShipmentStatus::Rejected,
    ShipmentStatus::ApprovalExpired,
    ShipmentStatus::PendingApproval,
    ShipmentStatus::Approved,
    ShipmentStatus::Draft,
    ShipmentStatus::AwaitingStock,
    ShipmentStatus::InProgress,
];

/// Shows a manager's open orders by status, each with its margins against the plan.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetDashboard {
    /// Whose; the caller's own when absent, and always to a manager without another role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<Line>,
}

/// A manager's open orders.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DashboardPage {
    /// Whose.
    pub manager: Line,
    /// By status, the most urgent first; empty ones are left out.
    pub groups: Vec<DashboardGroup>,
}

/// Orders of one status.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DashboardGroup {
    /// Which.
    pub status: ShipmentStatus,
    /// The last touched first, fifty at most.
    pub orders: Vec<ShipmentItem>,
    /// Whether there are more.
    pub more: bool,
    /// What those shown come to, net of VAT; absent when it does not fit.
    pub total: Option<Money>,
    /// What they earn less than their plans ask for; absent when it does not fit.
    pub shortfall: Option<Money>,
}

impl GetDashboard {
    fn manager(&self, context: &Context) -> Option<Line> {
        let wanted = self.manager.clone().filter(|_| !sees_own_only(context));
        wanted.or_else(|| Line::new(&context.actor.id).ok())
    }

    fn rows(manager: &Line, status: ShipmentStatus) -> RowQuery {
        of_manager_in_status(manager, status).limit(GROUP_MAX)
    }
}

fn group(status: ShipmentStatus, page: ListPage<ShipmentItem>, context: &Context) -> DashboardGroup {
    let nothing = Money::zero(context.settings.currency);
    let sum = |of: fn(&crate::shipment::Summary) -> Money| {
        let mut amounts = page.items.iter().filter_map(|item| item.summary.as_ref()).map(of);
        amounts.try_fold(nothing, Money::plus).ok()
    };
    let (total, shortfall) = (sum(|summary| summary.total), sum(|summary| summary.shortfall));
    DashboardGroup { status, more: page.next_cursor.is_some(), orders: page.items, total, shortfall }
}

impl Query for GetDashboard {
    type Answer = DashboardPage;
    type Refusal = ShipmentRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "profitability.get-dashboard",
        route: Route::get("/profitability/dashboard"),
        roles: READERS,
        summary: "Shows a manager's open orders with their margins against the plan.",
    };

    fn wants(&self, _: &Facts, context: &Context) -> Vec<Want> {
        let manager = self.manager(context);
        manager.iter().flat_map(|manager| GROUPS.iter().map(move |status| Want::Rows(Self::rows(manager, *status)))).collect()
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<DashboardPage>, ShipmentRefusal> {
        let manager = self.manager(context).ok_or(ShipmentRefusal::NotFound)?;
        let groups = GROUPS.iter().map(|status| group(*status, ListPage::read(facts.page(&Self::rows(&manager, *status))), context));
        let groups = groups.filter(|group| !group.orders.is_empty()).collect();
        Ok(Answer::of(DashboardPage { manager, groups }))
    }
}

#[cfg(test)]
mod tests {
    use kernel::Role;
    use testkit::person;

    use super::*;
    use crate::queries::tests::{World, ask, ask_as, seen_by};
    use crate::samples::shipments::{created, shipment_id, submitted};
    use crate::samples::{line, money, percent};
    use crate::views::shipment_list::ShipmentListFromShipment;
    use crate::views::tests::rows;

    #[test]
    fn a_manager_sees_their_open_orders_against_the_plan() {
        let world = World::of(rows::<ShipmentListFromShipment>(shipment_id(), &[vec![created()], vec![submitted()]]));
        let page = ask(&GetDashboard::default(), &world).unwrap().body;
        assert_eq!((page.manager, page.groups.len()), (line("manager"), 1));
        let group = &page.groups[0];
        assert_eq!((group.status, group.total, group.more), (ShipmentStatus::PendingApproval, Some(money("24400.00")), false));
        let summary = group.orders[0].summary.as_ref().unwrap();
        assert_eq!((summary.plan, summary.cumulative, summary.remainder), (percent(2_333), Some(percent(2_008)), Some(percent(2_400))));
        let of = |manager: &str| GetDashboard { manager: Some(line(manager)) };
        assert_eq!(ask_as(person("lead", Role::TeamLead), &of("other"), &world).unwrap().body.groups, []);
        assert_eq!(ask(&of("other"), &world).unwrap().body.manager, line("manager"));
        assert_eq!(seen_by(&of("manager"), &world, |page| !page.groups.is_empty()), (false, vec![true; 4]));
    }
}
