//! What happened between an own company and another party.

use kernel::view::RowQuery;
use kernel::{Answer, Context, Currency, Day, Facts, Money, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::PartyId;
use crate::invoice::InvoiceRefusal;
use crate::views::account_statement::{self, StatementLine};

/// What happened between two parties in a time, with the balances before and after it: invoices
/// that were posted, credit notes, money. Above zero the other party owes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetAccountStatement {
    /// Who asks.
    pub party_id: PartyId,
    /// The other party.
    pub other: PartyId,
    /// The first day; everything when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last day; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

/// A statement.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AccountStatement {
    /// The last day.
    pub until: Day,
    /// Balances before the first day, by currency.
    pub opening: Vec<Money>,
    /// What happened, by day.
    pub lines: Vec<StatementLine>,
    /// Balances at the end of the last day, by currency.
    pub closing: Vec<Money>,
    /// Whether everything was read: at most 2,000 lines are.
    pub complete: bool,
}

impl GetAccountStatement {
    fn until(&self, context: &Context) -> Day {
        self.until.unwrap_or_else(|| context.now.day_in(context.settings.time_zone))
    }

    fn rows(&self, context: &Context) -> RowQuery {
        account_statement::between(self.party_id, self.other, self.until(context)).wide()
    }
}

fn balances<'a>(lines: impl Iterator<Item = &'a StatementLine>) -> Vec<Money> {
    let mut sums: std::collections::BTreeMap<Currency, Money> = std::collections::BTreeMap::new();
    for line in lines {
        let sum = sums.entry(line.amount.currency()).or_insert_with(|| Money::zero(line.amount.currency()));
        *sum = sum.plus(line.amount).unwrap_or(*sum);
    }
    sums.into_values().collect()
}

impl Query for GetAccountStatement {
    type Answer = AccountStatement;
    type Refusal = InvoiceRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.get-account-statement",
        route: Route::get("/commerce/statements/{party_id}/{other}"),
        roles: &[Role::Accountant, Role::TeamLead, Role::Administrator],
        summary: "What happened between two parties in a time, with the balances before and after it.",
    };

    fn wants(&self, _: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows(context))]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<AccountStatement>, InvoiceRefusal> {
        let rows = self.rows(context);
        let read = |row: &kernel::Row| serde_json::from_value::<StatementLine>(row.data.clone()).ok();
        let all: Vec<StatementLine> = facts.rows(&rows).iter().filter_map(read).collect();
        let closing = balances(all.iter());
        let (lines, earlier): (Vec<_>, Vec<_>) = all.into_iter().partition(|line| self.from.is_none_or(|from| line.day >= from));
        Ok(Answer::of(AccountStatement {
            until: self.until(context),
            opening: balances(earlier.iter()),
            lines,
            closing,
            complete: facts.page(&rows).is_none_or(|page| page.next_cursor.is_none()),
        }))
    }
}
