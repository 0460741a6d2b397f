//! Posts an entry by hand.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Money, Role, Route, Want};
use posting::{
    AccountCode, Book, BookId, Entry, EntryContent, EntryId, EntryLine, Journal, JournalEntry, JournalEntryEvent, PartyId, PeriodGate,
    PostingRefusal, Rule, Side, Source, check_period, gate_of,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EntryRefusal, Fingerprint, MANUAL};
use crate::book::today;

/// Posts an entry by hand, by account codes, for what no document of the house says.
///
/// It names the paper that proves it. It is dated today or earlier, in an open month.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PostEntry {
    /// Its id, if the caller chooses one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry_id: Option<EntryId>,
    /// In which book.
    pub book_id: BookId,
    /// In which journal; the financial one by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journal: Option<Journal>,
    /// The day that it counts for.
    pub day: Day,
    /// What it says.
    pub text: Line,
    /// The paper that proves it.
    pub proof: Line,
    /// Hash of that paper, where it is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof_sha256: Option<Fingerprint>,
    /// 2 to 60 lines that balance.
    pub lines: Vec<ManualLine>,
}

/// One line of an entry by hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ManualLine {
    /// Which account.
    pub account: AccountCode,
    /// Which side.
    pub side: Side,
    /// How much, above zero.
    pub amount: Money,
    /// With whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyId>,
    /// The other own company's book, where both book the same thing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<BookId>,
}

impl ManualLine {
    fn entry_line(&self) -> EntryLine {
        let Self { account, side, amount, party, partner } = self.clone();
        EntryLine { account, side, amount, original: None, party, partner }
    }
}

impl PostEntry {
    fn entry(&self, book: &Book, context: &Context) -> Result<Entry, PostingRefusal> {
        let entry = Entry::new(EntryContent {
            id: self.target(context),
            book: book.id,
            journal: self.journal.unwrap_or(Journal::Financial),
            day: self.day,
            zone: book.zone,
            source: Source {
                kind: MANUAL.to_owned(),
                id: self.proof.to_string(),
                version: 1,
                sha256: self.proof_sha256.clone().map(String::from),
            },
            rule: Rule { name: "by-hand".to_owned(), version: 1 },
            text: self.text.clone(),
            reverses: None,
            // One more than fit is enough to be refused; a hundred thousand need no memory.
            lines: self.lines.iter().take(posting::entry::LINES_MAX.saturating_add(1)).map(ManualLine::entry_line).collect(),
        })?;
        book.check(&entry)?;
        Ok(entry)
    }
}

impl Command for PostEntry {
    type Aggregate = JournalEntry;
    type Refusal = EntryRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "ledger.post-entry",
        route: Some(Route::post("/ledger/books/{book_id}/entries")),
        roles: &[Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Posts an entry by hand, with the paper that proves it.",
    };

    fn target(&self, context: &Context) -> EntryId {
        self.entry_id.unwrap_or_else(|| context.fresh_id(0))
    }

    fn wants(&self, _: Option<&JournalEntry>, _: &Facts, context: &Context) -> Vec<Want> {
        let gate = gate_of(self.book_id, self.day, self.target(context));
        vec![Want::aggregate::<Book>(self.book_id), Want::aggregate::<PeriodGate>(gate)]
    }

    fn decide(&self, posted: Option<&JournalEntry>, facts: &Facts, context: &Context) -> Result<Decision<JournalEntry>, EntryRefusal> {
        if posted.is_some() {
            return Err(EntryRefusal::Exists);
        }
        if self.day > today(context) {
            return Err(EntryRefusal::Future);
        }
        let book = &facts.aggregate::<Book>(self.book_id).ok_or(PostingRefusal::NoBook)?.state;
        let entry = self.entry(book, context)?;
        let (gate, version) = check_period(facts, self.book_id, self.day, entry.id)?;
        Ok(Decision::of([JournalEntryEvent::Posted(entry)]).unchanged::<PeriodGate>(gate, version))
    }

