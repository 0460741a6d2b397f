//! The chain of hashes over a book's entries.
//!
//! An entry is written by its document, which must not wait for any other; so the chain is
//! made afterwards, a batch at a time, by one writer. Each link hashes the link before it
//! and everything that the entry says, so that no entry can be changed, left out, put in or
//! moved without every later hash changing too.

pub mod entries;
pub mod refusal;

use std::collections::BTreeMap;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Event, Moment};
use posting::{BookId, EntryId, JournalEntry, SealMark};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::SealId;
pub use refusal::SealRefusal;

/// Entries of one batch: with the head of the chain and the events' bookkeeping they fit
/// into one transaction of a hundred items.
pub const BATCH_MAX: usize = 40;

/// Where the chain of a book ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seal {
    /// Of which book.
    pub book: BookId,
    /// The last link's place.
    pub sequence: u64,
    /// The last link's hash.
    pub hash: String,
    /// When it was made.
    pub sealed_at: Moment,
}

/// What happened to the chain of a book.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum SealEvent {
    /// It became longer.
    #[serde(rename = "extended.v1")]
    Extended {
        /// Of which book.
        book: BookId,
        /// The place of the first new link.
        first: u64,
        /// The place of the last new link.
        last: u64,
        /// The hash of the last new link.
        hash: String,
    },
}

/// The chain of a book.
pub fn seal_of(book: BookId) -> SealId {
    SealId::derive(&[&book.to_string()])
}

/// What stands for the link before the first.
pub fn nothing_before() -> String {
    "0".repeat(64)
}

/// The link of an entry after another link. The place and the time of writing are hashed with
/// the entry: what was known when is as much part of the books as the amounts.
pub fn link(posted: &JournalEntry, sequence: u64, previous: &str) -> SealMark {
    let content = json!({
        "entry": posted.entry,
        "recorded_at": posted.recorded_at,
        "recorded_by": posted.recorded_by,
        "sequence": sequence,
    });
    let mut hash = Sha256::new();
    hash.update(previous.as_bytes());
    hash.update(canonical(&content).to_string().as_bytes());
    let hash = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    SealMark { sequence, previous: previous.to_owned(), hash }
}

/// The same JSON with the fields of every object in one order. A field that is added to
/// entries later must be left out where it is absent, or old hashes would change.
fn canonical(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let sorted: BTreeMap<&String, Value> = fields.iter().map(|(name, value)| (name, canonical(value))).collect();
            Value::Object(sorted.into_iter().map(|(name, value)| (name.clone(), value)).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(canonical).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// Where a chain is broken, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Broken {
    /// At which place.
    pub sequence: u64,
    /// The entry found there, if one was.
    pub entry_id: Option<EntryId>,
    /// How.
    pub how: Breach,
}

/// How a chain is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Breach {
    /// No entry is found at this place.
    Missing,
    /// The entry does not say of itself that it stands here.
    Misplaced,
    /// The link does not follow the link before it.
    Unlinked,
    /// What the entry says now has another hash.
    Changed,
}

/// Checks entries that should stand one after the other from a place on, after a link with
/// the hash `previous`. Answers the hash of the last.
///
/// # Errors
/// The first place that is broken.
pub fn verify<'a>(first: u64, previous: &str, entries: impl IntoIterator<Item = Option<&'a JournalEntry>>) -> Result<String, Broken> {
    let (mut sequence, mut previous) = (first, previous.to_owned());
    for posted in entries {
        let broken = |how| Broken { sequence, entry_id: posted.map(|posted| posted.entry.id), how };
        let posted = posted.ok_or_else(|| broken(Breach::Missing))?;
        let mark = posted.sealed.as_ref().filter(|mark| mark.sequence == sequence).ok_or_else(|| broken(Breach::Misplaced))?;
        if mark.previous != previous {
            return Err(broken(Breach::Unlinked));
        }
        if *mark != link(posted, sequence, &previous) {
            return Err(broken(Breach::Changed));
        }
        (sequence, previous) = (sequence.saturating_add(1), mark.hash.clone());
    }
    Ok(previous)
}

impl Aggregate for Seal {
    type Kind = kernel::id::kinds::Seal;
    type Event = SealEvent;
    const NAME: &'static str = "ledger.seal";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &SealEvent, meta: &Meta) -> Result<Self, Impossible> {
        let SealEvent::Extended { book, first, last, hash } = event;
        let before = state.as_ref().map_or(0, |seal| seal.sequence);
        if *first != before.saturating_add(1) || last < first {
            return Err(Impossible::after(&state, event));
        }
        Ok(Self { book: *book, sequence: *last, hash: hash.clone(), sealed_at: meta.at })
    }
}

impl Event for SealEvent {
    fn samples() -> Vec<Self> {
        crate::samples::seal_events()
    }
}
