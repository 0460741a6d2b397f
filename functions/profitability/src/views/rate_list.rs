//! Currencies and how they move.

use kernel::view::{Order, RowQuery};
use kernel::{Change, Currency, Day, Row, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rate_watch::{DailyRate, RateWatch};

/// The view's name.
pub const VIEW: &str = "rate-list";
const ALL: &str = "all";
const SPREADING: &str = "spreading";

/// Currencies with their last rates, and those whose move is being spread.
pub struct RateListFromRateWatch;

/// One currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RateItem {
    /// Which.
    pub currency: Currency,
    /// Rates by day, the earliest first.
    pub rates: Vec<DailyRate>,
    /// The day of the last move.
    pub moved_on: Option<Day>,
    /// Whether revisions of costs are still being asked for.
    pub spreading: bool,
}

/// All currencies.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL)
}

/// Currencies whose move is being spread.
pub fn spreading() -> RowQuery {
    RowQuery::new(VIEW, SPREADING).by(Order::Index1)
}

impl View for RateListFromRateWatch {
    type Aggregate = RateWatch;
    const SPEC: ViewSpec =
        ViewSpec { name: "profitability.rate-list-from-rate-watch", view: VIEW, summary: "Currencies and how they move." };

    fn project(step: &Step<'_, RateWatch>) -> Vec<Change> {
        step.replace(|watch| vec![row(watch)])
    }
}

fn row(watch: &RateWatch) -> Row {
    let RateWatch { currency, rates, moved_on, spreading, .. } = watch.clone();
    let row = Row::new(ALL, currency.code(), serde_json::to_value(RateItem { currency, rates, moved_on, spreading }).unwrap_or_default());
    if spreading { row.with_index1(SPREADING, currency.code()) } else { row }
}
