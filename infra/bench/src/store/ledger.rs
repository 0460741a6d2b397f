//! A small aggregate, also in `peer/src/ledger.rs`.

use kernel::aggregate::{Impossible, Meta};
use kernel::catalogue::aggregate;
use kernel::command::command;
use kernel::id::kinds::Activity;
use kernel::{Aggregate, Catalogue, Command, CommandSpec, Context, Decision, Event, Facts, Id, Refusal, Role, Status, Texts};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What can be done with it.
pub static CATALOGUE: Catalogue = Catalogue {
    context: "bench",
    aggregates: &[aggregate::<Ledger>()],
    commands: &[command::<BookEntry>()],
    queries: &[],
    lookups: &[],
    views: &[],
    reactions: &[],
    listeners: &[],
    schedules: &[],
    webhooks: &[],
};

/// The command's name.
pub const BOOK_ENTRY: &str = "bench.book-entry";

/// Entries are booked on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// How many.
    pub entries: u64,
    /// Their sum.
    pub balance: i64,
    /// The text of the last.
    pub last: String,
}

/// What happened to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum LedgerEvent {
    /// An entry was booked.
    #[serde(rename = "booked.v1")]
    Booked {
        /// How much.
        amount: i64,
        /// What for.
        text: String,
    },
}

impl Event for LedgerEvent {
    fn samples() -> Vec<Self> {
        vec![Self::Booked { amount: 1, text: text(1) }]
    }
}

impl Aggregate for Ledger {
    // No context of the product has a ledger; the kind only shapes the id.
    type Kind = Activity;
    type Event = LedgerEvent;
    const NAME: &'static str = "bench.ledger";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &LedgerEvent, _: &Meta) -> Result<Self, Impossible> {
        let LedgerEvent::Booked { amount, text } = event;
        let before = state.unwrap_or(Self { entries: 0, balance: 0, last: String::new() });
        Ok(Self { entries: before.entries.saturating_add(1), balance: before.balance.saturating_add(*amount), last: text.clone() })
    }
}

/// Books an entry.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BookEntry {
    /// On which ledger.
    pub ledger_id: Id<Activity>,
    /// How much.
    pub amount: i64,
    /// What for.
    pub text: String,
}

/// It refuses nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Never {}

impl Refusal for Never {
    fn code(&self) -> &'static str {
        match *self {}
    }
    fn status(&self) -> Status {
        match *self {}
    }
    fn texts(&self) -> Texts {
        match *self {}
    }
    fn samples() -> Vec<Self> {
        Vec::new()
    }
}

impl Command for BookEntry {
    type Aggregate = Ledger;
    type Refusal = Never;
    const SPEC: CommandSpec =
        CommandSpec { name: BOOK_ENTRY, route: None, roles: &[Role::Manager], also_writes: &[], reads: &[], summary: "Books an entry." };

    fn target(&self, _: &Context) -> Id<Activity> {
        self.ledger_id
    }

    fn decide(&self, _: Option<&Ledger>, _: &Facts, _: &Context) -> Result<Decision<Ledger>, Never> {
        Ok(Decision::of([LedgerEvent::Booked { amount: self.amount, text: self.text.clone() }]))
    }

    fn example() -> Self {
        Self { ledger_id: Id::derive(&["example"]), amount: 1, text: text(1) }
    }
}

/// What is booked for: the same texts on both sides.
pub fn text(n: u64) -> String {
    format!("Entry {n:>6}: goods delivered according to the contract")
}
