//! When a paper that failed is tried again.

use kernel::Moment;
use kernel::reaction::FailureClass;

use crate::PaperId;

const MINUTE_MS: i64 = 60_000;
/// Waits after the first failures, in minutes (specification 6.2).
const FIRST_MINUTES: &[i64] = &[1, 5, 15];
/// Wait after every later failure, in minutes.
const LATER_MINUTES: i64 = 60;
/// Failures until a person must act.
pub const ATTEMPTS_MAX: u32 = 10;
/// A wait is longer by up to this part of itself, so that what failed together is not tried
/// again together.
const JITTER_PART: u128 = 10;

/// When the paper that failed `attempt` times, now last, is tried again; `None` when only a
/// person helps.
pub fn retry_at(paper: PaperId, attempt: u32, class: FailureClass, now: Moment) -> Option<Moment> {
    let may_pass = match class {
        FailureClass::Retry | FailureClass::Unknown => true,
        FailureClass::Permanent | FailureClass::Auth => false,
    };
    if !may_pass || attempt >= ATTEMPTS_MAX {
        return None;
    }
    let index = usize::try_from(attempt.saturating_sub(1)).unwrap_or(usize::MAX);
    let wait_ms = FIRST_MINUTES.get(index).copied().unwrap_or(LATER_MINUTES).saturating_mul(MINUTE_MS);
    let spread = u128::from(wait_ms.unsigned_abs()) / JITTER_PART;
    let jitter_ms = kernel::id::derive_uuid("retry", &[&paper.to_string(), &attempt.to_string()]).as_u128() % spread.max(1);
    Some(now.plus_ms(wait_ms.saturating_add(i64::try_from(jitter_ms).unwrap_or_default())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_1_5_and_15_minutes_then_hourly_ten_times_in_all() {
        let paper = PaperId::derive(&["a"]);
        let minutes = |attempt, class| {
            let now = Moment::from_unix_ms(1_000_000_000_000);
            retry_at(paper, attempt, class, now).map(|at| at.ms_since(now) / MINUTE_MS)
        };
        for (attempt, shortest, longest) in [(1, 1, 1), (2, 5, 5), (3, 15, 16), (4, 60, 66), (9, 60, 66)] {
            assert!((shortest..=longest).contains(&minutes(attempt, FailureClass::Retry).unwrap()), "attempt {attempt}");
        }
        assert_eq!(minutes(ATTEMPTS_MAX, FailureClass::Retry), None);
        assert_eq!(minutes(1, FailureClass::Permanent), None);
        assert_eq!(minutes(1, FailureClass::Auth), None);
    }
}
