//! Instants in UTC and civil days, never mixed.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// A civil day, without a time zone: `2026-11-21`.
pub type Day = NaiveDate;

/// An instant, in whole milliseconds UTC; JSON `2026-11-21T08:30:00.000Z`.
///
/// The fixed width makes instants sort as texts, which the store's sort keys rely on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Moment(i64);

/// Why a text is not an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an instant such as 2026-11-21T08:30:00Z, from 1970 to 9999")]
pub struct NotAMoment;

/// The last millisecond of the year 9999; later instants would not sort as texts.
const LAST_MS: i64 = 253_402_300_799_999;

impl Moment {
    /// From milliseconds since 1970 UTC; clamped to the representable range 1970 to 9999.
    pub const fn from_unix_ms(ms: i64) -> Self {
        Self(if ms < 0 {
            0
        } else if ms > LAST_MS {
            LAST_MS
        } else {
            ms
        })
    }

    /// Milliseconds since 1970 UTC.
    pub const fn unix_ms(self) -> i64 {
        self.0
    }

    /// Later by whole milliseconds; stops at the end of the range.
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self::from_unix_ms(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to this instant; negative when this one is earlier.
    pub const fn ms_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// The civil day of this instant in a time zone.
    pub fn day_in(self, zone: Tz) -> Day {
        self.utc().with_timezone(&zone).date_naive()
    }

    /// The instant as local date and time, `21.11.2026 10:30`.
    pub fn local(self, zone: Tz) -> String {
        self.utc().with_timezone(&zone).format("%d.%m.%Y %H:%M").to_string()
    }
}

impl From<DateTime<Utc>> for Moment {
    fn from(time: DateTime<Utc>) -> Self {
        Self::from_unix_ms(time.timestamp_millis())
    }
}

impl FromStr for Moment {
    type Err = NotAMoment;
    fn from_str(text: &str) -> Result<Self, NotAMoment> {
        let ms = DateTime::parse_from_rfc3339(text).map_err(|_| NotAMoment)?.timestamp_millis();
        if (0..=LAST_MS).contains(&ms) { Ok(Self(ms)) } else { Err(NotAMoment) }
    }
}

impl TryFrom<String> for Moment {
    type Error = NotAMoment;
    fn try_from(text: String) -> Result<Self, NotAMoment> {
        text.parse()
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.to_string()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.utc().to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl schemars::JsonSchema for Moment {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Moment".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x06_the_day_depends_on_the_zone() {
        let moment: Moment = "2026-11-20T22:30:00Z".parse().unwrap();
        assert_eq!(moment.day_in(chrono_tz::Europe::Kyiv).to_string(), "2026-11-21");
        assert_eq!(moment.day_in(chrono_tz::UTC).to_string(), "2026-11-20");
    }

    #[test]
    fn prints_in_one_width_and_reads_offsets() {
        let moment: Moment = "2026-11-21T10:30:00+02:00".parse().unwrap();
        assert_eq!(moment.to_string(), "2026-11-21T08:30:00.000Z");
        assert!("1969-12-31T23:59:59Z".parse::<Moment>().is_err());
        assert!("yesterday".parse::<Moment>().is_err());
    }
}
