//! Lists the limits of a day, with what each basis passes.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use kernel::Day;
use kernel::view::{PageLimit, RowQuery};

use super::ListPage;
use crate::hours::Hours;
use crate::process::ProcessRefusal;
use crate::views::limit_list::{self, LimitItem};

/// Lists the limits of a day, with what each basis passes.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListDailyLimits {
    /// Which day; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListDailyLimits {
    fn rows(&self, context: &Context) -> RowQuery {
        let day = self.day.unwrap_or_else(|| Hours::of(&context.settings).day(context.now));
        limit_list::of_day(day).limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListDailyLimits {
    type Answer = ListPage<LimitItem>;
    type Refusal = ProcessRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "approvals.list-daily-limits",
        route: Route::get("/approvals/daily-limits"),
        roles: &[Role::TeamLead, Role::Approver, Role::Administrator],
        summary: "Lists what may pass without a person on a day.",
    };

    fn wants(&self, _: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows(context))]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, ProcessRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.rows(context)))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limit::{DailyLimit, Scope};
    use crate::queries::tests::{World, ask};
    use crate::samples::processes::money;
    use crate::samples::{limits, line};
    use crate::views::limit_list::LimitListFromDailyLimit;
    use crate::views::tests::rows;

    #[test]
    fn p71_it_is_told_how_many_orders_each_basis_would_pass() {
        let scope = Scope::Manager { manager: line("manager") };
        let id = DailyLimit::id_of(&scope, crate::samples::day("2026-11-23"));
        let world = World::of(rows::<LimitListFromDailyLimit>(id, &[limits::taken(scope, "20000.00", 1_500_000)]));
        let items = ask(&ListDailyLimits::default(), &world).unwrap().body.items;
        assert_eq!((items[0].left, items[0].considered, items[0].pass_by_amount, items[0].pass_by_shortfall), (money("5000.00"), 1, 1, 1));
    }
}
