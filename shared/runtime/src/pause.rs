//! Waiting before something that collided is tried again.

use std::time::Duration;

use crate::engine::Engine;

/// Full jitter: any time up to `first_ms`, doubled at each attempt but no more than `doublings`
/// times. Two that collided once do not collide again in step.
pub(crate) async fn pause(engine: &Engine, attempt: u32, first_ms: u64, doublings: u32) {
    let ceiling = u128::from(first_ms) << attempt.min(doublings);
    // The low bits of a fresh id are random; the high ones are the time.
    let random = engine.ports.ids.fresh().as_u128() & u128::from(u32::MAX);
    let jitter = random.checked_rem(ceiling).unwrap_or(0);
    tokio::time::sleep(Duration::from_millis(u64::try_from(jitter).unwrap_or(0))).await;
}
