//! The life of a journal entry after it was written: sealed once, reversed at most once.

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Event, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::EntryId;
use crate::entry::Entry;

/// A journal entry and what became of it. The entry itself never changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// What was posted.
    pub entry: Entry,
    /// When it was written.
    pub recorded_at: Moment,
    /// By whom: the subject of a token, or a function of Entrepot.
    pub recorded_by: String,
    /// Its place in the chain of hashes; absent until it is sealed.
    pub sealed: Option<SealMark>,
    /// The entry that takes it back, if one does.
    pub reversed_by: Option<EntryId>,
}

/// A link of the chain of hashes over a book's entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SealMark {
    /// From 1, without a gap.
    pub sequence: u64,
    /// The hash of the link before; sixty-four zeros before the first.
    pub previous: String,
    /// Hexadecimal SHA-256 over the link before and this entry.
    pub hash: String,
}

/// What happened to a journal entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
#[allow(clippy::large_enum_variant, reason = "a handful live at a time, while one command decides")]
pub enum JournalEntryEvent {
    /// It was written, in the same step as its document's event.
    #[serde(rename = "posted.v1")]
    Posted(Entry),
    /// It was linked into the chain of hashes.
    #[serde(rename = "sealed.v1")]
    Sealed(SealMark),
    /// Another entry takes it back.
    #[serde(rename = "reversed.v1")]
    Reversed {
        /// Which one.
        by: EntryId,
    },
}

impl Aggregate for JournalEntry {
    type Kind = kernel::id::kinds::JournalEntry;
    type Event = JournalEntryEvent;
    const NAME: &'static str = "ledger.journal-entry";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &JournalEntryEvent, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, JournalEntryEvent::Posted(entry)) => {
                Ok(Self { entry: entry.clone(), recorded_at: meta.at, recorded_by: meta.actor.id.clone(), sealed: None, reversed_by: None })
            }
            (Some(posted @ Self { sealed: None, .. }), JournalEntryEvent::Sealed(mark)) => {
                Ok(Self { sealed: Some(mark.clone()), ..posted })
            }
            (Some(posted @ Self { reversed_by: None, .. }), JournalEntryEvent::Reversed { by }) => {
                Ok(Self { reversed_by: Some(*by), ..posted })
            }
            (state, _) => Err(Impossible::after(&state, event)),
        }
    }
}

impl Event for JournalEntryEvent {
    fn samples() -> Vec<Self> {
        crate::samples::journal_entry_events()
    }
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::fold_events;
    use testkit::context;

    use super::*;
    use crate::samples;

    #[test]
    fn an_entry_is_sealed_and_reversed_once_in_any_order() {
        let [posted, sealed, reversed] = samples::journal_entry_events().try_into().unwrap();
        let fold = |events: &[JournalEntryEvent]| fold_events::<JournalEntry>(None, events, &context().meta("test"));
        let one = fold(&[posted.clone(), sealed.clone(), reversed.clone()]).unwrap().unwrap();
        assert_eq!(one, fold(&[posted.clone(), reversed.clone(), sealed.clone()]).unwrap().unwrap());
        assert!(one.sealed.is_some() && one.reversed_by.is_some());
        assert!(fold(&[posted.clone(), sealed.clone(), sealed]).is_err());
        assert!(fold(&[posted.clone(), reversed.clone(), reversed]).is_err());
        assert!(fold(&[posted.clone(), posted]).is_err());
    }
}
