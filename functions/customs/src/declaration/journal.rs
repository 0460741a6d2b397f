//! What customs wrote: messages and marks, kept as they came.

use kernel::{Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::status::AuthorityFact;

/// Most messages that one declaration remembers having seen; a long dispute has a hundred.
pub const MESSAGES_MAX: usize = 2_000;
/// Most messages in one event.
pub const MESSAGES_PER_EVENT_MAX: usize = 20;

/// A message or a mark of customs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Message {
    /// The vendor's id of the envelope; where it has none, a hash of the content.
    pub id: Line,
    /// What sort of entry.
    pub kind: MessageKind,
    /// The vendor's name of its type, as it came.
    pub message_type: Option<Line>,
    /// The vendor's description, as it came.
    pub description: Option<Line>,
    /// When customs prepared it: the time that counts (decisions C25, C26).
    pub prepared_at: Option<Moment>,
    /// When the vendor took it in.
    pub processed_at: Option<Moment>,
    /// The whole text, kept as a document.
    pub body: Option<Body>,
}

/// How far apart the vendor may take a message in and notice that its docflow has changed, in
/// milliseconds.
const NOTICED_WITHIN_MS: i64 = 60_000;

/// The times of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// When customs prepared it.
    pub prepared_at: Option<Moment>,
    /// When the vendor took it in.
    pub processed_at: Option<Moment>,
}

impl Times {
    /// When customs prepared it, if it is the reason for a change that was noticed then.
    pub fn prepared_of(&self, noticed: Moment) -> Option<Moment> {
        let prepared = self.prepared_at.filter(|prepared| *prepared <= noticed)?;
        let apart = noticed.ms_since(self.processed_at.unwrap_or(prepared));
        (-NOTICED_WITHIN_MS..=NOTICED_WITHIN_MS).contains(&apart).then_some(prepared)
    }
}

/// What sort of entry of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MessageKind {
    /// A message.
    Message,
    /// A mark on the declaration.
    Mark,
}

/// A kept text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Body {
    /// Where it is kept, a key within the tenant.
    pub key: String,
    /// Hexadecimal SHA-256 of its bytes.
    pub sha256: String,
    /// How long it is.
    pub size_bytes: u64,
}

/// What the vendor says of a docflow, raw and as it was understood (decision C10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Observation {
    /// The vendor's code.
    pub raw_code: i64,
    /// The vendor's text.
    pub raw_text: Option<Line>,
    /// When the docflow changed there.
    pub changed_at: Moment,
    /// The process at customs.
    pub process_id: Option<Line>,
    /// The number of the registration, as it came.
    pub registration_number: Option<Line>,
    /// What the code means by the table that was in force; `None` when the table does not know it.
    pub meaning: Option<Meaning>,
    /// The version of that table.
    pub table_version: u32,
}

/// How many observations of a docflow are remembered: the overlap of two polls shows the newest
/// few again.
pub const SEEN_MAX: usize = 64;
/// How often the journal is tried before a change is taken into account without it.
pub const JOURNAL_TRIES_MAX: u32 = 5;

/// What tells one observation from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// When the docflow changed.
    pub changed_at: Moment,
    /// The vendor's code.
    pub raw_code: i64,
    /// The number, as it came.
    pub registration_number: Option<Line>,
}

impl Seen {
    /// Of an observation.
    pub fn of(observation: &Observation) -> Self {
        let Observation { changed_at, raw_code, registration_number, .. } = observation;
        Self { changed_at: *changed_at, raw_code: *raw_code, registration_number: registration_number.clone() }
    }
}

impl Observation {
    /// Whether nothing is new but the time: while a docflow is being filled it changes with each
    /// of our own calls, and customs have not heard of it.
    pub fn is_quiet_after(&self, known: &Self) -> bool {
        let same = self.raw_code == known.raw_code && self.raw_text == known.raw_text && self.process_id == known.process_id;
        self.meaning == Some(Meaning::NotSent) && same && self.registration_number == known.registration_number
    }
}

/// What a code of the vendor means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "means", rename_all = "kebab-case")]
pub enum Meaning {
    /// Nothing has happened at customs yet.
    NotSent,
    /// Something has.
    Fact {
        /// What.
        fact: AuthorityFact,
    },
}
