//! Sets money aside.

use kernel::{Aggregate, Command, CommandSpec, Context, Decision, Facts, Line, Money, Role, Route, Want};
use posting::Book;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Budget, BudgetEvent, BudgetRefusal, Opened, Strictness};
use crate::rules::Holder;
use crate::{BudgetId, Interval, PartyId};

/// Sets money of an own company aside for a period.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenBudget {
    /// Its id; a new one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget_id: Option<BudgetId>,
    /// For people.
    pub name: Line,
    /// The own company that spends.
    pub party_id: PartyId,
    /// How much, in the currency of the company's book.
    pub limit: Money,
    /// When.
    pub period: Interval,
    /// What happens at the limit.
    pub strictness: Strictness,
}

impl Command for OpenBudget {
    type Aggregate = Budget;
    type Refusal = BudgetRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.open-budget",
        route: Some(Route::post("/commerce/budgets")),
        roles: &[Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[Book::NAME],
        summary: "Sets money of an own company aside for a period.",
    };

    fn target(&self, context: &Context) -> BudgetId {
        self.budget_id.unwrap_or_else(|| context.fresh_id(0))
    }

    fn wants(&self, _: Option<&Budget>, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Holder::want(self.party_id)]
    }

    fn decide(&self, budget: Option<&Budget>, facts: &Facts, context: &Context) -> Result<Decision<Budget>, BudgetRefusal> {
        if budget.is_some() {
            return Err(BudgetRefusal::Exists);
        }
        let holder = Holder::of(facts, self.party_id).ok_or(BudgetRefusal::NoBook)?;
        if holder.currency != self.limit.currency() {
            return Err(BudgetRefusal::Currency { budget: holder.currency });
        }
        if !self.limit.is_positive() {
            return Err(BudgetRefusal::AmountNotPositive);
        }
        Ok(Decision::of([BudgetEvent::Opened(Opened {
            id: self.target(context),
            name: self.name.clone(),
            party: self.party_id,
            limit: self.limit,
            period: self.period,
            strictness: self.strictness,
        })]))
    }

    fn example() -> Self {
        let opened = crate::samples::budgets::opened();
        let Opened { name, party, limit, period, strictness, .. } = opened;
        Self { budget_id: None, name, party_id: party, limit, period, strictness }
    }
}
