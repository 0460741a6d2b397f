//! What a document asks to be posted, and how it gets into the same step.

use kernel::aggregate::Aggregate;
use kernel::{Day, Decision, Facts, Line, Money, Want};

use crate::account::Purpose;
use crate::book::Book;
use crate::entry::{Entry, EntryContent, EntryLine, Journal, Original, Rule, Side, Source};
use crate::gate::{PeriodGate, check_period, gate_of};
use crate::journal::{JournalEntry, JournalEntryEvent};
use crate::refusal::PostingRefusal;
use crate::{BookId, EntryId, PartyId};

/// What a document asks to be posted, by purposes instead of accounts.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// In which book.
    pub book: BookId,
    /// Tells several entries of one commit of a document apart.
    pub n: u32,
    /// In which journal.
    pub journal: Journal,
    /// The day that it counts for.
    pub day: Day,
    /// The document, at the version that this commit makes.
    pub source: Source,
    /// The posting rule.
    pub rule: Rule,
    /// For the reader.
    pub text: Line,
    /// The entry that it takes back.
    pub reverses: Option<EntryId>,
    /// What moves. Amounts of zero are dropped; lines that differ in nothing but their
    /// amounts become one.
    pub lines: Vec<DraftLine>,
}

/// One line of a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftLine {
    /// What the account is for.
    pub purpose: Purpose,
    /// Which side.
    pub side: Side,
    /// How much, in the book's currency; never below zero.
    pub amount: Money,
    /// How much in the document's currency, where it is another.
    pub original: Option<Original>,
    /// With whom.
    pub party: Option<PartyId>,
    /// The other own company's book.
    pub partner: Option<BookId>,
}

impl DraftLine {
    /// A debit without further details.
    pub const fn debit(purpose: Purpose, amount: Money) -> Self {
        Self { purpose, side: Side::Debit, amount, original: None, party: None, partner: None }
    }

    /// A credit without further details.
    pub const fn credit(purpose: Purpose, amount: Money) -> Self {
        Self { purpose, side: Side::Credit, amount, original: None, party: None, partner: None }
    }

    /// With whom.
    pub const fn with_party(mut self, party: PartyId) -> Self {
        self.party = Some(party);
        self
    }

    /// Against another own company's book, if it is one.
    pub const fn with_partner(mut self, partner: Option<BookId>) -> Self {
        self.partner = partner;
        self
    }

    /// In the document's currency, if it is another.
    pub const fn with_original(mut self, original: Option<Original>) -> Self {
        self.original = original;
        self
    }

    /// Whether the two may be one line. Sides are not netted, and two rates stay two lines:
    /// the reader must find the document's figures again.
    fn is_like(&self, other: &Self) -> bool {
        let document = |line: &Self| line.original.map(|original| (original.amount.currency(), original.rate));
        (self.purpose, self.side, self.party, self.partner) == (other.purpose, other.side, other.party, other.partner)
            && document(self) == document(other)
    }

    fn absorb(&mut self, other: &Self) -> Result<(), PostingRefusal> {
        self.amount = self.amount.plus(other.amount)?;
        if let (Some(mine), Some(theirs)) = (&mut self.original, other.original) {
            mine.amount = mine.amount.plus(theirs.amount)?;
        }
        Ok(())
    }
}

impl Draft {
    /// The entry's id: one for a document's version, book and number.
    pub fn entry_id(&self) -> EntryId {
        let Source { kind, id, version, .. } = &self.source;
        EntryId::derive(&[kind, id, &version.to_string(), &self.book.to_string(), &self.n.to_string()])
    }

    /// Its lines without zeros, like ones merged, in the order of their first appearance.
    fn merged(&self) -> Result<Vec<DraftLine>, PostingRefusal> {
        let mut merged: Vec<DraftLine> = Vec::new();
        for line in &self.lines {
            if line.amount.is_negative() {
                return Err(PostingRefusal::NotPositive);
            }
            match merged.iter_mut().find(|known| known.is_like(line)) {
                Some(known) => known.absorb(line)?,
                None => merged.push(line.clone()),
            }
        }
        merged.retain(|line| !line.amount.is_zero());
        Ok(merged)
    }

    /// The entry in a book; `None` when nothing moves.
    ///
    /// # Errors
    /// When it breaks a rule of entries or does not fit the book.
    pub fn entry(&self, book: &Book) -> Result<Option<Entry>, PostingRefusal> {
        let merged = self.merged()?;
        if merged.is_empty() {
            return Ok(None);
        }
        let line = |line: DraftLine| {
            let account = book.account_for(line.purpose).ok_or(PostingRefusal::NoAccount { purpose: line.purpose })?.clone();
            Ok(EntryLine {
                account,
                side: line.side,
                amount: line.amount,
                original: line.original,
                party: line.party,
                partner: line.partner,
            })
        };
        let entry = Entry::new(EntryContent {
            id: self.entry_id(),
            book: self.book,
            journal: self.journal,
            day: self.day,
            zone: book.zone,
            source: self.source.clone(),
            rule: self.rule.clone(),
            text: self.text.clone(),
            reverses: self.reverses,
            lines: merged.into_iter().map(line).collect::<Result<_, PostingRefusal>>()?,
        })?;
        book.check(&entry)?;
        Ok(Some(entry))
    }
}

/// What [`post`] needs to know: the book and the gate that the entry passes.
pub fn wants(draft: &Draft) -> Vec<Want> {
    let gate = gate_of(draft.book, draft.day, draft.entry_id());
    vec![Want::aggregate::<Book>(draft.book), Want::aggregate::<PeriodGate>(gate)]
}

/// Adds a draft's entry to a decision: both are written, or neither. A draft in which nothing
/// moves adds nothing.
///
/// # Errors
/// When there is no such book, its month is closed, or the entry breaks a rule.
pub fn post<A: Aggregate>(decision: Decision<A>, facts: &Facts, draft: &Draft) -> Result<Decision<A>, PostingRefusal> {
    if draft.merged()?.is_empty() {
        return Ok(decision);
    }
    let book = &facts.aggregate::<Book>(draft.book).ok_or(PostingRefusal::NoBook)?.state;
    let Some(entry) = draft.entry(book)? else { return Ok(decision) };
    let (id, (gate, version)) = (entry.id, check_period(facts, draft.book, draft.day, entry.id)?);
    let decision = decision.and::<JournalEntry>(id, 0, [JournalEntryEvent::Posted(entry)]);
    Ok(decision.unchanged::<PeriodGate>(gate, version))
}
