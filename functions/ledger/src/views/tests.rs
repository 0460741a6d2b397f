//! The rows of views, as the store keeps them.

use std::collections::BTreeMap;

use kernel::aggregate::{Commit, History, Meta, fold_events};
use kernel::view::{Order, Range, RowQuery};
use kernel::{Aggregate, Change, Event, Id, Page, Row, RowKey, Step, View};
use posting::{Entry, EntryContent, EntryId, JournalEntry, JournalEntryEvent};
use testkit::context;

use super::*;
use crate::samples;

/// The rows of some views, read as the store reads them.
#[derive(Default, Clone)]
pub(crate) struct Rows(BTreeMap<(&'static str, String, String), Row>);

impl Rows {
    pub(crate) fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    pub(crate) fn apply<V: View>(&mut self, changes: Vec<Change>) {
        assert!(changes.len() <= kernel::view::CHANGES_PER_COMMIT_MAX, "{}: {} changes", V::SPEC.name, changes.len());
        for change in changes {
            let key = (V::SPEC.view, change.key().partition.clone(), change.key().sort.clone());
            match change {
                Change::Put(row) => drop(self.0.insert(key, row)),
                Change::Delete(_) => drop(self.0.remove(&key)),
                Change::Add(addition) => {
                    let RowKey { partition, sort } = addition.key;
                    let row = self.0.entry(key).or_insert_with(|| Row::new(partition, sort, addition.data.clone()));
                    assert_eq!(row.data, addition.data, "a row shows the same every time");
                    for (name, sum) in addition.counters {
                        *row.counters.entry(name).or_default() += sum;
                    }
                }
            }
        }
    }

    pub(crate) fn count(&self, view: &str) -> usize {
        self.0.keys().filter(|(name, _, _)| *name == view).count()
    }

    /// Pages as the store makes them; the cursor is where the next one starts.
    pub(crate) fn page(&self, query: &RowQuery) -> Page {
        let key = |row: &Row| -> Option<RowKey> {
            match query.order {
                Order::Main => Some(row.key.clone()),
                Order::Index1 => row.index1.clone(),
                Order::Index2 => row.index2.clone(),
            }
        };
        let within = |sort: &str| match &query.range {
            Range::All => true,
            Range::Prefix(prefix) => sort.starts_with(prefix.as_str()),
            Range::UpTo(last) => sort <= last.as_str(),
            Range::Between(first, last) => (first.as_str()..=last.as_str()).contains(&sort),
        };
        let of_view = self.0.iter().filter(|((view, _, _), _)| *view == query.view).map(|(_, row)| row);
        let hits = of_view.filter_map(|row| Some((key(row)?, row)));
        let mut hits: Vec<_> = hits.filter(|(key, _)| key.partition == query.partition && within(&key.sort)).collect();
        hits.sort_by(|(one, _), (other, _)| one.cmp(other));
        if query.descending {
            hits.reverse();
        }
        let start: usize = query.cursor.as_deref().map_or(0, |cursor| cursor.parse().unwrap());
        let end = start + query.limit as usize;
        let next_cursor = (hits.len() > end).then(|| end.to_string());
        Page { rows: hits.into_iter().skip(start).take(query.limit as usize).map(|(_, row)| row.clone()).collect(), next_cursor }
    }
}

/// What some commits change in a view, one entry a commit.
pub(crate) fn project<V: View>(
    id: Id<<V::Aggregate as Aggregate>::Kind>,
    commits: &[Vec<<V::Aggregate as Aggregate>::Event>],
) -> Vec<Vec<Change>> {
    let commits: Vec<_> = commits.iter().map(|events| (context().meta("test"), events.clone())).collect();
    project_at::<V>(id, &commits)
}

/// What some commits at some times change in a view.
pub(crate) fn project_at<V: View>(
    id: Id<<V::Aggregate as Aggregate>::Kind>,
    commits: &[(Meta, Vec<<V::Aggregate as Aggregate>::Event>)],
) -> Vec<Vec<Change>> {
    let (mut state, mut steps) = (None::<V::Aggregate>, Vec::new());
    for (n, (meta, events)) in commits.iter().enumerate() {
        let after = fold_events(state.clone(), events, meta).unwrap().unwrap();
        let version = n as u64 + 1;
        let step = Step { tenant: &context().tenant, id, version, meta, events, before: state.as_ref(), after: &after };
        steps.push(V::project(&step));
        state = Some(after);
    }
    steps
}

/// The rows that a view has after some commits.
pub(crate) fn rows<V: View>(id: Id<<V::Aggregate as Aggregate>::Kind>, commits: &[Vec<<V::Aggregate as Aggregate>::Event>]) -> Rows {
    let mut rows = Rows::default();
    for changes in project::<V>(id, commits) {
        rows.apply::<V>(changes);
    }
    rows
}

/// All views of an entry.
pub(crate) fn all_rows(rows: &mut Rows, id: EntryId, commits: &[(Meta, Vec<JournalEntryEvent>)]) {
    fn one<V: View<Aggregate = JournalEntry>>(rows: &mut Rows, id: EntryId, commits: &[(Meta, Vec<JournalEntryEvent>)]) {
        project_at::<V>(id, commits).into_iter().for_each(|changes| rows.apply::<V>(changes));
    }
    one::<entries::EntriesFromJournalEntry>(rows, id, commits);
    one::<lines::LinesFromJournalEntry>(rows, id, commits);
    one::<turnovers::TurnoversFromJournalEntry>(rows, id, commits);
    one::<party_turnovers::PartyTurnoversFromJournalEntry>(rows, id, commits);
    one::<unsealed::UnsealedFromJournalEntry>(rows, id, commits);
    one::<sealed::SealedFromJournalEntry>(rows, id, commits);
}

/// A stream with a commit for each group of events.
pub(crate) fn history<A: Aggregate>(commits: &[(Meta, Vec<A::Event>)]) -> History {
    let commit = |(n, (meta, events)): (usize, &(Meta, Vec<A::Event>))| {
        let events = events.iter().map(|event| event.write().unwrap()).collect();
        Commit { version: n as u64 + 1, meta: meta.clone(), key: None, events }
    };
    History { snapshot: None, commits: commits.iter().enumerate().map(commit).collect() }
}

/// The sample entry under another id, on another day.
pub(crate) fn posted_with(id: EntryId, day: &str) -> JournalEntryEvent {
    JournalEntryEvent::Posted(Entry::new(EntryContent { id, day: day.parse().unwrap(), ..samples::entry().into_content() }).unwrap())
}

#[test]
fn the_largest_entry_fits_into_one_step_of_every_view() {
    let mut lines = Vec::new();
    for n in 0..posting::entry::LINES_MAX {
        let side = if n % 2 == 0 { Side::Debit } else { Side::Credit };
        lines.push(posting::EntryLine {
            account: (100 + n % posting::entry::ACCOUNTS_PER_ENTRY_MAX).to_string().parse().unwrap(),
            side,
            amount: samples::uah("1"),
            original: None,
            party: Some(posting::PartyId::derive(&[&n.to_string()])),
            partner: Some(samples::other_book()),
        });
    }
    let entry = Entry::new(EntryContent { lines, ..samples::entry().into_content() }).unwrap();
    let mut rows = Rows::default();
    all_rows(&mut rows, samples::entry_id(), &[(context().meta("test"), vec![JournalEntryEvent::Posted(entry)])]);
    assert_eq!((rows.count(turnovers::VIEW), rows.count(party_turnovers::VIEW), rows.count(lines::VIEW)), (80, 60, 60));
}

#[test]
fn x06_the_day_of_recording_is_the_books_day() {
    let meta = Meta { at: "2026-11-21T22:30:00Z".parse().unwrap(), ..context().meta("test") };
    let changes = project_at::<turnovers::TurnoversFromJournalEntry>(
        samples::entry_id(),
        &[(meta, vec![samples::journal_entry_events()[0].clone()])],
    );
    let bitemporal: Vec<&str> =
        changes[0].iter().map(|change| change.key()).filter(|key| key.partition.starts_with("A#")).map(|key| key.sort.as_str()).collect();
    assert_eq!(bitemporal, ["2026-11-21#2026-11-22"; 2]);
}

#[test]
fn an_entry_is_counted_once_whatever_becomes_of_it() {
    let [posted, sealed, reversed] = samples::journal_entry_events().try_into().unwrap();
    let commits = [vec![posted], vec![sealed], vec![reversed]];
    let of_entry = project::<turnovers::TurnoversFromJournalEntry>(samples::entry_id(), &commits);
    assert!(of_entry[1].is_empty() && of_entry[2].is_empty());
    let shown = rows::<entries::EntriesFromJournalEntry>(samples::entry_id(), &commits);
    assert_eq!(shown.count(entries::VIEW), 1);
    let page = shown.page(&entries::of_source("commerce.payment", &samples::entry().source.id));
    let item: entries::EntryItem = serde_json::from_value(page.rows[0].data.clone()).unwrap();
    assert!(item.sealed.is_some() && item.reversed_by.is_some());
}
