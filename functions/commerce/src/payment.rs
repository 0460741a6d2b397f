//! The payment: money that moved between two parties, and the claims that it closes.
//!
//! Payments and invoices meet many to many. What no invoice took is the remainder: an advance.
//! An offset moves no money; it is kept here because it, too, closes claims.

pub mod event;
pub mod refusal;
pub mod refusal_of_allocation;
pub mod status;

pub mod allocate;
pub mod auto_allocate;
pub mod confirm;
pub mod move_allocation;
pub mod offset;
pub mod record;
pub mod reverse;
pub mod settle;
pub mod unallocate;
pub mod write_off;

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_rest;

use std::collections::BTreeSet;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Day, Line, Money};
use posting::BookId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::party::Names;
use crate::rules::exchange::ExchangeRate;
use crate::rules::{Direction, EntryRef};
use crate::{ContractId, InvoiceId, PartyId, PaymentId};
pub use event::{Allocation, OffsetMade, PaymentEvent, Recorded, RemainderOff};
pub use refusal::PaymentRefusal;
pub use status::PaymentStatus;

/// Most invoices that one payment pays for at a time; a person who pays more sends a list.
pub const ALLOCATIONS_MAX: usize = 200;
/// The scope of unique references of outside systems.
pub const REFERENCE_SCOPE: &str = "commerce-payment-reference";

/// How money moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PaymentMethod {
    /// Over bank accounts.
    BankTransfer,
    /// Notes and coins.
    Cash,
    /// Not at all: two claims of opposite direction close each other.
    Offset,
}

impl PaymentMethod {
    /// The name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BankTransfer => "BANK_TRANSFER",
            Self::Cash => "CASH",
            Self::Offset => "OFFSET",
        }
    }
}

/// What an outside system calls the payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExternalReference {
    /// Which system: `privat24`.
    pub system: Line,
    /// Its name there.
    pub value: Line,
}

impl ExternalReference {
    /// The unique value: nothing is recorded twice, however it comes.
    pub fn unique(&self) -> String {
        format!("{}/{}", self.system, self.value)
    }
}

/// An amount in the currency of one book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InBook {
    /// Which book.
    #[schemars(with = "String")]
    pub book: BookId,
    /// Whether it is the payee's or creditor's book (AR), or the payer's or debtor's (AP).
    pub direction: Direction,
    /// How much, in the book's currency.
    pub amount: Money,
}

/// What is kept of a book's amount for one direction.
pub(crate) fn amount_in(books: &[InBook], book: BookId, direction: Direction) -> Option<Money> {
    books.iter().find(|held| held.book == book && held.direction == direction).map(|held| held.amount)
}

/// Money that moved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Payment {
    /// Its own id.
    pub id: PaymentId,
    /// Who paid.
    pub payer: PartyId,
    /// Who was paid.
    pub payee: PartyId,
    /// How much.
    pub amount: Money,
    /// How.
    pub method: PaymentMethod,
    /// When: the bank's day, or the day of the receipt.
    pub day: Day,
    /// What an outside system calls it.
    pub external: Option<ExternalReference>,
    /// The contract that it says it pays for.
    pub contract: Option<ContractId>,
    /// The own company's bank account.
    pub account: Option<Line>,
    /// What the payer wrote.
    pub purpose: Option<Line>,
    /// What payer and payee were called when it was recorded.
    pub names: Names,
    /// Where it stands.
    pub standing: Standing,
    /// Between its currency and the books'.
    pub rates: Vec<ExchangeRate>,
    /// The entries that its confirmation made.
    pub entries: Vec<EntryRef>,
    /// What each own company's advance account still holds of it, in the book's currency.
    pub advances: Vec<InBook>,
    /// What it pays for now.
    pub allocations: Vec<Allocation>,
    /// How many allocations were ever made.
    pub allocations_made: u32,
    /// The invoices that it was taken from since: they get it back from a person only, never by themselves.
    pub taken_from: BTreeSet<InvoiceId>,
    /// The rest that was too small to be asked back.
    pub written_off: Option<RemainderOff>,
}

/// Where a payment stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "standing", rename_all = "kebab-case")]
pub enum Standing {
    /// Recorded; the books know nothing of it.
    Received,
    /// In the books.
    Confirmed,
    /// Taken back, in the books too if it was there.
    Reversed {
        /// When.
        day: Day,
        /// Why.
        reason: Line,
    },
}

impl Payment {
    /// Where it stands.
    pub const fn status(&self) -> PaymentStatus {
        match &self.standing {
            Standing::Received => PaymentStatus::Received,
            Standing::Confirmed => PaymentStatus::Confirmed,
            Standing::Reversed { .. } => PaymentStatus::Reversed,
        }
    }

    /// What invoices took of it.
    pub fn allocated(&self) -> Money {
        let taken = self.allocations.iter().map(|allocation| allocation.amount);
        Money::sum(taken, self.amount.currency()).unwrap_or(self.amount)
    }

    /// What was written off of it.
    pub fn off(&self) -> Money {
        self.written_off.as_ref().map_or(Money::zero(self.amount.currency()), |off| off.amount)
    }

    /// What no invoice took and nobody wrote off: an advance. Nothing once it is reversed, and
    /// nothing of an offset.
    pub fn remainder(&self) -> Money {
        let nothing = Money::zero(self.amount.currency());
        match (&self.standing, self.method) {
            (Standing::Reversed { .. }, _) | (_, PaymentMethod::Offset) => nothing,
            (Standing::Received | Standing::Confirmed, PaymentMethod::BankTransfer | PaymentMethod::Cash) => {
                self.amount.minus(self.allocated()).and_then(|left| left.minus(self.off())).unwrap_or(nothing)
            }
        }
    }

