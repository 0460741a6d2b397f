//! Releases what a budget still holds when its period is over.

use kernel::{Aggregate, Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use posting::{Book, JournalEntry, PeriodGate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::close::released;
use super::spend::want_book;
use super::{Budget, BudgetRefusal, ReleaseReason};
use crate::BudgetId;
use crate::rules;

/// Releases what a budget still holds when its period is over. Nothing to do when it holds nothing.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpireBudget {
    /// Which budget.
    pub budget_id: BudgetId,
}

impl Command for ExpireBudget {
    type Aggregate = Budget;
    type Refusal = BudgetRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.expire-budget",
        route: Some(Route::post("/commerce/budgets/{budget_id}/expire")),
        roles: &[Role::TeamLead, Role::Accountant, Role::System],
        also_writes: &[JournalEntry::NAME],
        reads: &[Book::NAME, PeriodGate::NAME],
        summary: "Releases what a budget still holds when its period is over.",
    };

    fn target(&self, _: &Context) -> BudgetId {
        self.budget_id
    }

    fn wants(&self, budget: Option<&Budget>, facts: &Facts, context: &Context) -> Vec<Want> {
        let Some(budget) = budget else { return Vec::new() };
        let drafts = released(budget, facts, super::today(context), &ReleaseReason::Expired).map(|(_, drafts)| drafts).unwrap_or_default();
        [Want::aggregate::<Budget>(self.budget_id), want_book(budget)].into_iter().chain(rules::wants(&drafts)).collect()
    }

    fn decide(&self, budget: Option<&Budget>, facts: &Facts, context: &Context) -> Result<Decision<Budget>, BudgetRefusal> {
        let (budget, today) = (budget.ok_or(BudgetRefusal::NotFound)?, super::today(context));
        if budget.period.until().is_none_or(|until| today < until) {
            return Err(BudgetRefusal::PeriodNotOver);
        }
        if budget.holds.is_empty() {
            return Ok(Decision::nothing());
        }
        let (events, drafts) = released(budget, facts, today, &ReleaseReason::Expired)?;
        rules::post(Decision::of(events), facts, &drafts).map_err(BudgetRefusal::Posting)
    }

    fn example() -> Self {
        Self { budget_id: crate::samples::budgets::budget_id() }
    }
}
