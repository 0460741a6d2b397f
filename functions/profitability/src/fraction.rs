//! Exact fractions: what a margin is until it is rounded, once.

use std::cmp::Ordering;
use std::fmt;

use kernel::{Money, Percentage};
use num_rational::Ratio;
use num_traits::{CheckedMul, CheckedSub, Signed, ToPrimitive};
use serde::{Deserialize, Serialize};

/// Hundredths of a percent in one.
const HUNDREDTHS: i128 = 10_000;

/// An exact fraction of whole numbers; 1 is 100 %. Negative for losses.
///
/// JSON: `{"numerator": "-1", "denominator": "8"}`, in lowest terms, as texts: no reader on the
/// way can make a float of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub struct Fraction(Ratio<i128>);

#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Wire {
    /// A whole number.
    #[schemars(regex(pattern = r"^-?\d{1,39}$"))]
    numerator: String,
    /// A whole number above zero.
    #[schemars(regex(pattern = r"^\d{1,39}$"))]
    denominator: String,
}

/// Why a text is not a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected whole numbers, the denominator above zero")]
pub struct NotAFraction;

impl Fraction {
    /// Nothing.
    pub const ZERO: Self = Self(Ratio::new_raw(0, 1));

    /// `part / whole`; `None` when the whole is zero.
    pub fn new(part: i128, whole: i128) -> Option<Self> {
        // The lowest number has no opposite, which the normal form may need.
        let usable = whole != 0 && part != i128::MIN && whole != i128::MIN;
        usable.then(|| Self(Ratio::new(part, whole)))
    }

    /// What remains of revenue after its cost, as a part of the revenue; `None` without revenue,
    /// with less than none, or when the two are in different currencies.
    pub fn margin(revenue: Money, cost: Money) -> Option<Self> {
        let profit = i128::from(revenue.minor()).checked_sub(i128::from(cost.minor()))?;
        let comparable = revenue.currency() == cost.currency() && revenue.is_positive();
        if comparable { Self::new(profit, i128::from(revenue.minor())) } else { None }
    }

    /// A percentage as a fraction, which is exact.
    pub fn of_percentage(percentage: Percentage) -> Self {
        Self(Ratio::new(i128::from(percentage.hundredths()), HUNDREDTHS))
    }

    /// The number above the line, in lowest terms.
    pub fn numerator(self) -> i128 {
        *self.0.numer()
    }

    /// The number below the line, in lowest terms; above zero.
    pub fn denominator(self) -> i128 {
        *self.0.denom()
    }

    /// Difference; `None` when it does not fit into 128 bits.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(&other.0).map(Self)
    }

    /// Less than zero.
    pub fn is_negative(self) -> bool {
        self.0.is_negative()
    }

    /// Rounded once to hundredths of a percent, half away from zero; `None` when it does not fit.
    pub fn percentage(self) -> Option<Percentage> {
        let scaled = self.0.checked_mul(&Ratio::from_integer(HUNDREDTHS))?;
        round_half_away(scaled)?.to_i64().map(Percentage::from_hundredths)
    }

    /// This part of an amount, rounded to minor units, half away from zero; `None` when it does
    /// not fit.
    pub fn of_money(self, amount: Money) -> Option<Money> {
        let part = self.0.checked_mul(&Ratio::from_integer(i128::from(amount.minor())))?;
        round_half_away(part)?.to_i64().map(|minor| Money::from_minor(minor, amount.currency()))
    }
}

/// The nearest whole number; of two equally near ones the one farther from zero.
fn round_half_away(ratio: Ratio<i128>) -> Option<i128> {
    let (numerator, denominator) = (*ratio.numer(), *ratio.denom());
    let whole = numerator.checked_div(denominator)?;
    let rest = numerator.checked_rem(denominator)?.checked_abs()?;
    let up = rest >= denominator.checked_sub(rest)?;
    if up { whole.checked_add(numerator.signum()) } else { Some(whole) }
}

/// The lowest price, in whole minor units, at which a cost leaves the planned profitability:
/// `cost / (1 − plan)`, rounded up. `None` when the plan is 100 % or more, or it does not fit.
pub fn minimum_price(cost: Money, plan: Percentage) -> Option<Money> {
    let keeps = HUNDREDTHS.checked_sub(i128::from(plan.hundredths()))?;
    if keeps <= 0 || cost.is_negative() {
        return None;
    }
    let scaled = i128::from(cost.minor()).checked_mul(HUNDREDTHS)?;
    let up = scaled.checked_add(keeps)?.checked_sub(1)?.checked_div(keeps)?;
    i64::try_from(up).ok().map(|minor| Money::from_minor(minor, cost.currency()))
}

/// The larger of two fractions of which either may be missing.
pub fn larger(one: Option<Fraction>, other: Option<Fraction>) -> Option<Fraction> {
    pick(one, other, Ordering::Greater)
}

/// The smaller of two fractions of which either may be missing.
pub fn smaller(one: Option<Fraction>, other: Option<Fraction>) -> Option<Fraction> {
    pick(one, other, Ordering::Less)
}

fn pick(one: Option<Fraction>, other: Option<Fraction>, wanted: Ordering) -> Option<Fraction> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if one.cmp(&other) == wanted { one } else { other }),
        (one, other) => one.or(other),
    }
}

