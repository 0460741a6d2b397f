//! Holds money for a contract or an obligation.

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Money, Role, Route, Want};
use posting::{Book, JournalEntry, PeriodGate};
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
        also_writes: &[JournalEntry::NAME],
        reads: &[Book::NAME, PeriodGate::NAME],
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

#[cfg(test)]
mod tests {
    use kernel::aggregate::fold_events;
    use posting::book_of;
    use testkit::decision::Given;
    use testkit::{context, given};

    use super::*;
    use crate::budget::change_limit::ChangeBudgetLimit;
    use crate::budget::close::CloseBudget;
    use crate::budget::expire::ExpireBudget;
    use crate::budget::open::OpenBudget;
    use crate::budget::release::ReleaseBudget;
    use crate::budget::{BudgetEvent, Opened, Strictness};
    use crate::contract::Drafted;
    use crate::samples::budgets::{amount, budget_id, held_for, opened, reserved};
    use crate::samples::contracts::{contract_id, in_force, role, sale};
    use crate::samples::parties::{buyer_id, seller_id};

    /// A purchase by the own company, and its book.
    fn with(given: Given<Budget>) -> Given<Budget> {
        use crate::contract::RoleKind;
        let purchase = Drafted { roles: vec![role(buyer_id(), RoleKind::Seller), role(seller_id(), RoleKind::Buyer)], ..sale() };
        let book = posting::samples::opened_with_chart(seller_id(), kernel::Currency::UAH, kernel::settings::Jurisdiction::UA);
        given.with::<Contract>(contract_id(), in_force(purchase)).with::<Book>(book_of(seller_id()), [book])
    }

    fn budget(more: &[BudgetEvent]) -> Given<Budget> {
        with(given([vec![BudgetEvent::Opened(opened())], more.to_vec()].concat()))
    }

    fn reserve(text: &str) -> ReserveBudget {
        ReserveBudget { amount: amount(text), ..ReserveBudget::example() }
    }

    #[test]
    fn k17_a_hold_is_in_the_control_journal_and_balances() {
        let decision = budget(&[]).when(reserve("250000.00")).accepted();
        let [BudgetEvent::Reserved { amount: held, over_limit: false, entries, .. }] = decision.events.as_slice() else {
            panic!("{:?}", decision.events)
        };
        assert_eq!((*held, entries.len()), (amount("250000.00"), 1));
        let [entry] = decision.others.as_slice() else { panic!("{:?}", decision.others) };
        assert_eq!(entry.stream, JournalEntry::stream(entries[0].entry));
        let posted = &entry.events[0]["data"];
        assert_eq!((posted["journal"].as_str(), posted["lines"].as_array().map(Vec::len)), (Some("control"), Some(2)), "{posted}");
    }

    #[test]
    fn k17_a_hard_limit_is_never_passed_and_a_soft_one_flags() {
        budget(&[]).when(reserve("1000000.00")).accepted();
        budget(&[reserved("250000.00")]).when(reserve("750000.01")).refused(BudgetRefusal::OverLimit { free: amount("750000.00") });
        let soft = BudgetEvent::Opened(Opened { strictness: Strictness::Soft, ..opened() });
        let decision = with(given([soft])).when(reserve("1000000.01")).accepted();
        assert!(matches!(decision.events.as_slice(), [BudgetEvent::Reserved { over_limit: true, .. }]));
    }

    #[test]
    fn k17_only_its_own_company_pays_from_it_and_only_in_its_time() {
        let sale_to_others = given([BudgetEvent::Opened(opened())]).with::<Contract>(contract_id(), in_force(sale()));
        sale_to_others.when(reserve("1.00")).refused(BudgetRefusal::NotThePayer);
        budget(&[]).at("2027-01-02T08:00:00Z").when(reserve("1.00")).refused(BudgetRefusal::OutsidePeriod);
        given([BudgetEvent::Opened(opened())]).when(reserve("1.00")).refused(BudgetRefusal::NoSuchTarget);
        let dollars = ReserveBudget { amount: crate::samples::money("1.00", kernel::Currency::USD), ..ReserveBudget::example() };
        budget(&[]).when(dollars).refused(BudgetRefusal::Currency { budget: kernel::Currency::UAH });
        budget(&[]).when(reserve("0.00")).refused(BudgetRefusal::AmountNotPositive);
        given([]).when(reserve("1.00")).refused(BudgetRefusal::NotFound);
        let closed = BudgetEvent::Closed { reason: crate::samples::line("так") };
        budget(&[closed]).when(reserve("1.00")).refused(BudgetRefusal::Closed);
    }

    #[test]
    fn k17_a_budget_belongs_to_a_company_with_a_book() {
        given([]).when(OpenBudget::example()).refused(BudgetRefusal::NoBook);
        with(given([])).when(OpenBudget { budget_id: Some(budget_id()), ..OpenBudget::example() }).then([BudgetEvent::Opened(opened())]);
        let dollars = OpenBudget { limit: crate::samples::money("1.00", kernel::Currency::USD), ..OpenBudget::example() };
        with(given([])).when(dollars).refused(BudgetRefusal::Currency { budget: kernel::Currency::UAH });
        budget(&[]).when(OpenBudget { budget_id: Some(budget_id()), ..OpenBudget::example() }).refused(BudgetRefusal::Exists);
    }

