//! The tenant's tariff: rates of duty by the beginning of a commodity code, each with its validity.
//!
//! A full tariff is not ours to copy, and a trading house needs a few hundred codes of it: the
//! tenant enters those that it imports, each with the act that it was read in. One aggregate holds
//! the rates of one heading (товарная позиция, the first four digits): whoever enters rates of
//! different goods is in nobody's way, a declaration reads a few headings and not a whole tariff,
//! and even a complete tariff of twelve hundred headings would fit.

pub mod event;
pub mod refusal;

pub mod end_rate;
pub mod set_rate;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Day, Facts, Line, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::TariffId;
use crate::code::CommodityCode;
use crate::payments::{DutyRate, Excise, VatClass};
pub use event::TariffEvent;
pub use refusal::TariffRefusal;

/// Most rates of one heading, past ones included: the largest headings have about two hundred
/// codes, and the rates of a code change once in some years.
pub const RATES_MAX: usize = 1_000;
/// Digits of a heading.
const HEADING_DIGITS: usize = 4;
/// Digits of a whole code.
const CODE_DIGITS: usize = 10;

/// The beginning of commodity codes: 4 to 10 digits. No duty is set for more than a heading.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CodePrefix(String);

impl CodePrefix {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many: the longer, the more particular.
    pub const fn digits(&self) -> usize {
        self.0.len()
    }

    /// Whether a code begins so.
    pub fn covers(&self, code: &CommodityCode) -> bool {
        code.as_str().starts_with(&self.0)
    }

    /// The heading that it belongs to.
    pub fn heading(&self) -> &str {
        self.0.get(..HEADING_DIGITS).unwrap_or(&self.0)
    }
}

impl FromStr for CodePrefix {
    type Err = NotAPrefix;
    fn from_str(text: &str) -> Result<Self, NotAPrefix> {
        let fits = (HEADING_DIGITS..=CODE_DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if fits { Ok(Self(text.to_owned())) } else { Err(NotAPrefix) }
    }
}

/// Why a text is not the beginning of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected the beginning of a commodity code: 4 to 10 digits")]
pub struct NotAPrefix;

impl TryFrom<String> for CodePrefix {
    type Error = NotAPrefix;
    fn try_from(text: String) -> Result<Self, NotAPrefix> {
        text.parse()
    }
}

impl From<CodePrefix> for String {
    fn from(prefix: CodePrefix) -> Self {
        prefix.0
    }
}

impl fmt::Display for CodePrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for CodePrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JsonSchema for CodePrefix {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "CodePrefix".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9]{4,10}$" })
    }
}

/// A rate of the tariff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TariffRate {
    /// For codes that begin so.
    pub prefix: CodePrefix,
    /// Counts the entries of this beginning from 1; a correction is one more.
    pub version: u32,
    /// Which goods, for people.
    pub name: Line,
    /// The first day.
    pub from: Day,
    /// The last day, inclusive; open when absent.
    pub to: Option<Day>,
    /// The duty.
    pub duty: DutyRate,
    /// The tax.
    pub vat: VatClass,
    /// Whether they are subject to excise.
    pub excise: Excise,
    /// Whether they are on the list of goods with the highest customs fee (radio-electronic goods).
    pub listed_fee: bool,
    /// The act that it was read in.
    pub source: Line,
}

impl TariffRate {
    /// Whether it holds on a day.
    pub fn covers(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// The rate for a code on a day: of those that hold, the one with the longest beginning.
pub fn longest<'a>(rates: impl IntoIterator<Item = &'a TariffRate>, code: &CommodityCode, on: Day) -> Option<&'a TariffRate> {
    let holding = rates.into_iter().filter(|rate| rate.prefix.covers(code) && rate.covers(on));
    holding.max_by_key(|rate| (rate.prefix.digits(), rate.version))
}

/// The rates of one heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TariffHeading {
    /// The first four digits.
    pub heading: String,
    /// By beginning, then by first day.
    pub rates: Vec<TariffRate>,
}

impl TariffHeading {
    /// The heading of a beginning.
    pub fn id_of(prefix: &CodePrefix) -> TariffId {
        TariffId::derive(&["tariff", prefix.heading()])
    }

