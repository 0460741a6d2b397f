//! When failed work is tried again: one policy an integration.

use kernel::Moment;
use kernel::id::derive_uuid;
use kernel::reaction::FailureClass;

use super::Integration;

const MINUTE_MS: i64 = 60_000;

/// How often and when failed work is tried again (specification 6.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Waits after the first failures, in minutes.
    pub first_minutes: &'static [i64],
    /// Wait after every later failure, in minutes.
    pub later_minutes: i64,
    /// A wait is longer by up to this part of itself, so that what failed together is not
    /// tried again together.
    pub jitter_part: u32,
    /// Failures until a person must act.
    pub attempts_max: u32,
}

/// The specification's intervals.
const STANDARD: RetryPolicy = RetryPolicy { first_minutes: &[1, 5, 15], later_minutes: 60, jitter_part: 10, attempts_max: 10 };

impl RetryPolicy {
    /// The policy of an integration.
    pub const fn of(integration: Integration) -> Self {
        match integration {
            Integration::NovaPoshta | Integration::Privat24 => STANDARD,
        }
    }

    /// When the work that failed `attempt` times, now last, is tried again; `None` when only a
    /// person helps. The same `subject` and attempt always wait equally long.
    pub fn retry_at(&self, subject: &str, attempt: u32, class: FailureClass, now: Moment) -> Option<Moment> {
        let may_pass = match class {
            FailureClass::Retry | FailureClass::Unknown => true,
            FailureClass::Permanent | FailureClass::Auth => false,
        };
        if !may_pass || attempt >= self.attempts_max {
            return None;
        }
        let index = usize::try_from(attempt.saturating_sub(1)).unwrap_or(usize::MAX);
        let minutes = self.first_minutes.get(index).copied().unwrap_or(self.later_minutes);
        let wait_ms = minutes.saturating_mul(MINUTE_MS);
        let spread = u128::from(wait_ms.unsigned_abs()) / u128::from(self.jitter_part.max(1));
        let jitter_ms = derive_uuid("retry", &[subject, &attempt.to_string()]).as_u128() % spread.max(1);
        Some(now.plus_ms(wait_ms.saturating_add(i64::try_from(jitter_ms).unwrap_or_default())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment::from_unix_ms(1_000_000_000_000);

    fn wait_minutes(attempt: u32, class: FailureClass) -> Option<i64> {
        let policy = RetryPolicy::of(Integration::Privat24);
        policy.retry_at("int_1", attempt, class, NOW).map(|at| at.ms_since(NOW) / MINUTE_MS)
    }

    #[test]
    fn r34_one_five_fifteen_minutes_then_hourly_ten_attempts_in_all() {
        for (attempt, shortest, longest) in [(1, 1, 1), (2, 5, 5), (3, 15, 16), (4, 60, 66), (5, 60, 66), (9, 60, 66)] {
            let minutes = wait_minutes(attempt, FailureClass::Retry).unwrap();
            assert!((shortest..=longest).contains(&minutes), "attempt {attempt}: {minutes}");
        }
        assert_eq!(wait_minutes(10, FailureClass::Retry), None);
        assert_eq!(wait_minutes(u32::MAX, FailureClass::Unknown), None);
    }

    #[test]
    fn r34_only_what_may_pass_is_retried() {
        assert_eq!(wait_minutes(1, FailureClass::Permanent), None);
        assert_eq!(wait_minutes(1, FailureClass::Auth), None);
        assert!(wait_minutes(1, FailureClass::Unknown).is_some());
    }

    #[test]
    fn x12_the_jitter_is_the_same_every_time_and_differs_between_messages() {
        let policy = RetryPolicy::of(Integration::NovaPoshta);
        let at = |subject| policy.retry_at(subject, 4, FailureClass::Retry, NOW);
        assert_eq!(at("a"), at("a"));
        assert_ne!(at("a"), at("b"));
    }
}
