//! Releases what budgets still hold when their period is over.

use kernel::view::RowQuery;
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use crate::budget::expire::ExpireBudget;
use crate::queries::{ListPage, as_of};
use crate::views::budget_list::{self, BudgetItem};

/// Budgets of one tick; what is left is due at the next one.
const DUE_MAX: u32 = 50;

/// Releases what budgets still hold when their period is over.
pub struct ExpireBudgets;

fn due(context: &Context) -> RowQuery {
    budget_list::to_expire(as_of(None, context)).limit(DUE_MAX)
}

impl Schedule for ExpireBudgets {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "commerce.expire-budgets",
        every_seconds: 3_600,
        sends: &[ExpireBudget::SPEC.name],
        calls: &[],
        summary: "Releases what budgets still hold when their period is over.",
    };

    fn wants(_: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(due(context))]
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        let page: ListPage<BudgetItem> = ListPage::read(facts.page(&due(context)));
        let expire = |item: &BudgetItem| {
            // A budget that is prolonged and holds again expires again.
            let key = format!("expire/{}/{}", item.budget_id, item.version);
            Effect::send(&ExpireBudget { budget_id: item.budget_id }, key)
        };
        page.items.iter().map(expire).collect()
    }
}

#[cfg(test)]
mod tests {
    use testkit::{context, moment};

    use super::*;
    use crate::budget::{BudgetEvent, ReleaseReason};
    use crate::samples::budgets::{amount, budget_id, held_for, opened, reserved};
    use crate::views::budget_list::BudgetListFromBudget;
    use crate::views::tests::rows;

    #[test]
    fn k17_what_is_held_is_released_when_the_period_is_over() {
        let reason = ReleaseReason::Expired;
        let released = BudgetEvent::Released { held_for: held_for(), amount: amount("250000.00"), reason, entries: Vec::new() };
        let history = [vec![BudgetEvent::Opened(opened())], vec![reserved("250000.00")], vec![released]];
        let tick = |commits: usize, at: &str| {
            let context = Context { now: moment(at), ..context() };
            let view = rows::<BudgetListFromBudget>(budget_id(), &history[..commits]);
            let mut facts = Facts::default();
            facts.put_rows(&Want::Rows(due(&context)), view.page(&due(&context)));
            ExpireBudgets::tick(&facts, &context).len()
        };
        assert_eq!((tick(2, "2026-12-31T12:00:00Z"), tick(2, "2027-01-01T12:00:00Z")), (0, 1));
        assert_eq!((tick(1, "2027-01-01T12:00:00Z"), tick(3, "2027-01-01T12:00:00Z")), (0, 0));
    }
}
