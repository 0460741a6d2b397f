//! Posting rules: what a document of commerce asks of the books, each named and versioned.
//!
//! Pure functions from a document to drafts, one draft a book; `posting` turns drafts into
//! entries. An own company is a party that has a book. Golden tests beside each rule show
//! the entries it makes.

pub mod allocation;
pub mod budget;
pub mod cash;
pub mod exchange;
pub mod facts;
pub mod invoice;
pub mod payment;

#[cfg(test)]
mod golden;

use kernel::{Aggregate, Currency, Day, Decision, Facts, Id, Line, Money, Want};
use posting::{
    Book, BookId, Draft, DraftLine, EntryId, Journal, JournalEntry, JournalEntryEvent, Original, PostingRefusal, Rule, Side, Source,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::PartyId;
use exchange::ExchangeRate;

/// Which way money is owed, seen by one own company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Direction {
    /// To it: accounts receivable.
    #[serde(rename = "AR")]
    Receivable,
    /// By it: accounts payable.
    #[serde(rename = "AP")]
    Payable,
}

impl Direction {
    /// `AR` or `AP`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Receivable => "AR",
            Self::Payable => "AP",
        }
    }
}

/// An own company with its book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// The company.
    pub party: PartyId,
    /// Its book.
    pub book: BookId,
    /// What its book is kept in.
    pub currency: Currency,
}

impl Holder {
    /// What must be known to tell whether a party is an own company.
    pub fn want(party: PartyId) -> Want {
        Want::aggregate::<Book>(posting::book_of(party))
    }

    /// The party's book, if it has one.
    pub fn of(facts: &Facts, party: PartyId) -> Option<Self> {
        let book = &facts.aggregate::<Book>(posting::book_of(party))?.state;
        Some(Self { party, book: book.id, currency: book.currency })
    }
}

/// The book of an own company.
pub(crate) fn book(holder: Option<Holder>) -> Option<BookId> {
    holder.map(|holder| holder.book)
}

/// What a posting rule knows of its document besides amounts.
#[derive(Debug, Clone, PartialEq)]
pub struct Occasion {
    /// The document, at the version that this decision makes.
    pub source: Source,
    /// The day that it counts for.
    pub day: Day,
    /// For the reader of the journal.
    pub text: Line,
}

impl Occasion {
    /// A document at the version that this decision makes. The command must have wanted its
    /// own aggregate: a decision is not told its version otherwise. Should another version be
    /// loaded than was looked at, the commit conflicts and everything is decided again.
    pub fn of<A: Aggregate>(facts: &Facts, id: Id<A::Kind>, day: Day, text: Line) -> Self {
        let version = facts.version::<A>(id).saturating_add(1);
        Self { source: Source { kind: A::NAME.to_owned(), id: id.to_string(), version, sha256: None }, day, text }
    }

    /// With the hash of the document as people see it.
    pub fn hashed(mut self, sha256: &str) -> Self {
        self.source.sha256 = Some(sha256.to_owned());
        self
    }

    /// A draft in one book by a rule. `n` tells apart what one decision posts to one book.
    pub(crate) fn draft(&self, book: BookId, rule: &RuleName, lines: Vec<DraftLine>) -> Draft {
        Draft {
            book,
            n: rule.n,
            journal: Journal::Financial,
            day: self.day,
            source: self.source.clone(),
            rule: Rule { name: rule.name.to_owned(), version: rule.version },
            text: self.text.clone(),
            reverses: None,
            lines,
        }
    }
}

/// A posting rule's name and version, and its number among the rules that one decision may use.
pub(crate) struct RuleName {
    pub(crate) name: &'static str,
    pub(crate) version: u32,
    pub(crate) n: u32,
}

/// The amount in the document's currency, where the book has another.
pub(crate) fn original(amount: Money, to: Currency, rates: &[ExchangeRate]) -> Option<Original> {
    let rate = rates.iter().find(|rate| rate.from == amount.currency() && rate.to == to)?;
    Some(Original { amount, rate: rate.rate })
}

/// The same on the other sides.
pub(crate) fn mirrored(draft: Draft, rule: &RuleName, reverses: Option<EntryId>) -> Draft {
    let lines = draft.lines.into_iter().map(|line| DraftLine { side: line.side.opposite(), ..line }).collect();
    Draft { n: rule.n, rule: Rule { name: rule.name.to_owned(), version: rule.version }, reverses, lines, ..draft }
}

/// A line of either side.
pub(crate) const fn line(side: Side, purpose: posting::Purpose, amount: Money) -> DraftLine {
    DraftLine { purpose, side, amount, original: None, party: None, partner: None }
}

/// What must be known to post drafts.
pub(crate) fn wants(drafts: &[Draft]) -> Vec<Want> {
    let entries = drafts.iter().filter_map(|draft| draft.reverses).map(Want::aggregate::<JournalEntry>);
    drafts.iter().flat_map(posting::wants).chain(entries).collect()
}

/// Adds the entries of drafts to a decision, and tells entries that are taken back by which.
///
/// # Errors
/// What `posting` says of the first draft that cannot be posted.
pub(crate) fn post<A: Aggregate>(decision: Decision<A>, facts: &Facts, drafts: &[Draft]) -> Result<Decision<A>, PostingRefusal> {
    drafts.iter().try_fold(decision, |decision, draft| {
        let decision = posting::post(decision, facts, draft)?;
        let known = draft.reverses.and_then(|entry| Some((entry, facts.aggregate::<JournalEntry>(entry)?)));
        Ok(match known.filter(|(_, known)| known.state.reversed_by.is_none()) {
            Some((entry, known)) => {
                decision.and::<JournalEntry>(entry, known.version, [JournalEntryEvent::Reversed { by: draft.entry_id() }])
            }
            None => decision,
        })
    })
}

/// The day that entries count for: the day on which it happened while the drafts of that day are
/// open in every book, else today (decision K21).
pub(crate) fn posted_on(facts: &Facts, drafts: &[Draft], occurred: Day, today: Day) -> Day {
    let open = drafts.iter().all(|draft| posting::period_open(facts, draft.book, draft.day, draft.entry_id()));
    if open { occurred } else { today }
}

/// An entry that a document caused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EntryRef {
    /// In which book.
    #[schemars(with = "String")]
    pub book: BookId,
    /// Which entry.
    #[schemars(with = "String")]
    pub entry: EntryId,
}

/// The entries that drafts become; a draft in which nothing moves becomes none.
pub(crate) fn entries(drafts: &[Draft]) -> Vec<EntryRef> {
    let moving = drafts.iter().filter(|draft| draft.lines.iter().any(|line| !line.amount.is_zero()));
    moving.map(|draft| EntryRef { book: draft.book, entry: draft.entry_id() }).collect()
}

/// The entry of a document in one book.
pub(crate) fn entry_in(entries: &[EntryRef], book: BookId) -> Option<EntryId> {
    entries.iter().find(|known| known.book == book).map(|known| known.entry)
}

/// What an entry says whose document says nothing.
pub(crate) fn unnamed() -> Line {
    crate::samples::line("—")
}
