//! Double entry: what a document posts, in the same step as its own event.
//!
//! A **book** holds the accounts of one own company. A document says what it posts as a
//! [`Draft`], by **purposes** instead of account codes; [`post`] finds the accounts, checks
//! that the entry balances and that its period is open, and adds the **entry** to the
//! document's decision. So there is no document without its entry, and no entry alone.
//!
//! Nothing that many documents share is written: an entry is a stream of its own, and of the
//! sixteen **gates** of a month each entry looks at one. Balances are sums of a view.

pub mod account;
pub mod book;
pub mod chart;
pub mod draft;
pub mod entry;
pub mod gate;
pub mod journal;
pub mod month;
pub mod refusal;
pub mod samples;

#[cfg(test)]
mod laws;

pub use account::{Account, AccountCode, AccountKind, Purpose};
pub use book::{Book, BookEvent};
pub use draft::{Draft, DraftLine, post, wants};
pub use entry::{Entry, EntryContent, EntryLine, Journal, Original, Rule, Side, Source};
pub use gate::{PeriodGate, PeriodGateEvent, check_period, gate_of, period_open};
pub use journal::{JournalEntry, JournalEntryEvent, SealMark};
pub use month::Month;
pub use refusal::PostingRefusal;

use kernel::Id;
use kernel::id::kinds;

/// What a book's id names.
pub type BookId = Id<kinds::Book>;
/// What a journal entry's id names.
pub type EntryId = Id<kinds::JournalEntry>;
/// What a party's id names.
pub type PartyId = Id<kinds::Party>;
/// What a period gate's id names.
pub type GateId = Id<kinds::PeriodGate>;

/// The book of an own company: one a party.
pub fn book_of(party: PartyId) -> BookId {
    BookId::derive(&[&party.to_string()])
}
