//! The bank's calendar: its own day, which may be another than the machine's, and operating days.

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};
use simulator_support::clock::kyiv_now;

/// A date as the bank writes it, `dd.mm.yyyy`.
pub(crate) fn date_text(date: NaiveDate) -> String {
    date.format("%d.%m.%Y").to_string()
}

/// An instant as the bank writes it, Kyiv time without an offset.
pub(crate) fn instant_text(at: NaiveDateTime) -> String {
    at.format("%d.%m.%Y %H:%M:%S").to_string()
}

pub(crate) fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The operating day `count` before `date`; weekends are none, holidays are not known.
pub(crate) fn operating_day_before(date: NaiveDate, count: u32) -> NaiveDate {
    let mut day = date;
    for _ in 0..count {
        day = day.pred_opt().unwrap_or(day);
        while is_weekend(day) {
            day = day.pred_opt().unwrap_or(day);
        }
    }
    day
}

/// The weekend days of the two weeks around `date`.
pub(crate) fn weekends_around(date: NaiveDate) -> Vec<NaiveDate> {
    let first = date.checked_sub_days(Days::new(7)).unwrap_or(date);
    first.iter_days().take(15).filter(|day| is_weekend(*day)).collect()
}

/// The bank's clock: Kyiv time, moved by whole days.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(crate) struct BankClock {
    days_ahead: i64,
}

impl BankClock {
    /// A clock on which it is `today`, at the current time of day.
    pub(crate) fn on(today: NaiveDate) -> Self {
        Self { days_ahead: today.signed_duration_since(kyiv_now().date()).num_days() }
    }

    pub(crate) fn now(self) -> NaiveDateTime {
        let moved = TimeDelta::try_days(self.days_ahead).unwrap_or_default();
        let now = kyiv_now();
        now.checked_add_signed(moved).unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekends_are_no_operating_days() {
        let monday = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        assert_eq!(date_text(operating_day_before(monday, 1)), "27.02.2026");
        assert_eq!(date_text(operating_day_before(monday, 3)), "25.02.2026");
        assert_eq!(weekends_around(monday).len(), 4);
        assert_eq!(BankClock::on(monday).now().date(), monday);
    }
}
