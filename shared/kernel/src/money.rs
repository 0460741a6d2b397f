//! Money: whole minor units of one currency, every operation checked.

use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use crate::quantity::Quantity;

/// ISO 4217 currencies that the house trades in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[allow(missing_docs, reason = "the codes are their own documentation: ISO 4217")]
pub enum Currency {
    AED,
    BYN,
    CHF,
    CNY,
    CZK,
    EUR,
    GBP,
    INR,
    JPY,
    KGS,
    KZT,
    PLN,
    RON,
    RUB,
    TRY,
    UAH,
    USD,
    UZS,
}

impl Currency {
    /// Digits after the decimal point, as ISO 4217 gives them.
    pub const fn minor_digits(self) -> u32 {
        match self {
            Self::JPY => 0,
            Self::AED | Self::BYN | Self::CHF | Self::CNY | Self::CZK | Self::EUR | Self::GBP | Self::INR => 2,
            Self::KGS | Self::KZT | Self::PLN | Self::RON | Self::RUB | Self::TRY | Self::UAH | Self::USD => 2,
            Self::UZS => 2,
        }
    }

    /// The three-letter code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AED => "AED",
            Self::BYN => "BYN",
            Self::CHF => "CHF",
            Self::CNY => "CNY",
            Self::CZK => "CZK",
            Self::EUR => "EUR",
            Self::GBP => "GBP",
            Self::INR => "INR",
            Self::JPY => "JPY",
            Self::KGS => "KGS",
            Self::KZT => "KZT",
            Self::PLN => "PLN",
            Self::RON => "RON",
            Self::RUB => "RUB",
            Self::TRY => "TRY",
            Self::UAH => "UAH",
            Self::USD => "USD",
            Self::UZS => "UZS",
        }
    }
}

/// An amount in one currency; negative means owed the other way.
///
/// JSON: `{"amount": "1500.55", "currency": "UAH"}`. The amount travels as a string, so
/// that no reader on the way makes a float of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub struct Money {
    minor: i64,
    currency: Currency,
}

#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Wire {
    /// Decimal with at most as many fraction digits as the currency has.
    #[schemars(regex(pattern = r"^-?\d{1,19}(\.\d{1,3})?$"))]
    amount: String,
    currency: Currency,
}

/// Why an operation on money has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The result does not fit into 64 bits of minor units.
    #[error("amount exceeds {} minor units", i64::MAX)]
    Overflow,
    /// Two currencies met in one sum.
    #[error("cannot combine {0:?} and {1:?}")]
    CurrencyMismatch(Currency, Currency),
    /// The text is not a decimal amount of this currency.
    #[error("not an amount in {0:?}: digits, a point, at most {digits} digits after it", digits = .0.minor_digits())]
    NotAnAmount(Currency),
}

impl Money {
    /// From whole minor units (kopecks, cents).
    pub const fn from_minor(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in a currency.
    pub const fn zero(currency: Currency) -> Self {
        Self::from_minor(0, currency)
    }

    /// Reads `1500.55`. More fraction digits than the currency has are refused, not rounded:
    /// a typed amount is exact or wrong.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let refuse = MoneyError::NotAnAmount(currency);
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !plain(whole) || !plain(fraction) || digits.ends_with('.') {
            return Err(refuse);
        }
        let width = currency.minor_digits() as usize;
        if fraction.len() > width {
            return Err(refuse);
        }
        let minor: i64 = format!("{whole}{fraction:0<width$}").parse().map_err(|_| MoneyError::Overflow)?;
        let signed = if text.starts_with('-') { minor.checked_neg() } else { Some(minor) };
        signed.map(|minor| Self { minor, currency }).ok_or(MoneyError::Overflow)
    }

