//! Business calendars: which days are worked, as dated data of a jurisdiction.
//!
//! The data is files under `infra/policies/calendars`, one a jurisdiction and year. A year
//! without data is refused: guessing would move deadlines by days.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Weekday};
use serde::{Deserialize, Serialize};

use crate::settings::Jurisdiction;
use crate::time::Day;

/// Farthest that a deadline is counted, in working days; longer is an error of the caller.
const WORKING_DAYS_MAX: u32 = 1_000;

/// One year of one jurisdiction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarYear {
    /// Whose law.
    pub jurisdiction: Jurisdiction,
    /// The year.
    pub year: i32,
    /// Where the dates come from: the act and its date.
    pub source: String,
    /// Days off that fall on Monday to Friday.
    pub days_off: BTreeSet<Day>,
    /// Saturdays and Sundays that are worked.
    pub worked_weekend_days: BTreeSet<Day>,
    /// Worked days that end an hour early: those before a holiday.
    #[serde(default)]
    pub short_days: BTreeSet<Day>,
}

/// The working days of one jurisdiction.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    years: BTreeMap<i32, CalendarYear>,
}

/// The calendar has no data for a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// No file for this year.
    #[error("no working calendar for the year {0}")]
    UnknownYear(i32),
    /// More working days than a deadline can have.
    #[error("a deadline is at most {WORKING_DAYS_MAX} working days away")]
    TooFar,
}

impl Calendar {
    /// From the years of one jurisdiction.
    pub fn new(years: impl IntoIterator<Item = CalendarYear>) -> Self {
        Self { years: years.into_iter().map(|year| (year.year, year)).collect() }
    }

    /// Whether a day is worked.
    pub fn is_working(&self, day: Day) -> Result<bool, CalendarError> {
        let year = self.years.get(&day.year()).ok_or(CalendarError::UnknownYear(day.year()))?;
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        Ok(if weekend { year.worked_weekend_days.contains(&day) } else { !year.days_off.contains(&day) })
    }

    /// Whether a day is worked and ends an hour early.
    pub fn is_short(&self, day: Day) -> Result<bool, CalendarError> {
        let year = self.years.get(&day.year()).ok_or(CalendarError::UnknownYear(day.year()))?;
        Ok(self.is_working(day)? && year.short_days.contains(&day))
    }

    /// The `count`-th working day after a day.
    pub fn working_days_after(&self, day: Day, count: u32) -> Result<Day, CalendarError> {
        if count > WORKING_DAYS_MAX {
            return Err(CalendarError::TooFar);
        }
        let mut day = day;
        let mut left = count;
        while left > 0 {
            day = day.succ_opt().ok_or(CalendarError::TooFar)?;
            if self.is_working(day)? {
                left = left.saturating_sub(1);
            }
        }
        Ok(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> Calendar {
        let day = |text: &str| text.parse::<Day>().unwrap();
        Calendar::new([CalendarYear {
            jurisdiction: Jurisdiction::RU,
            year: 2026,
            source: "test".to_owned(),
            days_off: [day("2026-06-12")].into(),
            worked_weekend_days: [day("2026-06-13")].into(),
            short_days: [day("2026-06-11"), day("2026-06-12")].into(),
        }])
    }

    #[test]
    fn counts_working_days_over_holidays_and_worked_weekends() {
        let thursday: Day = "2026-06-11".parse().unwrap();
        assert_eq!(calendar().working_days_after(thursday, 1), Ok("2026-06-13".parse().unwrap()));
        assert_eq!(calendar().working_days_after(thursday, 2), Ok("2026-06-15".parse().unwrap()));
    }

    #[test]
    fn a_day_is_short_only_when_it_is_worked() {
        let short = |text: &str| calendar().is_short(text.parse().unwrap());
        assert_eq!((short("2026-06-10"), short("2026-06-11"), short("2026-06-12")), (Ok(false), Ok(true), Ok(false)));
        assert_eq!(short("2027-06-11"), Err(CalendarError::UnknownYear(2027)));
    }

    #[test]
    fn an_unknown_year_is_refused() {
        assert_eq!(calendar().is_working("2027-01-11".parse().unwrap()), Err(CalendarError::UnknownYear(2027)));
        assert_eq!(calendar().working_days_after("2026-12-31".parse().unwrap(), 1), Err(CalendarError::UnknownYear(2027)));
    }
}
