//! Terms that are counted in working days, by the calendar of the tenant's law.

use chrono_tz::Tz;
use kernel::calendar::{Calendar, CalendarError, CalendarYear};
use kernel::settings::Jurisdiction;
use kernel::{Context, Day, Moment};

/// The calendars of every law, as the files under `infra/policies/calendars` have them.
const CALENDARS: &[(Jurisdiction, &str)] = &[
    (Jurisdiction::RU, include_str!("../../../infra/policies/calendars/ru-2026.json")),
    (Jurisdiction::RU, include_str!("../../../infra/policies/calendars/ru-2027.json")),
    (Jurisdiction::UA, include_str!("../../../infra/policies/calendars/ua-2026.json")),
    (Jurisdiction::UA, include_str!("../../../infra/policies/calendars/ua-2027.json")),
];

/// Milliseconds of a minute: how finely the end of a day is looked for.
const MINUTE_MS: i64 = 60_000;
/// Minutes in the longest civil day: 24 hours and the one that is repeated in autumn.
const DAY_MINUTES_MAX: i64 = 25 * 60;

/// The working days of the tenant's law. A file that cannot be read is an unknown year.
pub fn calendar(jurisdiction: Jurisdiction) -> Calendar {
    let of_law = CALENDARS.iter().filter(|(law, _)| *law == jurisdiction);
    Calendar::new(of_law.filter_map(|(_, file)| serde_json::from_str::<CalendarYear>(file).ok()))
}

/// The working day that is `count` working days after a day.
///
/// # Errors
/// When the calendar has no data for a year on the way.
pub fn working_days_after(context: &Context, day: Day, count: u32) -> Result<Day, CalendarError> {
    calendar(context.settings.jurisdiction).working_days_after(day, count)
}

/// The end of the `count`-th working day after a moment, where the tenant is: the first instant
/// that is no longer in that day.
///
/// # Errors
/// When the calendar has no data for a year on the way.
pub fn end_of_working_day_after(context: &Context, from: Moment, count: u32) -> Result<Moment, CalendarError> {
    let zone = context.settings.time_zone;
    let last = working_days_after(context, from.day_in(zone), count)?;
    Ok(first_instant_after(last, from, zone))
}

/// The first whole minute after a day in a zone; `from` lies before it.
fn first_instant_after(day: Day, from: Moment, zone: Tz) -> Moment {
    // Days are of unequal length where clocks change: the minute is looked for, not computed.
    let days = day.signed_duration_since(from.day_in(zone)).num_days();
    let last = days.saturating_add(1).saturating_mul(DAY_MINUTES_MAX).saturating_add(DAY_MINUTES_MAX);
    let start = from.unix_ms().saturating_sub(from.unix_ms().rem_euclid(MINUTE_MS));
    let at = |minute: i64| Moment::from_unix_ms(start.saturating_add(minute.saturating_mul(MINUTE_MS)));
    let (mut inside, mut after) = (0i64, last);
    while after.saturating_sub(inside) > 1 {
        let middle = inside.midpoint(after);
        if at(middle).day_in(zone) <= day { inside = middle } else { after = middle }
    }
    at(after)
}

#[cfg(test)]
mod tests {
    use testkit::{context, moment};

    use super::*;

    #[test]
    fn p56_a_term_ends_with_its_last_working_day() {
        // Friday in Kyiv; the five working days after it end with the next Friday.
        let end = end_of_working_day_after(&context(), moment("2026-11-20T13:37:00Z"), 5);
        assert_eq!(end, Ok(moment("2026-11-27T22:00:00Z")));
    }

    #[test]
    fn a_year_without_a_calendar_is_refused() {
        let late = moment("2031-01-15T10:00:00Z");
        assert_eq!(end_of_working_day_after(&context(), late, 5), Err(CalendarError::UnknownYear(2031)));
        assert_eq!(calendar(Jurisdiction::KZ).is_working("2026-11-20".parse().unwrap()), Err(CalendarError::UnknownYear(2026)));
    }
}
