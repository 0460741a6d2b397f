//! Samples of every event and body: for the API description, the golden files and the tests.

pub use posting::samples::{book_id, entry, entry_id, journal_entry_events, line, literal, opened, opened_with_chart, party_id, uah};

use posting::{BookId, PartyId, book_of};

use crate::seal::SealEvent;

/// One of each event of a chain.
pub fn seal_events() -> Vec<SealEvent> {
    vec![SealEvent::Extended { book: book_id(), first: 1, last: 1, hash: "5".repeat(64) }]
}

/// Another own company of the samples.
pub fn other_party() -> PartyId {
    PartyId::derive(&["sample", "other"])
}

/// Its book.
pub fn other_book() -> BookId {
    book_of(other_party())
}

/// A customer of the samples.
pub fn customer() -> PartyId {
    PartyId::derive(&["sample", "customer"])
}
