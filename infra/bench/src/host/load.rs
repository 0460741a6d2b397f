//! Callers who make orders, confirm and cancel them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;

use super::caller::{Caller, order};
use crate::Failed;

/// What a load did.
#[derive(Default)]
pub struct Loaded {
    /// How long commands took, by name.
    pub times: BTreeMap<&'static str, Vec<Duration>>,
    /// Commands that were not accepted.
    pub failed: u64,
    /// From the first to the last.
    pub took: Duration,
}

/// Callers at work.
pub struct Load {
    callers: JoinSet<Result<Loaded, Failed>>,
    started: Instant,
    stop: Arc<AtomicBool>,
}

impl Load {
    /// Callers who send the next command as soon as the last is answered, for some time.
    pub fn full(caller: &Caller, callers: usize, for_time: Duration) -> Self {
        let load = Self::new();
        (0..callers).fold(load, |mut load, n| {
            let (caller, until) = (caller.clone(), load.started + for_time);
            load.callers.spawn(async move { work(&caller, n, None, &move || Instant::now() >= until).await });
            load
        })
    }

    /// One command after the other at even intervals, until it is finished.
    pub fn steady(caller: &Caller, per_second: u32) -> Self {
        let mut load = Self::new();
        let (caller, stop) = (caller.clone(), Arc::clone(&load.stop));
        let every = Duration::from_secs(1).checked_div(per_second);
        load.callers.spawn(async move { work(&caller, 0, every, &move || stop.load(Ordering::SeqCst)).await });
        load
    }

    fn new() -> Self {
        Self { callers: JoinSet::new(), started: Instant::now(), stop: Arc::default() }
    }

    /// Waits for the callers, those without an end being told to stop.
    ///
    /// # Errors
    /// When one of them got no answer.
    pub async fn finish(mut self) -> Result<Loaded, Failed> {
        self.stop.store(true, Ordering::SeqCst);
        let mut all = Loaded::default();
        while let Some(one) = self.callers.join_next().await {
            let one = one??;
            all.failed = all.failed.saturating_add(one.failed);
            for (name, times) in one.times {
                all.times.entry(name).or_default().extend(times);
            }
        }
        all.took = self.started.elapsed();
        Ok(all)
    }
}

/// A draft, its confirmation, a change of its goods, its cancellation; then the next.
async fn work(caller: &Caller, n: usize, every: Option<Duration>, is_over: &(dyn Fn() -> bool + Send + Sync)) -> Result<Loaded, Failed> {
    let client = caller.client(&format!("Пекарня «Ранок» {n}")).await?;
    let draft = order(&client, true);
    let revised = json!({ "items": draft.get("items"), "reason": "Знижка" });
    let mut interval = every.map(tokio::time::interval);
    if let Some(interval) = &mut interval {
        interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    }
    let mut loaded = Loaded::default();
    'orders: while !is_over() {
        let mut made = None;
        let next: [(&str, Method, &str, &Value); 4] = [
            ("create-order", Method::POST, "", &draft),
            ("confirm-order", Method::POST, "/confirm", &json!({})),
            ("revise-items", Method::PUT, "/items", &revised),
            ("cancel-order", Method::POST, "/cancel", &json!({ "reason": "Клієнт передумав" })),
        ];
        for (name, method, action, body) in next {
            if let Some(interval) = &mut interval {
                interval.tick().await;
            }
            let path = made.as_ref().map_or_else(|| "/orders".to_owned(), |id| format!("/orders/{id}{action}"));
            let started = Instant::now();
            let (status, answer) = caller.send(method, &path, body).await?;
            if !status.is_success() {
                if loaded.failed == 0 {
                    eprintln!("bench:   {name} was not accepted: {answer}");
                }
                loaded.failed = loaded.failed.saturating_add(1);
                continue 'orders;
            }
            loaded.times.entry(name).or_default().push(started.elapsed());
            made = made.or_else(|| answer.get("id").and_then(Value::as_str).map(str::to_owned));
            if is_over() {
                break 'orders;
            }
        }
    }
    Ok(loaded)
}
