//! The clock: runs every schedule of the catalogues at its interval.

use std::time::Duration;

use kernel::reaction::AnySchedule;
use runtime::{Engine, tick};
use tokio::time::MissedTickBehavior;

/// Starts the clock. `seconds_max` makes intervals shorter than on AWS, so that whoever
/// tries the system does not wait minutes for a poll.
pub fn start(engine: &Engine, seconds_max: u32) {
    for schedule in engine.catalogues.iter().flat_map(|catalogue| catalogue.schedules.iter().copied()) {
        tokio::spawn(run(engine.clone(), schedule, schedule.spec().every_seconds.min(seconds_max).max(1)));
    }
}

async fn run(engine: Engine, schedule: &'static dyn AnySchedule, seconds: u32) {
    let mut interval = tokio::time::interval(Duration::from_secs(u64::from(seconds)));
    // One at a time: a slow run delays the next and is not caught up on.
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        interval.tick().await;
        let engine = engine.clone();
        // In a task of its own, so that a panic ends the run and not the clock. `tick` has
        // logged the failure with its tenant.
        let run = tokio::spawn(async move { tick::tick(&engine, schedule).await });
        if let Err(panic) = run.await {
            tracing::error!(function = schedule.spec().name, %panic, "schedule panicked");
        }
    }
}
