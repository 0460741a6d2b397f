//! The costs of many products at once, as an estimate copies them.

use std::collections::BTreeMap;

use kernel::{Day, Facts, Line, Want};

use super::TEMPORARY_DAYS_MAX;
use crate::estimate::{CostMethod, LineCost};
use crate::views::current_cost::{self, CurrentCost};

/// What must be looked up for the costs of some products: every page of their buckets.
pub fn wants<'a>(facts: &Facts, products: impl Iterator<Item = &'a Line>) -> Vec<Want> {
    let mut buckets: Vec<String> = products.map(current_cost::bucket).collect();
    buckets.sort_unstable();
    buckets.dedup();
    let mut wants = Vec::new();
    for bucket in &buckets {
        let mut query = current_cost::of_bucket(bucket);
        while let Some(page) = facts.page(&query) {
            wants.push(Want::Rows(query.clone()));
            let Some(cursor) = page.next_cursor.clone() else { break };
            query = current_cost::of_bucket(bucket).after(Some(cursor));
        }
        wants.push(Want::Rows(query));
    }
    wants
}

/// The costs that count on a day, by product; a product that is missing has no known cost.
pub fn costs<'a>(facts: &Facts, products: impl Iterator<Item = &'a Line>, today: Day) -> BTreeMap<Line, LineCost> {
    let mut costs = BTreeMap::new();
    for want in wants(facts, products) {
        if let Want::Rows(query) = want {
            let items = facts.rows(&query).iter().filter_map(|row| serde_json::from_value::<CurrentCost>(row.data.clone()).ok());
            costs.extend(items.map(|item| (item.product.clone(), usable(item.cost_on(today), today))));
        }
    }
    costs
}

/// A temporary cost serves for a month.
fn usable(cost: LineCost, today: Day) -> LineCost {
    match cost {
        LineCost::Known { method: CostMethod::Temporary, calculated_on, .. }
            if today.signed_duration_since(calculated_on).num_days() > TEMPORARY_DAYS_MAX =>
        {
            LineCost::Missing
        }
        LineCost::Known { .. } | LineCost::Missing => cost,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{day, price};

    #[test]
    fn p26_a_temporary_cost_serves_for_thirty_days() {
        let cost = LineCost::given(price("110.00"), CostMethod::Temporary, day("2026-11-01"));
        assert_eq!(usable(cost, day("2026-12-01")), cost);
        assert_eq!(usable(cost, day("2026-12-02")), LineCost::Missing);
        let planned = LineCost::given(price("110.00"), CostMethod::Planned, day("2026-01-01"));
        assert_eq!(usable(planned, day("2026-12-02")), planned);
    }
}
