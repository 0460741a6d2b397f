//! Series of gapless document numbers: one a issuer, series and year.
//!
//! A number is taken in the transaction that issues its document, so that a refused or lost
//! attempt takes none. Two writers who saw the same last number conflict, and one of them
//! decides again with the next.

pub mod configure;
pub mod event;
pub mod refusal;

use std::fmt;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Facts, Line, Version, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{InvoiceId, PartyId, SeriesId};
pub use event::SeriesEvent;
pub use refusal::SeriesRefusal;

/// Longest code of a series: it is part of every default number.
const CODE_BYTES_MAX: usize = 8;
/// Most digits of a serial; a longer number is not read out on a telephone.
const DIGITS_MAX: u8 = 10;
/// Digits of a serial where nobody said otherwise.
const DIGITS_DEFAULT: u8 = 6;
/// Longest prefix, in characters.
const PREFIX_CHARACTERS_MAX: usize = 16;

/// The code of a series: one to eight capital letters and digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SeriesCode(String);

/// Why a text is not the code of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected one to {CODE_BYTES_MAX} capital Latin letters and digits")]
pub struct NotACode;

impl SeriesCode {
    /// Demands for money, where nobody chose a series.
    pub fn invoices() -> Self {
        Self("INV".to_owned())
    }
    /// Demands for an advance.
    pub fn advances() -> Self {
        Self("ADV".to_owned())
    }
    /// Credit notes.
    pub fn credit_notes() -> Self {
        Self("CN".to_owned())
    }
    /// Tax invoices.
    pub fn tax_invoices() -> Self {
        Self("TAX".to_owned())
    }
    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for SeriesCode {
    type Error = NotACode;
    fn try_from(text: String) -> Result<Self, NotACode> {
        let plain = text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if plain && (1..=CODE_BYTES_MAX).contains(&text.len()) { Ok(Self(text)) } else { Err(NotACode) }
    }
}

impl From<SeriesCode> for String {
    fn from(code: SeriesCode) -> Self {
        code.0
    }
}

impl fmt::Display for SeriesCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SeriesCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JsonSchema for SeriesCode {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SeriesCode".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[A-Z0-9]{1,8}$" })
    }
}

/// A year of numbers, `"2026"`; a text, because it also stands in paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SeriesYear(i32);

/// Why a text is not a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a year from 2000 to 2999")]
pub struct NotAYear;

impl SeriesYear {
    /// The year of a day.
    pub fn of(day: kernel::Day) -> Self {
        Self(chrono::Datelike::year(&day))
    }
}

impl TryFrom<String> for SeriesYear {
    type Error = NotAYear;
    fn try_from(text: String) -> Result<Self, NotAYear> {
        let year = text.parse().ok().filter(|year| (2000..3000).contains(year) && text.len() == 4);
        year.map(Self).ok_or(NotAYear)
    }
}

impl From<SeriesYear> for String {
    fn from(year: SeriesYear) -> Self {
        year.0.to_string()
    }
}

impl JsonSchema for SeriesYear {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SeriesYear".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^2[0-9]{3}$" })
    }
}

/// Whose numbers, which series, which year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SeriesKey {
    /// Who issues the documents.
    pub issuer: PartyId,
    /// Which series.
    pub series: SeriesCode,
    /// The year of the documents' dates.
    pub year: SeriesYear,
}

impl SeriesKey {
    /// The stream of the series.
    pub fn id(&self) -> SeriesId {
        SeriesId::derive(&[&self.issuer.to_string(), self.series.as_str(), &String::from(self.year)])
    }
}

/// How a number is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberFormat {
    /// What stands before the serial; may be empty.
    pub prefix: String,
    /// The serial is filled with zeros to this many digits; a longer one is written in full.
    pub digits: u8,
}

impl NumberFormat {
    /// `INV-26-` and six digits.
    fn default_of(key: &SeriesKey) -> Self {
        Self { prefix: format!("{}-{:02}-", key.series, key.year.0.rem_euclid(100)), digits: DIGITS_DEFAULT }
    }

    fn is_usable(&self) -> bool {
        let short = self.prefix.len() <= PREFIX_CHARACTERS_MAX.saturating_mul(4) && self.prefix.chars().count() <= PREFIX_CHARACTERS_MAX;
        // A number is read out and typed in: no blanks around it, nothing invisible in it.
        let plain = self.prefix.trim_start() == self.prefix && !self.prefix.chars().any(char::is_control);
        (1..=DIGITS_MAX).contains(&self.digits) && short && plain
    }

    fn write(&self, serial: u32) -> String {
        format!("{}{serial:0>width$}", self.prefix, width = usize::from(self.digits))
    }
}

