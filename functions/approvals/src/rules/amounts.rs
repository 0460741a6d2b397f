//! Limits of money, one set a currency.

use kernel::{Currency, Day, Line, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Dated;

/// What a manager's limit may be, in minor units.
const MANAGER_DAY: std::ops::RangeInclusive<i64> = 100_000..=20_000_000;
/// What a unit's limit may be, in minor units.
const UNIT_DAY: std::ops::RangeInclusive<i64> = 1_000_000..=100_000_000;

/// Limits of money. The amounts are decimal texts of one currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Amounts {
    /// The first day.
    pub from: Day,
    /// The last day, inclusive; open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// Where it is said, by whom and why.
    pub source: Line,
    /// Of all amounts.
    pub currency: Currency,
    manager_day: Line,
    unit_day: Line,
    fallback_day: Line,
    small_below: Line,
    p1_above: Line,
    /// What counts against the limits of a day.
    pub basis: Basis,
}

/// What counts against the limits of a day (decision P71).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// What the order amounts to.
    OrderAmount,
    /// What it brings less than planned.
    Shortfall,
}

impl Amounts {
    fn money(&self, text: &Line) -> Money {
        // Checked by `is_sane`; an amount that is none limits to nothing.
        Money::parse(text.as_str(), self.currency).unwrap_or(Money::zero(self.currency))
    }
    /// What passes a manager's orders without a person, a day.
    pub fn manager_day(&self) -> Money {
        self.money(&self.manager_day)
    }
    /// What passes a business unit's orders without a person, a day.
    pub fn unit_day(&self) -> Money {
        self.money(&self.unit_day)
    }
    /// What the fallback mode may approve, a day.
    pub fn fallback_day(&self) -> Money {
        self.money(&self.fallback_day)
    }
    /// An order below this is small.
    pub fn small_below(&self) -> Money {
        self.money(&self.small_below)
    }
    /// An order above this has priority 1.
    pub fn p1_above(&self) -> Money {
        self.money(&self.p1_above)
    }
    #[cfg(test)]
    pub(crate) fn set_manager_day(&mut self, text: &str) {
        self.manager_day = Line::new(text).unwrap();
    }
}

impl Dated for Amounts {
    const TOPIC: &'static str = "limits of money";
    fn from(&self) -> Day {
        self.from
    }
    fn to(&self) -> Option<Day> {
        self.to
    }
    fn is_sane(&self) -> bool {
        let all = [&self.manager_day, &self.unit_day, &self.fallback_day, &self.small_below, &self.p1_above];
        let parsed = all.iter().all(|text| Money::parse(text.as_str(), self.currency).is_ok_and(Money::is_positive));
        let within = MANAGER_DAY.contains(&self.manager_day().minor()) && UNIT_DAY.contains(&self.unit_day().minor());
        parsed && within && self.small_below().minor() <= self.p1_above().minor()
    }
    fn built_in() -> &'static [Self] {
        static READ: std::sync::LazyLock<Vec<Amounts>> =
            std::sync::LazyLock::new(|| serde_json::from_str(include_str!("../../rules/amounts.json")).unwrap_or_default());
        &READ
    }
}
