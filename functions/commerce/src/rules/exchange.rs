//! Amounts in the currency of a book, and shares of them that add up.

use kernel::{Currency, Day, Line, Money};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Most rates of one document: it touches two books at most.
pub const RATES_MAX: usize = 2;

/// What one unit of a currency was worth in another, and who says so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExchangeRate {
    /// The document's currency.
    pub from: Currency,
    /// The book's currency.
    pub to: Currency,
    /// Units of `to` for one unit of `from`; above zero.
    #[schemars(with = "String")]
    pub rate: Decimal,
    /// Whose rate: a central bank, a contract.
    pub source: Line,
    /// The day that it is of.
    pub day: Day,
}

/// Why an amount has no value in a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoValue {
    /// Nobody gave a rate between the two currencies.
    NoRate {
        /// The document's.
        from: Currency,
        /// The book's.
        to: Currency,
    },
    /// The rate is not above zero, or the product does not fit.
    Unusable,
}

/// What an amount is worth in another currency, rounded once, half away from zero.
pub fn value(amount: Money, to: Currency, rates: &[ExchangeRate]) -> Result<Money, NoValue> {
    let from = amount.currency();
    if from == to {
        return Ok(amount);
    }
    let rate = rate(from, to, rates).ok_or(NoValue::NoRate { from, to })?;
    if rate <= Decimal::ZERO {
        return Err(NoValue::Unusable);
    }
    let scaled = |minor: i64| {
        let product = Decimal::from(minor).checked_mul(rate)?.checked_mul(power_of_ten(to.minor_digits()))?;
        let whole = product.checked_div(power_of_ten(from.minor_digits()))?;
        whole.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64()
    };
    scaled(amount.minor()).map(|minor| Money::from_minor(minor, to)).ok_or(NoValue::Unusable)
}

/// The rate between two currencies; one when they are the same.
pub fn rate(from: Currency, to: Currency, rates: &[ExchangeRate]) -> Option<Decimal> {
    if from == to {
        return Some(Decimal::ONE);
    }
    rates.iter().find(|rate| rate.from == from && rate.to == to).map(|rate| rate.rate)
}

fn power_of_ten(digits: u32) -> Decimal {
    (0..digits).fold(Decimal::ONE, |power, _| power.saturating_mul(Decimal::TEN))
}

/// The part of `value` that belongs to `part` of `whole`, half away from zero; all of it when
/// the part is the whole. Taking parts one after the other, each from what is left, uses
/// `value` up exactly.
pub fn relieve(value: Money, part: Money, whole: Money) -> Money {
    if part == whole || whole.is_zero() {
        return value;
    }
    let product = i128::from(value.minor()).saturating_mul(i128::from(part.minor()));
    Money::from_minor(divide(product, i128::from(whole.minor())), value.currency())
}

/// Half away from zero; saturates, which amounts of 64 bits cannot reach.
fn divide(product: i128, by: i128) -> i64 {
    let (quotient, remainder) = (product.checked_div(by).unwrap_or(0), product.checked_rem(by).unwrap_or(0));
    let up = remainder.unsigned_abs().saturating_mul(2) >= by.unsigned_abs();
    let away = if (product < 0) == (by < 0) { 1 } else { -1 };
    let rounded = if up && remainder != 0 { quotient.saturating_add(away) } else { quotient };
    i64::try_from(rounded).unwrap_or(if rounded < 0 { i64::MIN } else { i64::MAX })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::samples::{day, line, money};

    fn rates(rate: &str) -> [ExchangeRate; 1] {
        [ExchangeRate {
            from: Currency::USD, to: Currency::UAH, rate: rate.parse().unwrap(), source: line("НБУ"), day: day("2026-11-20")
        }]
    }

    #[test]
    fn k03_an_amount_is_worth_its_rate_rounded_once() {
        let usd = |amount| money(amount, Currency::USD);
        assert_eq!(value(usd("10.01"), Currency::UAH, &rates("41.2345")), Ok(money("412.76", Currency::UAH)));
        assert_eq!(value(usd("10.01"), Currency::USD, &[]), Ok(usd("10.01")));
        assert_eq!(value(usd("1"), Currency::UAH, &[]), Err(NoValue::NoRate { from: Currency::USD, to: Currency::UAH }));
        assert_eq!(value(usd("1"), Currency::UAH, &rates("0")), Err(NoValue::Unusable));
    }

    #[test]
    fn k03_currencies_with_other_fractions_are_scaled() {
        let rate = ExchangeRate {
            from: Currency::JPY,
            to: Currency::UAH,
            rate: "0.2713".parse().unwrap(),
            source: line("НБУ"),
            day: day("2026-11-20"),
        };
        assert_eq!(value(money("1000", Currency::JPY), Currency::UAH, &[rate]), Ok(money("271.30", Currency::UAH)));
    }

    proptest! {
        #[test]
        fn k03_parts_taken_one_after_the_other_use_the_value_up(
            value in 0i64..1_000_000_000_000, parts in prop::collection::vec(1i64..1_000_000, 1..20),
        ) {
            let in_book = |minor| Money::from_minor(minor, Currency::UAH);
            let (mut left, mut whole) = (in_book(value), parts.iter().sum::<i64>());
            for part in parts {
                let relieved = relieve(left, Money::from_minor(part, Currency::USD), Money::from_minor(whole, Currency::USD));
                prop_assert!(!relieved.is_negative() && relieved.minor() <= left.minor());
                left = left.minus(relieved).unwrap();
                whole -= part;
            }
            prop_assert!(left.is_zero());
        }
    }
}
