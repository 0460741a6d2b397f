//! Holds money no longer.

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Line, Money, Role, Route, Want};
use posting::{Book, JournalEntry, PeriodGate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::spend::{holder, occasion, want_book};
use super::{Budget, BudgetEvent, BudgetRefusal, HeldFor, ReleaseReason};
use crate::BudgetId;
use crate::rules;

/// Holds money for something no longer, in part or at all.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseBudget {
    /// Which budget.
    pub budget_id: BudgetId,
    /// For what it was held.
    pub held_for: HeldFor,
    /// How much less; all of it when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// Why.
    pub reason: Line,
}

impl ReleaseBudget {
    fn amount(&self, budget: &Budget) -> Result<Money, BudgetRefusal> {
        let held = budget.holds.get(&self.held_for).copied().ok_or(BudgetRefusal::NoSuchHold)?;
        let amount = self.amount.unwrap_or(held);
        budget.check_amount(amount)?;
        if amount.minor() > held.minor() { Err(BudgetRefusal::MoreThanHeld { held }) } else { Ok(amount) }
    }

    fn drafts(&self, budget: &Budget, facts: &Facts, day: Day) -> Result<Vec<posting::Draft>, BudgetRefusal> {
        let amount = self.amount(budget)?;
        Ok(vec![rules::budget::released(holder(facts, budget)?, amount, &occasion(facts, budget, day))])
    }
}

impl Command for ReleaseBudget {
    type Aggregate = Budget;
    type Refusal = BudgetRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.release-budget",
        route: Some(Route::post("/commerce/budgets/{budget_id}/release")),
        roles: &[Role::TeamLead, Role::Accountant],
        also_writes: &[JournalEntry::NAME],
        reads: &[Book::NAME, PeriodGate::NAME],
        summary: "Holds money of a budget for something no longer.",
    };

    fn target(&self, _: &Context) -> BudgetId {
        self.budget_id
    }

    fn wants(&self, budget: Option<&Budget>, facts: &Facts, context: &Context) -> Vec<Want> {
        let Some(budget) = budget else { return Vec::new() };
        let drafts = self.drafts(budget, facts, super::today(context)).unwrap_or_default();
        [Want::aggregate::<Budget>(self.budget_id), want_book(budget)].into_iter().chain(rules::wants(&drafts)).collect()
    }

    fn decide(&self, budget: Option<&Budget>, facts: &Facts, context: &Context) -> Result<Decision<Budget>, BudgetRefusal> {
        let budget = budget.ok_or(BudgetRefusal::NotFound)?;
        let (amount, drafts) = (self.amount(budget)?, self.drafts(budget, facts, super::today(context))?);
        let event = BudgetEvent::Released {
            held_for: self.held_for,
            amount,
            reason: ReleaseReason::Person { reason: self.reason.clone() },
            entries: rules::entries(&drafts),
        };
        rules::post(Decision::of([event]), facts, &drafts).map_err(BudgetRefusal::Posting)
    }

    fn example() -> Self {
        use crate::samples::{budgets, contracts, line};
        let held_for = HeldFor::Contract { contract: contracts::contract_id() };
        Self { budget_id: budgets::budget_id(), held_for, amount: None, reason: line("Bought elsewhere") }
    }
}