    #[test]
    fn k17_holds_are_released_by_hand_on_closing_and_on_expiry() {
        let part = ReleaseBudget { amount: Some(amount("100000.00")), ..ReleaseBudget::example() };
        let decision = budget(&[reserved("250000.00")]).when(part).accepted();
        assert_eq!((decision.events.len(), decision.others.len()), (1, 1));
        let more = ReleaseBudget { amount: Some(amount("250000.01")), ..ReleaseBudget::example() };
        budget(&[reserved("250000.00")]).when(more).refused(BudgetRefusal::MoreThanHeld { held: amount("250000.00") });
        budget(&[]).when(ReleaseBudget::example()).refused(BudgetRefusal::NoSuchHold);
        let closed = budget(&[reserved("250000.00")]).when(CloseBudget::example()).accepted();
        assert!(matches!(closed.events.as_slice(), [BudgetEvent::Released { .. }, BudgetEvent::Closed { .. }]));
        budget(&[reserved("250000.00")]).when(ExpireBudget::example()).refused(BudgetRefusal::PeriodNotOver);
        let expired = budget(&[reserved("250000.00")]).at("2027-01-01T08:00:00Z").when(ExpireBudget::example()).accepted();
        let events = [vec![BudgetEvent::Opened(opened()), reserved("250000.00")], expired.events].concat();
        let budget = fold_events::<Budget>(None, &events, &context().meta("test")).unwrap().unwrap();
        assert_eq!((budget.held(), budget.free()), (amount("0.00"), amount("1000000.00")));
        with(given(events)).at("2027-01-01T08:00:00Z").when(ExpireBudget::example()).then([]);
    }

    #[test]
    fn k17_an_invoice_takes_of_its_hold_first() {
        let events = [BudgetEvent::Opened(opened()), reserved("250000.00")];
        let budget = fold_events::<Budget>(None, &events, &context().meta("test")).unwrap().unwrap();
        let invoice = crate::InvoiceId::derive(&["one"]);
        let all = crate::budget::OfHold { held_for: held_for(), amount: amount("1000000.00") };
        let event = budget.consume(&[all], invoice, amount("300000.00"), Vec::new()).unwrap();
        let spent = Budget::apply(Some(budget.clone()), &event, &context().meta("test")).unwrap();
        assert_eq!((spent.held(), spent.spent(), spent.free()), (amount("0.00"), amount("300000.00"), amount("700000.00")));
        let over = spent.consume(&[all], crate::InvoiceId::derive(&["two"]), amount("700000.01"), Vec::new());
        assert_eq!(over, Err(BudgetRefusal::OverLimit { free: amount("700000.00") }));
        assert_eq!(spent.consume(&[all], invoice, amount("1.00"), Vec::new()), Err(BudgetRefusal::SpentAlready));
        let void = spent.restore(invoice, Vec::new()).unwrap();
        let restored = Budget::apply(Some(spent), &void, &context().meta("test")).unwrap();
        assert_eq!(restored.free(), amount("1000000.00"));
        assert_eq!(restored.restore(invoice, Vec::new()), Err(BudgetRefusal::NotSpent));
    }

    #[test]
    fn k17_an_invoice_takes_of_each_hold_no_more_than_it_bills_of_it() {
        use crate::budget::OfHold;
        let annex = |name: &str| HeldFor::Obligation { obligation: crate::ObligationId::derive(&[name]) };
        let reserve =
            |held_for, text: &str| BudgetEvent::Reserved { held_for, amount: amount(text), over_limit: false, entries: Vec::new() };
        let events = [BudgetEvent::Opened(opened()), reserve(annex("a"), "80.00"), reserve(annex("b"), "20.00"), reserved("10.00")];
        let budget = fold_events::<Budget>(None, &events, &context().meta("test")).unwrap().unwrap();
        let part = |held_for, text: &str| OfHold { held_for, amount: amount(text) };
        let may_take = [part(annex("a"), "50.00"), part(annex("b"), "50.00"), part(held_for(), "100.00")];
        let invoice = crate::InvoiceId::derive(&["one"]);
        let event = budget.consume(&may_take, invoice, amount("100.00"), Vec::new()).unwrap();
        let apply = |budget, event: &BudgetEvent| Budget::apply(Some(budget), event, &context().meta("test")).unwrap();
        let spent = apply(budget, &event);
        assert_eq!(
            (spent.holds.get(&annex("a")).copied(), spent.held(), spent.spent()),
            (Some(amount("30.00")), amount("30.00"), amount("100.00"))
        );
        // What a credit note takes back was beyond the holds first, and of the last hold then.
        let back = apply(spent.clone(), &spent.give_back(invoice, amount("35.00"), Vec::new()).unwrap());
        let left: Vec<Money> = back.spent[&invoice].of_holds().map(|part| part.amount).collect();
        assert_eq!((left, back.spent()), (vec![amount("50.00"), amount("15.00")], amount("65.00")));
    }

    #[test]
    fn k17_a_hard_limit_never_sinks_below_what_is_taken() {
        let change = |text: &str| ChangeBudgetLimit { limit: amount(text), ..ChangeBudgetLimit::example() };
        budget(&[reserved("250000.00")]).when(change("250000.00")).accepted();
        budget(&[reserved("250000.00")]).when(change("249999.99")).refused(BudgetRefusal::BelowTaken { taken: amount("250000.00") });
    }
}
