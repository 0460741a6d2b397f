//! The budget: money that may be spent in a period, and what is held and spent of it.

pub mod change_limit;
pub mod close;
pub mod event;
pub mod expire;
pub mod open;
pub mod refusal;
pub mod release;
pub mod reserve;
pub mod spend;

#[cfg(test)]
mod laws;

use std::collections::BTreeMap;
use std::fmt;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Context, Currency, Day, Line, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rules::EntryRef;
use crate::{BudgetId, ContractId, Interval, InvoiceId, ObligationId, PartyId};
pub use event::{BudgetEvent, Consumed, Opened, ReleaseReason};
pub use refusal::BudgetRefusal;
pub use spend::{consume, give_back, restore, wants_to_consume, wants_to_give_back, wants_to_restore};

/// Most holds that are alive at a time; a larger plan is several budgets.
pub const HOLDS_MAX: usize = 500;
/// Most invoices that one budget is spent on; a larger plan is several budgets.
pub const INVOICES_MAX: usize = 5_000;

/// Money that may be spent.
///
/// One aggregate holds the limit and everything against it, so that two writers can never
/// both take the last of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Budget {
    /// Its own id.
    pub id: BudgetId,
    /// For people.
    pub name: Line,
    /// The own company that spends.
    pub party: PartyId,
    /// How much may be held and spent together.
    pub limit: Money,
    /// The days on which it may be held and spent.
    pub period: Interval,
    /// What happens at the limit.
    pub strictness: Strictness,
    /// What is held, for what.
    #[serde(with = "as_list")]
    pub holds: BTreeMap<HeldFor, Money>,
    /// What invoices have spent.
    pub spent: BTreeMap<InvoiceId, Spent>,
    /// Whether it takes nothing more.
    pub closed: bool,
    /// What it posted to the control journal.
    pub entries: Vec<EntryRef>,
}

/// The tenant's civil day.
fn today(context: &Context) -> Day {
    context.now.day_in(context.settings.time_zone)
}

/// Holds as a list: JSON keys are texts, and what a hold is for is none.
mod as_list {
    use std::collections::BTreeMap;

    use kernel::Money;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::HeldFor;

    pub(super) fn serialize<S: Serializer>(holds: &BTreeMap<HeldFor, Money>, serializer: S) -> Result<S::Ok, S::Error> {
        holds.iter().collect::<Vec<_>>().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<HeldFor, Money>, D::Error> {
        Ok(Vec::<(HeldFor, Money)>::deserialize(deserializer)?.into_iter().collect())
    }
}

/// What happens at the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Strictness {
    /// Nothing passes it.
    Hard,
    /// What passes it is flagged.
    Soft,
}

/// What money is held for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "for", rename_all = "kebab-case")]
pub enum HeldFor {
    /// Everything under a contract.
    Contract {
        /// The contract.
        contract: ContractId,
    },
    /// One obligation.
    Obligation {
        /// The obligation.
        obligation: ObligationId,
    },
}

impl fmt::Display for HeldFor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Contract { contract } => contract.fmt(f),
            Self::Obligation { obligation } => obligation.fmt(f),
        }
    }
}

/// A part of a hold: what is, or may be, taken of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OfHold {
    /// What the money is held for.
    pub held_for: HeldFor,
    /// How much.
    pub amount: Money,
}

/// What one invoice spent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Spent {
    /// What the money had been held for; the contract when nothing was held.
    pub held_for: HeldFor,
    /// How much of that hold it took.
    pub of_hold: Money,
    /// What it took of further holds, when it bills several obligations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<OfHold>,
    /// How much it took beyond the holds, from what was free.
    pub beyond: Money,
}

impl Spent {
    /// Everything together.
    pub fn amount(&self) -> Money {
        // All are parts of one amount that was money.
        self.held().plus(self.beyond).unwrap_or(self.beyond)
    }

    /// What it took of holds.
    pub fn held(&self) -> Money {
        let parts = self.of_holds().map(|part| part.amount);
        Money::sum(parts, self.of_hold.currency()).unwrap_or(self.of_hold)
    }

    /// What it took of each hold.
    pub fn of_holds(&self) -> impl Iterator<Item = OfHold> {
        let first = OfHold { held_for: self.held_for, amount: self.of_hold };
        std::iter::once(first).chain(self.further.iter().copied()).filter(|part| !part.amount.is_zero())
    }

