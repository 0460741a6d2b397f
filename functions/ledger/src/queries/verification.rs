//! Verifies the chain of hashes over a book's entries.

use std::collections::BTreeMap;

use kernel::view::RowQuery;
use kernel::{Answer, Context, Facts, Query, QuerySpec, Route, Want};
use posting::{Book, BookId, EntryId, JournalEntry};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{book_in, read_rows};
use crate::READERS;
use crate::book::BookRefusal;
use crate::seal::{Breach, Broken, Seal, nothing_before, seal_of, verify};
use crate::views::sealed::{self, SealedRow};

/// Links of one answer: each is an entry that is read anew from its stream.
const LINKS_MAX: u64 = 50;
/// How long the list of links may lag behind the end of the chain before a link that it does
/// not show counts as missing, in milliseconds.
const LAG_MS_MAX: i64 = 10 * 60_000;

/// Verifies up to 50 links of the chain of hashes over a book's entries.
///
/// Every entry is read anew from its stream, not from a list, and hashed again. To verify the
/// whole chain, continue at `next` until it is absent.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifySeal {
    /// Of which book.
    pub book_id: BookId,
    /// The first place; 1 by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_sequence: Option<Place>,
}

/// A place in a chain: a query parameter, so a text with digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Place(u64);

impl TryFrom<String> for Place {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        // More places than any book has; sums with it cannot overflow.
        let place = text.parse().ok().filter(|place| (1..=1_000_000_000_000).contains(place));
        place.map(Self).ok_or_else(|| "expected a number from 1 to 1000000000000".to_owned())
    }
}

impl From<Place> for String {
    fn from(place: Place) -> Self {
        place.0.to_string()
    }
}

impl JsonSchema for Place {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Place".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 1, "default": 1 })
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Verification {
    /// Of which book.
    pub book_id: BookId,
    /// The place of the last link; zero when nothing is sealed yet.
    pub last: u64,
    /// The hash of the last link; keep it elsewhere to prove later that nothing changed.
    pub hash: Option<String>,
    /// The first place that was looked at.
    pub from_sequence: u64,
    /// The last place up to which everything looked at is as it was sealed; one before the
    /// first when nothing is.
    pub good_through: u64,
    /// The first place that is broken, if one is.
    pub broken: Option<Broken>,
    /// Where to continue; absent when the end was reached or something is broken.
    pub next: Option<u64>,
}

impl VerifySeal {
    fn first(&self) -> u64 {
        self.from_sequence.map_or(1, |place| place.0)
    }

    /// The links, and the one before the first, whose hash the first must follow.
    fn listed(&self) -> RowQuery {
        let first = self.first();
        let last = first.saturating_add(LINKS_MAX).saturating_sub(1);
        sealed::between(self.book_id, first.saturating_sub(1), last).limit(kernel::view::PAGE_ROWS_MAX)
    }

    fn places(&self, facts: &Facts) -> BTreeMap<u64, EntryId> {
        read_rows(facts, &self.listed()).map(|row: SealedRow| (row.sequence, row.entry_id)).collect()
    }

    fn check(&self, seal: &Seal, facts: &Facts, context: &Context) -> (u64, Option<Broken>) {
        let (first, places) = (self.first(), self.places(facts));
        let at = |place: u64| Some(&facts.aggregate::<JournalEntry>(*places.get(&place)?)?.state);
        let hash_at = |place: u64| at(place).and_then(|posted| Some(posted.sealed.as_ref()?.hash.clone()));
        let Some(previous) = (if first == 1 { Some(nothing_before()) } else { hash_at(first.saturating_sub(1)) }) else {
            let sequence = first.saturating_sub(1);
            return (sequence.saturating_sub(1), Some(Broken { sequence, entry_id: None, how: Breach::Missing }));
        };
        let until = first.saturating_add(LINKS_MAX).saturating_sub(1).min(seal.sequence);
        // The list of links follows the chain after a moment: its newest may be absent.
        let lags = context.now.ms_since(seal.sealed_at) < LAG_MS_MAX;
        let listed = places.keys().next_back().copied().unwrap_or(0);
        let until = if lags { until.min(listed) } else { until };
        match verify(first, &previous, (first..=until).map(at)) {
            Ok(hash) if until == seal.sequence && hash != seal.hash => {
                (until.saturating_sub(1), Some(Broken { sequence: until, entry_id: places.get(&until).copied(), how: Breach::Changed }))
            }
            Ok(_) => (until.max(first.saturating_sub(1)), None),
            Err(broken) => (broken.sequence.saturating_sub(1), Some(broken)),
        }
    }
}

impl Query for VerifySeal {
    type Answer = Verification;
    type Refusal = BookRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "ledger.verify-seal",
        route: Route::get("/ledger/books/{book_id}/seal"),
        roles: READERS,
        summary: "Verifies the chain of hashes over a book's entries.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let mut wants =
            vec![Want::aggregate::<Book>(self.book_id), Want::aggregate::<Seal>(seal_of(self.book_id)), Want::Rows(self.listed())];
        wants.extend(self.places(facts).into_values().map(Want::aggregate::<JournalEntry>));
        wants
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Verification>, BookRefusal> {
        book_in(facts, self.book_id)?;
        let from_sequence = self.first();
        let found = |last, hash, good_through: u64, broken: Option<Broken>| {
            let next = good_through.saturating_add(1);
            let next = Some(next).filter(|next| broken.is_none() && *next > from_sequence && *next <= last);
            Verification { book_id: self.book_id, last, hash, from_sequence, good_through, broken, next }
        };
        let Some(seal) = facts.aggregate::<Seal>(seal_of(self.book_id)).map(|seal| &seal.state) else {
            return Ok(Answer::of(found(0, None, from_sequence.saturating_sub(1), None)));
        };
        let (good_through, broken) =
            if from_sequence > seal.sequence { (from_sequence.saturating_sub(1), None) } else { self.check(seal, facts, context) };
        Ok(Answer::of(found(seal.sequence, Some(seal.hash.clone()), good_through, broken)))
    }
}
