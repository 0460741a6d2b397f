//! Changes how much may be spent.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Money, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Budget, BudgetEvent, BudgetRefusal, Strictness};
use crate::BudgetId;

/// Changes how much may be held and spent. A hard limit never sinks below what is taken already.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeBudgetLimit {
    /// Which budget.
    pub budget_id: BudgetId,
    /// How much from now on.
    pub limit: Money,
    /// Why.
    pub reason: Line,
}

impl Command for ChangeBudgetLimit {
    type Aggregate = Budget;
    type Refusal = BudgetRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.change-budget-limit",
        route: Some(Route::post("/commerce/budgets/{budget_id}/change-limit")),
        roles: &[Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Changes how much of a budget may be held and spent.",
    };

    fn target(&self, _: &Context) -> BudgetId {
        self.budget_id
    }

    fn decide(&self, budget: Option<&Budget>, _: &Facts, _: &Context) -> Result<Decision<Budget>, BudgetRefusal> {
        let budget = budget.ok_or(BudgetRefusal::NotFound)?;
        budget.check_open()?;
        budget.check_amount(self.limit)?;
        let taken = budget.taken();
        if budget.strictness == Strictness::Hard && self.limit.minor() < taken.minor() {
            return Err(BudgetRefusal::BelowTaken { taken });
        }
        Ok(Decision::of([BudgetEvent::LimitChanged { limit: self.limit, reason: self.reason.clone() }]))
    }

    fn example() -> Self {
        use crate::samples::{budgets, line};
        Self { budget_id: budgets::budget_id(), limit: budgets::amount("1500000.00"), reason: line("Approved by the board") }
    }
}