    /// Less by an amount: of what was free first, of what had been held then, the last hold first.
    /// Free afterwards, not held.
    fn give_back(&mut self, amount: Money) -> Option<()> {
        let mut left = amount;
        let further = self.further.iter_mut().rev().map(|part| &mut part.amount);
        for part in std::iter::once(&mut self.beyond).chain(further).chain([&mut self.of_hold]) {
            let taken = if part.minor() < left.minor() { *part } else { left };
            *part = part.minus(taken).ok()?;
            left = left.minus(taken).ok()?;
        }
        left.is_zero().then_some(())
    }
}

impl Budget {
    /// The currency of everything in it.
    pub const fn currency(&self) -> Currency {
        self.limit.currency()
    }

    /// What is held.
    pub fn held(&self) -> Money {
        self.sum(self.holds.values().copied())
    }

    /// What is spent.
    pub fn spent(&self) -> Money {
        self.sum(self.spent.values().map(Spent::amount))
    }

    /// What is held and spent.
    pub fn taken(&self) -> Money {
        self.sum([self.held(), self.spent()])
    }

    /// What may still be taken; negative when a soft limit was passed.
    pub fn free(&self) -> Money {
        self.limit.minus(self.taken()).unwrap_or(Money::from_minor(i64::MIN, self.currency()))
    }

    /// Whether a soft limit was passed.
    pub fn is_over(&self) -> bool {
        self.free().is_negative()
    }

    /// Saturates: an unreachable sum must look spent, never free.
    fn sum(&self, amounts: impl IntoIterator<Item = Money>) -> Money {
        Money::sum(amounts, self.currency()).unwrap_or(Money::from_minor(i64::MAX, self.currency()))
    }

    fn check_open(&self) -> Result<(), BudgetRefusal> {
        if self.closed { Err(BudgetRefusal::Closed) } else { Ok(()) }
    }

    fn check_amount(&self, amount: Money) -> Result<(), BudgetRefusal> {
        if amount.currency() != self.currency() {
            return Err(BudgetRefusal::Currency { budget: self.currency() });
        }
        if amount.is_positive() { Ok(()) } else { Err(BudgetRefusal::AmountNotPositive) }
    }

    /// Whether taking an amount passes the limit; refused when it is hard.
    fn passes(&self, amount: Money) -> Result<bool, BudgetRefusal> {
        let over = amount.minor() > self.free().minor();
        match self.strictness {
            Strictness::Hard if over => Err(BudgetRefusal::OverLimit { free: self.free() }),
            Strictness::Hard | Strictness::Soft => Ok(over),
        }
    }

    /// Holds an amount.
    ///
    /// # Errors
    /// When the budget is closed, the currency is another, or a hard limit would be passed.
    pub fn reserve(&self, held_for: HeldFor, amount: Money, entries: Vec<EntryRef>) -> Result<BudgetEvent, BudgetRefusal> {
        self.check_open()?;
        self.check_amount(amount)?;
        if self.holds.len() >= HOLDS_MAX && !self.holds.contains_key(&held_for) {
            return Err(BudgetRefusal::TooManyHolds);
        }
        let over_limit = self.passes(amount)?;
        Ok(BudgetEvent::Reserved { held_for, amount, over_limit, entries })
    }

    /// What an invoice takes of holds, and beyond them of what is free. The holds are used first,
    /// one after the other; what they lack must be free when the limit is hard.
    ///
    /// # Errors
    /// As [`Budget::reserve`], and when the invoice has spent of this budget before.
    pub fn consume(
        &self,
        may_take: &[OfHold],
        invoice: InvoiceId,
        amount: Money,
        entries: Vec<EntryRef>,
    ) -> Result<BudgetEvent, BudgetRefusal> {
        self.check_amount(amount)?;
        if self.spent.contains_key(&invoice) {
            return Err(BudgetRefusal::SpentAlready);
        }
        if self.spent.len() >= INVOICES_MAX {
            return Err(BudgetRefusal::TooManyInvoices);
        }
        let spent = self.would_spend(may_take, amount).ok_or(BudgetRefusal::NoSuchTarget)?;
        let over_limit = if spent.beyond.is_zero() {
            false
        } else {
            self.check_open()?;
            self.passes(spent.beyond)?
        };
        Ok(BudgetEvent::Consumed(Consumed { invoice, spent, over_limit, entries }))
    }

