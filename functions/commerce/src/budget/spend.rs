//! What an invoice does to a budget, written together with the invoice.

use kernel::{Aggregate, Context, Day, Decision, Facts, Money, Want};

use super::{Budget, BudgetRefusal, OfHold};
use crate::rules::{self, Holder, Occasion};
use crate::{BudgetId, InvoiceId};

/// What must be known of a budget to post to its control journal.
pub(super) fn want_book(budget: &Budget) -> Want {
    Holder::want(budget.party)
}

/// The book of the company that spends.
pub(super) fn holder(facts: &Facts, budget: &Budget) -> Result<Holder, BudgetRefusal> {
    Holder::of(facts, budget.party).ok_or(BudgetRefusal::NoBook)
}

/// A change of a budget on a day.
pub(super) fn occasion(facts: &Facts, budget: &Budget, day: Day) -> Occasion {
    Occasion::of::<Budget>(facts, budget.id, day, budget.name.clone())
}

fn known(facts: &Facts, id: BudgetId) -> Result<&Budget, BudgetRefusal> {
    Ok(&facts.aggregate::<Budget>(id).ok_or(BudgetRefusal::NotFound)?.state)
}

fn drafts_to_consume(
    facts: &Facts,
    id: BudgetId,
    may_take: &[OfHold],
    amount: Money,
    day: Day,
) -> Result<Vec<posting::Draft>, BudgetRefusal> {
    let budget = known(facts, id)?;
    budget.check_amount(amount)?;
    let spent = budget.would_spend(may_take, amount).ok_or(BudgetRefusal::NoSuchTarget)?;
    Ok(vec![rules::budget::spent(holder(facts, budget)?, &spent, &occasion(facts, budget, day))])
}

/// What must be known for an invoice to spend of a budget: asked again until nothing new is wanted.
pub fn wants_to_consume(facts: &Facts, id: BudgetId, may_take: &[OfHold], amount: Money, day: Day) -> Vec<Want> {
    let book = facts.aggregate::<Budget>(id).map(|budget| want_book(&budget.state));
    let drafts = drafts_to_consume(facts, id, may_take, amount, day).unwrap_or_default();
    std::iter::once(Want::aggregate::<Budget>(id)).chain(book).chain(rules::wants(&drafts)).collect()
}

/// Adds to a decision that an invoice spends an amount without tax of a budget: of what it may take
/// of holds first, of what is free then. The control entry is written with it.
///
/// # Errors
/// When a hard limit would be passed, the currency is another, or the entry cannot be posted.
pub fn consume<A: Aggregate>(
    decision: Decision<A>,
    facts: &Facts,
    id: BudgetId,
    may_take: &[OfHold],
    invoice: InvoiceId,
    amount: Money,
    day: Day,
) -> Result<Decision<A>, BudgetRefusal> {
    let budget = known(facts, id)?;
    if !budget.period.contains(day) {
        return Err(BudgetRefusal::OutsidePeriod);
    }
    let drafts = drafts_to_consume(facts, id, may_take, amount, day)?;
    let event = budget.consume(may_take, invoice, amount, rules::entries(&drafts))?;
    let decision = decision.and::<Budget>(id, facts.version::<Budget>(id), [event]);
    rules::post(decision, facts, &drafts).map_err(BudgetRefusal::Posting)
}

fn drafts_to_restore(facts: &Facts, id: BudgetId, invoice: InvoiceId, day: Day) -> Result<Vec<posting::Draft>, BudgetRefusal> {
    let budget = known(facts, id)?;
    let spent = budget.spent.get(&invoice).ok_or(BudgetRefusal::NotSpent)?;
    Ok(vec![rules::budget::restored(holder(facts, budget)?, spent.amount(), &occasion(facts, budget, day))])
}

/// What must be known to give back what a void invoice spent.
pub fn wants_to_restore(facts: &Facts, id: BudgetId, invoice: InvoiceId, context: &Context) -> Vec<Want> {
    let book = facts.aggregate::<Budget>(id).map(|budget| want_book(&budget.state));
    let drafts = drafts_to_restore(facts, id, invoice, super::today(context)).unwrap_or_default();
    std::iter::once(Want::aggregate::<Budget>(id)).chain(book).chain(rules::wants(&drafts)).collect()
}

/// Adds to a decision that an invoice is void: what it spent is free again, from today.
///
/// # Errors
/// When it has spent nothing, or the entry cannot be posted.
pub fn restore<A: Aggregate>(
    decision: Decision<A>,
    facts: &Facts,
    id: BudgetId,
    invoice: InvoiceId,
    context: &Context,
) -> Result<Decision<A>, BudgetRefusal> {
    let budget = known(facts, id)?;
    let drafts = drafts_to_restore(facts, id, invoice, super::today(context))?;
    let event = budget.restore(invoice, rules::entries(&drafts))?;
    let decision = decision.and::<Budget>(id, facts.version::<Budget>(id), [event]);
    rules::post(decision, facts, &drafts).map_err(BudgetRefusal::Posting)
}

fn drafts_to_give_back(facts: &Facts, id: BudgetId, amount: Money, day: Day) -> Result<Vec<posting::Draft>, BudgetRefusal> {
    let budget = known(facts, id)?;
    budget.check_amount(amount)?;
    Ok(vec![rules::budget::restored(holder(facts, budget)?, amount, &occasion(facts, budget, day))])
}

/// What must be known to give back what a credit note takes of an invoice that spent.
pub fn wants_to_give_back(facts: &Facts, id: BudgetId, amount: Money, day: Day) -> Vec<Want> {
    let book = facts.aggregate::<Budget>(id).map(|budget| want_book(&budget.state));
    let drafts = drafts_to_give_back(facts, id, amount, day).unwrap_or_default();
    std::iter::once(Want::aggregate::<Budget>(id)).chain(book).chain(rules::wants(&drafts)).collect()
}

/// Adds to a decision that a credit note takes an amount without tax back of an invoice: as much
/// is free again, from the day of the note.
///
/// # Errors
/// When the invoice has not spent that much, or the entry cannot be posted.
pub fn give_back<A: Aggregate>(
    decision: Decision<A>,
    facts: &Facts,
    id: BudgetId,
    invoice: InvoiceId,
    amount: Money,
    day: Day,
) -> Result<Decision<A>, BudgetRefusal> {
    let budget = known(facts, id)?;
    let drafts = drafts_to_give_back(facts, id, amount, day)?;
    let event = budget.give_back(invoice, amount, rules::entries(&drafts))?;
    let decision = decision.and::<Budget>(id, facts.version::<Budget>(id), [event]);
    rules::post(decision, facts, &drafts).map_err(BudgetRefusal::Posting)
}
