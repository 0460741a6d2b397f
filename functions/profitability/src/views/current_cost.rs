//! What products cost now and soon, for estimates that copy costs of many products at once.

use kernel::id::derive_uuid;
use kernel::view::RowQuery;
use kernel::{Change, Day, Line, Row, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::estimate::LineCost;
use crate::price_sheet::PriceSheet;

/// The view's name.
pub const VIEW: &str = "current-cost";

/// What products cost now and soon.
pub struct CurrentCostFromPriceSheet;

/// What one product costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CurrentCost {
    /// The product's code.
    pub product: Line,
    /// Costs by the day from which they count, the earliest first.
    pub planned: Vec<DatedCost>,
    /// What stands in while there is no planned cost.
    pub temporary: LineCost,
}

/// A cost that counts from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DatedCost {
    /// Its first day.
    pub from: Day,
    /// What it is.
    pub cost: LineCost,
}

impl CurrentCost {
    /// What counts on a day: the planned cost, or what stands in for it.
    pub fn cost_on(&self, day: Day) -> LineCost {
        let planned = self.planned.iter().rfind(|dated| dated.from <= day).map(|dated| dated.cost);
        match planned {
            Some(cost @ LineCost::Known { .. }) => cost,
            Some(LineCost::Missing) | None => self.temporary,
        }
    }
}

/// The partition that a product is in: one of sixteen, so that a page of each is read at once.
pub fn bucket(product: &Line) -> String {
    let first = derive_uuid("current-cost", &[product.as_str()]).as_bytes().first().copied().unwrap_or(0);
    format!("cost#{:x}", first & 0x0f)
}

/// All products of a partition.
pub fn of_bucket(bucket: &str) -> RowQuery {
    RowQuery::new(VIEW, bucket).wide()
}

impl View for CurrentCostFromPriceSheet {
    type Aggregate = PriceSheet;
    const SPEC: ViewSpec =
        ViewSpec { name: "profitability.current-cost-from-price-sheet", view: VIEW, summary: "What products cost now and soon." };

    fn project(step: &Step<'_, PriceSheet>) -> Vec<Change> {
        step.replace(|sheet| vec![row(sheet)])
    }
}

fn row(sheet: &PriceSheet) -> Row {
    let dated = |version: &crate::price_sheet::PriceVersion| DatedCost {
        from: version.valid_from,
        cost: LineCost::given(version.npss, version.method, version.calculated_on),
    };
    let item =
        CurrentCost { product: sheet.product.clone(), planned: sheet.versions.iter().map(dated).collect(), temporary: sheet.temporary() };
    Row::new(bucket(&sheet.product), sheet.product.as_str(), serde_json::to_value(item).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::CostMethod;
    use crate::samples::{day, line, price};

    #[test]
    fn p26_temporary_first_and_missing_only_without_any_purchase() {
        let planned =
            |npss: &str| DatedCost { from: day("2026-11-01"), cost: LineCost::given(price(npss), CostMethod::Planned, day("2026-11-01")) };
        let temporary = LineCost::given(price("121.00"), CostMethod::Temporary, day("2026-11-10"));
        let item = |planned: Vec<DatedCost>, temporary| CurrentCost { product: line("A"), planned, temporary };
        let today = day("2026-11-21");
        assert_eq!(item(vec![planned("126.50")], temporary).cost_on(today), planned("126.50").cost);
        assert_eq!(item(vec![planned("0")], temporary).cost_on(today), temporary);
        assert_eq!(item(Vec::new(), temporary).cost_on(today), temporary);
        assert_eq!(item(vec![planned("0")], LineCost::Missing).cost_on(today), LineCost::Missing);
    }
}
