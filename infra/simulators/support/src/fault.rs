//! Faults ordered in advance and used up one answer at a time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::lock;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// The answer comes after `delay_ms`.
    Slow,
    /// HTTP 429.
    #[serde(rename = "http_429")]
    Http429,
    /// The carrier's own throttling: HTTP 200 with the text "To many requests".
    ToManyRequests,
    /// HTTP 500.
    #[serde(rename = "http_500")]
    Http500,
    /// HTTP 500 with nothing to read.
    #[serde(rename = "http_500_empty")]
    Http500Empty,
    /// The session is ended before any work is done.
    SessionExpired,
    /// The connection is cut before any work is done.
    Cut,
    /// The key is refused.
    Auth,
    /// HTTP 200 with a page that is not the protocol's.
    Garbage,
    /// The next push is delivered twice under one id.
    DuplicatePush,
    /// The next push is held back until another one has gone out, or for `delay_ms`.
    ReorderPush,
    /// The work is done, and the connection is cut before the answer.
    AnswerLost,
    /// The bank is between two operating days.
    Rollover,
    /// A page of a statement carries a row twice.
    DuplicateRows,
    /// A further page of a statement starts one row too early.
    PageShift,
}

/// One order to fail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What goes wrong.
    pub kind: FaultKind,
    /// How many times yet.
    #[serde(default = "once")]
    pub times: u32,
    /// The delay of a slow answer or of a push held back; zero leaves it to the simulator.
    #[serde(default)]
    pub delay_ms: u64,
    /// Only this method, with or without its model: `save`, `InternetDocument/save`; letter case
    /// is ignored. Any method when absent.
    #[serde(default)]
    pub method: Option<String>,
    /// How many calls in a hundred it strikes; every one unless told otherwise.
    #[serde(default = "always")]
    pub percent: u8,
    /// What the chance of `percent` is drawn from: the same calls, the same strikes.
    #[serde(default)]
    pub seed: u64,
}

fn once() -> u32 {
    1
}

fn always() -> u8 {
    100
}

impl Fault {
    /// A fault that strikes the next `times` calls, whatever their method.
    #[must_use]
    pub fn new(kind: FaultKind, times: u32) -> Self {
        Self { kind, times, delay_ms: 0, method: None, percent: always(), seed: 0 }
    }

    fn strikes(&self, kinds: &[FaultKind], method: &str) -> bool {
        let concerns = match &self.method {
            Some(only) => {
                let bare = method.rsplit_once('/').map_or(method, |(_, bare)| bare);
                only.eq_ignore_ascii_case(method) || only.eq_ignore_ascii_case(bare)
            }
            None => true,
        };
        concerns && kinds.contains(&self.kind)
    }
}

/// A fault still to come, and the chance that it strikes.
#[derive(Debug)]
struct Ordered {
    fault: Fault,
    chance: fastrand::Rng,
}

impl Ordered {
    /// Whether it strikes this call. Drawn only for calls that it concerns.
    fn strikes(&mut self, kinds: &[FaultKind], method: &str) -> bool {
        self.fault.strikes(kinds, method) && self.chance.u8(0..always()) < self.fault.percent
    }
}

/// The faults still to come, shared by every handler of a simulator.
#[derive(Clone, Debug, Default)]
pub struct FaultBox(Arc<Mutex<Vec<Ordered>>>);

impl FaultBox {
    /// Orders a fault.
    pub fn add(&self, fault: Fault) {
        if fault.times > 0 {
            let chance = fastrand::Rng::with_seed(fault.seed);
            lock(&self.0).push(Ordered { fault, chance });
        }
    }

    /// Calls off every fault.
    pub fn clear(&self) {
        lock(&self.0).clear();
    }

    /// The faults still to come, in the order they were given.
    #[must_use]
    pub fn list(&self) -> Vec<Fault> {
        lock(&self.0).iter().map(|ordered| ordered.fault.clone()).collect()
    }

    /// Uses up one strike of the first fault that is one of `kinds` and concerns `method`.
    #[must_use]
    pub fn take(&self, kinds: &[FaultKind], method: &str) -> Option<Fault> {
        let mut faults = lock(&self.0);
        let at = faults.iter_mut().position(|ordered| ordered.strikes(kinds, method))?;
        let struck = faults[at].fault.clone();
        faults[at].fault.times -= 1;
        if faults[at].fault.times == 0 {
            faults.remove(at);
        }
        Some(struck)
    }

    /// Waits out a slow fault, if one is due.
    pub async fn slow_down(&self, method: &str) {
        if let Some(fault) = self.take(&[FaultKind::Slow], method) {
            tokio::time::sleep(Duration::from_millis(fault.delay_ms)).await;
        }
    }
}

#[derive(Clone)]
struct Orders {
    faults: FaultBox,
    accepted: &'static [FaultKind],
}

/// `POST`, `GET` and `DELETE /_simulator/faults`; kinds outside `accepted` are refused, so that a
/// test does not wait for a fault its simulator never makes.
pub fn routes(faults: FaultBox, accepted: &'static [FaultKind]) -> Router {
    Router::new().route("/_simulator/faults", get(list).post(add).delete(clear)).with_state(Orders { faults, accepted })
}

async fn list(State(orders): State<Orders>) -> Response {
    Json(json!({ "faults": orders.faults.list() })).into_response()
}

async fn add(State(orders): State<Orders>, Json(fault): Json<Fault>) -> Response {
    if !orders.accepted.contains(&fault.kind) {
        let refusal = json!({ "error": "this simulator has no such fault", "known": orders.accepted });
        return (StatusCode::BAD_REQUEST, Json(refusal)).into_response();
    }
    orders.faults.add(fault);
    list(State(orders)).await
}

async fn clear(State(orders): State<Orders>) -> Response {
    orders.faults.clear();
    list(State(orders)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_strikes_as_often_as_ordered_and_only_its_method() {
        let faults = FaultBox::default();
        faults.add(Fault { method: Some("Save".to_owned()), ..Fault::new(FaultKind::Cut, 2) });
        assert!(faults.take(&[FaultKind::Cut], "delete").is_none());
        assert!(faults.take(&[FaultKind::Auth], "save").is_none());
        assert!(faults.take(&[FaultKind::Cut], "save").is_some());
        assert!(faults.take(&[FaultKind::Cut], "SAVE").is_some());
        assert!(faults.take(&[FaultKind::Cut], "save").is_none());
    }

    #[test]
    fn the_same_seed_strikes_the_same_calls() {
        let strikes = |seed| {
            let faults = FaultBox::default();
            faults.add(Fault { percent: 30, seed, ..Fault::new(FaultKind::Cut, 1_000) });
            (0..1_000).map(|_| faults.take(&[FaultKind::Cut], "save").is_some()).collect::<Vec<_>>()
        };
        assert_eq!(strikes(7), strikes(7));
        assert_ne!(strikes(7), strikes(8));
        let struck = strikes(7).into_iter().filter(|struck| *struck).count();
        assert!((250..350).contains(&struck), "{struck}");
    }

    #[test]
    fn a_fault_is_ordered_in_a_few_words() -> Result<(), serde_json::Error> {
        let fault: Fault = serde_json::from_str(r#"{"kind":"http_429"}"#)?;
        assert_eq!(fault, Fault::new(FaultKind::Http429, 1));
        Ok(())
    }
}
