//! The token bucket, kept as the instant at which it would be full again.

use kernel::Moment;

use crate::policy::RatePolicy;

/// A bucket of tokens, one a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bucket {
    full_at: Moment,
}

impl Default for Bucket {
    fn default() -> Self {
        Self { full_at: Moment::from_unix_ms(0) }
    }
}

impl Bucket {
    /// Takes a token, at once or after the milliseconds returned.
    ///
    /// # Errors
    /// The wait would be longer than the policy allows: when to come back. No token is taken.
    pub(crate) fn take(&mut self, now: Moment, policy: &RatePolicy) -> Result<u64, Moment> {
        let interval_ms = i64::try_from(policy.interval_ms).unwrap_or(i64::MAX);
        let spare = i64::from(policy.burst.saturating_sub(1));
        let full_at = self.full_at.max(now);
        let first = full_at.plus_ms(spare.saturating_mul(interval_ms).saturating_neg());
        let wait_ms = u64::try_from(first.ms_since(now)).unwrap_or(0);
        if wait_ms > policy.wait_max_ms {
            return Err(first);
        }
        self.full_at = full_at.plus_ms(interval_ms);
        Ok(wait_ms)
    }

    /// Nothing has been taken for so long that forgetting the bucket changes nothing.
    pub(crate) fn is_full(self, now: Moment) -> bool {
        self.full_at <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: RatePolicy = RatePolicy { burst: 3, interval_ms: 100, wait_max_ms: 150 };

    #[test]
    fn a_burst_passes_then_one_an_interval_then_none() {
        let mut bucket = Bucket::default();
        let now = Moment::from_unix_ms(1_000_000);
        let waits: Vec<_> = (0..5).map(|_| bucket.take(now, &POLICY)).collect();
        assert_eq!(waits, [Ok(0), Ok(0), Ok(0), Ok(100), Err(now.plus_ms(200))]);
        assert_eq!(bucket.take(now.plus_ms(200), &POLICY), Ok(0));
        assert!(!bucket.is_full(now.plus_ms(400)) && bucket.is_full(now.plus_ms(500)));
    }

    #[test]
    fn a_quiet_time_fills_it_no_further_than_the_burst() {
        let mut bucket = Bucket::default();
        let later = Moment::from_unix_ms(1_000_000_000);
        let passed = (0..10).filter(|_| bucket.take(later, &POLICY) == Ok(0)).count();
        assert_eq!(passed, 3);
    }
}
