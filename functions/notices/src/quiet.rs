//! Hours of the night in which only critical messages go out.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use kernel::Moment;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const HOUR_MINUTES: u16 = 60;
const DAY_MINUTES: u16 = 24 * HOUR_MINUTES;
const HOUR_MS: i64 = 3_600_000;

/// A time of day by the clock on the wall, `22:00`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay(u16);

/// The text is not a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a time of day such as 22:00")]
pub struct NotATimeOfDay;

impl FromStr for TimeOfDay {
    type Err = NotATimeOfDay;

    fn from_str(text: &str) -> Result<Self, NotATimeOfDay> {
        let (hours, minutes) = text.split_once(':').ok_or(NotATimeOfDay)?;
        let two = |digits: &str| {
            let is_two = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
            if is_two { digits.parse::<u16>().map_err(|_| NotATimeOfDay) } else { Err(NotATimeOfDay) }
        };
        let (hours, minutes) = (two(hours)?, two(minutes)?);
        let total = hours.saturating_mul(HOUR_MINUTES).saturating_add(minutes);
        if minutes < HOUR_MINUTES && total < DAY_MINUTES { Ok(Self(total)) } else { Err(NotATimeOfDay) }
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = NotATimeOfDay;
    fn try_from(text: String) -> Result<Self, NotATimeOfDay> {
        text.parse()
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / HOUR_MINUTES, self.0 % HOUR_MINUTES)
    }
}

impl fmt::Debug for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl JsonSchema for TimeOfDay {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "TimeOfDay".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$" })
    }
}

impl TimeOfDay {
    fn time(self) -> NaiveTime {
        NaiveTime::from_hms_opt(u32::from(self.0 / HOUR_MINUTES), u32::from(self.0 % HOUR_MINUTES), 0).unwrap_or(NaiveTime::MIN)
    }
}

/// From when until when nothing is sent, by the tenant's clock; mostly over midnight. Equal
/// times are no quiet hours at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quiet {
    /// From.
    pub from: TimeOfDay,
    /// Until, exclusive.
    pub to: TimeOfDay,
}

impl Quiet {
    /// The first instant, not before `at`, at which something may be sent.
    pub fn over(&self, at: Moment, zone: Tz) -> Moment {
        let Some(local) = DateTime::<Utc>::from_timestamp_millis(at.unix_ms()).map(|utc| utc.with_timezone(&zone)) else { return at };
        let (today, now, from, to) = (local.date_naive(), local.time(), self.from.time(), self.to.time());
        let ends_on = if from <= to {
            (from..to).contains(&now).then_some(today)
        } else if now >= from {
            today.checked_add_days(Days::new(1))
        } else {
            (now < to).then_some(today)
        };
        ends_on.map_or(at, |day| instant(day, to, zone).max(at))
    }
}

/// An instant by the clock on the wall. Where that clock jumps over it, an hour later.
fn instant(day: NaiveDate, time: NaiveTime, zone: Tz) -> Moment {
    let local = day.and_time(time);
    let found = zone.from_local_datetime(&local).earliest().map(|local| Moment::from_unix_ms(local.timestamp_millis()));
    found.unwrap_or_else(|| Moment::from_unix_ms(Utc.from_utc_datetime(&local).timestamp_millis()).plus_ms(HOUR_MS))
}

#[cfg(test)]
mod tests {
    use testkit::moment;

    use super::*;

    fn quiet(from: &str, to: &str) -> Quiet {
        Quiet { from: from.parse().unwrap(), to: to.parse().unwrap() }
    }

    #[test]
    fn what_comes_at_night_waits_for_seven_in_the_morning_in_moscow() {
        let night = quiet("22:00", "07:00");
        for (at, over) in [
            ("2026-11-21T18:59:59Z", "2026-11-21T18:59:59Z"),
            ("2026-11-21T19:00:00Z", "2026-11-22T04:00:00Z"),
            ("2026-11-21T21:30:00Z", "2026-11-22T04:00:00Z"),
            ("2026-11-22T03:59:59Z", "2026-11-22T04:00:00Z"),
            ("2026-11-22T04:00:00Z", "2026-11-22T04:00:00Z"),
        ] {
            assert_eq!(night.over(moment(at), chrono_tz::Europe::Moscow), moment(over), "{at}");
        }
    }

    #[test]
    fn quiet_hours_may_lie_within_a_day_or_be_none() {
        let (noon, zone) = (moment("2026-11-21T12:30:00Z"), chrono_tz::UTC);
        assert_eq!(quiet("12:00", "13:00").over(noon, zone), moment("2026-11-21T13:00:00Z"));
        assert_eq!(quiet("13:00", "14:00").over(noon, zone), noon);
        assert_eq!(quiet("12:00", "12:00").over(noon, zone), noon);
    }

    #[test]
    fn times_of_day_are_read_in_one_spelling() {
        assert_eq!("07:05".parse::<TimeOfDay>().unwrap().to_string(), "07:05");
        for text in ["7:05", "24:00", "12:60", "12", "", "-1:00", "+7:00"] {
            assert_eq!(text.parse::<TimeOfDay>(), Err(NotATimeOfDay), "{text}");
        }
    }
}
