//! Rows derived from commits, for reading: one projection a file.

pub mod books;
pub mod entries;
pub mod lines;
pub mod party_turnovers;
pub mod sealed;
pub mod turnovers;
pub mod unsealed;

use std::collections::BTreeMap;

use kernel::view::{Addition, Change, RowKey};
use kernel::{Money, Row};
use posting::Side;
use serde_json::Value;

/// The sum of debits of a row, in minor units.
const DEBIT: &str = "debit";
/// The sum of credits of a row, in minor units.
const CREDIT: &str = "credit";

/// Debits and credits apart, in minor units of the book's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Turnover {
    /// Sum of debits.
    pub debit: i128,
    /// Sum of credits.
    pub credit: i128,
}

impl Turnover {
    /// Of one line.
    pub fn of(side: Side, amount: Money) -> Self {
        let minor = i128::from(amount.minor());
        match side {
            Side::Debit => Self { debit: minor, credit: 0 },
            Side::Credit => Self { debit: 0, credit: minor },
        }
    }

    /// What a row that was added to holds.
    pub fn of_row(row: &Row) -> Self {
        let counter = |name: &str| row.counters.get(name).copied().map_or(0, i128::from);
        Self { debit: counter(DEBIT), credit: counter(CREDIT) }
    }

    /// Both together. Thousands of millions of the largest amounts fit.
    pub const fn plus(self, other: Self) -> Self {
        Self { debit: self.debit.saturating_add(other.debit), credit: self.credit.saturating_add(other.credit) }
    }

    /// What of this is not in the other.
    pub const fn minus(self, other: Self) -> Self {
        Self { debit: self.debit.saturating_sub(other.debit), credit: self.credit.saturating_sub(other.credit) }
    }

    /// Debit less credit.
    pub const fn balance(self) -> i128 {
        self.debit.saturating_sub(self.credit)
    }
}

/// Sums of lines by a key.
pub fn sums<K: Ord>(lines: impl IntoIterator<Item = (K, Turnover)>) -> BTreeMap<K, Turnover> {
    let mut sums: BTreeMap<K, Turnover> = BTreeMap::new();
    for (key, turnover) in lines {
        let sum = sums.entry(key).or_default();
        *sum = sum.plus(turnover);
    }
    sums
}

/// Adds a turnover to a row.
fn add(partition: String, sort: String, data: Value, turnover: Turnover) -> Change {
    // An entry has at most 60 lines of at most 10^15: its sums fit.
    let counter = |name: &str, sum: i128| (name.to_owned(), i64::try_from(sum).unwrap_or(i64::MAX));
    let counters = [counter(DEBIT, turnover.debit), counter(CREDIT, turnover.credit)];
    let counters = counters.into_iter().filter(|(_, sum)| *sum != 0).collect();
    Change::Add(Addition { key: RowKey { partition, sort }, data, counters })
}

#[cfg(test)]
pub(crate) mod tests;
