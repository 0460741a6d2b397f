//! The limits of a day, with what each basis passes.

use kernel::view::RowQuery;
use kernel::{Change, Day, Money, Row, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::limit::{DailyLimit, Entry, Scope};
use crate::rules::Basis;

/// The view's name.
pub const VIEW: &str = "daily-limits";

/// The limits of a day.
pub struct LimitListFromDailyLimit;

/// One limit of one day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LimitItem {
    /// Whose.
    pub scope: Scope,
    /// Which day.
    pub day: Day,
    /// How much.
    pub limit: Money,
    /// What counts against it.
    pub basis: Basis,
    /// What is taken.
    pub taken: Money,
    /// What is left.
    pub left: Money,
    /// Orders that were considered.
    pub considered: u32,
    /// Of them, those that would pass by their amount (decision P71).
    pub pass_by_amount: u32,
    /// Of them, those that would pass by their shortfall.
    pub pass_by_shortfall: u32,
}

/// The limits of a day.
pub fn of_day(day: Day) -> RowQuery {
    RowQuery::new(VIEW, format!("day#{day}"))
}

impl View for LimitListFromDailyLimit {
    type Aggregate = DailyLimit;
    const SPEC: ViewSpec =
        ViewSpec { name: "approvals.daily-limits-from-daily-limit", view: VIEW, summary: "What may pass without a person." };

    fn project(step: &Step<'_, DailyLimit>) -> Vec<Change> {
        step.replace(|limit| {
            let data = serde_json::to_value(item(limit)).unwrap_or_default();
            vec![Row::new(of_day(limit.day).partition, limit.scope.to_string(), data)]
        })
    }
}

fn item(limit: &DailyLimit) -> LimitItem {
    let count = |which: fn(&&Entry) -> bool| u32::try_from(limit.entries.values().filter(which).count()).unwrap_or(u32::MAX);
    LimitItem {
        scope: limit.scope.clone(),
        day: limit.day,
        limit: limit.limit,
        basis: limit.basis,
        taken: limit.taken(limit.basis),
        left: limit.left(),
        considered: count(|_| true),
        pass_by_amount: count(|entry| entry.passes_by_amount),
        pass_by_shortfall: count(|entry| entry.passes_by_shortfall),
    }
}
