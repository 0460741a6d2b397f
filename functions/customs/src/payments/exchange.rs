//! Values in roubles, by dated rates that are given and kept.

use std::num::NonZeroU32;

use kernel::{Currency, Day, Money};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Number, PaymentsRefusal};

/// Customs payments of Russia are in roubles.
pub const PAID_IN: Currency = Currency::RUB;
/// Most days for which a rate stays in force without a newer one: the longest run of days off,
/// in January, and some.
pub const RATE_DAYS_MAX: i64 = 14;

/// What some units of a currency are worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CurrencyRate {
    /// Of which currency.
    pub currency: Currency,
    /// How many units the rate is for: the central bank quotes some currencies by 10 or 100.
    pub units: NonZeroU32,
    /// What they are worth, in roubles.
    pub roubles: Number,
    /// The first day on which it was in force.
    pub on: Day,
}

/// Money as a decimal of whole units.
pub fn decimal(amount: Money) -> Decimal {
    Decimal::new(amount.minor(), amount.currency().minor_digits())
}

/// Roubles, rounded once to a kopeck, a half upwards.
///
/// # Errors
/// When it does not fit.
pub fn kopecks(roubles: Decimal) -> Result<Money, PaymentsRefusal> {
    let hundredfold = roubles.checked_mul(Decimal::ONE_HUNDRED).ok_or(PaymentsRefusal::TooMuch)?;
    let minor = hundredfold.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64();
    minor.map(|minor| Money::from_minor(minor, PAID_IN)).ok_or(PaymentsRefusal::TooMuch)
}

/// An amount of a currency in roubles, not rounded.
///
/// # Errors
/// When no rate was given, or the one that was given is not in force on the day.
pub fn in_roubles(amount: Decimal, currency: Currency, rates: &[CurrencyRate], on: Day) -> Result<Decimal, PaymentsRefusal> {
    if currency == PAID_IN {
        return Ok(amount);
    }
    let rate = rates.iter().find(|rate| rate.currency == currency).ok_or(PaymentsRefusal::NoRate { currency })?;
    let age_days = on.signed_duration_since(rate.on).num_days();
    if !(0..=RATE_DAYS_MAX).contains(&age_days) || rate.roubles.is_zero() {
        return Err(PaymentsRefusal::RateNotInForce { currency, on });
    }
    let worth = amount.checked_mul(rate.roubles.decimal()).and_then(|worth| worth.checked_div(Decimal::from(rate.units.get())));
    worth.ok_or(PaymentsRefusal::TooMuch)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn yen() -> CurrencyRate {
        serde_json::from_value(serde_json::json!({ "currency": "JPY", "units": 100, "roubles": "52.3456", "on": "2026-11-20" })).unwrap()
    }

    #[test]
    fn a_value_is_worth_what_the_rate_of_the_day_says() {
        let worth = |on: &str| in_roubles(decimal(Money::parse("150000", Currency::JPY).unwrap()), Currency::JPY, &[yen()], day(on));
        assert_eq!(kopecks(worth("2026-11-21").unwrap()), Ok(Money::parse("78518.40", PAID_IN).unwrap()));
        let refused = |on| worth(on).unwrap_err();
        let old = day("2026-12-05");
        assert_eq!(refused("2026-12-05"), PaymentsRefusal::RateNotInForce { currency: Currency::JPY, on: old });
        assert!(worth("2026-12-04").is_ok());
        assert!(matches!(refused("2026-11-19"), PaymentsRefusal::RateNotInForce { .. }));
    }

    #[test]
    fn roubles_need_no_rate_and_other_currencies_do() {
        assert_eq!(in_roubles(Decimal::TEN, PAID_IN, &[], day("2026-11-21")), Ok(Decimal::TEN));
        let refused = in_roubles(Decimal::TEN, Currency::EUR, &[yen()], day("2026-11-21"));
        assert_eq!(refused, Err(PaymentsRefusal::NoRate { currency: Currency::EUR }));
    }

    #[test]
    fn a_half_kopeck_is_rounded_upwards() {
        let of = |text: &str| kopecks(text.parse().unwrap()).unwrap().minor();
        assert_eq!([of("0.004"), of("0.005"), of("0.0149999"), of("1.005")], [0, 1, 1, 101]);
        assert_eq!(kopecks(Decimal::MAX), Err(PaymentsRefusal::TooMuch));
    }
}
