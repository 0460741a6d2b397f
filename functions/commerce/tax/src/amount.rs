//! Amounts: exact until the rounding rule says otherwise, then whole minor units, half away from zero.

use kernel::{Money, Percentage};

use crate::context::{LinePrice, RoundingRule, SupplyLine};
use crate::refusal::TaxRefusal;

/// One percent is a hundred hundredths, the whole ten thousand.
const WHOLE: i128 = 10_000;
/// Fractions of a unit of quantity that are counted: six digits after the point.
const QUANTITY_DIGITS: u32 = 6;
const QUANTITY_SCALE: i128 = 1_000_000;
/// What an exact line amount is counted in: minor units divided by this.
const EXACT: i128 = QUANTITY_SCALE * WHOLE;

/// A line's amounts in whole minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Split {
    pub(crate) net: i64,
    pub(crate) tax: i64,
}

/// How tax relates to the agreed amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ratio {
    rate: i128,
    included: bool,
}

impl Ratio {
    /// Of a rate that is in the agreed amount, or comes on top of it. No rate gives no tax.
    pub(crate) fn new(rate: Option<Percentage>, included: bool) -> Self {
        Self { rate: i128::from(rate.map_or(0, Percentage::hundredths)), included }
    }

    /// What `agreed × rate` is divided by: 22/122 of an amount with the tax in it, 22/100 of one without.
    const fn divisor(self) -> i128 {
        if self.included { WHOLE + self.rate } else { WHOLE }
    }

    fn split(self, agreed: i128, tax: i128) -> Result<Split, TaxRefusal> {
        let net = if self.included { agreed.checked_sub(tax).ok_or(TaxRefusal::Overflow)? } else { agreed };
        Ok(Split { net: narrow(net)?, tax: narrow(tax)? })
    }

    fn tax_on(self, agreed: i128) -> Result<i128, TaxRefusal> {
        round(times(agreed, self.rate)?, self.divisor())
    }
}

fn narrow(value: i128) -> Result<i64, TaxRefusal> {
    i64::try_from(value).map_err(|_| TaxRefusal::Overflow)
}

fn times(one: i128, other: i128) -> Result<i128, TaxRefusal> {
    one.checked_mul(other).ok_or(TaxRefusal::Overflow)
}

/// Half away from zero; both are never negative here.
fn round(numerator: i128, divisor: i128) -> Result<i128, TaxRefusal> {
    let twice = times(numerator, 2)?.checked_add(divisor).ok_or(TaxRefusal::Overflow)?;
    twice.checked_div(times(divisor, 2)?).ok_or(TaxRefusal::Overflow)
}

/// Whether the line's amounts can be reckoned with at all.
pub(crate) fn check(line: &SupplyLine, currency: kernel::Currency) -> Result<(), TaxRefusal> {
    let n = line.n;
    let (money, discount) = match line.price {
        LinePrice::Total(total) => (total, 0),
        LinePrice::Unit { price, discount, .. } => (price, discount.hundredths()),
    };
    if money.currency() != currency {
        return Err(TaxRefusal::Currency { n });
    }
    if money.is_negative() {
        return Err(TaxRefusal::NegativeAmount { n });
    }
    if (0..=WHOLE).contains(&i128::from(discount)) { Ok(()) } else { Err(TaxRefusal::DiscountOutOfRange { n }) }
}

/// The agreed amount of a line, exact, in parts of [`EXACT`].
fn exact(line: &SupplyLine) -> Result<i128, TaxRefusal> {
    match line.price {
        LinePrice::Total(total) => times(total.minor().into(), EXACT),
        LinePrice::Unit { price, quantity, discount } => {
            let paid = WHOLE.checked_sub(discount.hundredths().into()).ok_or(TaxRefusal::Overflow)?;
            times(times(price.minor().into(), millionths(quantity)?)?, paid)
        }
    }
}

fn millionths(quantity: kernel::Quantity) -> Result<i128, TaxRefusal> {
    let decimal = quantity.decimal();
    let missing = QUANTITY_DIGITS.checked_sub(decimal.scale()).ok_or(TaxRefusal::Overflow)?;
    times(decimal.mantissa(), 10_i128.pow(missing))
}