    /// One of its allocations.
    pub fn allocation(&self, n: u32) -> Option<&Allocation> {
        self.allocations.iter().find(|allocation| allocation.n == n)
    }

    /// The number of the next allocation.
    pub const fn next_allocation(&self) -> u32 {
        self.allocations_made.saturating_add(1)
    }

    /// What an invoice has of it.
    pub fn allocated_to(&self, invoice: InvoiceId) -> impl Iterator<Item = &Allocation> {
        self.allocations.iter().filter(move |allocation| allocation.invoice == invoice)
    }
}

impl Aggregate for Payment {
    type Kind = kernel::id::kinds::CommercePayment;
    type Event = PaymentEvent;
    const NAME: &'static str = "commerce.payment";
    const SNAPSHOT_SCHEMA: u32 = 3;

    fn apply(state: Option<Self>, event: &PaymentEvent, _: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, PaymentEvent::Recorded(recorded)) => Ok(Self::recorded(recorded)),
            (None, PaymentEvent::OffsetMade(made)) => Ok(Self::offset(made)),
            (Some(mut payment), event) => {
                payment.change(event)?;
                Ok(payment)
            }
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}

impl Payment {
    pub(crate) fn recorded(recorded: &Recorded) -> Self {
        Self {
            id: recorded.id,
            payer: recorded.payer,
            payee: recorded.payee,
            amount: recorded.amount,
            method: recorded.method,
            day: recorded.day,
            external: recorded.external.clone(),
            contract: recorded.contract,
            account: recorded.account.clone(),
            purpose: recorded.purpose.clone(),
            names: recorded.names.clone(),
            standing: Standing::Received,
            rates: Vec::new(),
            entries: Vec::new(),
            advances: Vec::new(),
            allocations: Vec::new(),
            allocations_made: 0,
            taken_from: BTreeSet::new(),
            written_off: None,
        }
    }

    fn offset(made: &OffsetMade) -> Self {
        let [first, second] = &made.closes;
        Self {
            id: made.id,
            payer: made.payer,
            payee: made.payee,
            amount: made.amount,
            method: PaymentMethod::Offset,
            day: made.day,
            external: None,
            contract: None,
            account: None,
            purpose: made.basis.clone(),
            names: made.names.clone(),
            standing: Standing::Confirmed,
            rates: Vec::new(),
            entries: made.entries.clone(),
            advances: Vec::new(),
            allocations: vec![first.clone(), second.clone()],
            allocations_made: 2,
            taken_from: BTreeSet::new(),
            written_off: None,
        }
    }

    fn change(&mut self, event: &PaymentEvent) -> Result<(), Impossible> {
        match event {
            PaymentEvent::Confirmed { advances, rates, entries, .. } if self.standing == Standing::Received => {
                self.standing = Standing::Confirmed;
                self.rates.clone_from(rates);
                self.entries.clone_from(entries);
                self.advances.clone_from(advances);
            }
            PaymentEvent::Allocated(allocation) if self.takes(allocation) => {
                self.allocations_made = allocation.n;
                self.taken_from.remove(&allocation.invoice);
                self.move_advances(&allocation.advances, false)?;
                self.allocations.push(allocation.clone());
            }
            PaymentEvent::Unallocated { n, .. } => {
                let Some(place) = self.allocations.iter().position(|allocation| allocation.n == *n) else {
                    return Err(Impossible::after(&Some(&*self), event));
                };
                let allocation = self.allocations.remove(place);
                self.move_advances(&allocation.advances, true)?;
                self.taken_from.insert(allocation.invoice);
            }
            PaymentEvent::RemainderWrittenOff(off) if self.written_off.is_none() && off.amount.minor() <= self.remainder().minor() => {
                self.move_advances(&off.advances, false)?;
                self.written_off = Some(off.clone());
            }
            PaymentEvent::Reversed { day, reason } if self.status() != PaymentStatus::Reversed && self.allocations.is_empty() => {
                self.standing = Standing::Reversed { day: *day, reason: reason.clone() };
                self.advances.clear();
            }
            PaymentEvent::Recorded(_)
            | PaymentEvent::OffsetMade(_)
            | PaymentEvent::Confirmed { .. }
            | PaymentEvent::Allocated(_)
            | PaymentEvent::RemainderWrittenOff(_)
            | PaymentEvent::Reversed { .. } => return Err(Impossible::after(&Some(&*self), event)),
        }
        Ok(())
    }

    /// Checked on the way in as well as when it is decided: no more is allocated than came.
    fn takes(&self, allocation: &Allocation) -> bool {
        let within = allocation.amount.is_positive()
            && allocation.amount.currency() == self.amount.currency()
            && allocation.amount.minor() <= self.remainder().minor();
        self.standing == Standing::Confirmed && within && allocation.n == self.next_allocation()
    }

    fn move_advances(&mut self, moved: &[InBook], back: bool) -> Result<(), Impossible> {
        for part in moved {
            let held = self.advances.iter_mut().find(|held| held.book == part.book && held.direction == part.direction);
            let left = held.as_ref().map(|held| if back { held.amount.plus(part.amount) } else { held.amount.minus(part.amount) });
            match (held, left) {
                (Some(held), Some(Ok(left))) if !left.is_negative() => held.amount = left,
                (Some(_) | None, _) => return Err(Impossible::new(format!("advance of {:?} in {:?}", part.amount, part.book))),
            }
        }
        Ok(())
    }
}
