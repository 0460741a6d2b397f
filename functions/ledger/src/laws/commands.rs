//! Any sequence of commands, executed as the pipeline does: in one step or not at all, and
//! refused when a stream has moved on.

use std::collections::BTreeMap;

use kernel::aggregate::Commit;
use kernel::command::{Decided, Undecided, command};
use kernel::{Aggregate, Command, Context, Day, Facts, History, Role, StreamKey, Want};
use posting::{Book, Entry, EntryId, JournalEntry, Month, Side};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use testkit::{context, person};

use crate::book::close_period::ClosePeriod;
use crate::book::open::{OpenBook, OpeningBalance};
use crate::book::reopen_period::ReopenPeriod;
use crate::entry::post::{ManualLine, PostEntry};
use crate::entry::reverse::ReverseEntry;
use crate::samples::{self, line, uah};

/// What somebody may try.
#[derive(Debug, Clone)]
enum Try {
    Post { debit: &'static str, credit: &'static str, amounts: (u16, u16), day: Day },
    Reverse { which: Index, day: Option<Day> },
    Close { month: Month },
    Reopen { month: Month },
}

fn any_day() -> impl Strategy<Value = Day> {
    (0u64..340).prop_map(|days| Day::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(days))
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let accounts = || select(&["311", "361", "702", "92", "999"][..]);
    let month = || (1u32..5).prop_map(|month| Month::of(Day::from_ymd_opt(2026, month, 1).unwrap()));
    // Most entries balance; some are off by one.
    let amounts = (1u16..900).prop_flat_map(|amount| (Just(amount), prop_oneof![9 => Just(amount), 1 => Just(amount + 1)]));
    let post =
        (accounts(), accounts(), amounts, any_day()).prop_map(|(debit, credit, amounts, day)| Try::Post { debit, credit, amounts, day });
    let reverse = (any::<Index>(), proptest::option::of(any_day())).prop_map(|(which, day)| Try::Reverse { which, day });
    let one = prop_oneof![5 => post, 2 => reverse, 3 => month().prop_map(|month| Try::Close { month }), 1 => month().prop_map(|month| Try::Reopen { month })];
    proptest::collection::vec(one, 0..40)
}

/// The streams of a tenant.
#[derive(Default)]
struct Store(BTreeMap<StreamKey, History>);

impl Store {
    fn history(&self, stream: &StreamKey) -> History {
        self.0.get(stream).cloned().unwrap_or_default()
    }

    /// Decides on what the store has now.
    fn decide<C: Command>(&self, body: &C, context: &Context) -> Result<Decided, Undecided> {
        let mut pending = command::<C>().open(serde_json::to_value(body).unwrap()).unwrap();
        pending.load(&self.history(&pending.stream(context))).unwrap();
        let mut facts = Facts::default();
        for _ in 0..kernel::facts::ROUNDS_MAX {
            for want in pending.wants(&facts, context) {
                let Want::Aggregate { stream, .. } = &want else { panic!("these commands look at aggregates only") };
                if !facts.has(&want) {
                    facts.put_aggregate(&want, &self.history(stream)).unwrap();
                }
            }
        }
        pending.decide(&facts, context)
    }

    /// Writes everything, or nothing when a stream is not as it was seen.
    fn write(&mut self, decided: &Decided, context: &Context) -> bool {
        let seen = decided.unchanged.iter().map(|seen| (&seen.stream, seen.version));
        let written = decided.appends.iter().map(|append| (&append.stream, append.expected));
        if !seen.chain(written).all(|(stream, version)| self.history(stream).version() == version) {
            return false;
        }
        for append in &decided.appends {
            let commit = Commit { version: append.expected + 1, meta: context.meta("test"), key: None, events: append.events.clone() };
            self.0.entry(append.stream.clone()).or_default().commits.push(commit);
        }
        true
    }

    fn entries(&self) -> Vec<JournalEntry> {
        let entries = self.0.iter().filter(|(stream, _)| stream.kind == JournalEntry::NAME);
        entries.map(|(_, history)| history.fold::<JournalEntry>().unwrap().unwrap().state).collect()
    }

    fn book(&self) -> Book {
        self.history(&Book::stream(samples::book_id())).fold::<Book>().unwrap().unwrap().state
    }
}

/// Each command has ids of its own.
fn context_of(n: usize, role: Role) -> Context {
    let seed = EntryId::derive(&["seed", &n.to_string()]).uuid();
    Context { actor: person("somebody", role), seed, now: "2026-12-15T09:00:00Z".parse().unwrap(), ..context() }
}

