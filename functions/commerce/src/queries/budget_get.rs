//! Shows one budget.

use kernel::{Answer, Context, Facts, Money, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::budget::{Budget, BudgetRefusal, HeldFor, Spent};
use crate::rules::EntryRef;
use crate::views::budget_list::{BudgetItem, item};
use crate::{BudgetId, InvoiceId};

/// Shows one budget with its holds and the invoices that spent it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetBudget {
    /// Which budget.
    pub budget_id: BudgetId,
}

/// One budget.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BudgetPage {
    /// As a list shows it.
    pub summary: BudgetItem,
    /// What is held.
    pub holds: Vec<HoldPage>,
    /// What invoices spent.
    pub spent: Vec<SpentPage>,
    /// What it posted to the control journal.
    pub entries: Vec<EntryRef>,
}

/// Money that is held.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HoldPage {
    /// For what.
    pub held_for: HeldFor,
    /// How much.
    pub amount: Money,
}

/// Money that an invoice spent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SpentPage {
    /// Which invoice.
    pub invoice_id: InvoiceId,
    /// How much, of which hold.
    pub spent: Spent,
}

impl Query for GetBudget {
    type Answer = BudgetPage;
    type Refusal = BudgetRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.get-budget",
        route: Route::get("/commerce/budgets/{budget_id}"),
        roles: &[Role::TeamLead, Role::Accountant, Role::Administrator],
        summary: "Shows one budget with its holds.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Budget>(self.budget_id)]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<BudgetPage>, BudgetRefusal> {
        let loaded = facts.aggregate::<Budget>(self.budget_id).ok_or(BudgetRefusal::NotFound)?;
        let budget = &loaded.state;
        let page = BudgetPage {
            summary: item(budget, loaded.version),
            holds: budget.holds.iter().map(|(held_for, amount)| HoldPage { held_for: *held_for, amount: *amount }).collect(),
            spent: budget.spent.iter().map(|(invoice_id, spent)| SpentPage { invoice_id: *invoice_id, spent: spent.clone() }).collect(),
            entries: budget.entries.clone(),
        };
        Ok(Answer::at(loaded.version, page))
    }
}
