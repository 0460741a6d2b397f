//! Accounting periods: civil months.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months};
use kernel::Day;
use serde::{Deserialize, Serialize};

/// Years whose days sort as texts.
pub(crate) const YEARS: std::ops::RangeInclusive<i32> = 1970..=9999;

/// A civil month, `2026-11`: the period that is closed as a whole.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    first: Day,
}

/// Why a text is not a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a month such as 2026-11, from 1970 to 9999")]
pub struct NotAMonth;

impl Month {
    /// The month of a day.
    pub fn of(day: Day) -> Self {
        Self { first: day.with_day(1).unwrap_or(day) }
    }

    /// Its first day.
    pub const fn first_day(self) -> Day {
        self.first
    }

    /// Its last day.
    pub fn last_day(self) -> Day {
        self.next().first.pred_opt().unwrap_or(self.first)
    }

    /// Its year.
    pub fn year(self) -> i32 {
        self.first.year()
    }

    /// The month after it.
    pub fn next(self) -> Self {
        Self { first: self.first.checked_add_months(Months::new(1)).unwrap_or(self.first) }
    }

    /// The month before it.
    pub fn previous(self) -> Self {
        Self { first: self.first.checked_sub_months(Months::new(1)).unwrap_or(self.first) }
    }
}

impl FromStr for Month {
    type Err = NotAMonth;

    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let plain = text.len() == 7 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let first = Day::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok();
        first.filter(|day| plain && YEARS.contains(&day.year())).map(Self::of).ok_or(NotAMonth)
    }
}

impl TryFrom<String> for Month {
    type Error = NotAMonth;
    fn try_from(text: String) -> Result<Self, NotAMonth> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.first.format("%Y-%m"), f)
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl schemars::JsonSchema for Month {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Month".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_each_other_over_the_year() {
        let december: Month = "2026-12".parse().unwrap();
        assert_eq!((december.next().to_string(), december.previous().to_string()), ("2027-01".to_owned(), "2026-11".to_owned()));
        assert_eq!((december.first_day().to_string(), december.last_day().to_string()), ("2026-12-01".to_owned(), "2026-12-31".to_owned()));
        assert_eq!(Month::of("2028-02-29".parse().unwrap()).last_day().to_string(), "2028-02-29");
        for text in ["2026-13", "2026-1", "26-01", "1969-12", "2026-11-01", "+026-11", ""] {
            assert_eq!(text.parse::<Month>(), Err(NotAMonth), "{text}");
        }
    }
}
