//! The rate watch: how a currency moves, and when costs in it must be calculated again.

pub mod event;
pub mod finish_spreading;
pub mod record;
pub mod refusal;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Currency, Day, Percentage, Quantity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::RateWatchId;
use crate::fraction::Fraction;
pub use event::RateEvent;
pub use refusal::RateRefusal;

/// A currency has moved when it is farther than this from where it was: 5 %.
pub const MOVE_ABOVE: Percentage = Percentage::from_hundredths(500);
/// So many calendar days back a rate is compared with.
pub const WINDOW_DAYS: u64 = 7;
/// Most rates that are kept; the older ones are in the history.
const RATES_MAX: usize = 40;

/// How one currency moves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RateWatch {
    /// Its own id, derived from the currency.
    pub id: RateWatchId,
    /// Which currency.
    pub currency: Currency,
    /// Official rates by day, the earliest first.
    pub rates: Vec<DailyRate>,
    /// The day of the last move: costs are calculated at its rate, so that the same move does not
    /// count again on the days after.
    pub moved_on: Option<Day>,
    /// Whether revisions of costs in this currency are still being asked for.
    pub spreading: bool,
}

/// The official rate of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DailyRate {
    /// The day.
    pub on: Day,
    /// Units of the tenant's currency for one of it.
    pub rate: Quantity,
}

impl RateWatch {
    /// The watch of a currency.
    pub fn id_of(currency: Currency) -> RateWatchId {
        RateWatchId::derive(&["rate", currency.code()])
    }

    /// The rate that one of a day is compared with: the last one published seven days before or
    /// earlier, or the one of the last move, if that is later.
    pub fn reference(&self, on: Day) -> Option<&DailyRate> {
        let week_ago = on.checked_sub_days(chrono::Days::new(WINDOW_DAYS))?;
        let from = self.moved_on.map_or(week_ago, |moved| moved.max(week_ago));
        self.rates.iter().rfind(|rate| rate.on <= from && rate.on < on)
    }

    /// How far a rate is from its reference, either way.
    pub fn change(&self, rate: DailyRate) -> Option<Fraction> {
        let before = self.reference(rate.on)?.rate.decimal();
        let off = rate.rate.decimal().checked_sub(before)?.abs();
        // At most six digits after the point each: whole millionths compare exactly.
        let whole = |value: rust_decimal::Decimal| {
            use rust_decimal::prelude::ToPrimitive;
            value.checked_mul(rust_decimal::Decimal::from(1_000_000))?.to_i128()
        };
        Fraction::new(whole(off)?, whole(before)?)
    }
}

impl Aggregate for RateWatch {
    type Kind = kernel::id::kinds::RateWatch;
    type Event = RateEvent;
    const NAME: &'static str = "profitability.rate-watch";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &RateEvent, _: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (state, RateEvent::Recorded { currency, rate }) => {
                let id = Self::id_of(*currency);
                let blank = || Self { id, currency: *currency, rates: Vec::new(), moved_on: None, spreading: false };
                let mut watch = state.unwrap_or_else(blank);
                watch.rates.push(*rate);
                watch.rates.sort_by_key(|rate| rate.on);
                let surplus = watch.rates.len().saturating_sub(RATES_MAX);
                watch.rates.drain(..surplus);
                Ok(watch)
            }
            (Some(watch), RateEvent::Moved { on, .. }) => Ok(Self { moved_on: Some(*on), spreading: true, ..watch }),
            (Some(watch), RateEvent::Spread) => Ok(Self { spreading: false, ..watch }),
            (None, RateEvent::Moved { .. } | RateEvent::Spread) => Err(Impossible::after(&None::<Self>, event)),
        }
    }
}
