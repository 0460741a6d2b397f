//! The circuit breaker: stops asking a system that is down, and tries again now and then.
//!
//! A pure state machine with time as an argument; where its state is kept is a trait, so that
//! it can outlive and span single instances of a cloud function.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use kernel::Moment;
use runtime::fault::Fault;
use serde::{Deserialize, Serialize};

use crate::policy::BreakerPolicy;

/// The state of one circuit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Breaker {
    /// Requests pass.
    Closed {
        /// Failures since the last success.
        failures: u32,
    },
    /// Requests are refused.
    Open {
        /// Until when.
        until: Moment,
        /// How many times in a row it has been opened.
        openings: u32,
    },
    /// One request is on its way to find out.
    HalfOpen {
        /// Until when its outcome is waited for.
        trial_until: Moment,
        /// See [`Self::Open`].
        openings: u32,
    },
}

impl Default for Breaker {
    fn default() -> Self {
        Self::Closed { failures: 0 }
    }
}

impl Breaker {
    /// Lets a request pass, with the state that follows from it.
    ///
    /// # Errors
    /// The request is refused until the instant given.
    pub const fn admit(self, now: Moment, policy: &BreakerPolicy) -> Result<Self, Moment> {
        match self {
            Self::Closed { .. } => Ok(self),
            Self::Open { until, openings } | Self::HalfOpen { trial_until: until, openings } => {
                if now.unix_ms() < until.unix_ms() {
                    Err(until)
                } else {
                    // A trial that never reported back died with its instance: the next one takes over.
                    Ok(Self::HalfOpen { trial_until: now.plus_ms(policy.trial_ms), openings })
                }
            }
        }
    }

    /// The state after a request. Outcomes of requests that were admitted before the circuit
    /// opened neither close it nor keep it open longer.
    pub const fn record(self, succeeded: bool, now: Moment, policy: &BreakerPolicy) -> Self {
        match (self, succeeded) {
            (Self::Closed { .. } | Self::HalfOpen { .. }, true) => Self::Closed { failures: 0 },
            (Self::Closed { failures }, false) => {
                let failures = failures.saturating_add(1);
                if failures >= policy.failures_max { Self::open(1, now, policy) } else { Self::Closed { failures } }
            }
            (Self::HalfOpen { openings, .. }, false) => Self::open(openings.saturating_add(1), now, policy),
            (Self::Open { .. }, _) => self,
        }
    }

    const fn open(openings: u32, now: Moment, policy: &BreakerPolicy) -> Self {
        let doublings = openings.saturating_sub(1);
        let factor = match 1_i64.checked_shl(doublings) {
            Some(factor) if factor > 0 => factor,
            _ => i64::MAX,
        };
        let wanted = policy.open_ms.saturating_mul(factor);
        let open_ms = if wanted < policy.open_max_ms { wanted } else { policy.open_max_ms };
        Self::Open { until: now.plus_ms(open_ms), openings }
    }
}

/// Keeps the states of circuits. A circuit is named by integration and host.
#[async_trait]
pub trait BreakerStore: Send + Sync {
    /// The state; closed when none is kept.
    ///
    /// # Errors
    /// The store failed. The circuit then counts as closed: a breaker must not be what breaks.
    async fn load(&self, circuit: &str) -> Result<Breaker, Fault>;
    /// Keeps `next` if the state is still `previous`; tells whether it was.
    ///
    /// # Errors
    /// The store failed; the change is lost.
    async fn save(&self, circuit: &str, previous: &Breaker, next: &Breaker) -> Result<bool, Fault>;
}

/// Circuits of this process only.
#[derive(Debug, Default)]
pub struct BreakersInMemory(Mutex<HashMap<String, Breaker>>);

#[async_trait]
impl BreakerStore for BreakersInMemory {
    async fn load(&self, circuit: &str) -> Result<Breaker, Fault> {
        let circuits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(circuits.get(circuit).copied().unwrap_or_default())
    }

    async fn save(&self, circuit: &str, previous: &Breaker, next: &Breaker) -> Result<bool, Fault> {
        let mut circuits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if circuits.get(circuit).copied().unwrap_or_default() != *previous {
            return Ok(false);
        }
        circuits.insert(circuit.to_owned(), *next);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const POLICY: BreakerPolicy = BreakerPolicy { failures_max: 3, open_ms: 100, open_max_ms: 350, trial_ms: 50 };

    fn at(ms: i64) -> Moment {
        Moment::from_unix_ms(ms)
    }

    fn opened(now: i64) -> Breaker {
        (0..3).fold(Breaker::default(), |breaker, _| breaker.record(false, at(now), &POLICY))
    }

    #[test]
    fn opens_after_failures_in_a_row_only() {
        let breaker = Breaker::default().record(false, at(0), &POLICY).record(false, at(0), &POLICY);
        assert_eq!(breaker, Breaker::Closed { failures: 2 });
        assert_eq!(breaker.record(true, at(0), &POLICY), Breaker::Closed { failures: 0 });
        assert_eq!(opened(10), Breaker::Open { until: at(110), openings: 1 });
    }

    #[test]
    fn lets_one_trial_through_and_closes_when_it_succeeds() {
        let open = opened(0);
        assert_eq!(open.admit(at(99), &POLICY), Err(at(100)));
        let half = open.admit(at(100), &POLICY).unwrap();
        assert_eq!(half.admit(at(120), &POLICY), Err(at(150)));
        assert_eq!(half.record(true, at(120), &POLICY), Breaker::default());
        // The trial's instance died: another takes over.
        assert!(half.admit(at(150), &POLICY).is_ok());
    }

    #[test]
    fn stays_open_longer_with_every_failed_trial_up_to_a_bound() {
        let mut breaker = opened(0);
        let mut now = 0;
        for expected in [100, 200, 350, 350] {
            let Breaker::Open { until, .. } = breaker else { panic!("{breaker:?}") };
            assert_eq!(until.ms_since(at(now)), expected);
            now = until.unix_ms();
            breaker = breaker.admit(at(now), &POLICY).unwrap().record(false, at(now), &POLICY);
        }
        let long_down = Breaker::HalfOpen { trial_until: at(0), openings: u32::MAX }.record(false, at(0), &POLICY);
        assert_eq!(long_down, Breaker::Open { until: at(350), openings: u32::MAX });
    }

    #[test]
    fn late_outcomes_of_earlier_requests_do_not_move_an_open_circuit() {
        let open = opened(0);
        assert_eq!(open.record(true, at(10), &POLICY), open);
        assert_eq!(open.record(false, at(10), &POLICY), open);
    }

    proptest! {
        #[test]
        fn an_open_circuit_never_admits_early_and_always_admits_in_time(steps in prop::collection::vec((0_i64..80, any::<bool>()), 1..200)) {
            let mut breaker = Breaker::default();
            let mut now = 0_i64;
            for (pause, succeeded) in steps {
                now += pause;
                match breaker.admit(at(now), &POLICY) {
                    Ok(admitted) => {
                        if let Breaker::Open { until, .. } = breaker {
                            prop_assert!(now >= until.unix_ms());
                        }
                        breaker = admitted.record(succeeded, at(now), &POLICY);
                    }
                    Err(retry_at) => {
                        prop_assert!(retry_at.unix_ms() > now && retry_at.unix_ms() - now <= POLICY.open_max_ms);
                        prop_assert!(breaker.admit(retry_at, &POLICY).is_ok());
                    }
                }
                if let Breaker::Closed { failures } = breaker {
                    prop_assert!(failures < POLICY.failures_max);
                }
            }
        }
    }
}
