//! Budgets as a list shows them.

use kernel::view::{Order as By, Range, RowQuery};
use kernel::{Change, Day, Line, Money, Row, Step, Version, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::budget::{Budget, Strictness};
use crate::{BudgetId, Interval, PartyId};

/// The view's name.
pub const VIEW: &str = "budget-list";
const ALL: &str = "all";
/// The partition of budgets that hold money and have an end, by that end.
const HOLDING: &str = "holding";

/// Budgets, the latest period first.
pub struct BudgetListFromBudget;

/// One budget in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BudgetItem {
    /// The budget.
    pub budget_id: BudgetId,
    /// For people.
    pub name: Line,
    /// Who spends.
    pub party_id: PartyId,
    /// When.
    pub period: Interval,
    /// What happens at the limit.
    pub strictness: Strictness,
    /// How much may be held and spent.
    pub limit: Money,
    /// How much is held.
    pub held: Money,
    /// How much is spent.
    pub spent: Money,
    /// How much is free; negative when a soft limit was passed.
    pub free: Money,
    /// Whether a soft limit was passed.
    pub over_limit: bool,
    /// Whether it takes nothing more.
    pub closed: bool,
    /// The version that this shows.
    pub version: Version,
}

/// All budgets.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL).newest_first()
}

/// Budgets of an own company.
pub fn of_party(party: PartyId) -> RowQuery {
    RowQuery::new(VIEW, format!("party#{party}")).by(By::Index1).newest_first()
}

/// Budgets that hold money though their period was over by a day.
pub fn to_expire(today: Day) -> RowQuery {
    RowQuery::new(VIEW, HOLDING).by(By::Index2).within(Range::UpTo(format!("{today}#~")))
}

impl View for BudgetListFromBudget {
    type Aggregate = Budget;
    const SPEC: ViewSpec = ViewSpec { name: "commerce.budget-list-from-budget", view: VIEW, summary: "Budgets as a list shows them." };

    fn project(step: &Step<'_, Budget>) -> Vec<Change> {
        step.replace(|budget| vec![row(budget, step.version)])
    }
}

fn row(budget: &Budget, version: Version) -> Row {
    let sort = format!("{}#{}", budget.period.from(), budget.id);
    let data = serde_json::to_value(item(budget, version)).unwrap_or_default();
    let row = Row::new(ALL, &sort, data).with_index1(of_party(budget.party).partition, sort);
    match budget.period.until() {
        Some(until) if !budget.holds.is_empty() => row.with_index2(HOLDING, format!("{until}#{}", budget.id)),
        Some(_) | None => row,
    }
}

/// A budget as a list shows it.
pub fn item(budget: &Budget, version: Version) -> BudgetItem {
    BudgetItem {
        budget_id: budget.id,
        name: budget.name.clone(),
        party_id: budget.party,
        period: budget.period,
        strictness: budget.strictness,
        limit: budget.limit,
        held: budget.held(),
        spent: budget.spent(),
        free: budget.free(),
        over_limit: budget.is_over(),
        closed: budget.closed,
        version,
    }
}
