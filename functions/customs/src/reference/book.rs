//! A table in full as one version has it, and what the next import makes of it.
//!
//! The book is kept as a document under the hash of its bytes. An import is compared with it, so
//! that events and rows hold only what is different.

use std::collections::BTreeMap;

use kernel::command::Keep;
use kernel::{Day, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::read::Revision;
use super::{Attributes, Entry};

/// From when a code counts as in force that the first import brings: it was so before, nobody
/// says since when, and a declaration of yesterday must find it. The first day of the clock.
pub const BEGINNING: Day = match Day::from_ymd_opt(1970, 1, 1) {
    Some(day) => day,
    None => Day::MIN,
};

/// One row of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Incoming {
    /// What people call it.
    pub name: Line,
    /// What the code is, and what else is known of it.
    pub attributes: Attributes,
    /// The first day on which it is in force, where the source says so.
    #[serde(default)]
    pub valid_from: Option<Day>,
    /// The first day on which it is not in force any more, where the source says so.
    #[serde(default)]
    pub valid_to: Option<Day>,
}

/// What an import speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Scope {
    /// Only the codes that begin with this: the vendor lists procedures by declaration type.
    #[serde(default)]
    pub section: Option<Line>,
    /// Whether a code that is missing is not in force any more; otherwise it stays as it is.
    pub complete: bool,
}

impl Scope {
    /// The codes that this import could have named.
    pub fn covers(&self, code: &str) -> bool {
        self.section.as_ref().is_none_or(|section| code.starts_with(section.as_str()))
    }
}

/// A table as one version has it: of every code that it ever had the newest period, in the order
/// of the codes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Book(BTreeMap<Line, Revision>);

/// The key under which a book is kept.
pub fn book_key(sha256: &str) -> String {
    format!("customs/reference/{sha256}")
}

/// The key under which the body of a template is kept.
pub fn template_key(sha256: &str) -> String {
    format!("customs/templates/{sha256}")
}

/// Hexadecimal SHA-256.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Book {
    /// Reads a kept book.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    /// The bytes under their key, and their hash.
    pub fn keep(&self) -> (String, Keep) {
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        let hash = sha256(&bytes);
        let keep = Keep { key: book_key(&hash), media_type: "application/json", bytes };
        (hash, keep)
    }

    /// What it says, in the order of the codes.
    pub fn revisions(&self) -> impl Iterator<Item = &Revision> {
        self.0.values()
    }

    /// How many codes are in force on a day, or will be.
    pub fn open(&self, day: Day, scope: &Scope) -> usize {
        self.0.values().filter(|revision| scope.covers(revision.entry.code.as_str()) && is_open(&revision.entry, day)).count()
    }

    /// The book after one more import, made on a day.
    pub fn after(&self, scope: &Scope, rows: &BTreeMap<Line, &Incoming>, version: u32, day: Day) -> Self {
        let is_first = !self.0.keys().any(|code| scope.covers(code.as_str()));
        let since = if is_first { BEGINNING } else { day };
        let mut next = self.clone();
        for (code, row) in rows {
            next.0.insert(code.clone(), said(self.0.get(code), code, row, version, since, day));
        }
        for (code, revision) in &mut next.0 {
            let missing = scope.complete && scope.covers(code.as_str()) && !rows.contains_key(code);
            if missing && is_open(&revision.entry, day) {
                revision.entry.valid_to = Some(day.max(revision.entry.valid_from));
                revision.entry.version = version;
            }
        }
        next
    }

    /// What a version said first: what its import changed.
    pub fn said_by(&self, version: u32) -> Vec<&Revision> {
        self.0.values().filter(|revision| revision.entry.version == version).collect()
    }
}

fn is_open(entry: &Entry, day: Day) -> bool {
    entry.valid_to.is_none_or(|end| day < end)
}

/// What is said of a code that the source lists. A code that ended and is listed again begins a
/// new period; otherwise the period goes on, and only the words about it change.
fn said(known: Option<&Revision>, code: &Line, row: &Incoming, version: u32, since: Day, day: Day) -> Revision {
    let goes_on = known.filter(|known| is_open(&known.entry, day) || row.valid_to.is_some_and(|end| end <= day));
    let (opened, valid_from, valid_to) = match goes_on {
        Some(known) => (known.opened, row.valid_from.unwrap_or(known.entry.valid_from), row.valid_to.or(known.entry.valid_to)),
        None => (version, row.valid_from.unwrap_or(since), row.valid_to),
    };
    let entry = Entry { code: code.clone(), name: row.name.clone(), version, valid_from, valid_to, attributes: row.attributes.clone() };
    match goes_on {
        // It says what was said already.
        Some(known) if Entry { version: known.entry.version, ..entry.clone() } == known.entry => known.clone(),
        Some(_) | None => Revision { opened, entry },
    }
}

