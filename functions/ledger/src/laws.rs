//! What holds for every journal: balances are sums, however they are added up; nothing that
//! is sealed can be changed unseen.

mod commands;

use std::collections::BTreeMap;

use kernel::aggregate::{Meta, fold_events};
use kernel::{Aggregate, Change, Command, Context, Currency, Day, Event, Facts, Money, Want};
use posting::{
    AccountCode, Book, BookId, Entry, EntryContent, EntryId, EntryLine, Journal, JournalEntry, JournalEntryEvent, SealMark, Side,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use testkit::context;

use crate::book::BookRefusal;
use crate::book::tests::ukrainian;
use crate::queries::account_balance::GetAccountBalance;
use crate::queries::account_statement::GetAccountStatement;
use crate::queries::export::ExportJournal;
use crate::queries::party_statement::GetPartyStatement;
use crate::queries::tests::World;
use crate::queries::trial_balance::{GetTrialBalance, TrialBalance};
use crate::queries::verification::{Place, Verification, VerifySeal};
use crate::samples;
use crate::seal::entries::SealEntries;
use crate::seal::{BATCH_MAX, Breach, Seal, link, nothing_before, seal_of, verify};
use crate::views::books::BooksFromBook;
use crate::views::sealed::{self, SealedFromJournalEntry};
use crate::views::tests::{all_rows, history, project_at, rows};
use crate::views::unsealed::{self, UnsealedRow};

const ACCOUNTS: &[&str] = &["311", "361", "631", "702", "92", "641.1"];

/// A movement between two accounts.
#[derive(Debug, Clone)]
struct Move {
    debit: &'static str,
    credit: &'static str,
    minor: i64,
    day: Day,
    recorded: Day,
    with: Option<bool>,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let first = Day::from_ymd_opt(2026, 1, 1).unwrap();
    let one = (select(ACCOUNTS), select(ACCOUNTS), 1i64..1_000_000, 0u64..800, 0u64..120, any::<Option<bool>>());
    let one = one.prop_map(move |(debit, credit, minor, day, later, with)| {
        let day = first + chrono::Days::new(day);
        Move { debit, credit, minor, day, recorded: day + chrono::Days::new(later), with }
    });
    proptest::collection::vec(one, 0..25)
}

fn any_day() -> impl Strategy<Value = Day> {
    (0u64..950).prop_map(|days| Day::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(days))
}

impl Move {
    fn id(&self, n: usize) -> EntryId {
        EntryId::derive(&[&n.to_string()])
    }

    fn entry(&self, n: usize) -> Entry {
        let line = |account: &str, side| EntryLine {
            account: account.parse().unwrap(),
            side,
            amount: Money::from_minor(self.minor, Currency::UAH),
            original: None,
            party: self.with.is_some().then(samples::customer),
            partner: self.with.filter(|own| *own).map(|_| samples::other_book()),
        };
        let lines = vec![line(self.debit, Side::Debit), line(self.credit, Side::Credit)];
        let content = samples::entry().into_content();
        Entry::new(EntryContent { id: self.id(n), day: self.day, lines, ..content }).unwrap()
    }

    fn meta(&self) -> Meta {
        Meta { at: format!("{}T10:00:00Z", self.recorded).parse().unwrap(), ..context().meta("test") }
    }

    /// Debit less credit on an account.
    fn on(&self, account: &str) -> i64 {
        let debit = if self.debit == account { self.minor } else { 0 };
        let credit = if self.credit == account { self.minor } else { 0 };
        debit - credit
    }
}

/// Everything that is known after some movements.
fn world(moves: &[Move]) -> World {
    let mut world = World { rows: rows::<BooksFromBook>(samples::book_id(), &[vec![ukrainian()]]), ..World::default() };
    world = world.with::<Book>(samples::book_id(), [ukrainian()]);
    for (n, one) in moves.iter().enumerate() {
        let commits = [(one.meta(), vec![JournalEntryEvent::Posted(one.entry(n))])];
        all_rows(&mut world.rows, one.id(n), &commits);
        world.streams.push((JournalEntry::stream(one.id(n)), history::<JournalEntry>(&commits)));
    }
    world
}

fn trial_balance(world: &World, from: Option<Day>, as_of: Day, known_at: Option<Day>) -> TrialBalance {
    let query = GetTrialBalance { book_id: samples::book_id(), from, as_of: Some(as_of), known_at, journal: None };
    world.ask(&query).unwrap()
}

/// The closing balances of a trial balance, in minor units.
fn closing(balance: &TrialBalance) -> BTreeMap<String, i64> {
    let minor = |line: &crate::queries::trial_balance::TrialLine| line.sums.closing_debit.minor() - line.sums.closing_credit.minor();
    balance.lines.iter().map(|line| (line.account.to_string(), minor(line))).filter(|(_, minor)| *minor != 0).collect()
}

/// The balances by going through all movements.
fn naive(moves: &[Move], counts: impl Fn(&Move) -> bool) -> BTreeMap<String, i64> {
    let on = |account: &&str| moves.iter().filter(|one| counts(one)).map(|one| one.on(account)).sum::<i64>();
    ACCOUNTS.iter().map(|account| ((*account).to_owned(), on(account))).filter(|(_, minor)| *minor != 0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn k44_a_trial_balance_is_the_sum_of_all_entries_in_any_order(moves in moves(), as_of in any_day(), from in any_day(), order in any::<u64>()) {
        let mut shuffled = moves.clone();
        if !shuffled.is_empty() {
            let n = usize::try_from(order).unwrap_or(0) % shuffled.len();
            shuffled.rotate_left(n);
        }
        let (from, as_of) = (from.min(as_of), from.max(as_of));
        let balance = trial_balance(&world(&shuffled), Some(from), as_of, None);
        prop_assert!(balance.balanced);
        prop_assert_eq!(closing(&balance), naive(&moves, |one| one.day <= as_of));
        let opening: i64 = balance.lines.iter().map(|line| line.sums.opening_debit.minor()).sum();
        let expected = naive(&moves, |one| one.day < from).values().filter(|minor| **minor > 0).sum::<i64>();
        prop_assert_eq!(opening, expected);
        let debits: i64 = moves.iter().filter(|one| (from..=as_of).contains(&one.day)).map(|one| one.minor).sum();
        prop_assert_eq!(balance.totals.debit.minor(), debits);
    }

    #[test]
    fn k44_a_balance_is_as_of_a_day_and_as_known_at_a_day(moves in moves(), as_of in any_day(), known_at in any_day()) {
        let world = world(&moves);
        let known = trial_balance(&world, None, as_of, Some(known_at));
        prop_assert!(known.balanced);
        prop_assert_eq!(closing(&known), naive(&moves, |one| one.day <= as_of && one.recorded <= known_at));
        for code in ACCOUNTS {
            let query = GetAccountBalance {
                book_id: samples::book_id(),
                code: code.parse().unwrap(),
                as_of: Some(as_of),
                known_at: Some(known_at),
            };
            let balance = world.ask(&query).unwrap();
            let expected: i64 = moves.iter().filter(|one| one.day <= as_of && one.recorded <= known_at).map(|one| one.on(code)).sum();
            prop_assert_eq!(balance.balance.minor(), expected);
            let now = world.ask(&GetAccountBalance { known_at: None, ..query }).unwrap();
            prop_assert_eq!(now.balance.minor(), moves.iter().filter(|one| one.day <= as_of).map(|one| one.on(code)).sum::<i64>());
        }
    }

    #[test]
    fn statements_lead_from_one_balance_to_the_next(moves in moves(), one in any_day(), other in any_day()) {
        let (world, from, to) = (world(&moves), one.min(other), one.max(other));
        let within = |one: &&Move| (from..=to).contains(&one.day);
        let code: AccountCode = "311".parse().unwrap();
        let limit = Some("100".to_owned().try_into().unwrap());
        let query = GetAccountStatement { book_id: samples::book_id(), code, from: Some(from), to: Some(to), limit, cursor: None };
        let statement = world.ask(&query).unwrap();
        let minor = |one: &Money, other: &Money| one.minor() - other.minor();
        let lines: i64 = statement.items.iter().map(|item| if item.side == Side::Debit { item.amount.minor() } else { -item.amount.minor() }).sum();
        let sums = statement.sums;
        prop_assert_eq!(minor(&sums.opening_debit, &sums.opening_credit) + lines, minor(&sums.closing_debit, &sums.closing_credit));
        prop_assert_eq!(lines, moves.iter().filter(within).map(|one| one.on("311")).sum::<i64>());
        let query = GetPartyStatement {
            book_id: samples::book_id(), party_id: samples::customer(), from: Some(from), to: Some(to), limit: query.limit, cursor: None,
        };
        let statement = world.ask(&query).unwrap();
        prop_assert_eq!(statement.items.len(), moves.iter().filter(within).filter(|one| one.with.is_some()).count() * 2);
        for account in &statement.accounts {
            let of = |counts: &dyn Fn(&&Move) -> bool| {
                moves.iter().filter(|one| one.with.is_some()).filter(counts).map(|one| one.on(account.account.as_str())).sum::<i64>()
            };
            prop_assert_eq!(minor(&account.sums.opening_debit, &account.sums.opening_credit), of(&|one| one.day < from));
            prop_assert_eq!(minor(&account.sums.closing_debit, &account.sums.closing_credit), of(&|one| one.day <= to));
        }
    }

    #[test]
    fn k44_the_chain_tells_every_entry_that_was_changed_dropped_or_moved(moves in moves(), what in 0u8..6, which in any::<Index>(), other in any::<Index>()) {
        let mut chain = sealed_chain(&moves);
        let whole = |chain: &[Option<JournalEntry>]| verify(1, &nothing_before(), chain.iter().map(Option::as_ref));
        let end = whole(&chain).unwrap();
        if chain.is_empty() {
            return Ok(());
        }
        let (n, m) = (which.index(chain.len()), other.index(chain.len()));
        let Some(entry) = chain[n].as_mut() else { return Ok(()) };
        match what {
            0 => {
                let mut content = entry.entry.clone().into_content();
                content.lines.iter_mut().for_each(|line| line.amount = line.amount.plus(samples::uah("0.01")).unwrap());
                entry.entry = Entry::new(content).unwrap();
            }
            1 => entry.recorded_at = entry.recorded_at.plus_ms(1),
            2 => entry.recorded_by.push('x'),
            3 => chain[n] = None,
            4 if n != m => chain.swap(n, m),
            // Whoever hashes the changed entry again must hash all that follow.
            _ => {
                entry.recorded_by.push('x');
                let mark = entry.sealed.clone().unwrap();
                entry.sealed = Some(link(entry, mark.sequence, &mark.previous));
            }
        }
        prop_assert_ne!(whole(&chain), Ok(end));
    }

    #[test]
    fn every_entry_is_in_the_exported_journal_once(moves in moves()) {
        let world = world(&moves);
        let (mut cursor, mut text) = (None, String::new());
        loop {
            let query = ExportJournal {
                book_id: samples::book_id(), format: crate::export::Format::Hledger, from: None,
                to: Some("2030-01-01".parse().unwrap()), limit: Some("7".to_owned().try_into().unwrap()), cursor,
            };
            let page = world.ask(&query).unwrap();
            text += &page.text;
            cursor = page.next_cursor;
            if cursor.is_none() { break }
        }
        prop_assert_eq!(text.matches("commodity ").count(), 1);
        for (n, one) in moves.iter().enumerate() {
            prop_assert_eq!(text.matches(&one.id(n).to_string()).count(), 1);
        }
    }
}

/// The entries of some movements, sealed in the order of writing.
fn sealed_chain(moves: &[Move]) -> Vec<Option<JournalEntry>> {
    let mut previous = nothing_before();
    let seal = |(n, one): (usize, &Move)| {
        let posted = [JournalEntryEvent::Posted(one.entry(n))];
        let mut entry = fold_events::<JournalEntry>(None, &posted, &one.meta()).unwrap().unwrap();
        let mark = link(&entry, n as u64 + 1, &previous);
        previous = mark.hash.clone();
        entry.sealed = Some(mark);
        Some(entry)
    };
    moves.iter().enumerate().map(seal).collect()
}

fn at(day: &str, minor: i64) -> Move {
    let day: Day = day.parse().unwrap();
    Move { debit: "361", credit: "702", minor, day, recorded: day, with: None }
}

/// Seals whatever waits, batch after batch, as the schedule does.
fn seal_all(world: &mut World, moves: &[Move]) {
    let context = Context { now: SEALED_AT.parse().unwrap(), ..context() };
    let meta = context.meta("ledger.seal-entries");
    let waiting = world.rows.page(&unsealed::of_book(samples::book_id()).wide());
    let ids = waiting.rows.iter().map(|row| serde_json::from_value::<UnsealedRow>(row.data.clone()).unwrap().entry_id);
    let (mut seal, mut commits) = (None::<Seal>, Vec::new());
    for entries in ids.collect::<Vec<_>>().chunks(BATCH_MAX) {
        let command = SealEntries { book_id: samples::book_id(), entries: entries.to_vec() };
        let mut facts = Facts::default();
        for want in command.wants(seal.as_ref(), &facts, &context) {
            let Want::Aggregate { stream, .. } = &want else { panic!() };
            let found = world.streams.iter().find(|(key, _)| key == stream).map(|(_, history)| history.clone()).unwrap();
            facts.put_aggregate(&want, &found).unwrap();
        }
        let decision = command.decide(seal.as_ref(), &facts, &context).unwrap();
        for append in decision.others {
            let (n, one) = moves.iter().enumerate().find(|(n, one)| one.id(*n).to_string() == append.stream.id).unwrap();
            let sealed = JournalEntryEvent::read(&append.events[0]).unwrap();
            keep(world, one.id(n), &[(one.meta(), vec![JournalEntryEvent::Posted(one.entry(n))]), (meta.clone(), vec![sealed])]);
        }
        seal = fold_events(seal, &decision.events, &meta).unwrap();
        commits.push((meta.clone(), decision.events));
    }
    world.streams.push((Seal::stream(seal_of(samples::book_id())), history::<Seal>(&commits)));
}

/// Another history of an entry, in its stream and in the views that show it as it is now.
fn keep(world: &mut World, id: EntryId, commits: &[(Meta, Vec<JournalEntryEvent>)]) {
    for changes in project_at::<SealedFromJournalEntry>(id, commits) {
        world.rows.apply::<SealedFromJournalEntry>(changes);
    }
    world.streams.push((JournalEntry::stream(id), history::<JournalEntry>(commits)));
}

fn verified(world: &World, from: Option<u64>, at: &str) -> Verification {
    let from_sequence = from.map(|place| Place::try_from(place.to_string()).unwrap());
    let context = Context { now: at.parse().unwrap(), ..context() };
    world.ask_as(&VerifySeal { book_id: samples::book_id(), from_sequence }, &context).unwrap().body
}

const SEALED_AT: &str = "2026-11-21T09:00:00Z";
/// When every view has long shown what was sealed.
const LATER: &str = "2026-11-21T10:00:00Z";

fn sealed_world(count: i64) -> (World, Vec<Move>) {
    let moves: Vec<Move> = (1..=count).map(|n| at("2026-03-01", n)).collect();
    let mut world = world(&moves);
    assert_eq!((verified(&world, None, LATER).last, verified(&world, None, LATER).next), (0, None));
    seal_all(&mut world, &moves);
    (world, moves)
}

#[test]
fn k44_the_chain_is_verified_page_by_page_to_its_end() {
    let (world, _) = sealed_world(120);
    let mut pages = Vec::new();
    let mut next = Some(1);
    while let Some(from) = next {
        let answer = verified(&world, Some(from), LATER);
        assert_eq!((answer.last, answer.broken.as_ref()), (120, None));
        pages.push((from, answer.good_through));
        next = answer.next;
    }
    assert_eq!(pages, [(1, 50), (51, 100), (101, 120)]);
}

#[test]
fn k44_verification_names_the_first_link_that_is_broken() {
    let (world, moves) = sealed_world(120);
    let id_at = |place: u64| {
        let page = world.rows.page(&sealed::between(samples::book_id(), place, place));
        serde_json::from_value::<sealed::SealedRow>(page.rows[0].data.clone()).unwrap().entry_id
    };
    let (n, forged) = moves.iter().enumerate().find(|(n, one)| one.id(*n) == id_at(60)).unwrap();
    let mark = SealMark { sequence: 60, previous: nothing_before(), hash: nothing_before() };
    let mut changed = world.clone();
    let posted = JournalEntryEvent::Posted(Move { minor: 999_999, ..forged.clone() }.entry(n));
    let forgery = [(forged.meta(), vec![posted, JournalEntryEvent::Sealed(mark)])];
    changed.streams.push((JournalEntry::stream(id_at(60)), history::<JournalEntry>(&forgery)));
    let answer = verified(&changed, Some(51), LATER);
    assert_eq!((answer.good_through, answer.next), (59, None));
    let broken = answer.broken.unwrap();
    assert_eq!((broken.sequence, broken.entry_id, broken.how), (60, Some(id_at(60)), Breach::Unlinked));
}

#[test]
fn k44_an_entry_that_was_dropped_is_missed_at_the_end_too() {
    let (world, _) = sealed_world(3);
    let mut shortened = world.clone();
    let last = world.rows.page(&sealed::between(samples::book_id(), 3, 3)).rows[0].clone();
    shortened.rows.apply::<SealedFromJournalEntry>(vec![Change::Delete(last.key)]);
    let answer = verified(&shortened, None, LATER);
    assert_eq!((answer.good_through, answer.broken.map(|broken| broken.how)), (2, Some(Breach::Missing)));
    // Just after it was sealed, the list may not show it yet.
    let soon = verified(&shortened, None, SEALED_AT);
    assert_eq!((soon.good_through, soon.broken, soon.next), (2, None, Some(3)));
}

#[test]
fn k35_x06_questions_about_a_book_that_is_not_there() {
    let query = GetTrialBalance { book_id: samples::book_id(), from: None, as_of: None, known_at: None, journal: None };
    assert_eq!(World::default().ask(&query).unwrap_err(), BookRefusal::NotFound);
    let reversed =
        GetTrialBalance { from: Some("2026-12-01".parse().unwrap()), as_of: Some("2026-11-01".parse().unwrap()), ..query.clone() };
    assert_eq!(world(&[]).ask(&reversed).unwrap_err(), BookRefusal::DaysReversed);
    // Today is the tenant's day: 22:30 UTC is the next one in Kyiv.
    let late = Context { now: "2026-11-21T22:30:00Z".parse().unwrap(), ..context() };
    assert_eq!(world(&[]).ask_as(&query, &late).unwrap().body.as_of.to_string(), "2026-11-22");
}

#[test]
fn control_entries_have_a_trial_balance_of_their_own() {
    let line = |account: &str, side| EntryLine {
        account: account.parse().unwrap(),
        side,
        amount: samples::uah("5"),
        original: None,
        party: None,
        partner: None,
    };
    let lines = vec![line("049.2", Side::Debit), line("049.1", Side::Credit)];
    let entry = Entry::new(EntryContent { journal: Journal::Control, lines, ..samples::entry().into_content() }).unwrap();
    let mut world = world(&[]);
    all_rows(&mut world.rows, entry.id, &[(context().meta("test"), vec![JournalEntryEvent::Posted(entry.clone())])]);
    let query = GetTrialBalance { book_id: samples::book_id(), from: None, as_of: None, known_at: None, journal: None };
    assert!(world.ask(&query).unwrap().lines.is_empty());
    let control = world.ask(&GetTrialBalance { journal: Some(Journal::Control), ..query }).unwrap();
    assert_eq!((control.lines.len(), control.totals.closing_debit, control.balanced), (2, samples::uah("5.00"), true));
}

#[test]
fn k44_a_trial_balance_reads_three_ranges_however_many_entries_there_are() {
    let book: BookId = samples::book_id();
    let ranges = |day: &str| crate::views::turnovers::until(book, day.parse().unwrap()).len();
    assert_eq!((ranges("2026-12-31"), ranges("2026-11-30"), ranges("2026-11-29"), ranges("2027-01-15")), (1, 2, 3, 2));
}