    /// Whole minor units.
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Less than zero.
    pub const fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// More than zero.
    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// Exactly zero.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    fn same(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency { Ok(()) } else { Err(MoneyError::CurrencyMismatch(self.currency, other.currency)) }
    }

    /// Sum; refuses two currencies and overflow.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        self.same(other)?;
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }

    /// Difference; refuses two currencies and overflow.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.same(other)?;
        let minor = self.minor.checked_sub(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }

    /// Price times quantity, rounded once to minor units, half away from zero.
    pub fn times(self, quantity: Quantity) -> Result<Self, MoneyError> {
        let product = Decimal::from(self.minor).checked_mul(quantity.decimal()).ok_or(MoneyError::Overflow)?;
        let minor = product.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64().ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }

    /// Sum of many; `currency` says what nothing is.
    pub fn sum(amounts: impl IntoIterator<Item = Self>, currency: Currency) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::zero(currency), Self::plus)
    }

    /// Shares an amount out by weights into whole minor units that add up to it exactly: what
    /// rounding down leaves over goes to the largest remainders, the first of equal ones.
    ///
    /// # Errors
    /// `Overflow` when a weight is negative, or all are zero and there is something to share.
    pub fn share(self, weights: &[i64]) -> Result<Vec<Self>, MoneyError> {
        let total: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
        if weights.iter().any(|weight| *weight < 0) || (total == 0 && self.minor != 0) {
            return Err(MoneyError::Overflow);
        }
        let sign = self.minor.signum();
        let whole = i128::from(self.minor.unsigned_abs());
        // 63 bits times 63 bits fit into 127.
        let exact = |weight: &i64| whole.saturating_mul(i128::from(*weight));
        let mut shares: Vec<i128> = weights.iter().map(|weight| exact(weight).checked_div(total).unwrap_or(0)).collect();
        let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
        by_remainder.sort_by_key(|n| std::cmp::Reverse(weights.get(*n).and_then(|weight| exact(weight).checked_rem(total))));
        let left = whole.saturating_sub(shares.iter().sum());
        for n in by_remainder.into_iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
            if let Some(share) = shares.get_mut(n) {
                *share = share.saturating_add(1);
            }
        }
        let signed = |share: i128| i64::try_from(share).map(|share| Self { minor: share.saturating_mul(sign), ..self });
        shares.into_iter().map(signed).collect::<Result<_, _>>().map_err(|_| MoneyError::Overflow)
    }

    /// The amount without its currency: `1500.55`.
    pub fn amount(self) -> String {
        let digits = self.currency.minor_digits() as usize;
        let sign = if self.minor < 0 { "-" } else { "" };
        let all = format!("{:0>width$}", self.minor.unsigned_abs(), width = digits.saturating_add(1));
        let (whole, fraction) = all.split_at(all.len().saturating_sub(digits));
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount(), self.currency.code())
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<Wire> for Money {
    type Error = MoneyError;
    fn try_from(wire: Wire) -> Result<Self, MoneyError> {
        Self::parse(&wire.amount, wire.currency)
    }
}

impl From<Money> for Wire {
    fn from(money: Money) -> Self {
        Self { amount: money.amount(), currency: money.currency }
    }
}

impl schemars::JsonSchema for Money {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Money".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Wire::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uah(text: &str) -> Money {
        Money::parse(text, Currency::UAH).unwrap()
    }

    #[test]
    fn reads_and_prints_amounts() {
        for (text, printed) in [("0", "0.00"), ("1500.5", "1500.50"), ("-0.05", "-0.05"), ("92233720368547758.07", "92233720368547758.07")]
        {
            assert_eq!(uah(text).amount(), printed);
        }
        assert_eq!(Money::parse("150", Currency::JPY).unwrap().to_string(), "150 JPY");
    }

    #[test]
    fn refuses_what_is_not_an_exact_amount() {
        for text in ["", "-", "1.", ".5", "1.005", "1e3", "1,5", " 1", "+1", "NaN", "--1", "١"] {
            assert_eq!(Money::parse(text, Currency::UAH), Err(MoneyError::NotAnAmount(Currency::UAH)), "{text:?}");
        }
        assert_eq!(Money::parse("92233720368547758.08", Currency::UAH), Err(MoneyError::Overflow));
    }

    #[test]
    fn x05_currencies_never_mix() {
        let usd = Money::from_minor(1, Currency::USD);
        assert_eq!(uah("1").plus(usd), Err(MoneyError::CurrencyMismatch(Currency::UAH, Currency::USD)));
    }

    #[test]
    fn shares_add_up_to_the_whole() {
        let shares =
            |text: &str, weights: &[i64]| uah(text).share(weights).map(|shares| shares.into_iter().map(Money::minor).collect::<Vec<_>>());
        assert_eq!(shares("1.00", &[1, 1, 1]), Ok(vec![34, 33, 33]));
        assert_eq!(shares("-1.00", &[1, 1, 1]), Ok(vec![-34, -33, -33]));
        assert_eq!(shares("0.05", &[999, 1]), Ok(vec![5, 0]));
        assert_eq!(shares("0", &[0, 0]), Ok(vec![0, 0]));
        assert_eq!(shares("0.01", &[0]), Err(MoneyError::Overflow));
        assert_eq!(shares("0.01", &[-1, 2]), Err(MoneyError::Overflow));
        assert_eq!(shares("92233720368547758.07", &[i64::MAX, i64::MAX, 1]).map(|all| all.iter().sum()), Ok(i64::MAX));
    }

    #[test]
    fn overflow_is_an_error_and_never_wraps() {
        assert_eq!(Money::from_minor(i64::MAX, Currency::UAH).plus(uah("0.01")), Err(MoneyError::Overflow));
        assert_eq!(Money::from_minor(i64::MIN, Currency::UAH).minus(uah("0.01")), Err(MoneyError::Overflow));
    }

    #[test]
    fn quantity_times_price_is_rounded_once_half_away_from_zero() {
        let quantity: Quantity = "0.5".parse().unwrap();
        assert_eq!(uah("0.01").times(quantity), Ok(uah("0.01")));
        assert_eq!(uah("-0.01").times(quantity), Ok(uah("-0.01")));
    }
}