/// What an import did to a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// It is new, or came back after it had ended.
    Added,
    /// It is in force as before, with other words.
    Changed,
    /// It is not in force any more.
    Closed,
}

impl Touch {
    /// What the import of a version did to a code, by what that version says of it.
    pub fn of(revision: &Revision, version: u32, day: Day) -> Self {
        if revision.opened == version {
            Self::Added
        } else if is_open(&revision.entry, day) {
            Self::Changed
        } else {
            Self::Closed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::reference::{office, office_incoming};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn import(book: &Book, rows: &[Incoming], version: u32, on: &str) -> Book {
        let scope = Scope { section: None, complete: true };
        let rows = rows.iter().map(|row| (Line::new(&row.attributes.code()).unwrap(), row)).collect();
        book.after(&scope, &rows, version, day(on))
    }

    fn shown(book: &Book) -> Vec<(String, u32, Option<String>)> {
        let shown = |revision: &Revision| {
            let entry = &revision.entry;
            (entry.valid_from.to_string(), entry.version, entry.valid_to.map(|end| end.to_string()))
        };
        book.revisions().map(shown).collect()
    }

    #[test]
    fn c45_a_missing_code_is_closed_and_a_returning_one_begins_a_new_period() {
        let (first, second) = (office_incoming("10005030", "A"), office_incoming("10009100", "B"));
        let one = import(&Book::default(), &[first.clone(), second.clone()], 1, "2026-11-01");
        assert_eq!(shown(&one), [("1970-01-01".into(), 1, None), ("1970-01-01".into(), 1, None)]);
        let two = import(&one, std::slice::from_ref(&first), 2, "2026-11-10");
        assert_eq!(shown(&two)[1], ("1970-01-01".into(), 2, Some("2026-11-10".into())));
        let still = import(&two, std::slice::from_ref(&first), 3, "2026-11-11");
        assert_eq!(still, two);
        let back = import(&two, &[first, second], 3, "2026-11-20");
        assert_eq!(shown(&back)[1], ("2026-11-20".into(), 3, None));
        assert_eq!(back.said_by(3).iter().map(|revision| revision.opened).collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn what_is_said_again_changes_nothing_and_other_words_keep_the_period() {
        let one = import(&Book::default(), &[office_incoming("10005030", "A")], 1, "2026-11-01");
        assert_eq!(import(&one, &[office_incoming("10005030", "A")], 2, "2026-11-02"), one);
        let two = import(&one, &[office_incoming("10005030", "Б")], 2, "2026-11-02");
        let said = two.said_by(2);
        assert!(
            matches!(said.as_slice(), [revision] if revision.opened == 1 && Touch::of(revision, 2, day("2026-11-02")) == Touch::Changed)
        );
    }

    #[test]
    fn days_of_the_source_win_and_a_code_that_ends_later_is_in_force_until_then() {
        let ends = Incoming { valid_from: Some(day("2026-01-01")), valid_to: Some(day("2027-01-01")), ..office_incoming("10005030", "A") };
        let one = import(&Book::default(), std::slice::from_ref(&ends), 1, "2026-11-01");
        assert_eq!(shown(&one), [("2026-01-01".into(), 1, Some("2027-01-01".into()))]);
        // A source without days does not take them away.
        assert_eq!(import(&one, &[office_incoming("10005030", "A")], 2, "2026-11-02"), one);
        let past = import(&one, std::slice::from_ref(&ends), 2, "2027-02-01");
        assert_eq!(past, import(&past, &[ends], 3, "2027-02-01"));
    }

    #[test]
    fn a_section_leaves_the_other_codes_alone() {
        let both = import(&Book::default(), &[office_incoming("10005030", "A"), office_incoming("20005030", "B")], 1, "2026-11-01");
        let scope = Scope { section: Line::new("10").ok(), complete: true };
        let next = both.after(&scope, &BTreeMap::new(), 2, day("2026-11-02"));
        assert_eq!(next.open(day("2026-11-02"), &Scope { section: None, complete: true }), 1);
        let (office, code) = (office("10005030"), Line::new("10005030").unwrap());
        assert_eq!(next.0[&code].entry.attributes, Attributes::CustomsOffice(office));
    }

    #[test]
    fn a_kept_book_is_read_again_and_its_key_holds_its_hash() {
        let book = import(&Book::default(), &[office_incoming("10005030", "A")], 1, "2026-11-01");
        let (hash, keep) = book.keep();
        assert_eq!(Book::read(&keep.bytes), Some(book));
        assert!(keep.key.ends_with(&hash) && keep.key.len() <= 100);
    }
}
