//! Posting as documents use it, and what holds for every draft.

use kernel::aggregate::fold_events;
use kernel::settings::Jurisdiction;
use kernel::{Aggregate, Command, CommandSpec, Context, Currency, Decision, Event, Facts, Money, Refusal, Role, Status, Want};
use proptest::prelude::*;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use testkit::decision::{Given, When};
use testkit::{given, nothing};

use crate::entry::LINES_MAX;
use crate::gate::{gate, gate_of};
use crate::samples::{self, literal, uah};
use crate::{
    Book, BookEvent, Draft, DraftLine, Entry, Journal, JournalEntry, JournalEntryEvent, Month, Original, PartyId, PeriodGate,
    PeriodGateEvent, PostingRefusal, Purpose, Rule, Side, Source, post, wants,
};

/// A document that posts whatever it is told; its own event stands for any document's.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
struct PostDocument {
    amounts: Vec<(String, Side, i64)>,
    day: kernel::Day,
}

fn draft(lines: Vec<DraftLine>, day: &str) -> Draft {
    Draft {
        book: samples::book_id(),
        n: 0,
        journal: Journal::Financial,
        day: literal(day),
        source: Source { kind: "commerce.invoice".to_owned(), id: "inv".to_owned(), version: 3, sha256: None },
        rule: Rule { name: "invoice-posted".to_owned(), version: 1 },
        text: samples::line("Рахунок"),
        reverses: None,
        lines,
    }
}

fn purpose(name: &str) -> Purpose {
    serde_json::from_value(name.into()).unwrap()
}

impl PostDocument {
    fn draft(&self) -> Draft {
        let line = |(name, side, minor): &(String, Side, i64)| DraftLine {
            side: *side,
            ..DraftLine::debit(purpose(name), Money::from_minor(*minor, Currency::UAH))
        };
        draft(self.amounts.iter().map(line).collect(), &self.day.to_string())
    }
}

impl Command for PostDocument {
    type Aggregate = PeriodGate;
    type Refusal = PostingRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "test.post",
        route: None,
        roles: &[Role::System],
        also_writes: &[crate::JournalEntry::NAME],
        reads: &[crate::Book::NAME, PeriodGate::NAME],
        summary: "Posts.",
    };

    fn target(&self, _: &Context) -> crate::GateId {
        gate(samples::book_id(), literal("1999-01"), 0)
    }

    fn wants(&self, _: Option<&PeriodGate>, _: &Facts, _: &Context) -> Vec<Want> {
        wants(&self.draft())
    }

    fn decide(&self, _: Option<&PeriodGate>, facts: &Facts, _: &Context) -> Result<Decision<PeriodGate>, PostingRefusal> {
        post(Decision::of([samples::gate_events()[0].clone()]), facts, &self.draft())
    }

    fn example() -> Self {
        Self { amounts: Vec::new(), day: literal("2026-11-21") }
    }
}

fn document(amounts: &[(&str, Side, i64)]) -> PostDocument {
    let amounts = amounts.iter().map(|(purpose, side, minor)| ((*purpose).to_owned(), *side, *minor)).collect();
    PostDocument { amounts, ..PostDocument::example() }
}

fn invoice() -> PostDocument {
    document(&[("receivable", Side::Debit, 12_000), ("sales-settlement", Side::Credit, 10_000), ("output-tax", Side::Credit, 2_000)])
}

fn ukrainian() -> BookEvent {
    samples::opened_with_chart(samples::party_id(), Currency::UAH, Jurisdiction::UA)
}

fn book() -> Book {
    fold_events(None, &[ukrainian()], &testkit::context().meta("test")).unwrap().unwrap()
}

fn with_book() -> Given<PeriodGate> {
    nothing::<PeriodGate>().with::<Book>(samples::book_id(), [ukrainian()])
}

fn posted(when: When<PostDocument>) -> Entry {
    let decision = when.accepted();
    let [entry] = decision.others.as_slice() else { panic!("{:?}", decision.others) };
    match JournalEntryEvent::read(&entry.events[0]).unwrap() {
        JournalEntryEvent::Posted(entry) => entry,
        other @ (JournalEntryEvent::Sealed(_) | JournalEntryEvent::Reversed { .. }) => panic!("{other:?}"),
    }
}

