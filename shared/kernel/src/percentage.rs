//! Percentages, counted in hundredths of a percent.

use std::fmt;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// A share or deviation in whole hundredths of a percent: 1 is 0.01 %.
///
/// Rounded half away from zero, before any comparison, so that what is shown is what was compared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Percentage(i64);

impl Percentage {
    /// From hundredths of a percent: `from_hundredths(1_250)` is 12.50 %.
    pub const fn from_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// Hundredths of a percent.
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// `part / whole` as a percentage; `None` when the whole is zero or the result does not fit.
    pub fn of(part: Decimal, whole: Decimal) -> Option<Self> {
        part.checked_mul(Decimal::from(10_000))?
            .checked_div(whole)?
            .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
            .to_i64()
            .map(Self)
    }
}

impl fmt::Display for Percentage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let all = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02} %", all / 100, all % 100)
    }
}

impl fmt::Debug for Percentage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_half_away_from_zero() {
        let of = |part: i64, whole: i64| Percentage::of(part.into(), whole.into()).map(Percentage::hundredths);
        assert_eq!(of(1, 8), Some(1_250));
        assert_eq!(of(1, 20_000), Some(1));
        assert_eq!(of(-1, 20_000), Some(-1));
        assert_eq!(of(1, 0), None);
        assert_eq!(Percentage::from_hundredths(-5).to_string(), "-0.05 %");
    }
}
