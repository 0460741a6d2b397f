//! Spans of days: from a first day up to, and not including, another.

use std::fmt;

use kernel::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Days from `from`, included, to `until`, not included; without an end when there is none.
///
/// Half-open, so that one span ends on the day on which the next begins, and neither overlaps
/// the other nor leaves a gap. JSON `{"from": "2026-01-01", "until": "2027-01-01"}`; a missing
/// or null `until` is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Bounds")]
pub struct Interval {
    /// The first day.
    from: Day,
    /// The first day after it; absent while it has no end.
    until: Option<Day>,
}

/// Days from the first, included, to another, not included; without an end when there is none.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Interval")]
struct Bounds {
    /// The first day.
    from: Day,
    /// The first day after it.
    #[serde(default)]
    until: Option<Day>,
}

/// The end is not after the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a last day after the first: an interval holds at least one day")]
pub struct NotAnInterval;

impl TryFrom<Bounds> for Interval {
    type Error = NotAnInterval;
    fn try_from(bounds: Bounds) -> Result<Self, NotAnInterval> {
        Self::new(bounds.from, bounds.until)
    }
}

impl Interval {
    /// From a day up to another, or without an end.
    ///
    /// # Errors
    /// When it would hold no day.
    pub fn new(from: Day, until: Option<Day>) -> Result<Self, NotAnInterval> {
        if until.is_some_and(|until| until <= from) { Err(NotAnInterval) } else { Ok(Self { from, until }) }
    }

    /// From a day without an end.
    pub const fn since(from: Day) -> Self {
        Self { from, until: None }
    }

    /// The first day.
    pub const fn from(self) -> Day {
        self.from
    }

    /// The first day after it; absent while it has no end.
    pub const fn until(self) -> Option<Day> {
        self.until
    }

    /// Whether a day is in it.
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// The days that are in both.
    pub fn intersection(self, other: Self) -> Option<Self> {
        let until = match (self.until, other.until) {
            (Some(one), Some(another)) => Some(one.min(another)),
            (one, another) => one.or(another),
        };
        Self::new(self.from.max(other.from), until).ok()
    }

    /// Whether a day is in both.
    pub fn overlaps(self, other: Self) -> bool {
        self.intersection(other).is_some()
    }

    /// Whether every day of another is in it.
    pub fn covers(self, other: Self) -> bool {
        self.intersection(other) == Some(other)
    }

    /// The part before a day; `None` when that holds no day.
    pub fn before(self, day: Day) -> Option<Self> {
        let until = self.until.map_or(day, |until| until.min(day));
        Self::new(self.from, Some(until)).ok()
    }

    /// The part from a day on; `None` when that holds no day.
    pub fn after(self, day: Day) -> Option<Self> {
        Self::new(self.from.max(day), self.until).ok()
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.until {
            Some(until) => write!(f, "{}…{until}", self.from),
            None => write!(f, "{}…", self.from),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(n: u32) -> Day {
        Day::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(n.into())
    }

    fn any_interval() -> impl Strategy<Value = Interval> {
        (0u32..20, prop::option::of(1u32..10)).prop_map(|(from, days)| Interval::new(day(from), days.map(|days| day(from + days))).unwrap())
    }

    #[test]
    fn an_interval_holds_at_least_one_day() {
        let read = |text: &str| serde_json::from_str::<Interval>(text);
        assert!(read(r#"{"from":"2026-01-01","until":"2026-01-02"}"#).is_ok());
        assert_eq!(read(r#"{"from":"2026-01-01"}"#).unwrap(), Interval::since(day(0)));
        for text in [r#"{"from":"2026-01-02","until":"2026-01-02"}"#, r#"{"from":"2026-01-02","until":"2026-01-01"}"#, "{}"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn one_ends_where_the_next_begins() {
        let whole = Interval::since(day(0));
        let (first, second) = (whole.before(day(5)).unwrap(), whole.after(day(5)).unwrap());
        assert!(!first.overlaps(second) && first.contains(day(4)) && !first.contains(day(5)) && second.contains(day(5)));
        assert_eq!((whole.before(day(0)), first.after(day(5))), (None, None));
        assert_eq!(first.to_string(), "2026-01-01…2026-01-06");
    }

    proptest! {
        #[test]
        fn they_overlap_when_a_day_is_in_both(one in any_interval(), another in any_interval()) {
            let common: Vec<Day> = (0..40).map(day).filter(|day| one.contains(*day) && another.contains(*day)).collect();
            prop_assert_eq!(one.overlaps(another), !common.is_empty());
            prop_assert_eq!(one.intersection(another).map(Interval::from), common.first().copied());
            let all_of_another = (0..40).map(day).all(|day| !another.contains(day) || one.contains(day));
            // An open end reaches beyond the days that are looked at.
            prop_assert_eq!(one.covers(another), all_of_another);
        }

        #[test]
        fn a_cut_keeps_every_day_once(whole in any_interval(), cut in 0u32..40) {
            for day_of in (0..40).map(day) {
                let parts = [whole.before(day(cut)), whole.after(day(cut))];
                let count = parts.into_iter().flatten().filter(|part| part.contains(day_of)).count();
                prop_assert_eq!(count == 1, whole.contains(day_of));
            }
        }

        #[test]
        fn it_is_read_as_it_was_written(interval in any_interval()) {
            let text = serde_json::to_string(&interval).unwrap();
            prop_assert_eq!(serde_json::from_str::<Interval>(&text).unwrap(), interval);
        }
    }
}
