//! Decimals of a form: amounts, weights, quantities, rates.

use std::str::FromStr;

use kernel::{Currency, Money};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

/// Most digits before the point and after it; the album's widest decimal is `n(24.6)` in
/// declarations, and nobody declares 10^15 of anything.
const WHOLE_DIGITS_MAX: usize = 15;
const FRACTION_DIGITS_MAX: usize = 6;

/// Reads a decimal as the album writes it: digits, a point, digits; not below zero.
pub fn decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = digits(whole) && fraction.is_none_or(digits) && whole.trim_start_matches('0').len() <= WHOLE_DIGITS_MAX;
    let fits = fits && fraction.is_none_or(|part| part.trim_end_matches('0').len() <= FRACTION_DIGITS_MAX);
    if !fits || text.len() > 64 {
        return None;
    }
    Decimal::from_str(text).ok().map(|value| value.normalize())
}

/// The text of a leaf: texts, whole numbers and booleans; spaces around it do not count.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Money of a decimal that has no more fraction digits than the currency.
pub fn money(amount: Decimal, currency: Currency) -> Option<Money> {
    Money::parse(&amount.normalize().to_string(), currency).ok()
}

/// A currency by its three letters, or by its number in ISO 4217: forms have both.
pub fn currency(code: &str) -> Option<Currency> {
    use Currency::{AED, BYN, CHF, CNY, CZK, EUR, GBP, INR, JPY, KGS, KZT, PLN, RON, RUB, TRY, UAH, USD, UZS};
    const ALL: [(&str, Currency); 18] = [
        ("784", AED),
        ("933", BYN),
        ("756", CHF),
        ("156", CNY),
        ("203", CZK),
        ("978", EUR),
        ("826", GBP),
        ("356", INR),
        ("392", JPY),
        ("417", KGS),
        ("398", KZT),
        ("985", PLN),
        ("946", RON),
        ("643", RUB),
        ("949", TRY),
        ("980", UAH),
        ("840", USD),
        ("860", UZS),
    ];
    let code = code.trim();
    ALL.iter().find(|(number, currency)| *number == code || currency.code().eq_ignore_ascii_case(code)).map(|(_, currency)| *currency)
}

/// Whole grams of kilograms, half a gram up; `None` beyond 64 bits.
pub fn grams(kilograms: Decimal) -> Option<u64> {
    let grams = kilograms.checked_mul(Decimal::ONE_THOUSAND)?;
    grams.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_u64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_exactly_or_not_at_all() {
        for (written, read) in
            [("0", "0"), ("12.500", "12.5"), (" 7 ", "7"), ("000.10", "0.1"), ("999999999999999.999999", "999999999999999.999999")]
        {
            assert_eq!(decimal(written).map(|value| value.to_string()).as_deref(), Some(read), "{written}");
        }
        for wrong in ["", ".5", "5.", "-1", "+1", "1,5", "1e3", "1 000", "0.0000001", "1000000000000000", "١", "NaN"] {
            assert_eq!(decimal(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn currencies_have_two_codes() {
        assert_eq!((currency("usd"), currency("840"), currency("XXX")), (Some(Currency::USD), Some(Currency::USD), None));
    }

    #[test]
    fn grams_are_whole() {
        let of = |text| decimal(text).and_then(grams);
        assert_eq!((of("1.0005"), of("0.0004"), of("999999999999999")), (Some(1001), Some(0), Some(999_999_999_999_999_000)));
    }
}
