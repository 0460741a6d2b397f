//! Business time: minutes of the tenant's working calendar, never of the clock.
//!
//! A working day is 09:00 to 18:00 in the tenant's zone without a break, nine hours; a short
//! day ends an hour early (decision P82). A start outside of it is the next opening; a deadline
//! that falls on closing time stays on that day (decision P163).

use std::sync::LazyLock;

use chrono::{NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use kernel::calendar::{Calendar, CalendarError, CalendarYear};
use kernel::settings::Jurisdiction;
use kernel::{Day, Moment, Settings};

/// When work begins, in hours of the civil day.
const OPENS: u32 = 9;
/// When it ends.
const CLOSES: u32 = 18;
/// When it ends on a short day.
const CLOSES_EARLY: u32 = 17;
/// Milliseconds of a minute.
pub const MINUTE_MS: i64 = 60_000;
/// Milliseconds of an hour.
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
/// Farthest that business time is counted, in civil days: the longest ladder is a month.
const DAYS_MAX: usize = 400;

/// The calendars that are known, one file a jurisdiction and year.
const CALENDARS: &[&str] = &[
    include_str!("../../../infra/policies/calendars/ru-2026.json"),
    include_str!("../../../infra/policies/calendars/ru-2027.json"),
    include_str!("../../../infra/policies/calendars/ua-2026.json"),
    include_str!("../../../infra/policies/calendars/ua-2027.json"),
];

/// The working time of a tenant.
#[derive(Debug, Clone)]
pub struct Hours {
    calendar: Calendar,
    zone: Tz,
}

impl Hours {
    /// The working time of a tenant.
    pub fn of(settings: &Settings) -> Self {
        Self { calendar: calendar(settings.jurisdiction), zone: settings.time_zone }
    }

    /// The civil day of an instant, where the tenant is.
    pub fn day(&self, at: Moment) -> Day {
        at.day_in(self.zone)
    }

    /// Opening and closing of a day; `None` when it is not worked.
    fn window(&self, day: Day) -> Result<Option<(Moment, Moment)>, CalendarError> {
        if !self.calendar.is_working(day)? {
            return Ok(None);
        }
        let closes = if self.calendar.is_short(day)? { CLOSES_EARLY } else { CLOSES };
        Ok(self.instant(day, OPENS).zip(self.instant(day, closes)))
    }

    /// Neither zone of the house changes its clock during the working day.
    fn instant(&self, day: Day, hour: u32) -> Option<Moment> {
        let local = day.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?);
        Some(self.zone.from_local_datetime(&local).earliest()?.with_timezone(&Utc).into())
    }

    fn windows(&self, from: Moment) -> impl Iterator<Item = Result<(Moment, Moment), CalendarError>> + '_ {
        let days = self.day(from).iter_days().take(DAYS_MAX);
        days.filter_map(|day| self.window(day).transpose())
    }

    /// When a budget of business minutes that starts at an instant is spent.
    ///
    /// # Errors
    /// When the calendar of a year is unknown: a deadline is never guessed.
    pub fn after(&self, start: Moment, minutes: u32) -> Result<Moment, CalendarError> {
        let mut left = i64::from(minutes).saturating_mul(MINUTE_MS);
        for window in self.windows(start) {
            let (opens, closes) = window?;
            let begins = opens.max(start);
            let there = closes.ms_since(begins);
            // At closing time exactly nothing is left of the day.
            if there > 0 && left <= there {
                return Ok(begins.plus_ms(left));
            }
            left = left.saturating_sub(there.max(0));
        }
        Err(CalendarError::TooFar)
    }

    /// Business minutes from one instant to a later one, whole ones only.
    ///
    /// # Errors
    /// When the calendar of a year is unknown.
    pub fn between(&self, start: Moment, end: Moment) -> Result<u32, CalendarError> {
        let mut spent = 0i64;
        // A year that the span does not reach need not be known.
        let (first, last) = (self.day(start), self.day(end));
        for day in first.iter_days().take_while(|day| *day <= last) {
            let Some((opens, closes)) = self.window(day)? else { continue };
            let there = closes.min(end).ms_since(opens.max(start));
            spent = spent.saturating_add(there.max(0));
        }
        Ok(u32::try_from(spent.checked_div(MINUTE_MS).unwrap_or(0)).unwrap_or(u32::MAX))
    }

    /// The end of the `count`-th working day after an instant.
    ///
    /// # Errors
    /// When the calendar of a year is unknown.
    pub fn working_days_after(&self, at: Moment, count: u32) -> Result<Moment, CalendarError> {
        let day = self.calendar.working_days_after(self.day(at), count)?;
        Ok(self.window(day)?.map_or(at, |(_, closes)| closes))
    }
}

fn calendar(jurisdiction: Jurisdiction) -> Calendar {
    static YEARS: LazyLock<Vec<CalendarYear>> =
        LazyLock::new(|| CALENDARS.iter().filter_map(|text| serde_json::from_str(text).ok()).collect());
    Calendar::new(YEARS.iter().filter(|year| year.jurisdiction == jurisdiction).cloned())
}

#[cfg(test)]
mod tests {
    use chrono::Datelike;
    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;
    use crate::samples::settings;