impl TryFrom<Wire> for Fraction {
    type Error = NotAFraction;
    fn try_from(wire: Wire) -> Result<Self, NotAFraction> {
        let whole = |text: &str| text.parse::<i128>().map_err(|_| NotAFraction);
        let (part, below) = (whole(&wire.numerator)?, whole(&wire.denominator)?);
        if below <= 0 {
            return Err(NotAFraction);
        }
        Self::new(part, below).ok_or(NotAFraction)
    }
}

impl From<Fraction> for Wire {
    fn from(fraction: Fraction) -> Self {
        Self { numerator: fraction.numerator().to_string(), denominator: fraction.denominator().to_string() }
    }
}

impl fmt::Debug for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator(), self.denominator())
    }
}

impl schemars::JsonSchema for Fraction {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Fraction".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Wire::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use kernel::Currency;
    use proptest::prelude::*;

    use super::*;

    fn rub(minor: i64) -> Money {
        Money::from_minor(minor, Currency::RUB)
    }

    fn percent(hundredths: i64) -> Percentage {
        Percentage::from_hundredths(hundredths)
    }

    fn rounded(part: i128, whole: i128) -> i64 {
        Fraction::new(part, whole).unwrap().percentage().unwrap().hundredths()
    }

    #[test]
    fn p12_rounding_is_half_away_from_zero() {
        let cases = [(15_005, 1_501), (15_004, 1_500), (14_995, 1_500), (14_994, 1_499), (25_005, 2_501), (25_004, 2_500)];
        for (thousandths, hundredths) in cases {
            assert_eq!(rounded(thousandths, 100_000), hundredths);
            assert_eq!(rounded(-thousandths, 100_000), -hundredths);
        }
        assert_eq!((rounded(994, 100_000), rounded(995, 100_000)), (99, 100));
    }

    #[test]
    fn p13_the_minimum_price_is_rounded_up_and_needs_a_plan_below_100_percent() {
        assert_eq!(minimum_price(rub(10_000), percent(2_000)), Some(rub(12_500)));
        assert_eq!(minimum_price(rub(10_000), percent(3_000)), Some(rub(14_286)));
        assert_eq!(minimum_price(rub(10_000), percent(0)), Some(rub(10_000)));
        assert_eq!(minimum_price(rub(10_000), percent(-500)), Some(rub(9_524)));
        for plan in [10_000, 10_001] {
            assert_eq!(minimum_price(rub(10_000), percent(plan)), None);
        }
    }

    #[test]
    fn p03_a_loss_is_a_negative_margin() {
        let margin = Fraction::margin(rub(10_000), rub(12_500)).unwrap();
        assert!(margin.is_negative());
        assert_eq!(margin.percentage(), Some(percent(-2_500)));
    }

    #[test]
    fn without_revenue_there_is_no_margin() {
        assert_eq!(Fraction::margin(rub(0), rub(1)), None);
        assert_eq!(Fraction::margin(rub(-5), rub(1)), None);
        assert_eq!(Fraction::margin(rub(5), Money::from_minor(1, Currency::UAH)), None);
    }

    #[test]
    fn travels_as_texts() {
        let fraction = Fraction::new(-10, 80).unwrap();
        let json = serde_json::to_value(fraction).unwrap();
        assert_eq!(json, serde_json::json!({ "numerator": "-1", "denominator": "8" }));
        assert_eq!(serde_json::from_value::<Fraction>(json).unwrap(), fraction);
        for bad in [("1", "0"), ("1", "-1"), ("x", "1"), ("1.5", "1")] {
            assert!(serde_json::from_value::<Fraction>(serde_json::json!({ "numerator": bad.0, "denominator": bad.1 })).is_err());
        }
    }

    proptest! {
        #[test]
        fn p13_the_minimum_price_keeps_the_plan_and_one_unit_less_does_not(cost in 1i64..1_000_000_000_000, plan in -5_000i64..9_999) {
            let price = minimum_price(rub(cost), percent(plan)).unwrap();
            let planned = Fraction::of_percentage(percent(plan));
            prop_assert!(Fraction::margin(price, rub(cost)).unwrap() >= planned);
            let below = Fraction::margin(rub(price.minor() - 1), rub(cost));
            prop_assert!(below.is_none_or(|below| below < planned));
        }

        #[test]
        fn p02_sums_at_the_edges_never_wrap(revenue in any::<i64>(), cost in any::<i64>(), plan in -1_000_000i64..10_000) {
            // Whatever comes in, an answer is exact or absent.
            if let Some(margin) = Fraction::margin(rub(revenue), rub(cost)) {
                prop_assert!(revenue > 0);
                let deviation = Fraction::of_percentage(percent(plan)).minus(margin);
                let exact = deviation.map(|deviation| (deviation.numerator(), deviation.denominator()));
                if let Some((numerator, denominator)) = exact {
                    let left = numerator.checked_mul(i128::from(revenue)).and_then(|n| n.checked_mul(10_000));
                    let profit = i128::from(revenue) - i128::from(cost);
                    let right = (i128::from(plan) * i128::from(revenue)).checked_sub(profit * 10_000).and_then(|n| n.checked_mul(denominator));
                    prop_assert!(left.is_none() || right.is_none() || left == right);
                }
            }
        }
    }
}
