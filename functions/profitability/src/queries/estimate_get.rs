//! Shows one estimate: plan against fact, line by line.

use kernel::{Answer, Context, Facts, Line, Moment, Money, Percentage, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::READERS;
use crate::calculation::CostAge;
use crate::estimate::{EstimateLine, EstimateRefusal, Lease, LocalEstimate, PlanChange, Standing};
use crate::settings::Policy;
use crate::tally::Tally;
use crate::views::estimate_list::{EstimateItem, item};
use crate::{EstimateId, ShipmentId};

/// Shows one estimate: plan against fact, its lines with what is left of them, the orders that
/// hold goods of it, and who edits it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetEstimate {
    /// Which estimate.
    pub estimate_id: EstimateId,
}

/// One estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EstimatePage {
    /// As a list shows it.
    pub summary: EstimateItem,
    /// How often the plan was changed.
    pub plan_revision: u32,
    /// The last changes of the plan: who, when and why.
    pub plan_changes: Vec<PlanChange>,
    /// Whether so many orders wait for a decision that the manager is warned.
    pub many_pending: bool,
    /// Renewals by a person.
    pub manual_renewals: u32,
    /// Extensions for late goods.
    pub extensions: usize,
    /// Revenue of everything shipped under control, net of returns.
    pub shipped_revenue: Option<Money>,
    /// Its cost.
    pub shipped_cost: Option<Money>,
    /// What the oldest cost's age means today.
    pub cost_age: CostAge,
    /// All lines.
    pub lines: Vec<LinePage>,
    /// Orders that hold goods of it.
    pub orders: Vec<OrderPage>,
    /// Who edits it now.
    pub lease: Option<LeasePage>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LinePage {
    /// As it was made.
    #[serde(flatten)]
    pub line: EstimateLine,
    /// What the price leaves beyond the cost.
    pub profitability: Option<Percentage>,
    /// The lowest price that keeps the plan.
    pub minimum_price: Option<Money>,
    /// Days since the cost was calculated.
    pub cost_age_days: Option<u32>,
    /// How much was shipped, net of returns.
    pub shipped: Tally,
    /// How much another order could still take.
    pub available: Tally,
}

/// An order that holds goods.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OrderPage {
    /// Which order.
    pub shipment_id: ShipmentId,
    /// Its number.
    pub number: Line,
    /// How far it is.
    pub standing: Standing,
}

/// Who edits the estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LeasePage {
    /// Who, and for how long.
    #[serde(flatten)]
    pub lease: Lease,
    /// When the editor is warned that it will run out.
    pub warns_at: Moment,
    /// Whether that time has come.
    pub runs_out: bool,
}

fn lines(estimate: &LocalEstimate, context: &Context) -> Vec<LinePage> {
    let today = context.now.day_in(context.settings.time_zone);
    let (available, left) = (estimate.left_for(None), estimate.left_after_shipments());
    let page = |line: &EstimateLine| {
        let age = line.cost.calculated_on().map(|day| today.signed_duration_since(day).num_days());
        let left = left.get(&line.line).copied().unwrap_or_default();
        LinePage {
            line: line.clone(),
            profitability: line.profitability(),
            minimum_price: line.minimum_price(estimate.plan),
            cost_age_days: age.map(|days| u32::try_from(days).unwrap_or(0)),
            shipped: Tally::from(line.quantity).less(left),
            available: available.get(&line.line).copied().unwrap_or_default(),
        }
    };
    estimate.lines.iter().map(page).collect()
}

impl Query for GetEstimate {
    type Answer = EstimatePage;
    type Refusal = EstimateRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "profitability.get-estimate",
        route: Route::get("/profitability/estimates/{estimate_id}"),
        roles: READERS,
        summary: "Shows one estimate: plan against fact, line by line.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<LocalEstimate>(self.estimate_id)]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<EstimatePage>, EstimateRefusal> {
        let loaded = facts.aggregate::<LocalEstimate>(self.estimate_id).ok_or(EstimateRefusal::NotFound)?;
        let estimate = &loaded.state;
        let lines = lines(estimate, context);
        let ages = lines.iter().filter(|line| !line.line.non_liquid).filter_map(|line| line.cost_age_days);
        let sums = estimate.shipped_sums();
        let order = |(id, account): (&ShipmentId, &crate::estimate::OrderAccount)| OrderPage {
            shipment_id: *id,
            number: account.number.clone(),
            standing: account.standing,
        };
        let lease = estimate.live_lease(context.now).map(|lease| LeasePage {
            lease: lease.clone(),
            warns_at: lease.warns_at(),
            runs_out: context.now >= lease.warns_at(),
        });
        let warn_from = Policy::of(context).pending_orders_warn_from;
        let page = EstimatePage {
            summary: item(estimate, loaded.version),
            plan_revision: estimate.plan_revision,
            plan_changes: estimate.plan_changes.clone(),
            many_pending: warn_from.is_some_and(|from| estimate.pending() >= usize::try_from(from).unwrap_or(usize::MAX)),
            manual_renewals: estimate.manual_renewals,
            extensions: estimate.extended_for.len(),
            shipped_revenue: sums.map(|(revenue, _)| revenue),
            shipped_cost: sums.map(|(_, cost)| cost),
            cost_age: ages.max().map_or(CostAge::Fresh, CostAge::of),
            lines,
            orders: estimate.orders.iter().map(order).collect(),
            lease,
        };
        Ok(Answer::at(loaded.version, page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::EstimateEvent;
    use crate::queries::tests::{World, ask};
    use crate::samples::estimates::{created, estimate_id, leased, placed, shipped};
    use crate::samples::{money, percent, quantity};

    #[test]
    fn p28_p45_an_estimate_shows_plan_and_fact_ages_and_its_editor() {
        let reason = crate::samples::line("Поставщик снизил цены");
        let changed = EstimateEvent::PlanChanged { from: percent(2_000), to: percent(2_333), reason, advisory: false };
        let events = [created(), changed, placed(1, "60"), shipped(1, "20", "4800.00", "4000.00"), leased("other")];
        let world = World::default().with::<LocalEstimate>(estimate_id(), &events);
        let page = ask(&GetEstimate { estimate_id: estimate_id() }, &world).unwrap().body;
        assert_eq!((page.summary.plan, page.summary.actual), (percent(2_333), Some(percent(1_667))));
        assert_eq!((page.shipped_revenue, page.shipped_cost), (Some(money("4800.00")), Some(money("4000.00"))));
        assert_eq!((page.plan_changes[0].by.as_str(), page.plan_changes[0].from), ("manager", percent(2_000)));
        let line = &page.lines[0];
        assert_eq!((line.shipped, line.available), (Tally::from(quantity("20")), Tally::from(quantity("40"))));
        assert_eq!((line.minimum_price, line.profitability, line.cost_age_days), (Some(money("260.86")), Some(percent(2_000)), Some(20)));
        assert!(page.lease.is_some_and(|lease| !lease.runs_out) && page.orders.len() == 1);
        assert!(ask(&GetEstimate { estimate_id: estimate_id() }, &World::default()).is_err());
    }
}
