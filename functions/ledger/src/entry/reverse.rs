//! Takes an entry back.

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route, Want};
use posting::{
    Book, Entry, EntryContent, EntryId, JournalEntry, JournalEntryEvent, PeriodGate, PostingRefusal, Rule, Source, check_period, gate_of,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EntryRefusal, MANUAL};
use crate::book::today;

/// Takes an entry by hand back, by another entry with the sides exchanged.
///
/// The new entry is dated today, or on an open day since the old one; each names the other.
/// An entry that a document caused is corrected by its document.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReverseEntry {
    /// Which entry.
    pub entry_id: EntryId,
    /// On which day; today by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    /// Why.
    pub reason: Line,
}

impl ReverseEntry {
    /// The new entry's id: one for each entry, so that it is taken back once.
    pub fn reversal_id(&self) -> EntryId {
        EntryId::derive(&["reversal", &self.entry_id.to_string()])
    }

    fn day(&self, context: &Context) -> Day {
        self.day.unwrap_or_else(|| today(context))
    }

    /// Whether an entry may be taken back at all.
    pub(crate) fn check(posted: &JournalEntry) -> Result<(), EntryRefusal> {
        if posted.entry.reverses.is_some() {
            return Err(EntryRefusal::IsReversal);
        }
        // Opening balances have no document that could be corrected.
        if ![MANUAL, Book::NAME].contains(&posted.entry.source.kind.as_str()) {
            return Err(EntryRefusal::NotManual);
        }
        if posted.reversed_by.is_some() { Err(EntryRefusal::AlreadyReversed) } else { Ok(()) }
    }

    fn reversal(&self, posted: &JournalEntry, book: &Book, day: Day) -> Result<Entry, PostingRefusal> {
        let entry = &posted.entry;
        // Posted, perhaps sealed, and now taken back.
        let version = if posted.sealed.is_some() { 3 } else { 2 };
        let reversal = Entry::new(EntryContent {
            id: self.reversal_id(),
            book: entry.book,
            journal: entry.journal,
            day,
            zone: book.zone,
            source: Source { kind: JournalEntry::NAME.to_owned(), id: entry.id.to_string(), version, sha256: None },
            rule: Rule { name: "reversal".to_owned(), version: 1 },
            text: self.reason.clone(),
            reverses: Some(entry.id),
            lines: entry.mirrored_lines(),
        })?;
        book.check(&reversal)?;
        Ok(reversal)
    }
}

impl Command for ReverseEntry {
    type Aggregate = JournalEntry;
    type Refusal = EntryRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "ledger.reverse-entry",
        route: Some(Route::post("/ledger/entries/{entry_id}/reverse")),
        roles: &[Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Takes an entry by hand back, by a mirrored entry.",
    };

    fn target(&self, _: &Context) -> EntryId {
        self.entry_id
    }

    fn wants(&self, posted: Option<&JournalEntry>, _: &Facts, context: &Context) -> Vec<Want> {
        let Some(posted) = posted else { return Vec::new() };
        let gate = gate_of(posted.entry.book, self.day(context), self.reversal_id());
        vec![Want::aggregate::<Book>(posted.entry.book), Want::aggregate::<PeriodGate>(gate)]
    }

    fn decide(&self, posted: Option<&JournalEntry>, facts: &Facts, context: &Context) -> Result<Decision<JournalEntry>, EntryRefusal> {
        let posted = posted.ok_or(EntryRefusal::NotFound)?;
        Self::check(posted)?;
        let (day, entry) = (self.day(context), &posted.entry);
        if day > today(context) {
            return Err(EntryRefusal::Future);
        }
        if day < entry.day {
            return Err(EntryRefusal::BeforeEntry);
        }
        let book = &facts.aggregate::<Book>(entry.book).ok_or(PostingRefusal::NoBook)?.state;
        let reversal = self.reversal(posted, book, day)?;
        let (id, (gate, version)) = (reversal.id, check_period(facts, entry.book, day, reversal.id)?);
        let decision = Decision::of([JournalEntryEvent::Reversed { by: id }]);
        Ok(decision.and::<JournalEntry>(id, 0, [JournalEntryEvent::Posted(reversal)]).unchanged::<PeriodGate>(gate, version))
    }

