//! The wall clock in Kyiv: both simulated systems write local time without an offset.

use std::time::SystemTime;

use chrono::{DateTime, NaiveDateTime, Utc};

/// The current instant.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "a simulator stands for an outside system, which has a clock of its own")]
pub fn utc_now() -> DateTime<Utc> {
    DateTime::<Utc>::from(SystemTime::now())
}

/// The wall clock in Kyiv at the current instant, daylight saving included.
#[must_use]
pub fn kyiv_now() -> NaiveDateTime {
    utc_now().with_timezone(&chrono_tz::Europe::Kyiv).naive_local()
}
