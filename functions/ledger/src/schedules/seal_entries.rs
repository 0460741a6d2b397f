//! Links new entries into the chains of hashes.

use kernel::view::RowQuery;
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};
use posting::BookId;

use crate::queries::read_rows;
use crate::seal::BATCH_MAX;
use crate::seal::entries::SealEntries;
use crate::views::books::{self, BookItem};
use crate::views::unsealed::{self, UnsealedRow};

/// Entries of one book that are sealed in one tick; what is left is due at the next one. A
/// book with more in a minute catches up at night.
const ENTRIES_MAX: usize = 1_000;

/// Links new entries into the chains of hashes, in the order in which they were written.
///
/// The batches are cut here, from one reading of the view: whether the view shows the last
/// batch as sealed by the time of the next does not matter.
pub struct SealNewEntries;

fn of_tenant() -> RowQuery {
    books::all().wide()
}

fn books_of(facts: &Facts) -> Vec<BookId> {
    read_rows(facts, &of_tenant()).map(|item: BookItem| item.book_id).collect()
}

fn due(book: BookId) -> RowQuery {
    unsealed::of_book(book).wide()
}

impl Schedule for SealNewEntries {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "ledger.seal-new-entries",
        every_seconds: 60,
        sends: &[SealEntries::SPEC.name],
        calls: &[],
        summary: "Links new entries into the chains of hashes.",
    };

    fn wants(facts: &Facts, _: &Context) -> Vec<Want> {
        let due = books_of(facts).into_iter().map(|book| Want::Rows(due(book)));
        std::iter::once(Want::Rows(of_tenant())).chain(due).collect()
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        let batches = |book: BookId| {
            let entries: Vec<_> = read_rows(facts, &due(book)).map(|row: UnsealedRow| row.entry_id).take(ENTRIES_MAX).collect();
            let batch = |(n, batch): (usize, &[posting::EntryId])| {
                let seal = SealEntries { book_id: book, entries: batch.to_vec() };
                Effect::send(&seal, format!("seal/{book}/{}/{n}", context.now))
            };
            entries.chunks(BATCH_MAX).enumerate().map(batch).collect::<Vec<_>>()
        };
        books_of(facts).into_iter().flat_map(batches).collect()
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Change, View};
    use posting::{EntryId, JournalEntry, JournalEntryEvent};
    use testkit::context;

    use super::*;
    use crate::samples;
    use crate::views::tests::{Rows, posted_with, project, rows};
    use crate::views::unsealed::UnsealedFromJournalEntry;

    fn tick(view: &Rows) -> Vec<Effect> {
        let (context, mut facts) = (context(), Facts::default());
        for _ in 0..2 {
            for want in SealNewEntries::wants(&facts, &context) {
                if let Want::Rows(query) = &want {
                    facts.put_rows(&want, view.page(query));
                }
            }
        }
        SealNewEntries::tick(&facts, &context)
    }

    #[test]
    fn k44_new_entries_are_sealed_in_batches_in_the_order_of_writing() {
        let mut view = rows::<books::BooksFromBook>(samples::book_id(), &[vec![samples::opened()]]);
        for n in 0..90u32 {
            let id = EntryId::derive(&[&n.to_string()]);
            view.apply::<UnsealedFromJournalEntry>(
                project::<UnsealedFromJournalEntry>(id, &[vec![posted_with(id, "2026-11-21")]]).concat(),
            );
        }
        let sizes: Vec<usize> = tick(&view)
            .into_iter()
            .map(|effect| match effect {
                Effect::Send { body, .. } => serde_json::from_value::<SealEntries>(body).unwrap().entries.len(),
                Effect::Call { .. } | Effect::Redeliver { .. } | Effect::ForgetSubject { .. } | Effect::Keep { .. } => panic!("{effect:?}"),
            })
            .collect();
        assert_eq!(sizes, [40, 40, 10]);
        assert!(tick(&Rows::default()).is_empty());
    }

    #[test]
    fn an_entry_waits_until_it_is_sealed_and_no_longer() {
        let [posted, sealed, reversed]: [JournalEntryEvent; 3] = samples::journal_entry_events().try_into().unwrap();
        let steps = project::<UnsealedFromJournalEntry>(samples::entry_id(), &[vec![posted], vec![reversed], vec![sealed]]);
        assert!(matches!(steps[0].as_slice(), [Change::Put(_)]) && steps[1].is_empty());
        assert!(matches!(steps[2].as_slice(), [Change::Delete(_)]));
        assert_eq!(UnsealedFromJournalEntry::SPEC.view, unsealed::VIEW);
        assert_eq!(<JournalEntry as kernel::Aggregate>::NAME, "ledger.journal-entry");
    }
}