    fn example() -> Self {
        Self { entry_id: crate::samples::entry_id(), day: None, reason: crate::samples::line("Не той рахунок") }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Event;
    use posting::{Month, PeriodGateEvent, Side};
    use testkit::decision::Given;
    use testkit::{given, nothing};

    use super::*;
    use crate::book::tests::{accountant, ukrainian};
    use crate::samples::{self, literal};

    fn by_hand() -> JournalEntryEvent {
        let source = Source { kind: MANUAL.to_owned(), id: "Виписка".to_owned(), version: 1, sha256: None };
        JournalEntryEvent::Posted(Entry::new(EntryContent { source, ..samples::entry().into_content() }).unwrap())
    }

    fn with(events: impl IntoIterator<Item = JournalEntryEvent>) -> Given<JournalEntry> {
        given::<JournalEntry>(events).with::<Book>(samples::book_id(), [ukrainian()]).by(accountant())
    }

    fn reverse() -> ReverseEntry {
        ReverseEntry::example()
    }

    #[test]
    fn k44_a_mirrored_entry_dated_today_and_both_name_each_other() {
        let by = reverse().reversal_id();
        let decision = with([by_hand()]).at("2026-11-30T08:00:00Z").when(reverse()).then([JournalEntryEvent::Reversed { by }]);
        let JournalEntryEvent::Posted(entry) = JournalEntryEvent::read(&decision.others[0].events[0]).unwrap() else { panic!() };
        assert_eq!((entry.day.to_string().as_str(), entry.reverses), ("2026-11-30", Some(samples::entry_id())));
        let sides: Vec<(String, Side)> = entry.lines.iter().map(|line| (line.account.to_string(), line.side)).collect();
        assert_eq!(sides, [("311".to_owned(), Side::Credit), ("681".to_owned(), Side::Debit)]);
        assert_eq!((decision.others[0].expected, decision.unchanged.len()), (0, 1));
    }

    #[test]
    fn k44_on_an_open_day_since_the_entry() {
        let on = |day: &str| ReverseEntry { day: Some(literal(day)), ..reverse() };
        let later = || with([by_hand()]).at("2026-12-15T08:00:00Z");
        later().when(on("2026-11-21")).accepted();
        later().when(on("2026-11-20")).refused(EntryRefusal::BeforeEntry);
        later().when(on("2026-12-16")).refused(EntryRefusal::Future);
        let month: Month = literal("2026-11");
        let gate = gate_of(samples::book_id(), literal("2026-11-21"), reverse().reversal_id());
        let closed = later().with::<PeriodGate>(gate, [PeriodGateEvent::Closed { book: samples::book_id(), month }]);
        closed.when(on("2026-11-21")).refused(EntryRefusal::Posting(PostingRefusal::PeriodClosed { month }));
    }

    #[test]
    fn k44_an_entry_is_taken_back_once() {
        let by = reverse().reversal_id();
        with([by_hand(), JournalEntryEvent::Reversed { by }]).when(reverse()).refused(EntryRefusal::AlreadyReversed);
        let reversal = Entry::new(EntryContent { reverses: Some(by), ..samples::entry().into_content() }).unwrap();
        with([JournalEntryEvent::Posted(reversal)]).when(reverse()).refused(EntryRefusal::IsReversal);
        nothing::<JournalEntry>().when(reverse()).refused(EntryRefusal::NotFound);
    }

    #[test]
    fn k45_an_entry_of_a_document_is_corrected_by_the_document() {
        with([samples::journal_entry_events()[0].clone()]).when(reverse()).refused(EntryRefusal::NotManual);
    }
}