/// The lines of one tax line, rounded by a rule. In the order of the lines.
pub(crate) fn split(lines: &[&SupplyLine], ratio: Ratio, rounding: RoundingRule) -> Result<Vec<Split>, TaxRefusal> {
    match rounding {
        RoundingRule::PerUnit => lines.iter().map(|line| per_unit(line, ratio)).collect(),
        RoundingRule::PerLine => lines.iter().map(|line| per_line(line, ratio)).collect(),
        RoundingRule::PerDocument => per_document(lines, ratio),
    }
}

fn per_unit(line: &SupplyLine, ratio: Ratio) -> Result<Split, TaxRefusal> {
    let LinePrice::Unit { price, quantity, discount } = line.price else {
        return Err(TaxRefusal::UnitPriceNeeded { n: line.n });
    };
    let paid = WHOLE.checked_sub(discount.hundredths().into()).ok_or(TaxRefusal::Overflow)?;
    let unit = round(times(price.minor().into(), paid)?, WHOLE)?;
    let tax = ratio.tax_on(unit)?;
    let count = millionths(quantity)?;
    ratio.split(round(times(unit, count)?, QUANTITY_SCALE)?, round(times(tax, count)?, QUANTITY_SCALE)?)
}

fn per_line(line: &SupplyLine, ratio: Ratio) -> Result<Split, TaxRefusal> {
    let agreed = round(exact(line)?, EXACT)?;
    ratio.split(agreed, ratio.tax_on(agreed)?)
}

fn per_document(lines: &[&SupplyLine], ratio: Ratio) -> Result<Vec<Split>, TaxRefusal> {
    let agreed = lines.iter().map(|line| exact(line)).collect::<Result<Vec<_>, _>>()?;
    let taxes = agreed.iter().map(|agreed| times(*agreed, ratio.rate)).collect::<Result<Vec<_>, _>>()?;
    let agreed = apportion(&agreed, EXACT, None)?;
    let taxes = apportion(&taxes, times(EXACT, ratio.divisor())?, ratio.included.then_some(&agreed))?;
    agreed.iter().zip(&taxes).map(|(agreed, tax)| ratio.split(*agreed, *tax)).collect()
}

/// Rounds the sum of exact parts once and gives every part its share in whole minor units: what it
/// holds in full, and one more to those with the largest remainders, the earlier first. No share
/// exceeds its cap, when there are caps.
fn apportion(parts: &[i128], divisor: i128, caps: Option<&Vec<i128>>) -> Result<Vec<i128>, TaxRefusal> {
    let sum = parts.iter().try_fold(0_i128, |sum, part| sum.checked_add(*part)).ok_or(TaxRefusal::Overflow)?;
    let mut shares: Vec<i128> = parts.iter().map(|part| part.div_euclid(divisor)).collect();
    let given = shares.iter().try_fold(0_i128, |sum, share| sum.checked_add(*share)).ok_or(TaxRefusal::Overflow)?;
    let mut left = round(sum, divisor)?.checked_sub(given).ok_or(TaxRefusal::Overflow)?;
    let mut order: Vec<(i128, usize)> = parts.iter().map(|part| part.rem_euclid(divisor)).zip(0..).collect();
    order.sort_unstable_by(|(one, at), (other, there)| other.cmp(one).then(at.cmp(there)));
    // One round gives every unit that there is unless caps stop it; then those below their caps get more.
    while left > 0 {
        let before = left;
        for (_, at) in &order {
            let cap = caps.and_then(|caps| caps.get(*at)).copied().unwrap_or(i128::MAX);
            if let Some(share) = shares.get_mut(*at).filter(|share| left > 0 && **share < cap) {
                *share = share.checked_add(1).ok_or(TaxRefusal::Overflow)?;
                left = left.checked_sub(1).ok_or(TaxRefusal::Overflow)?;
            }
        }
        if left == before {
            return Err(TaxRefusal::Overflow);
        }
    }
    Ok(shares)
}

/// The part of a whole that belongs to its first `through` of `of` minor units, rounded; used cumulatively, so that parts add up.
pub(crate) fn portion(whole: Money, through: i64, of: i64) -> Result<i64, TaxRefusal> {
    if of == 0 {
        return Ok(if through == of { whole.minor() } else { 0 });
    }
    narrow(round(times(whole.minor().into(), through.into())?, of.into())?)
}
