//! Local time of Kyiv without an offset, as the carrier and the bank write it.

use chrono::offset::LocalResult;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Europe::Kyiv;
use kernel::{Day, Moment};

/// The spellings with a time that both systems use; every field has one of its own.
const WITH_TIME: &[&str] =
    &["%Y-%m-%d %H:%M:%S", "%d-%m-%Y %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%H:%M %d.%m.%Y", "%d.%m.%Y %H:%M", "%Y-%m-%dT%H:%M:%S"];
/// The spellings of a day.
const DAYS: &[&str] = &["%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"];
/// Years before this one are how the systems write "no date": `0001-01-01`, `0000-00-00`.
const FIRST_YEAR: i32 = 1970;
/// How far a clock is put forward when summer time begins.
const SUMMER_TIME_MINUTES: i64 = 60;

/// The text is a date in none of the known spellings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a date in a known spelling")]
pub struct NotADate;

/// Reads local date and time; a date alone is its midnight. `None` for a blank or a zero date.
///
/// # Errors
/// The spelling is not known.
pub fn moment(text: &str) -> Result<Option<Moment>, NotADate> {
    let text = text.trim();
    if is_blank(text) {
        return Ok(None);
    }
    let with_time = WITH_TIME.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    let local = match with_time {
        Some(local) => local,
        None => parse_day(text)?.and_time(NaiveTime::MIN),
    };
    Ok((local.year() >= FIRST_YEAR).then(|| resolve(local)))
}

/// Reads a day; a time after it is ignored. `None` for a blank or a zero date.
///
/// # Errors
/// The spelling is not known.
pub fn day(text: &str) -> Result<Option<Day>, NotADate> {
    let text = text.trim();
    if is_blank(text) {
        return Ok(None);
    }
    let with_time = WITH_TIME.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    let day = match with_time {
        Some(local) => local.date(),
        None => parse_day(text)?,
    };
    Ok((day.year() >= FIRST_YEAR).then_some(day))
}

/// The civil day in Kyiv at an instant.
pub fn today(now: Moment) -> Day {
    now.day_in(Kyiv)
}

/// The instant of a local time. An hour that happens twice in autumn is taken the first
/// time, so an instant is never later than the true one; an hour that is skipped in spring is
/// read with the offset before the change. Both rules give the same instant at every reading,
/// which the identity of a message depends on.
pub fn resolve(local: NaiveDateTime) -> Moment {
    let instant = match Kyiv.from_local_datetime(&local) {
        LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => Some(instant),
        LocalResult::None => local
            .checked_add_signed(chrono::Duration::minutes(SUMMER_TIME_MINUTES))
            .and_then(|later| Kyiv.from_local_datetime(&later).earliest()),
    };
    let ms = instant.map_or_else(|| local.and_utc().timestamp_millis(), |instant| instant.timestamp_millis());
    Moment::from_unix_ms(ms)
}

fn is_blank(text: &str) -> bool {
    !text.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
        && text.bytes().all(|byte| matches!(byte, b'0' | b'-' | b'.' | b':' | b' ' | b'T'))
}

fn parse_day(text: &str) -> Result<NaiveDate, NotADate> {
    DAYS.iter().find_map(|format| NaiveDate::parse_from_str(text, format).ok()).ok_or(NotADate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_spelling_as_the_same_instant() {
        for text in [
            "2026-07-01 12:30:00",
            "01-07-2026 12:30:00",
            "01.07.2026 12:30:00",
            "12:30 01.07.2026",
            " 01.07.2026 12:30 ",
            "2026-07-01T12:30:00",
        ] {
            assert_eq!(moment(text).map(|found| found.map(String::from)), Ok(Some("2026-07-01T09:30:00.000Z".to_owned())), "{text}");
        }
        assert_eq!(moment("2026-01-15").map(|found| found.map(String::from)), Ok(Some("2026-01-14T22:00:00.000Z".to_owned())));
    }

    #[test]
    fn zero_dates_are_no_dates_and_nonsense_is_refused() {
        for text in ["", " ", "0000-00-00 00:00:00", "0001-01-01 00:00:00", "00:00 00.00.0000", "01.01.0001 00:00:00"] {
            assert_eq!(moment(text), Ok(None), "{text:?}");
            assert_eq!(day(text), Ok(None), "{text:?}");
        }
        for text in ["tomorrow", "2026-13-01", "31.02.2026 10:00:00", "2026-07-01 25:00:00", "1.7", "20260701"] {
            assert_eq!(moment(text), Err(NotADate), "{text:?}");
        }
    }

    #[test]
    fn x06_clock_changes_have_one_reading() {
        let utc = |text: &str| moment(text).map(|found| found.map(String::from));
        // 25 October 2026, 04:00 becomes 03:00: 03:30 happens twice, the first is summer time.
        assert_eq!(utc("25.10.2026 03:30:00"), Ok(Some("2026-10-25T00:30:00.000Z".to_owned())));
        assert_eq!(utc("25.10.2026 04:30:00"), Ok(Some("2026-10-25T02:30:00.000Z".to_owned())));
        // 29 March 2026, 03:00 becomes 04:00: 03:30 does not happen.
        assert_eq!(utc("29.03.2026 03:30:00"), Ok(Some("2026-03-29T01:30:00.000Z".to_owned())));
        assert_eq!(utc("29.03.2026 02:59:00"), Ok(Some("2026-03-29T00:59:00.000Z".to_owned())));
    }

    #[test]
    fn a_day_is_read_with_or_without_a_time() {
        for text in ["21.11.2026", "21-11-2026", "2026-11-21", "21.11.2026 23:59:59"] {
            assert_eq!(day(text).map(|found| found.map(|day| day.to_string())), Ok(Some("2026-11-21".to_owned())), "{text}");
        }
    }
}
