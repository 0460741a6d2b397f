//! Samples of budgets.

use kernel::{Currency, Money};

use super::contracts::contract_id;
use super::parties::{interval, seller_id};
use super::{line, money};
use crate::budget::{BudgetEvent, Consumed, HeldFor, Opened, ReleaseReason, Spent, Strictness};
use crate::rules::EntryRef;
use crate::{BudgetId, InvoiceId, PartyId};

/// The budget of the samples.
pub fn budget_id() -> BudgetId {
    BudgetId::derive(&["sample"])
}

/// Hryvnias.
pub fn amount(text: &str) -> Money {
    money(text, Currency::UAH)
}

/// A million hryvnias of the own seller for the year 2026, at most.
pub fn opened() -> Opened {
    Opened {
        id: budget_id(),
        name: line("Закупівля 2026"),
        party: seller_id(),
        limit: amount("1000000.00"),
        period: interval("2026-01-01", Some("2027-01-01")),
        strictness: Strictness::Hard,
    }
}

/// What money is held for.
pub fn held_for() -> HeldFor {
    HeldFor::Contract { contract: contract_id() }
}

/// Some of it is held.
pub fn reserved(text: &str) -> BudgetEvent {
    BudgetEvent::Reserved { held_for: held_for(), amount: amount(text), over_limit: false, entries: vec![entry(seller_id())] }
}

fn entry(party: PartyId) -> EntryRef {
    EntryRef { book: posting::book_of(party), entry: posting::EntryId::derive(&["sample"]) }
}

/// One of each event of a budget.
pub fn budget_events() -> Vec<BudgetEvent> {
    let invoice = InvoiceId::derive(&["sample"]);
    let spent = Spent { held_for: held_for(), of_hold: amount("250000.00"), further: Vec::new(), beyond: amount("1000.00") };
    let entries = || vec![entry(seller_id())];
    let reason = ReleaseReason::Person { reason: line("Куплено деінде") };
    vec![
        BudgetEvent::Opened(opened()),
        reserved("250000.00"),
        BudgetEvent::Consumed(Consumed { invoice, spent, over_limit: false, entries: entries() }),
        BudgetEvent::GivenBack { invoice, amount: amount("500.00"), entries: entries() },
        BudgetEvent::Restored { invoice, entries: entries() },
        BudgetEvent::Released { held_for: held_for(), amount: amount("250000.00"), reason, entries: entries() },
        BudgetEvent::LimitChanged { limit: amount("1500000.00"), reason: line("Рішення правління") },
        BudgetEvent::Closed { reason: line("Проєкт завершено") },
    ]
}
