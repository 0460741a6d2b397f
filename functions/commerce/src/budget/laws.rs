//! Laws of budgets: whatever is asked for, in whatever order.

use kernel::aggregate::{Aggregate, fold_events};
use kernel::{Currency, Money};
use proptest::prelude::*;
use testkit::context;

use super::reserve::ReserveBudget;
use super::{Budget, BudgetEvent, HeldFor, OfHold, Opened, ReleaseReason, Strictness};
use crate::samples::budgets::opened;
use crate::{ContractId, InvoiceId};

#[derive(Debug, Clone)]
enum Act {
    Reserve(u8, i64),
    Consume(u8, u8, i64),
    Restore(u8),
    GiveBack(u8, i64),
    Release(u8),
    Limit(i64),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (0u8..3, 1i64..600).prop_map(|(n, amount)| Act::Reserve(n, amount)),
        3 => (0u8..3, 0u8..6, 1i64..600).prop_map(|(n, invoice, amount)| Act::Consume(n, invoice, amount)),
        1 => (0u8..6).prop_map(Act::Restore),
        2 => (0u8..6, 1i64..600).prop_map(|(invoice, amount)| Act::GiveBack(invoice, amount)),
        1 => (0u8..3).prop_map(Act::Release),
        1 => (1i64..1_500).prop_map(Act::Limit),
    ]
}

fn held_for(n: u8) -> HeldFor {
    HeldFor::Contract { contract: ContractId::derive(&[&n.to_string()]) }
}

fn invoice(n: u8) -> InvoiceId {
    InvoiceId::derive(&[&n.to_string()])
}

fn uah(minor: i64) -> Money {
    Money::from_minor(minor, Currency::UAH)
}

/// What is decided, when it is not refused.
fn decide(budget: &Budget, act: &Act) -> Option<BudgetEvent> {
    match act {
        Act::Reserve(n, amount) => budget.reserve(held_for(*n), uah(*amount), Vec::new()).ok(),
        Act::Consume(n, of, amount) => {
            let part = |n: u8| OfHold { held_for: held_for(n), amount: uah(*amount) };
            budget.consume(&[part(*n), part(n.wrapping_add(1) % 3)], invoice(*of), uah(*amount), Vec::new()).ok()
        }
        Act::GiveBack(of, amount) => budget.give_back(invoice(*of), uah(*amount), Vec::new()).ok(),
        Act::Restore(of) => budget.restore(invoice(*of), Vec::new()).ok(),
        Act::Release(n) => {
            let amount = *budget.holds.get(&held_for(*n))?;
            Some(BudgetEvent::Released { held_for: held_for(*n), amount, reason: ReleaseReason::Closed, entries: Vec::new() })
        }
        Act::Limit(limit) => {
            let limit = uah(*limit);
            let fits = budget.strictness == Strictness::Soft || limit.minor() >= budget.taken().minor();
            fits.then(|| BudgetEvent::LimitChanged { limit, reason: crate::samples::line("так") })
        }
    }
}

fn budget(strictness: Strictness) -> Budget {
    let opened = BudgetEvent::Opened(Opened { limit: uah(1_000), strictness, ..opened() });
    fold_events(None, &[opened], &context().meta("test")).unwrap().unwrap()
}

/// Both saw that there was enough; one of them must look again.
#[test]
fn k17_of_two_writers_that_take_the_last_of_it_one_is_refused() {
    use crate::invoice::world::{World, outsider, own};
    let mut world = World::new();
    let contract = world.contract("purchase", outsider(), own(), |_| {});
    let opened = opened();
    world.seed::<Budget>(opened.id, [BudgetEvent::Opened(opened.clone())]);
    let reserve = |amount: &str| ReserveBudget {
        budget_id: opened.id,
        held_for: HeldFor::Contract { contract },
        amount: crate::samples::budgets::amount(amount),
    };
    let (first, second) = (world.decide(&reserve("600000.00")).unwrap(), world.decide(&reserve("600000.00")).unwrap());
    assert!(world.write(first) && !world.write(second));
    assert_eq!(world.refusal(&reserve("600000.00")), "commerce.budget.over-limit");
}

proptest! {
    #[test]
    fn k17_holds_and_spendings_never_pass_a_hard_limit(acts in prop::collection::vec(act(), 0..60)) {
        let mut budget = budget(Strictness::Hard);
        for act in &acts {
            if let Some(event) = decide(&budget, act) {
                budget = Budget::apply(Some(budget), &event, &context().meta("test")).unwrap();
            }
            prop_assert!(!budget.is_over(), "{budget:?}");
            prop_assert_eq!(budget.held().plus(budget.spent()).unwrap().plus(budget.free()).unwrap(), budget.limit);
            prop_assert!(budget.holds.values().all(|hold| hold.is_positive()));
        }
    }

    #[test]
    fn k17_what_passes_a_soft_limit_is_flagged(acts in prop::collection::vec(act(), 0..60)) {
        let mut budget = budget(Strictness::Soft);
        for act in &acts {
            if let Some(event) = decide(&budget, act) {
                let before = budget.is_over();
                budget = Budget::apply(Some(budget), &event, &context().meta("test")).unwrap();
                let flagged = match &event {
                    BudgetEvent::Reserved { over_limit, .. } => *over_limit,
                    BudgetEvent::Consumed(consumed) => consumed.over_limit,
                    BudgetEvent::Opened(_)
                    | BudgetEvent::Restored { .. }
                    | BudgetEvent::GivenBack { .. }
                    | BudgetEvent::Released { .. }
                    | BudgetEvent::LimitChanged { .. }
                    | BudgetEvent::Closed { .. } => budget.is_over(),
                };
                prop_assert!(flagged || before || !budget.is_over(), "{event:?}");
            }
        }
    }
}