/// The numbers of one issuer, series and year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NumberSeries {
    /// Whose, which, when.
    pub key: SeriesKey,
    /// How a number is written.
    pub format: NumberFormat,
    /// The last serial that was taken; zero before the first.
    pub last: u32,
}

/// A number that a decision takes, together with what it writes to the series.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// The series' stream.
    pub id: SeriesId,
    /// The version of it that was looked at.
    pub version: Version,
    /// What happens to it.
    pub events: Vec<SeriesEvent>,
    /// The number.
    pub number: Line,
}

impl NumberSeries {
    /// What must be known to take a number.
    pub fn want(key: &SeriesKey) -> Want {
        Want::aggregate::<Self>(key.id())
    }

    /// Takes the next number for a document; `None` when the series is used up.
    pub fn take(facts: &Facts, key: &SeriesKey, document: InvoiceId) -> Option<Taken> {
        let seen = facts.aggregate::<Self>(key.id());
        let format = seen.map_or_else(|| NumberFormat::default_of(key), |seen| seen.state.format.clone());
        let serial = seen.map_or(0, |seen| seen.state.last).checked_add(1)?;
        let number = Line::new(&format.write(serial)).ok()?;
        let opened = SeriesEvent::Opened { key: key.clone(), format };
        let taken = SeriesEvent::NumberTaken { serial, number: number.clone(), document };
        let events = std::iter::once(opened).filter(|_| seen.is_none()).chain([taken]).collect();
        Some(Taken { id: key.id(), version: seen.map_or(0, |seen| seen.version), events, number })
    }
}

impl Aggregate for NumberSeries {
    type Kind = kernel::id::kinds::NumberSeries;
    type Event = SeriesEvent;
    const NAME: &'static str = "commerce.number-series";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &SeriesEvent, _: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, SeriesEvent::Opened { key, format }) => Ok(Self { key: key.clone(), format: format.clone(), last: 0 }),
            (Some(series), SeriesEvent::NumberTaken { serial, .. }) if series.last.checked_add(1) == Some(*serial) => {
                Ok(Self { last: *serial, ..series })
            }
            (Some(series), SeriesEvent::FormatChanged { format }) if series.last == 0 => Ok(Self { format: format.clone(), ..series }),
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Event;
    use kernel::aggregate::{Commit, History};
    use proptest::prelude::*;

    use super::*;
    use crate::samples;

    fn take(history: &History, document: InvoiceId) -> Taken {
        let (key, mut facts) = (samples::invoices::series_key(), Facts::default());
        facts.put_aggregate(&NumberSeries::want(&key), history).unwrap();
        NumberSeries::take(&facts, &key, document).unwrap()
    }

    fn write(history: &mut History, taken: &Taken) {
        let events = taken.events.iter().map(|event| event.write().unwrap()).collect();
        let commit = Commit { version: taken.version + 1, meta: testkit::context().meta("test"), key: None, events };
        history.commits.push(commit);
    }

    #[test]
    fn k04_numbers_are_filled_with_zeros_and_follow_each_other() {
        let mut history = History::default();
        let numbers: Vec<String> = (0..3)
            .map(|n: u32| {
                let taken = take(&history, InvoiceId::derive(&[&n.to_string()]));
                write(&mut history, &taken);
                taken.number.to_string()
            })
            .collect();
        assert_eq!(numbers, ["INV-26-000001", "INV-26-000002", "INV-26-000003"]);
    }

    proptest! {
        /// Writers look in any order and write in any order; whoever looked at an old version
        /// is turned away by the store and looks again.
        #[test]
        fn k04_fifty_racing_writers_leave_no_gap_and_no_number_twice(order in prop::collection::vec(0usize..50, 50..400)) {
            let mut history = History::default();
            let mut seen: Vec<Option<Taken>> = vec![None; 50];
            let mut numbers = Vec::new();
            for writer in order {
                match seen[writer].take() {
                    Some(taken) if taken.version == history.version() => {
                        write(&mut history, &taken);
                        numbers.push(taken.number.to_string());
                    }
                    Some(_) | None => seen[writer] = Some(take(&history, InvoiceId::derive(&[&writer.to_string()]))),
                }
            }
            let expected: Vec<String> = (1..=numbers.len()).map(|n| format!("INV-26-{n:06}")).collect();
            prop_assert_eq!(numbers, expected);
        }
    }

    #[test]
    fn a_code_is_short_and_plain() {
        for good in ["A", "INV", "A1B2C3D4"] {
            assert!(SeriesCode::try_from(good.to_owned()).is_ok(), "{good}");
        }
        for bad in ["", "a", "TOOLONGCODE", "A-1", "Я"] {
            assert!(SeriesCode::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }
}
