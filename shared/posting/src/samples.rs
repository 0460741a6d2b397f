//! Samples of every event and refusal: for the API description, the golden files and tests,
//! also those of contexts that post.

use std::collections::BTreeMap;

use kernel::{Currency, Line, Money};

use crate::account::{Account, AccountCode, AccountKind, Purpose};
use crate::book::{BookEvent, Opened};
use crate::entry::{Entry, EntryContent, EntryLine, Journal, Rule, Side, Source};
use crate::gate::PeriodGateEvent;
use crate::journal::{JournalEntryEvent, SealMark};
use crate::refusal::PostingRefusal;
use crate::{BookId, EntryId, PartyId, book_of};

/// A line of text.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn line(text: &str) -> Line {
    Line::new(text).expect("a literal line")
}

/// Hryvnias.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn uah(amount: &str) -> Money {
    Money::parse(amount, Currency::UAH).expect("a literal amount")
}

/// Parses a literal.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn literal<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("a valid literal")
}

/// The own company of the samples.
pub fn party_id() -> PartyId {
    PartyId::derive(&["sample", "own"])
}

/// Its book.
pub fn book_id() -> BookId {
    book_of(party_id())
}

/// The sample entry's id.
pub fn entry_id() -> EntryId {
    EntryId::derive(&["sample"])
}

fn account(name: &str, kind: AccountKind, purpose: Purpose) -> Account {
    Account { name: line(name), kind, purpose: Some(purpose), closed: false }
}

/// A book with one account.
pub fn opened() -> BookEvent {
    BookEvent::Opened(Opened {
        id: book_id(),
        party: party_id(),
        name: line("ТОВ «Дніпро Трейд»"),
        currency: Currency::UAH,
        opened_from: literal("2026-01-01"),
        zone: chrono_tz::Europe::Kyiv,
        accounts: BTreeMap::from([(literal("311"), account("Рахунки в банку", AccountKind::Asset, Purpose::Bank))]),
    })
}

/// A book of a party with the whole chart of its jurisdiction, for tests of contexts that post.
#[allow(clippy::expect_used, reason = "the charts are part of this crate and its tests read them")]
pub fn opened_with_chart(party: PartyId, currency: Currency, jurisdiction: kernel::settings::Jurisdiction) -> BookEvent {
    BookEvent::Opened(Opened {
        id: book_of(party),
        party,
        name: line("Sample"),
        currency,
        opened_from: literal("2026-01-01"),
        zone: chrono_tz::Europe::Kyiv,
        accounts: crate::chart::accounts(jurisdiction, kernel::Language::En).expect("a chart that the tests read"),
    })
}

/// One of each event of a book.
pub fn book_events() -> Vec<BookEvent> {
    let code: AccountCode = literal("312");
    vec![
        opened(),
        BookEvent::AccountAdded {
            code: code.clone(),
            account: Account {
                name: line("Рахунки в іноземній валюті"), kind: AccountKind::Asset, purpose: None, closed: false
            },
        },
        BookEvent::AccountClosed { code },
        BookEvent::PeriodClosed { month: literal("2026-01") },
        BookEvent::PeriodReopened { month: literal("2026-01"), reason: line("Запізнілий акт") },
    ]
}

/// One of each event of a gate.
pub fn gate_events() -> Vec<PeriodGateEvent> {
    vec![
        PeriodGateEvent::Closed { book: book_id(), month: literal("2026-01") },
        PeriodGateEvent::Reopened { reason: line("Запізнілий акт") },
    ]
}

/// 1500.50 UAH came from a customer.
#[allow(clippy::expect_used, reason = "it balances; a test prints it")]
pub fn entry() -> Entry {
    let line_of = |account: &str, side: Side, party: Option<PartyId>| EntryLine {
        account: literal(account),
        side,
        amount: uah("1500.50"),
        original: None,
        party,
        partner: None,
    };
    let customer = Some(PartyId::derive(&["sample", "customer"]));
    Entry::new(EntryContent {
        id: entry_id(),
        book: book_id(),
        journal: Journal::Financial,
        day: literal("2026-11-21"),
        zone: chrono_tz::Europe::Kyiv,
        source: Source {
            kind: "commerce.payment".to_owned(),
            id: "cpay_00000000000080008000000000000000".to_owned(),
            version: 1,
            sha256: None,
        },
        rule: Rule { name: "payment-confirmed".to_owned(), version: 1 },
        text: line("Оплата від покупця"),
        reverses: None,
        lines: vec![line_of("311", Side::Debit, None), line_of("681", Side::Credit, customer)],
    })
    .expect("a balanced entry")
}

/// One of each event of an entry.
pub fn journal_entry_events() -> Vec<JournalEntryEvent> {
    vec![
        JournalEntryEvent::Posted(entry()),
        JournalEntryEvent::Sealed(SealMark { sequence: 1, previous: "0".repeat(64), hash: "5".repeat(64) }),
        JournalEntryEvent::Reversed { by: EntryId::derive(&["sample", "reversal"]) },
    ]
}

/// One of each refusal.
pub fn refusals() -> Vec<PostingRefusal> {
    let code: AccountCode = literal("311");
    vec![
        PostingRefusal::NoBook,
        PostingRefusal::PeriodClosed { month: literal("2026-01") },
        PostingRefusal::BeforeOpening { opened_from: literal("2026-01-01") },
        PostingRefusal::NoAccount { purpose: Purpose::Bank },
        PostingRefusal::NoSuchAccount { code: code.clone() },
        PostingRefusal::AccountClosed { code: code.clone() },
        PostingRefusal::MixedJournals { code },
        PostingRefusal::Unbalanced { debit: uah("2"), credit: uah("1") },
        PostingRefusal::CurrencyMismatch { expected: Currency::UAH, found: Currency::USD },
        PostingRefusal::NotPositive,
        PostingRefusal::TooLarge,
        PostingRefusal::TooFewLines,
        PostingRefusal::TooManyLines,
        PostingRefusal::TooManyAccounts,
        PostingRefusal::DayOutOfRange,
    ]
}
