//! Links entries into the chain of hashes.

use std::collections::BTreeMap;

use kernel::{Aggregate, Command, CommandSpec, Context, Decision, Facts, Role, Want};
use posting::{BookId, EntryId, JournalEntry, JournalEntryEvent};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BATCH_MAX, Seal, SealEvent, SealRefusal, link, nothing_before, seal_of};
use crate::SealId;

/// Links entries into the chain of hashes of their book, in the order in which they were
/// written. Entries that are linked already are passed over.
///
/// Every entry and the end of the chain are written in one step, so the chain has no gap and
/// no fork, whoever else seals at the same moment.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SealEntries {
    /// Of which book.
    pub book_id: BookId,
    /// Which entries, 1 to 40.
    pub entries: Vec<EntryId>,
}

impl Command for SealEntries {
    type Aggregate = Seal;
    type Refusal = SealRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "ledger.seal-entries",
        route: None,
        roles: &[Role::System],
        also_writes: &[JournalEntry::NAME],
        reads: &[],
        summary: "Links entries into the chain of hashes of their book.",
    };

    fn target(&self, _: &Context) -> SealId {
        seal_of(self.book_id)
    }

    fn wants(&self, _: Option<&Seal>, _: &Facts, _: &Context) -> Vec<Want> {
        self.entries.iter().take(BATCH_MAX).map(|id| Want::aggregate::<JournalEntry>(*id)).collect()
    }

    fn decide(&self, seal: Option<&Seal>, facts: &Facts, _: &Context) -> Result<Decision<Seal>, SealRefusal> {
        if self.entries.is_empty() || self.entries.len() > BATCH_MAX {
            return Err(SealRefusal::BatchSize);
        }
        let mut due = BTreeMap::new();
        for id in &self.entries {
            let posted = facts.aggregate::<JournalEntry>(*id).filter(|posted| posted.state.entry.book == self.book_id);
            let posted = posted.ok_or(SealRefusal::NotInBook)?;
            if posted.state.sealed.is_none() {
                due.insert((posted.state.recorded_at, *id), posted);
            }
        }
        let before = seal.map_or(0, |seal| seal.sequence);
        let (mut last, mut hash) = (before, seal.map_or_else(nothing_before, |seal| seal.hash.clone()));
        let mut decision = Decision::nothing();
        for ((_, id), posted) in due {
            let mark = link(&posted.state, last.saturating_add(1), &hash);
            (last, hash) = (mark.sequence, mark.hash.clone());
            decision = decision.and::<JournalEntry>(id, posted.version, [JournalEntryEvent::Sealed(mark)]);
        }
        if last > before {
            decision.events.push(SealEvent::Extended { book: self.book_id, first: before.saturating_add(1), last, hash });
        }
        Ok(decision)
    }

    fn example() -> Self {
        Self { book_id: crate::samples::book_id(), entries: vec![crate::samples::entry_id()] }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Event;
    use testkit::{given, nothing};

    use super::*;
    use crate::samples;

    fn seal() -> SealEntries {
        SealEntries::example()
    }

    fn posted() -> JournalEntryEvent {
        samples::journal_entry_events()[0].clone()
    }

    #[test]
    fn k44_entries_and_the_end_of_the_chain_are_written_in_one_step() {
        let decision = nothing::<Seal>().with::<JournalEntry>(samples::entry_id(), [posted()]).when(seal()).accepted();
        let [entry] = decision.others.as_slice() else { panic!("{:?}", decision.others) };
        let JournalEntryEvent::Sealed(mark) = JournalEntryEvent::read(&entry.events[0]).unwrap() else { panic!() };
        assert_eq!((entry.expected, mark.sequence, mark.previous), (1, 1, nothing_before()));
        assert_eq!(decision.events, [SealEvent::Extended { book: samples::book_id(), first: 1, last: 1, hash: mark.hash }]);
    }

    #[test]
    fn k44_a_later_batch_follows_the_end_of_the_chain() {
        let extended = SealEvent::Extended { book: samples::book_id(), first: 1, last: 7, hash: "a".repeat(64) };
        let decision = given::<Seal>([extended]).with::<JournalEntry>(samples::entry_id(), [posted()]).when(seal()).accepted();
        let JournalEntryEvent::Sealed(mark) = JournalEntryEvent::read(&decision.others[0].events[0]).unwrap() else { panic!() };
        assert_eq!((mark.sequence, mark.previous), (8, "a".repeat(64)));
    }

    #[test]
    fn what_is_sealed_already_is_passed_over() {
        let sealed = [posted(), samples::journal_entry_events()[1].clone()];
        let decision = nothing::<Seal>().with::<JournalEntry>(samples::entry_id(), sealed).when(seal()).then([]);
        assert!(decision.others.is_empty());
        let twice = SealEntries { entries: vec![samples::entry_id(); 2], ..seal() };
        let decision = nothing::<Seal>().with::<JournalEntry>(samples::entry_id(), [posted()]).when(twice).accepted();
        assert_eq!(decision.others.len(), 1);
    }

    #[test]
    fn only_a_batch_of_entries_of_the_book() {
        nothing::<Seal>().when(seal()).refused(SealRefusal::NotInBook);
        let other = SealEntries { book_id: posting::book_of(posting::PartyId::derive(&["other"])), ..seal() };
        nothing::<Seal>().with::<JournalEntry>(samples::entry_id(), [posted()]).when(other).refused(SealRefusal::NotInBook);
        nothing::<Seal>().when(SealEntries { entries: Vec::new(), ..seal() }).refused(SealRefusal::BatchSize);
        let many = SealEntries { entries: vec![samples::entry_id(); BATCH_MAX + 1], ..seal() };
        nothing::<Seal>().when(many).refused(SealRefusal::BatchSize);
    }
}