fn opened() -> Store {
    let mut store = Store::default();
    let balances = vec![OpeningBalance { account: "311".parse().unwrap(), side: Side::Debit, amount: uah("1000"), party: None }];
    let open = OpenBook { balances, ..OpenBook::example() };
    let context = context_of(0, Role::Accountant);
    let decided = store.decide(&open, &context).unwrap();
    assert!(store.write(&decided, &context));
    store
}

fn post(debit: &str, credit: &str, amounts: (u16, u16), day: Day) -> PostEntry {
    let of = |account: &str, side, minor: u16| ManualLine {
        account: account.parse().unwrap(),
        side,
        amount: kernel::Money::from_minor(i64::from(minor), kernel::Currency::UAH),
        party: None,
        partner: None,
    };
    PostEntry { day, lines: vec![of(debit, Side::Debit, amounts.0), of(credit, Side::Credit, amounts.1)], ..PostEntry::example() }
}

fn decide(store: &Store, one: &Try, n: usize) -> Result<(Decided, Context), Undecided> {
    let accountant = context_of(n, Role::Accountant);
    let decided = match one {
        Try::Post { debit, credit, amounts, day } => store.decide(&post(debit, credit, *amounts, *day), &accountant),
        Try::Reverse { which, day } => {
            let entries = store.entries();
            let entry_id = entries[which.index(entries.len())].entry.id;
            store.decide(&ReverseEntry { entry_id, day: *day, reason: line("так") }, &accountant)
        }
        Try::Close { month } => store.decide(&ClosePeriod { book_id: samples::book_id(), month: *month }, &accountant),
        Try::Reopen { month } => {
            store.decide(&ReopenPeriod { book_id: samples::book_id(), month: *month, reason: line("так") }, &accountant)
        }
    };
    Ok((decided?, accountant))
}

fn sum(entry: &Entry, side: Side) -> i64 {
    entry.lines.iter().filter(|line| line.side == side).map(|line| line.amount.minor()).sum()
}

/// The entries that count in closed months.
fn settled(store: &Store) -> Vec<EntryId> {
    let closed = store.book().closed_through;
    let closed = |entry: &Entry| closed.is_some_and(|last| Month::of(entry.day) <= last);
    store.entries().iter().filter(|posted| closed(&posted.entry)).map(|posted| posted.entry.id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn k44_after_any_sequence_of_commands_the_book_balances_and_closed_months_stand_still(tries in tries()) {
        let mut store = opened();
        for (n, one) in tries.iter().enumerate() {
            let before = settled(&store);
            let Ok((decided, context)) = decide(&store, one, n + 1) else { continue };
            prop_assert!(store.write(&decided, &context));
            if !matches!(one, Try::Close { .. } | Try::Reopen { .. }) {
                prop_assert_eq!(settled(&store), before);
            }
        }
        let entries = store.entries();
        for posted in &entries {
            prop_assert_eq!(sum(&posted.entry, Side::Debit), sum(&posted.entry, Side::Credit));
            // Both ends of a reversal name each other, and cancel out.
            if let Some(by) = posted.reversed_by {
                let reversal = entries.iter().find(|other| other.entry.id == by).unwrap();
                prop_assert_eq!(reversal.entry.reverses, Some(posted.entry.id));
                prop_assert_eq!(&reversal.entry.mirrored_lines(), &posted.entry.lines);
            }
        }
    }

    #[test]
    fn k44_an_entry_and_the_closing_of_its_month_exclude_each_other(first in any::<bool>(), day in 1u32..32, amount in 1u16..900) {
        let mut store = opened();
        let day = Day::from_ymd_opt(2026, 1, day).unwrap();
        let (poster, closer) = (context_of(1, Role::Accountant), context_of(2, Role::Accountant));
        // Both decide before either writes.
        let posting = store.decide(&post("92", "311", (amount, amount), day), &poster).unwrap();
        let closing = store.decide(&ClosePeriod { book_id: samples::book_id(), month: Month::of(day) }, &closer).unwrap();
        if first {
            prop_assert!(store.write(&posting, &poster));
            prop_assert!(store.write(&closing, &closer));
        } else {
            prop_assert!(store.write(&closing, &closer));
            prop_assert!(!store.write(&posting, &poster));
            prop_assert!(store.decide(&post("92", "311", (amount, amount), day), &poster).is_err());
        }
    }
}

#[test]
fn k44_fifty_writers_on_one_account_never_get_in_each_others_way() {
    let mut store = opened();
    let day: Day = "2026-11-20".parse().unwrap();
    let contexts: Vec<Context> = (1..=50).map(|n| context_of(n, Role::Accountant)).collect();
    let decided: Vec<Decided> = contexts.iter().map(|context| store.decide(&post("92", "311", (5, 5), day), context).unwrap()).collect();
    for (decided, context) in decided.iter().zip(&contexts) {
        assert!(store.write(decided, context));
    }
    assert_eq!(store.entries().len(), 51);
}
