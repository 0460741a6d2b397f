//! Working time, on a table of days: 9 to 18 in Moscow, which is always three hours ahead.

use kernel::Moment;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Midnight in Moscow on Monday, 2 November 2026.
const FIRST: &str = "2026-11-01T21:00:00Z";
/// The eve of Unity Day, Unity Day, and New Year's Eve.
const SHORT: i64 = 1;
const FREE: [i64; 2] = [2, 59];

fn passed(at: Moment) -> i64 {
    let first: Moment = FIRST.parse().unwrap();
    at.ms_since(first)
}

/// The civil day, counted from the first.
pub fn day(at: Moment) -> i64 {
    passed(at).div_euclid(DAY)
}

/// From when to when people work on a day.
fn window(day: i64) -> Option<(i64, i64)> {
    assert!((0..=59).contains(&day), "the auditor's table of days ends with the year");
    let works = day % 7 < 5 && !FREE.contains(&day);
    let closes = if day == SHORT { 17 } else { 18 };
    works.then_some((day * DAY + 9 * HOUR, day * DAY + closes * HOUR))
}

/// Whole working minutes between two moments.
pub fn between(from: Moment, to: Moment) -> i64 {
    let (from, to) = (passed(from), passed(to));
    let days = from.div_euclid(DAY)..=to.div_euclid(DAY);
    let worked = days.filter_map(window).map(|(opens, closes)| (closes.min(to) - opens.max(from)).max(0));
    worked.sum::<i64>() / MINUTE
}

/// When so many working minutes have passed. `None` when that is beyond the table.
pub fn after(from: Moment, minutes: i64) -> Option<Moment> {
    let (start, mut left) = (passed(from), minutes * MINUTE);
    for day in start.div_euclid(DAY)..=59 {
        let Some((opens, closes)) = window(day) else { continue };
        let begins = opens.max(start);
        if closes > begins && left <= closes - begins {
            return Some(from.plus_ms(begins + left - start));
        }
        left -= (closes - begins).max(0);
    }
    None
}

#[test]
fn a_weekend_and_a_holiday_are_not_worked() {
    let at = |text: &str| text.parse::<Moment>().unwrap();
    // Tuesday at four, an hour before it ends; Wednesday is free.
    assert_eq!(after(at("2026-11-03T13:00:00Z"), 61), Some(at("2026-11-05T06:01:00Z")));
    assert_eq!(between(at("2026-11-06T14:00:00Z"), at("2026-11-09T07:00:00Z")), 120);
}