    fn moscow() -> Hours {
        Hours::of(&settings())
    }

    /// An instant of Moscow's clock.
    fn at(text: &str) -> Moment {
        format!("{text}:00+03:00").parse().unwrap()
    }

    #[test]
    fn p81_deadlines_are_counted_in_business_minutes() {
        // start, hours, end: the vectors of the functional model.
        let vectors = [
            ("2026-11-20T17:00", 4 * 60, "2026-11-23T12:00"),
            ("2026-11-20T17:00", 2 * 60, "2026-11-23T10:00"),
            ("2026-11-18T17:58", 4 * 60, "2026-11-19T12:58"),
            ("2026-11-23T09:00", 48 * 60, "2026-11-30T12:00"),
            ("2026-12-30T16:00", 4 * 60, "2027-01-11T11:00"),
        ];
        for (start, minutes, end) in vectors {
            assert_eq!(moscow().after(at(start), minutes), Ok(at(end)), "{start} and {minutes} minutes");
            assert_eq!(moscow().between(at(start), at(end)), Ok(minutes), "{start} to {end}");
        }
        // Eighty percent of four hours from Friday 17:00 is Monday morning, not Sunday night.
        assert_eq!(moscow().after(at("2026-11-20T17:00"), 192), Ok(at("2026-11-23T11:12")));
    }

    #[test]
    fn p163_a_start_moves_to_the_opening_and_an_end_stays_at_the_closing() {
        assert_eq!(moscow().after(at("2026-11-21T12:00"), 1), Ok(at("2026-11-23T09:01")));
        assert_eq!(moscow().after(at("2026-11-18T18:00"), 0), Ok(at("2026-11-19T09:00")));
        assert_eq!(moscow().after(at("2026-11-18T03:00"), 60), Ok(at("2026-11-18T10:00")));
        // Two full days from Wednesday's opening end at Thursday's closing.
        assert_eq!(moscow().after(at("2026-11-18T09:00"), 18 * 60), Ok(at("2026-11-19T18:00")));
        assert_eq!(moscow().between(at("2026-11-19T18:00"), at("2026-11-20T09:00")), Ok(0));
    }

    #[test]
    fn p82_short_days_end_early_and_worked_saturdays_count() {
        assert_eq!(moscow().after(at("2026-11-03T16:00"), 2 * 60), Ok(at("2026-11-05T10:00")));
        assert_eq!(moscow().after(at("2027-02-19T17:00"), 2 * 60), Ok(at("2027-02-20T10:00")));
    }

    #[test]
    fn p82_an_unknown_year_has_no_deadlines() {
        assert_eq!(moscow().after(at("2027-12-30T17:00"), 120), Err(CalendarError::UnknownYear(2028)));
        assert_eq!(moscow().between(at("2025-12-30T17:00"), at("2026-01-12T10:00")), Err(CalendarError::UnknownYear(2025)));
        let kyiv = Hours::of(&testkit::decision::settings());
        assert_eq!(kyiv.after("2026-11-20T15:00:00Z".parse().unwrap(), 120), Ok("2026-11-23T08:00:00Z".parse().unwrap()));
    }

    #[test]
    fn p82_every_calendar_can_be_read() {
        for text in CALENDARS {
            let year: CalendarYear = serde_json::from_str(text).unwrap();
            let calendar = calendar(year.jurisdiction);
            assert!(year.short_days.iter().all(|day| calendar.is_short(*day) == Ok(true)), "{} {:?}", year.year, year.jurisdiction);
        }
    }

    /// What another party counts as holidays: written by a program that knows nothing of this one.
    #[derive(Deserialize)]
    struct Independent {
        jurisdiction: Jurisdiction,
        year: i32,
        days_off: Vec<Day>,
        worked_weekend_days: Vec<Day>,
        working_days: usize,
    }

    #[test]
    fn p82_calendars_agree_with_an_independent_source_on_every_day() {
        #[derive(Deserialize)]
        struct Source {
            years: Vec<Independent>,
        }
        let source: Source = serde_json::from_str(include_str!("hours/independent.json")).unwrap();
        assert_eq!(source.years.len(), 4);
        for other in source.years {
            let ours = calendar(other.jurisdiction);
            let first = Day::from_ymd_opt(other.year, 1, 1).unwrap();
            let mut worked = 0;
            for day in first.iter_days().take_while(|day| day.year() == other.year) {
                let weekend = matches!(day.weekday(), chrono::Weekday::Sat | chrono::Weekday::Sun);
                let theirs = if weekend { other.worked_weekend_days.contains(&day) } else { !other.days_off.contains(&day) };
                assert_eq!(ours.is_working(day), Ok(theirs), "{day} in {:?}", other.jurisdiction);
                worked += usize::from(theirs);
            }
            assert_eq!(worked, other.working_days);
        }
    }

    proptest! {
        #[test]
        fn p81_counting_forward_and_back_agree(start in 1_767_250_000_000i64..1_830_000_000_000, minutes in 1u32..6_000) {
            let start = Moment::from_unix_ms(start - start % MINUTE_MS);
            if let Ok(end) = moscow().after(start, minutes) {
                prop_assert_eq!(moscow().between(start, end), Ok(minutes));
                prop_assert!(end > start);
            }
        }
    }
}
