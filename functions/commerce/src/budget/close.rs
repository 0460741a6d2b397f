//! Closes a budget.

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route, Want};
use posting::{Book, JournalEntry, PeriodGate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::spend::{holder, occasion, want_book};
use super::{Budget, BudgetEvent, BudgetRefusal, ReleaseReason};
use crate::BudgetId;
use crate::rules;

/// Closes a budget: everything that is held is released, and nothing more is taken.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseBudget {
    /// Which budget.
    pub budget_id: BudgetId,
    /// Why.
    pub reason: Line,
}

/// Every hold of a budget ends, in one control entry.
pub(super) fn released(
    budget: &Budget,
    facts: &Facts,
    day: Day,
    reason: &ReleaseReason,
) -> Result<(Vec<BudgetEvent>, Vec<posting::Draft>), BudgetRefusal> {
    let draft = rules::budget::released(holder(facts, budget)?, budget.held(), &occasion(facts, budget, day));
    let entries = rules::entries(std::slice::from_ref(&draft));
    let event = |(held_for, amount): (&super::HeldFor, &kernel::Money)| BudgetEvent::Released {
        held_for: *held_for,
        amount: *amount,
        reason: reason.clone(),
        entries: Vec::new(),
    };
    let mut events: Vec<BudgetEvent> = budget.holds.iter().map(event).collect();
    // The one entry is of all holds together; the last one names it.
    if let Some(BudgetEvent::Released { entries: last, .. }) = events.last_mut() {
        *last = entries;
    }
    Ok((events, vec![draft]))
}

impl Command for CloseBudget {
    type Aggregate = Budget;
    type Refusal = BudgetRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.close-budget",
        route: Some(Route::post("/commerce/budgets/{budget_id}/close")),
        roles: &[Role::TeamLead, Role::Accountant],
        also_writes: &[JournalEntry::NAME],
        reads: &[Book::NAME, PeriodGate::NAME],
        summary: "Closes a budget and releases what it holds.",
    };

    fn target(&self, _: &Context) -> BudgetId {
        self.budget_id
    }

    fn wants(&self, budget: Option<&Budget>, facts: &Facts, context: &Context) -> Vec<Want> {
        let Some(budget) = budget else { return Vec::new() };
        let drafts = released(budget, facts, super::today(context), &ReleaseReason::Closed).map(|(_, drafts)| drafts).unwrap_or_default();
        [Want::aggregate::<Budget>(self.budget_id), want_book(budget)].into_iter().chain(rules::wants(&drafts)).collect()
    }

    fn decide(&self, budget: Option<&Budget>, facts: &Facts, context: &Context) -> Result<Decision<Budget>, BudgetRefusal> {
        let budget = budget.ok_or(BudgetRefusal::NotFound)?;
        budget.check_open()?;
        let (mut events, drafts) = released(budget, facts, super::today(context), &ReleaseReason::Closed)?;
        events.push(BudgetEvent::Closed { reason: self.reason.clone() });
        rules::post(Decision::of(events), facts, &drafts).map_err(BudgetRefusal::Posting)
    }

    fn example() -> Self {
        Self { budget_id: crate::samples::budgets::budget_id(), reason: crate::samples::line("The project is over") }
    }
}
