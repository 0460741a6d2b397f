//! Samples of rates.

use kernel::Currency;

use super::{day, percent, quantity};
use crate::rate_watch::record::RecordRate;
use crate::rate_watch::{DailyRate, RateEvent};

/// The yuan on a Friday.
pub fn record() -> RecordRate {
    RecordRate { currency: Currency::CNY, rate: DailyRate { on: day("2026-11-20"), rate: quantity("5.9142") } }
}

/// One of each event.
pub fn events() -> Vec<RateEvent> {
    let RecordRate { currency, rate } = record();
    let reference = DailyRate { on: day("2026-11-13"), rate: quantity("5.61") };
    vec![RateEvent::Recorded { currency, rate }, RateEvent::Moved { on: rate.on, reference, change: percent(542) }, RateEvent::Spread]
}
