//! What DynamoDB charges: calls and capacity units, counted for budgets and benchmarks.

use std::sync::atomic::{AtomicU64, Ordering};

use aws_sdk_dynamodb::types::ConsumedCapacity;

/// Counts calls and consumed capacity. Attached to a [`crate::Table`]; every clone counts
/// into the same meter.
///
/// What a refused conditional write consumed is not in its answer: such a call counts, its
/// units do not.
#[derive(Debug, Default)]
pub struct Meter {
    calls: AtomicU64,
    read_half_units: AtomicU64,
    write_units: AtomicU64,
}

/// What was used so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Requests; a retry by the SDK is not counted again.
    pub calls: u64,
    /// Half read units: an eventually consistent read of 4 KB is one, a consistent one two.
    pub read_half_units: u64,
    /// Write units: one per KB, two in a transaction.
    pub write_units: u64,
}

impl Usage {
    /// What was used since an earlier reading.
    pub const fn since(self, before: Self) -> Self {
        Self {
            calls: self.calls.saturating_sub(before.calls),
            read_half_units: self.read_half_units.saturating_sub(before.read_half_units),
            write_units: self.write_units.saturating_sub(before.write_units),
        }
    }
}

impl Meter {
    /// What was used so far.
    pub fn usage(&self) -> Usage {
        Usage {
            calls: self.calls.load(Ordering::Relaxed),
            read_half_units: self.read_half_units.load(Ordering::Relaxed),
            write_units: self.write_units.load(Ordering::Relaxed),
        }
    }

    pub(crate) fn count_call(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn count_read(&self, consumed: &ConsumedCapacity) {
        self.read_half_units.fetch_add(half_units(consumed), Ordering::Relaxed);
    }

    pub(crate) fn count_write(&self, consumed: &ConsumedCapacity) {
        self.write_units.fetch_add(half_units(consumed).div_ceil(2), Ordering::Relaxed);
    }
}

#[allow(clippy::float_arithmetic, reason = "the API reports units as a float; they are multiples of one half")]
fn half_units(consumed: &ConsumedCapacity) -> u64 {
    let halves = (consumed.capacity_units().unwrap_or(0.0) * 2.0).round();
    // A float casts to the nearest integer in range, so nothing is lost or wraps.
    halves as u64
}
