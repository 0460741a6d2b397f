//! Budgets in the control journal: what is held and spent, against the limit.

use kernel::Money;
use posting::{Draft, DraftLine, Journal, Purpose};

use super::{Holder, Occasion, RuleName};
use crate::budget::Spent;

const HELD: RuleName = RuleName { name: "budget-held", version: 1, n: 1 };
const SPENT: RuleName = RuleName { name: "budget-spent", version: 1, n: 2 };
const RESTORED: RuleName = RuleName { name: "budget-restored", version: 1, n: 3 };
const RELEASED: RuleName = RuleName { name: "budget-released", version: 1, n: 4 };

fn control(holder: Holder, occasion: &Occasion, rule: &RuleName, lines: Vec<DraftLine>) -> Draft {
    Draft { journal: Journal::Control, ..occasion.draft(holder.book, rule, lines) }
}

fn pair(debit: Purpose, credit: Purpose, amount: Money) -> Vec<DraftLine> {
    vec![DraftLine::debit(debit, amount), DraftLine::credit(credit, amount)]
}

/// Dr BudgetHeld / Cr BudgetLimit.
pub fn held(holder: Holder, amount: Money, occasion: &Occasion) -> Draft {
    control(holder, occasion, &HELD, pair(Purpose::BudgetHeld, Purpose::BudgetLimit, amount))
}

/// Dr BudgetSpent / Cr BudgetHeld for what was held, Cr BudgetLimit for what was not.
pub fn spent(holder: Holder, spent: &Spent, occasion: &Occasion) -> Draft {
    let mut lines = pair(Purpose::BudgetSpent, Purpose::BudgetHeld, spent.of_hold);
    lines.extend(pair(Purpose::BudgetSpent, Purpose::BudgetLimit, spent.beyond));
    control(holder, occasion, &SPENT, lines)
}

/// Dr BudgetLimit / Cr BudgetSpent: an invoice is void, the money is free.
pub fn restored(holder: Holder, amount: Money, occasion: &Occasion) -> Draft {
    control(holder, occasion, &RESTORED, pair(Purpose::BudgetLimit, Purpose::BudgetSpent, amount))
}

/// Dr BudgetLimit / Cr BudgetHeld.
pub fn released(holder: Holder, amount: Money, occasion: &Occasion) -> Draft {
    control(holder, occasion, &RELEASED, pair(Purpose::BudgetLimit, Purpose::BudgetHeld, amount))
}
