//! Who is asked at which deviation.

use kernel::{Day, Line, Money, Percentage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Dated;
use crate::Level;

/// The least and the most that the lowest bound may be, in hundredths of a point.
const AUTO_BELOW: std::ops::RangeInclusive<i64> = 1..=500;
/// A margin has no more than a hundred points.
const POINTS_MAX: i64 = 10_000;

/// The matrix of approval, for deviations that were rounded once to hundredths of a point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Matrix {
    /// The first day.
    pub from: Day,
    /// The last day, inclusive; open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// Where it is said, by whom and why.
    pub source: Line,
    /// Below this nobody is asked.
    pub auto_below: Percentage,
    /// Up to this, inclusive, the head of the unit.
    pub rbu_up_to: Percentage,
    /// Up to this, inclusive, the commercial director; above it the general director.
    pub dp_up_to: Percentage,
    /// Whether an order at a loss under a plan without one goes to the general director, whatever its deviation.
    #[serde(default)]
    pub block_losses: bool,
    /// A loss below this passes, if it is also a small share of the order.
    pub small_loss: Money,
    /// The largest such share, in hundredths of a percent.
    pub small_loss_share: Percentage,
}

impl Matrix {
    /// The level that a deviation demands.
    pub fn level(&self, deviation: Percentage) -> Level {
        if deviation < self.auto_below {
            Level::Auto
        } else if deviation <= self.rbu_up_to {
            Level::Rbu
        } else if deviation <= self.dp_up_to {
            Level::Dp
        } else {
            Level::Gd
        }
    }

    /// Whether a loss is so small that it does not count as one.
    pub fn is_small_loss(&self, loss: Money, order: Money) -> bool {
        let share = i128::from(loss.minor()).saturating_mul(10_000);
        let most = i128::from(order.minor()).saturating_mul(i128::from(self.small_loss_share.hundredths()));
        loss.currency() == self.small_loss.currency() && loss.minor() < self.small_loss.minor() && share <= most
    }
}

impl Dated for Matrix {
    const TOPIC: &'static str = "matrix of approval";
    fn from(&self) -> Day {
        self.from
    }
    fn to(&self) -> Option<Day> {
        self.to
    }
    fn is_sane(&self) -> bool {
        let rising = self.auto_below <= self.rbu_up_to && self.rbu_up_to <= self.dp_up_to;
        rising && AUTO_BELOW.contains(&self.auto_below.hundredths()) && self.dp_up_to.hundredths() <= POINTS_MAX
    }
    fn built_in() -> &'static [Self] {
        static READ: std::sync::LazyLock<Vec<Matrix>> =
            std::sync::LazyLock::new(|| serde_json::from_str(include_str!("../../rules/matrix.json")).unwrap_or_default());
        &READ
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `proof/` asks an engine of decision tables the same question on every hundredth.
    #[test]
    fn p75_the_bounds_of_the_matrix_are_exact() {
        let matrix = &Matrix::built_in()[0];
        let count = |level| (-10_000..=10_000).filter(|n| matrix.level(Percentage::from_hundredths(*n)) == level).count();
        assert_eq!([Level::Auto, Level::Rbu, Level::Drp, Level::Dp, Level::Gd].map(count), [10_100, 1_401, 0, 1_000, 7_500]);
        let bounds =
            [(99, Level::Auto), (100, Level::Rbu), (1_500, Level::Rbu), (1_501, Level::Dp), (2_500, Level::Dp), (2_501, Level::Gd)];
        for (hundredths, level) in bounds {
            assert_eq!(matrix.level(Percentage::from_hundredths(hundredths)), level, "{hundredths}");
        }
    }
}
