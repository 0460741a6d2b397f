//! Dated rule data is what it says it is.

use chrono::{Datelike, NaiveDate, Weekday};
use kernel::Day;
use kernel::calendar::{Calendar, CalendarYear};
use kernel::settings::Jurisdiction;

fn calendars() -> Vec<(String, CalendarYear)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../infra/policies/calendars");
    let mut calendars: Vec<(String, CalendarYear)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            let year = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, year)
        })
        .collect();
    calendars.sort_by(|(a, _), (b, _)| a.cmp(b));
    calendars
}

fn of(jurisdiction: Jurisdiction, year: i32) -> Calendar {
    let found = calendars().into_iter().find(|(_, one)| one.jurisdiction == jurisdiction && one.year == year);
    Calendar::new([found.expect("a calendar").1])
}

fn working_days(calendar: &Calendar, year: i32) -> usize {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    first.iter_days().take_while(|day| day.year() == year).filter(|day| calendar.is_working(*day).unwrap()).count()
}

fn is_weekend(day: Day) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[test]
fn every_calendar_can_be_read_and_is_sane() {
    let calendars = calendars();
    assert!(!calendars.is_empty());
    for (name, calendar) in calendars {
        let jurisdiction = format!("{:?}", calendar.jurisdiction).to_lowercase();
        assert_eq!(name, format!("{jurisdiction}-{}.json", calendar.year));
        assert!(!calendar.source.trim().is_empty(), "{name} does not say where its dates come from");
        for day in &calendar.days_off {
            assert!(day.year() == calendar.year && !is_weekend(*day), "{name}: {day} is no weekday of that year");
        }
        for day in &calendar.worked_weekend_days {
            assert!(day.year() == calendar.year && is_weekend(*day), "{name}: {day} is no weekend of that year");
        }
    }
}

#[test]
fn x06_the_russian_year_2026_has_247_working_days() {
    let calendar = of(Jurisdiction::RU, 2026);
    for day in ["2026-01-09", "2026-03-09", "2026-06-12", "2026-12-31"] {
        assert_eq!(calendar.is_working(day.parse().unwrap()), Ok(false), "{day}");
    }
    for day in ["2026-01-12", "2026-06-11", "2026-12-30"] {
        assert_eq!(calendar.is_working(day.parse().unwrap()), Ok(true), "{day}");
    }
    assert_eq!(working_days(&calendar, 2026), 247);
}

#[test]
fn x06_every_weekday_is_worked_in_ukraine_while_holidays_are_suspended() {
    assert_eq!(working_days(&of(Jurisdiction::UA, 2026), 2026), 261);
}
