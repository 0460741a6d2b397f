//! The judgements of an order, for its history.

use kernel::view::RowQuery;
use kernel::{Change, Moment, Row, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ShipmentId;
use crate::calculation::ProfitabilityCalculation;
use crate::shipment::Summary;

/// The view's name.
pub const VIEW: &str = "calculation-list";

/// The judgements of an order, newest first.
pub struct CalculationListFromCalculation;

/// One judgement in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CalculationItem {
    /// When it was made.
    pub calculated_at: Moment,
    /// What was found.
    pub summary: Summary,
}

/// The judgements of an order, newest first.
pub fn of_shipment(shipment: ShipmentId) -> RowQuery {
    RowQuery::new(VIEW, format!("shipment#{shipment}")).newest_first()
}

impl View for CalculationListFromCalculation {
    type Aggregate = ProfitabilityCalculation;
    const SPEC: ViewSpec =
        ViewSpec { name: "profitability.calculation-list-from-calculation", view: VIEW, summary: "The judgements of an order." };

    fn project(step: &Step<'_, ProfitabilityCalculation>) -> Vec<Change> {
        let row = |calculation: &ProfitabilityCalculation| {
            let record = &calculation.record;
            let item = CalculationItem { calculated_at: record.facts.calculated_at, summary: Summary::of(&record.facts) };
            let sort = format!("{}#{}", item.calculated_at, record.id);
            vec![Row::new(of_shipment(record.shipment).partition, sort, serde_json::to_value(item).unwrap_or_default())]
        };
        step.replace(row)
    }
}
