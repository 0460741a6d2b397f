//! The aggregate of `bench`, `src/store/ledger.rs`, in the words of `cqrs-es`.

use std::collections::HashMap;

use cqrs_es::event_sink::EventSink;
use cqrs_es::{Aggregate, DomainEvent};
use serde::{Deserialize, Serialize};

/// Entries are booked on it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// How many.
    pub entries: u64,
    /// Their sum.
    pub balance: i64,
    /// The text of the last.
    pub last: String,
}

/// What happened to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum LedgerEvent {
    /// An entry was booked.
    Booked {
        /// How much.
        amount: i64,
        /// What for.
        text: String,
    },
}

/// Books an entry.
pub struct Book {
    /// How much.
    pub amount: i64,
    /// What for.
    pub text: String,
}

/// It refuses nothing.
#[derive(Debug, thiserror::Error)]
#[error("never")]
pub struct Never;

impl DomainEvent for LedgerEvent {
    fn event_type(&self) -> String {
        "booked".to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl Aggregate for Ledger {
    const TYPE: &'static str = "bench.ledger";
    type Command = Book;
    type Event = LedgerEvent;
    type Error = Never;
    type Services = ();

    async fn handle(&mut self, command: Book, (): &(), sink: &EventSink<Self>) -> Result<(), Never> {
        sink.write(LedgerEvent::Booked { amount: command.amount, text: command.text }, self).await;
        Ok(())
    }

    fn apply(&mut self, event: LedgerEvent) {
        let LedgerEvent::Booked { amount, text } = event;
        self.entries = self.entries.saturating_add(1);
        self.balance = self.balance.saturating_add(amount);
        self.last = text;
    }
}

/// What is booked for: the same texts on both sides.
pub fn text(n: usize) -> String {
    format!("Entry {n:>6}: goods delivered according to the contract")
}

/// What Entrepot keeps beside every commit: when, who, which command, which request.
pub fn metadata() -> HashMap<String, String> {
    [
        ("at", "2026-11-21T08:30:00.000Z"),
        ("actor", "manager@dnipro-trade.example"),
        ("actor_name", "Manager"),
        ("command", "bench.book-entry"),
        ("correlation", "019aa5c2-7f3e-7c4b-9d61-3a2f10b6c8e4"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}