    /// How an amount divides into what is held and what is not; nothing when it names no hold.
    pub fn would_spend(&self, may_take: &[OfHold], amount: Money) -> Option<Spent> {
        let nothing = Money::zero(self.currency());
        let (mut left, mut taken) = (amount, Vec::new());
        for OfHold { held_for, amount: most } in may_take {
            let hold = self.holds.get(held_for).copied().unwrap_or(nothing);
            let part = [hold, *most, left].into_iter().min_by_key(|part| part.minor())?;
            left = left.minus(part).ok()?;
            taken.push(OfHold { held_for: *held_for, amount: part });
        }
        // The contract comes last: it stands for what was not held at all.
        let last = taken.last().copied()?;
        taken.retain(|part| part.amount.is_positive());
        let mut taken = taken.into_iter();
        let OfHold { held_for, amount: of_hold } = taken.next().unwrap_or(last);
        Some(Spent { held_for, of_hold, further: taken.collect(), beyond: left })
    }

    /// Gives back what an invoice spent, when it is declared void; it is free again, not held.
    ///
    /// # Errors
    /// When the invoice has spent nothing of this budget.
    pub fn restore(&self, invoice: InvoiceId, entries: Vec<EntryRef>) -> Result<BudgetEvent, BudgetRefusal> {
        if self.spent.contains_key(&invoice) { Ok(BudgetEvent::Restored { invoice, entries }) } else { Err(BudgetRefusal::NotSpent) }
    }

    /// Gives back a part of what an invoice spent, when a credit note takes it back; it is free again, not held.
    ///
    /// # Errors
    /// When the invoice has not spent that much of this budget.
    pub fn give_back(&self, invoice: InvoiceId, amount: Money, entries: Vec<EntryRef>) -> Result<BudgetEvent, BudgetRefusal> {
        let spent = self.spent.get(&invoice).filter(|spent| amount.minor() <= spent.amount().minor());
        self.check_amount(amount)?;
        spent.map(|_| BudgetEvent::GivenBack { invoice, amount, entries }).ok_or(BudgetRefusal::NotSpent)
    }
}

impl Aggregate for Budget {
    type Kind = kernel::id::kinds::Budget;
    type Event = BudgetEvent;
    const NAME: &'static str = "commerce.budget";
    const SNAPSHOT_SCHEMA: u32 = 2;

    fn apply(state: Option<Self>, event: &BudgetEvent, _: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, BudgetEvent::Opened(opened)) => Ok(Self::opened(opened)),
            (Some(mut budget), event) => {
                budget.change(event).ok_or_else(|| Impossible::after(&Some(&budget), event))?;
                Ok(budget)
            }
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}

impl Budget {
    fn opened(opened: &Opened) -> Self {
        Self {
            id: opened.id,
            name: opened.name.clone(),
            party: opened.party,
            limit: opened.limit,
            period: opened.period,
            strictness: opened.strictness,
            holds: BTreeMap::new(),
            spent: BTreeMap::new(),
            closed: false,
            entries: Vec::new(),
        }
    }

    fn change(&mut self, event: &BudgetEvent) -> Option<()> {
        match event {
            BudgetEvent::Opened(_) => return None,
            BudgetEvent::Reserved { held_for, amount, .. } => self.hold(*held_for, Money::plus, *amount)?,
            BudgetEvent::Released { held_for, amount, .. } => self.hold(*held_for, Money::minus, *amount)?,
            BudgetEvent::Consumed(consumed) => {
                for part in consumed.spent.of_holds() {
                    self.hold(part.held_for, Money::minus, part.amount)?;
                }
                if self.spent.insert(consumed.invoice, consumed.spent.clone()).is_some() {
                    return None;
                }
            }
            BudgetEvent::Restored { invoice, .. } => {
                self.spent.remove(invoice)?;
            }
            BudgetEvent::GivenBack { invoice, amount, .. } => self.spent.get_mut(invoice)?.give_back(*amount)?,
            BudgetEvent::LimitChanged { limit, .. } => self.limit = *limit,
            BudgetEvent::Closed { .. } => self.closed = true,
        }
        // The law of a hard limit, checked on the way in as well as when it is decided.
        if self.strictness == Strictness::Hard && self.is_over() {
            return None;
        }
        self.entries.extend(event.entries().iter().copied());
        Some(())
    }

    fn hold(
        &mut self,
        held_for: HeldFor,
        combine: impl Fn(Money, Money) -> Result<Money, kernel::money::MoneyError>,
        amount: Money,
    ) -> Option<()> {
        let before = self.holds.get(&held_for).copied().unwrap_or(Money::zero(self.currency()));
        let now = combine(before, amount).ok()?;
        if now.is_negative() {
            return None;
        }
        if now.is_zero() {
            self.holds.remove(&held_for);
        } else {
            self.holds.insert(held_for, now);
        }
        Some(())
    }
}