    /// What must be looked up to know the rates of some codes.
    pub fn wants<'a>(codes: impl IntoIterator<Item = &'a CommodityCode>) -> Vec<Want> {
        headings(codes).into_iter().map(Want::aggregate::<Self>).collect()
    }

    /// The rates of some codes on a day, as they were looked up; a code without a rate has none.
    pub fn rates<'a>(facts: &Facts, codes: impl IntoIterator<Item = &'a CommodityCode> + Clone, on: Day) -> Vec<TariffRate> {
        let known = headings(codes.clone()).into_iter().filter_map(|id| facts.aggregate::<Self>(id));
        let all: Vec<&TariffRate> = known.flat_map(|loaded| &loaded.state.rates).collect();
        let used = codes.into_iter().filter_map(|code| longest(all.iter().copied(), code, on));
        let mut used: Vec<TariffRate> = used.cloned().collect();
        used.sort_by(|one, other| (&one.prefix, one.version).cmp(&(&other.prefix, other.version)));
        used.dedup();
        used
    }

    /// The rates of one beginning, by first day.
    fn of<'a>(&'a self, prefix: &'a CodePrefix) -> impl Iterator<Item = &'a TariffRate> {
        self.rates.iter().filter(move |rate| rate.prefix == *prefix)
    }

    /// The version that the next entry of a beginning has.
    pub(crate) fn next_version(&self, prefix: &CodePrefix) -> u32 {
        self.of(prefix).map(|rate| rate.version).max().unwrap_or(0).saturating_add(1)
    }
}

fn headings<'a>(codes: impl IntoIterator<Item = &'a CommodityCode>) -> BTreeSet<TariffId> {
    // A code is a beginning of itself.
    let prefixes = codes.into_iter().filter_map(|code| code.as_str().parse::<CodePrefix>().ok());
    prefixes.map(|prefix| TariffHeading::id_of(&prefix)).collect()
}

impl Aggregate for TariffHeading {
    type Kind = kernel::id::kinds::TariffHeading;
    type Event = TariffEvent;
    const NAME: &'static str = "customs.tariff";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &TariffEvent, _: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, TariffEvent::RateSet { rate }) => Ok(Self { heading: rate.prefix.heading().to_owned(), rates: vec![rate.clone()] }),
            (Some(mut heading), event) => {
                heading.change(event).ok_or_else(|| Impossible::after(&Some(&heading), event))?;
                Ok(heading)
            }
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}

impl TariffHeading {
    fn change(&mut self, event: &TariffEvent) -> Option<()> {
        match event {
            TariffEvent::RateSet { rate } => {
                self.rates.retain(|known| known.prefix != rate.prefix || known.from != rate.from);
                // The day before the first day is the last day of what held until then.
                let last = rate.from.pred_opt();
                let before = |known: &&mut TariffRate| known.prefix == rate.prefix && known.from < rate.from && known.covers(rate.from);
                if let Some(before) = self.rates.iter_mut().find(before) {
                    before.to = last;
                }
                self.rates.push(rate.clone());
                self.rates.sort_by(|one, other| (&one.prefix, one.from).cmp(&(&other.prefix, other.from)));
            }
            TariffEvent::RateEnded { prefix, from, to, .. } => {
                self.rates.iter_mut().find(|rate| rate.prefix == *prefix && rate.from == *from)?.to = Some(*to);
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::payments::rate;

    #[test]
    fn the_longest_beginning_that_holds_on_the_day_decides() {
        let rates = [rate("8471", "5", |_| {}), rate("847130", "0", |rate| rate.from = "2026-06-01".parse().unwrap())];
        let on = |code: &str, day: &str| longest(&rates, &code.parse().unwrap(), day.parse().unwrap()).map(|rate| rate.prefix.as_str());
        assert_eq!(on("8471300000", "2026-11-21"), Some("847130"));
        assert_eq!(on("8471300000", "2026-05-31"), Some("8471"));
        assert_eq!(on("8471410000", "2026-11-21"), Some("8471"));
        assert_eq!((on("8471410000", "2025-12-31"), on("8472100000", "2026-11-21")), (None, None));
    }

    #[test]
    fn a_beginning_has_four_to_ten_digits() {
        for text in ["847", "84713000000", "84a1", "", "８４７１"] {
            assert_eq!(text.parse::<CodePrefix>(), Err(NotAPrefix), "{text:?}");
        }
        assert_eq!("84713".parse::<CodePrefix>().unwrap().heading(), "8471");
    }
}
