//! Holds money for a contract or an obligation.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Money, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::spend::{holder, occasion, want_book};
use super::{Budget, BudgetRefusal, HeldFor};
use crate::contract::Contract;
use crate::obligation::Obligation;
use crate::rules;
use crate::{BudgetId, PartyId};

/// Holds money of a budget for a contract or an obligation, before any invoice.
///
/// A hard limit is never passed, whoever else holds at the same moment; a soft one flags it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReserveBudget {
    /// Which budget.
    pub budget_id: BudgetId,
    /// For what.
    pub held_for: HeldFor,
    /// How much more.
    pub amount: Money,
}

impl ReserveBudget {
    fn draft(&self, budget: &Budget, facts: &Facts, day: Day) -> Result<Vec<posting::Draft>, BudgetRefusal> {
        budget.check_amount(self.amount)?;
        Ok(vec![rules::budget::held(holder(facts, budget)?, self.amount, &occasion(facts, budget, day))])
    }

    /// Who pays for what the money is held for.
    fn payers(&self, facts: &Facts, day: Day) -> Result<Vec<PartyId>, BudgetRefusal> {
        match self.held_for {
            HeldFor::Contract { contract } => {
                let contract = &facts.aggregate::<Contract>(contract).ok_or(BudgetRefusal::NoSuchTarget)?.state;
                // A contract that begins later is paid by whoever pays on its first day.
                let day = day.max(contract.valid.from());
                Ok(contract.debtor(day).into_iter().chain(contract.buyer(day)).collect())
            }
            HeldFor::Obligation { obligation } => {
                let obligation = &facts.aggregate::<Obligation>(obligation).ok_or(BudgetRefusal::NoSuchTarget)?.state;
                // Goods are paid by whom they are owed to, debts by who owes them.
                Ok(vec![if obligation.debt().is_some() { obligation.from } else { obligation.to }])
            }
        }
    }
}

impl Command for ReserveBudget {
    type Aggregate = Budget;
    type Refusal = BudgetRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.reserve-budget",
        route: Some(Route::post("/commerce/budgets/{budget_id}/reserve")),
        roles: &[Role::TeamLead, Role::Accountant],
        also_writes: &["ledger.journal-entry"],
        reads: &[],
        summary: "Holds money of a budget for a contract or an obligation.",
    };

    fn target(&self, _: &Context) -> BudgetId {
        self.budget_id
    }

    fn wants(&self, budget: Option<&Budget>, facts: &Facts, context: &Context) -> Vec<Want> {
        let target = match self.held_for {
            HeldFor::Contract { contract } => Want::aggregate::<Contract>(contract),
            HeldFor::Obligation { obligation } => Want::aggregate::<Obligation>(obligation),
        };
        let Some(budget) = budget else { return vec![target] };
        let drafts = self.draft(budget, facts, super::today(context)).unwrap_or_default();
        [target, Want::aggregate::<Budget>(self.budget_id), want_book(budget)].into_iter().chain(rules::wants(&drafts)).collect()
    }

    fn decide(&self, budget: Option<&Budget>, facts: &Facts, context: &Context) -> Result<Decision<Budget>, BudgetRefusal> {
        let (budget, today) = (budget.ok_or(BudgetRefusal::NotFound)?, super::today(context));
        if !budget.period.contains(today) {
            return Err(BudgetRefusal::OutsidePeriod);
        }
        if !self.payers(facts, today)?.contains(&budget.party) {
            return Err(BudgetRefusal::NotThePayer);
        }
        let drafts = self.draft(budget, facts, today)?;
        let event = budget.reserve(self.held_for, self.amount, rules::entries(&drafts))?;
        rules::post(Decision::of([event]), facts, &drafts).map_err(BudgetRefusal::Posting)
    }

    fn example() -> Self {
        use crate::samples::{budgets, contracts};
        let held_for = HeldFor::Contract { contract: contracts::contract_id() };
        Self { budget_id: budgets::budget_id(), held_for, amount: budgets::amount("250000.00") }
    }
}