    fn example() -> Self {
        let line = |account: &str, side: Side| ManualLine {
            account: crate::samples::literal(account),
            side,
            amount: crate::samples::uah("250.00"),
            party: None,
            partner: None,
        };
        Self {
            entry_id: None,
            book_id: crate::samples::book_id(),
            journal: None,
            day: crate::samples::literal("2026-11-20"),
            text: crate::samples::line("Комісія банку"),
            proof: crate::samples::line("Виписка 20.11.2026"),
            proof_sha256: None,
            lines: vec![line("92", Side::Debit), line("311", Side::Credit)],
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use kernel::Currency;
    use posting::{Month, PeriodGateEvent};
    use testkit::decision::Given;
    use testkit::{given, nothing};

    use super::*;
    use crate::book::tests::{accountant, ukrainian};
    use crate::samples::{self, literal, uah};

    pub(crate) fn post() -> PostEntry {
        PostEntry { entry_id: Some(samples::entry_id()), ..PostEntry::example() }
    }

    fn with_book() -> Given<JournalEntry> {
        nothing::<JournalEntry>().with::<Book>(samples::book_id(), [ukrainian()]).by(accountant())
    }

    #[test]
    fn k45_an_entry_by_hand_names_the_paper_that_proves_it() {
        let sha256 = "a".repeat(64);
        let proof_sha256 = Some(Fingerprint::try_from(sha256.clone()).unwrap());
        let decision = with_book().when(PostEntry { proof_sha256, ..post() }).accepted();
        let [JournalEntryEvent::Posted(entry)] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        assert_eq!((entry.source.id.as_str(), entry.source.sha256.clone()), ("Виписка 20.11.2026", Some(sha256)));
        assert!(Fingerprint::try_from("A".repeat(64)).is_err() && Fingerprint::try_from("a".repeat(63)).is_err());
        assert_eq!(entry.amount(), uah("250.00"));
        assert!(serde_json::from_value::<PostEntry>(serde_json::json!({ "proof": "" })).is_err());
    }

    #[test]
    fn k44_writers_of_one_account_have_nothing_in_common_but_a_gate() {
        let decision = with_book().when(post()).accepted();
        assert!(decision.others.is_empty() && decision.claims.is_empty());
        let gate = gate_of(samples::book_id(), post().day, samples::entry_id());
        let seen: Vec<_> = decision.unchanged.iter().map(|seen| seen.stream.id.clone()).collect();
        assert_eq!(seen, [gate.to_string()]);
    }

    #[test]
    fn k44_a_closed_month_refuses() {
        let month: Month = literal("2026-11");
        let gate = gate_of(samples::book_id(), post().day, samples::entry_id());
        let closed = PeriodGateEvent::Closed { book: samples::book_id(), month };
        let refusal = EntryRefusal::Posting(PostingRefusal::PeriodClosed { month });
        with_book().with::<PeriodGate>(gate, [closed]).when(post()).refused(refusal);
    }

    #[test]
    fn x06_no_later_than_today_in_the_tenants_time_zone() {
        let tomorrow = PostEntry { day: literal("2026-11-22"), ..post() };
        with_book().when(tomorrow.clone()).refused(EntryRefusal::Future);
        with_book().at("2026-11-21T22:00:00Z").when(tomorrow).accepted();
    }

    #[test]
    fn k44_it_obeys_the_rules_of_posting() {
        let refused = |post: PostEntry, refusal| with_book().when(post).refused(EntryRefusal::Posting(refusal));
        let mut unbalanced = post();
        unbalanced.lines[0].amount = uah("1");
        refused(unbalanced, PostingRefusal::Unbalanced { debit: uah("1"), credit: uah("250") });
        let mut dollars = post();
        dollars.lines.iter_mut().for_each(|line| line.amount = Money::from_minor(1, Currency::USD));
        refused(dollars, PostingRefusal::CurrencyMismatch { expected: Currency::UAH, found: Currency::USD });
        refused(PostEntry { journal: Some(Journal::Control), ..post() }, PostingRefusal::MixedJournals { code: literal("92") });
        refused(PostEntry { day: literal("2025-12-31"), ..post() }, PostingRefusal::BeforeOpening { opened_from: literal("2026-01-01") });
        let huge = PostEntry { lines: vec![post().lines[0].clone(); 100_000], ..post() };
        refused(huge, PostingRefusal::TooManyLines);
    }

    #[test]
    fn k35_only_in_a_book_and_only_once() {
        nothing::<JournalEntry>().when(post()).refused(EntryRefusal::Posting(PostingRefusal::NoBook));
        given::<JournalEntry>([samples::journal_entry_events()[0].clone()]).when(post()).refused(EntryRefusal::Exists);
    }
}
