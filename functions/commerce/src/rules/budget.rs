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
    let mut lines = pair(Purpose::BudgetSpent, Purpose::BudgetHeld, spent.held());
    lines.extend(pair(Purpose::BudgetSpent, Purpose::BudgetLimit, spent.beyond));
    control(holder, occasion, &SPENT, lines)
}

/// Dr BudgetLimit / Cr BudgetSpent: an invoice is void or credited, the money is free.
pub fn restored(holder: Holder, amount: Money, occasion: &Occasion) -> Draft {
    control(holder, occasion, &RESTORED, pair(Purpose::BudgetLimit, Purpose::BudgetSpent, amount))
}

/// Dr BudgetLimit / Cr BudgetHeld.
pub fn released(holder: Holder, amount: Money, occasion: &Occasion) -> Draft {
    control(holder, occasion, &RELEASED, pair(Purpose::BudgetLimit, Purpose::BudgetHeld, amount))
}

#[cfg(test)]
mod tests {
    use kernel::Currency;
    use posting::{Side, Source};

    use super::*;
    use crate::samples::budgets::{amount, held_for};
    use crate::samples::{day, line};

    fn printed(draft: &Draft) -> Vec<String> {
        assert_eq!(draft.journal, Journal::Control);
        let side = |one: &DraftLine| if one.side == Side::Debit { "Dr" } else { "Cr" };
        let lines = draft.lines.iter().map(|one| format!("{} {:?} {}", side(one), one.purpose, one.amount.amount()));
        std::iter::once(format!("{}/{}", draft.rule.name, draft.rule.version)).chain(lines).collect()
    }

    #[test]
    fn k44_budgets_are_kept_in_a_journal_of_their_own() {
        let party = crate::samples::parties::seller_id();
        let holder = Holder { party, book: posting::book_of(party), currency: Currency::UAH };
        let source = Source { kind: "commerce.budget".to_owned(), id: "golden".to_owned(), version: 1, sha256: None };
        let occasion = Occasion { source, day: day("2026-11-20"), text: line("Golden") };
        let hundred = amount("100.00");
        assert_eq!(printed(&held(holder, hundred, &occasion)), ["budget-held/1", "Dr BudgetHeld 100.00", "Cr BudgetLimit 100.00"]);
        assert_eq!(printed(&released(holder, hundred, &occasion)), ["budget-released/1", "Dr BudgetLimit 100.00", "Cr BudgetHeld 100.00"]);
        let part = Spent { held_for: held_for(), of_hold: amount("70.00"), further: Vec::new(), beyond: amount("30.00") };
        let expected = ["budget-spent/1", "Dr BudgetSpent 70.00", "Cr BudgetHeld 70.00", "Dr BudgetSpent 30.00", "Cr BudgetLimit 30.00"];
        assert_eq!(printed(&spent(holder, &part, &occasion)), expected);
        assert_eq!(printed(&restored(holder, hundred, &occasion)), ["budget-restored/1", "Dr BudgetLimit 100.00", "Cr BudgetSpent 100.00"]);
    }
}