#[test]
fn k08_the_entry_is_in_the_same_step_as_the_documents_event() {
    let decision = with_book().when(invoice()).accepted();
    let entry = invoice().draft().entry_id();
    assert_eq!(decision.events.len(), 1);
    assert_eq!((decision.others[0].stream.clone(), decision.others[0].expected), (JournalEntry::stream(entry), 0));
    let codes: Vec<String> = posted(with_book().when(invoice())).lines.iter().map(|line| line.account.to_string()).collect();
    assert_eq!(codes, ["361", "369", "641.1"]);
}

#[test]
fn k08_a_document_has_one_entry_a_version_and_book() {
    let one = invoice().draft();
    let id = one.entry_id();
    let other_version = Draft { source: Source { version: 4, ..one.source.clone() }, ..one.clone() };
    let other_book = Draft { book: crate::book_of(PartyId::derive(&["other"])), ..one.clone() };
    let second = Draft { n: 1, ..one.clone() };
    for other in [other_version, other_book, second] {
        assert_ne!(other.entry_id(), id);
    }
    assert_eq!(Draft { lines: Vec::new(), ..one }.entry_id(), id);
}

#[test]
fn k45_an_entry_names_its_document_and_the_version_that_posted_it() {
    let entry = posted(with_book().when(invoice()));
    assert_eq!((entry.source.kind.as_str(), entry.source.version), ("commerce.invoice", 3));
}

#[test]
fn k44_writers_of_one_account_have_no_stream_in_common_but_gates() {
    let decision = with_book().when(invoice()).accepted();
    let own = gate_of(samples::book_id(), literal("2026-11-21"), invoice().draft().entry_id());
    assert_eq!(decision.others.len(), 1);
    let [seen] = decision.unchanged.as_slice() else { panic!("{:?}", decision.unchanged) };
    assert_eq!((seen.stream.clone(), seen.version), (PeriodGate::stream(own), 0));
}

#[test]
fn k44_a_closed_month_takes_nothing_and_an_opened_one_does() {
    let gate = gate_of(samples::book_id(), literal("2026-11-21"), invoice().draft().entry_id());
    let month: Month = literal("2026-11");
    let closed = PeriodGateEvent::Closed { book: samples::book_id(), month };
    let reopened = PeriodGateEvent::Reopened { reason: samples::line("так") };
    with_book().with::<PeriodGate>(gate, [closed.clone()]).when(invoice()).refused(PostingRefusal::PeriodClosed { month });
    let decision = with_book().with::<PeriodGate>(gate, [closed, reopened]).when(invoice()).accepted();
    // The gate must not be closed again before this is written.
    assert_eq!(decision.unchanged[0].version, 1);
}

#[test]
fn k35_a_company_without_a_book_posts_nothing() {
    nothing::<PeriodGate>().when(invoice()).refused(PostingRefusal::NoBook);
    let early = PostDocument { day: literal("2025-12-31"), ..invoice() };
    with_book().when(early).refused(PostingRefusal::BeforeOpening { opened_from: literal("2026-01-01") });
}

#[test]
fn k44_control_accounts_have_a_journal_of_their_own() {
    let held = document(&[("budget-held", Side::Debit, 5), ("budget-limit", Side::Credit, 5)]);
    with_book().when(held).refused(PostingRefusal::MixedJournals { code: literal("049.2") });
}

#[test]
fn k44_a_purpose_without_an_open_account_is_refused() {
    let closed = BookEvent::AccountClosed { code: literal("641.1") };
    let given = nothing::<PeriodGate>().with::<Book>(samples::book_id(), [ukrainian(), closed]);
    given.when(invoice()).refused(PostingRefusal::NoAccount { purpose: Purpose::OutputTax });
}

#[test]
fn k44_an_entry_that_does_not_balance_is_refused_and_nothing_is_written() {
    let wrong = document(&[("bank", Side::Debit, 2), ("receivable", Side::Credit, 1)]);
    with_book().when(wrong).refused(PostingRefusal::Unbalanced { debit: uah("0.02"), credit: uah("0.01") });
    let negative = document(&[("bank", Side::Debit, -2), ("receivable", Side::Credit, -2)]);
    with_book().when(negative).refused(PostingRefusal::NotPositive);
}

#[test]
fn x05_only_the_currency_of_the_book() {
    let dollars = samples::opened_with_chart(samples::party_id(), Currency::USD, Jurisdiction::UA);
    let given = nothing::<PeriodGate>().with::<Book>(samples::book_id(), [dollars]);
    given.when(invoice()).refused(PostingRefusal::CurrencyMismatch { expected: Currency::USD, found: Currency::UAH });
}

#[test]
fn like_lines_become_one_and_sides_are_not_netted() {
    let money = |minor| Money::from_minor(minor, Currency::UAH);
    let dollars = |minor, rate| Some(Original { amount: Money::from_minor(minor, Currency::USD), rate: Decimal::new(rate, 0) });
    let party = PartyId::derive(&["customer"]);
    let receivable = |minor, original| DraftLine::debit(Purpose::Receivable, money(minor)).with_party(party).with_original(original);
    let lines = vec![
        receivable(4_000, dollars(100, 40)),
        receivable(8_000, dollars(200, 40)),
        receivable(4_100, dollars(100, 41)),
        DraftLine::credit(Purpose::Receivable, money(100)).with_party(party),
        DraftLine::credit(Purpose::SalesSettlement, money(16_000)),
        DraftLine::credit(Purpose::OutputTax, money(0)),
    ];
    let entry = draft(lines, "2026-11-21").entry(&book()).unwrap().unwrap();
    let amounts: Vec<(Side, i64, Option<i64>)> =
        entry.lines.iter().map(|line| (line.side, line.amount.minor(), line.original.map(|original| original.amount.minor()))).collect();
    let expected =
        [(Side::Debit, 12_000, Some(300)), (Side::Debit, 4_100, Some(100)), (Side::Credit, 100, None), (Side::Credit, 16_000, None)];
    assert_eq!(amounts, expected);
}

#[test]
fn nothing_that_moves_posts_nothing() {
    let decision = given::<PeriodGate>([]).when(document(&[("bank", Side::Debit, 0)])).accepted();
    assert!(decision.others.is_empty() && decision.unchanged.is_empty());
}

#[test]
fn refusals_have_codes_and_three_languages() {
    let samples = PostingRefusal::samples();
    let codes: std::collections::BTreeSet<&str> = samples.iter().map(Refusal::code).collect();
    assert_eq!(codes.len(), samples.len());
    for refusal in samples {
        let texts = refusal.texts();
        assert!(texts.en.ends_with('.') && texts.uk.ends_with('.') && texts.ru.ends_with('.') && texts.uk != texts.ru, "{texts:?}");
        assert!(matches!(refusal.status(), Status::State | Status::Rule));
    }
}

fn any_amounts() -> impl Strategy<Value = Vec<(String, Side, i64)>> {
    let purposes = ["bank", "receivable", "payable", "revenue", "expense", "output-tax", "inventory"];
    let side = prop_oneof![Just(Side::Debit), Just(Side::Credit)];
    let minor = prop_oneof![-5i64..200, Just(i64::MAX), 0i64..2_000_000_000_000_000];
    proptest::collection::vec((proptest::sample::select(purposes.to_vec()).prop_map(str::to_owned), side, minor), 0..80)
}

/// Any amounts, with a last line that balances them where it can.
fn balanced() -> impl Strategy<Value = Vec<(String, Side, i64)>> {
    any_amounts().prop_map(|mut amounts| {
        let sum: i128 =
            amounts.iter().map(|(_, side, minor)| if *side == Side::Debit { i128::from(*minor) } else { -i128::from(*minor) }).sum();
        let side = if sum > 0 { Side::Credit } else { Side::Debit };
        amounts.push(("cash".to_owned(), side, i64::try_from(sum.abs()).unwrap_or(i64::MAX)));
        amounts
    })
}

proptest! {
    #[test]
    fn k44_whatever_is_posted_is_balanced_and_bounded(amounts in prop_oneof![any_amounts(), balanced()]) {
        let document = PostDocument { amounts: amounts.clone(), ..PostDocument::example() };
        let Ok(Some(entry)) = document.draft().entry(&book()) else { return Ok(()) };
        let of_side = |side: Side| entry.lines.iter().filter(move |line| line.side == side);
        let sum = |side: Side| of_side(side).map(|line| i128::from(line.amount.minor())).sum::<i128>();
        prop_assert_eq!(sum(Side::Debit), sum(Side::Credit));
        prop_assert!(entry.lines.len() <= LINES_MAX && entry.lines.iter().all(|line| line.amount.is_positive()));
        // Nothing is lost on the way from the document to the entry.
        let asked: i128 = amounts.iter().filter(|(_, side, _)| *side == Side::Debit).map(|(_, _, minor)| i128::from(*minor)).sum();
        prop_assert_eq!(sum(Side::Debit), asked);
    }
}
