//! A simulator of the Common API of Kontur.Declarant: the 32 operations of the vendor's description
//! and the login, over invented organisations, and customs that live.
//!
//! Every request and every answer is judged by the vendor's description ([`contract`]). The API has
//! no call that files a declaration; what the protocol does not have is under `/_simulator/`:
//!
//! | request | effect |
//! |---|---|
//! | `GET /_simulator/state` | docflows in short, calls, violations, pushes, faults, settings |
//! | `GET /_simulator/calls`, `DELETE` | calls by operation, in this run; counted from nothing again |
//! | `GET /_simulator/requests` | the last requests, without queries and bodies |
//! | `GET /_simulator/violations`, `DELETE` | what broke the description; forgotten |
//! | `GET /_simulator/docflows/{id}` | everything about one docflow |
//! | `POST /_simulator/docflows/{id}/file` | somebody files it in the web pages |
//! | `POST /_simulator/docflows/{id}/plan` | `{"name":"refuse"}` or a [`Plan`] of its own |
//! | `POST /_simulator/docflows/{id}/advance` | the next step of the plan, now |
//! | `POST /_simulator/docflows/{id}/status` | a [`Step`], now, whatever the plan |
//! | `POST /_simulator/docflows/seed` | `{"count":10000,"status":1}`, docflows that stand still |
//! | `POST /_simulator/settings` | [`Knobs`] in part |
//! | `POST /_simulator/reset` | forgets docflows, organisations, sessions, records and faults |
//! | `POST`, `GET`, `DELETE /_simulator/faults` | faults ordered, listed, called off |
//! | `GET /` | a page for people |
//!
//! A plan is what customs does once a docflow is filed. A word of the docflow's name chooses it:
//! `sim-release` (registered, released; so too without a word), `sim-refuse` (release refused),
//! `sim-reject` (not registered), `sim-correct` (correction requested; filed again, it is released),
//! `sim-withdraw`, `sim-cancel`, `sim-jump` (released at once), `sim-unknown` (status 137 on the
//! way), `sim-back` (registered again after release), `sim-twice` (every message twice),
//! `sim-shuffle` (messages out of order), `sim-late`, `sim-silent`, `sim-numberless` (registered
//! without a number), `sim-renumber` (another number at release).
//!
//! The vendor has no webhooks. The simulator can push a hint about every docflow that changed all
//! the same, signed by Standard Webhooks, as a relay in between would.

mod answer;
mod api;
pub mod contract;
mod control;
pub mod customs;
mod data;
mod directory;
mod docflow;
mod document;
mod dts;
mod form;
mod goods;
mod journal;
mod operation;
mod options;
mod page;
mod print;
mod records;
#[cfg(test)]
mod tests;
mod upload;
mod vehicle;
mod wire;
mod world;
mod xml;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use simulator_support::clock::utc_now;
use simulator_support::fault::{self, FaultBox, FaultKind};
use simulator_support::lock;
use simulator_support::push::Pusher;
pub use simulator_support::webhook::Webhook;
use tokio::net::TcpListener;
use uuid::Uuid;

pub use contract::DESCRIPTION;
pub use customs::{Plan, Step};
pub use operation::{OPERATIONS, Operation};
pub use records::Asked;
pub use upload::SCAN_BYTES_MAX;

use crate::answer::Refused;
use crate::records::Records;
use crate::world::World;

/// The faults this simulator makes.
pub const FAULTS: &[FaultKind] = &[
    FaultKind::Slow,
    FaultKind::Http429,
    FaultKind::Http500,
    FaultKind::Http500Empty,
    FaultKind::Cut,
    FaultKind::Auth,
    FaultKind::SessionExpired,
    FaultKind::Garbage,
    FaultKind::AnswerLost,
    FaultKind::DuplicatePush,
    FaultKind::ReorderPush,
];
/// Bounds of the pause between two looks for docflows that are due.
const LOOK_MS: (u64, u64) = (10, 250);

/// The unit of `changedFrom` and `changedTo`, which the vendor does not publish.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TimeUnit {
    /// Since 1970.
    #[default]
    Milliseconds,
    /// Since 1970.
    Seconds,
}

/// The order of a list of docflows by their last change, which the vendor does not publish.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ListOrder {
    /// As the web pages show them.
    #[default]
    NewestFirst,
    /// As a journal would.
    OldestFirst,
}

/// How answers look that the description declares as texts: it allows both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Texts {
    /// `text/plain`, as they are.
    #[default]
    Plain,
    /// `application/json`, in quotation marks.
    Json,
}

/// What can be turned while the simulator runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Knobs {
    /// Milliseconds between two steps of customs; zero takes them only when told.
    pub step_ms: u64,
    /// Files a docflow whose declaration is filled and that nobody has changed for so many
    /// milliseconds; nobody files it when absent.
    pub auto_file_after_ms: Option<u64>,
    /// The unit of `changedFrom` and `changedTo`.
    pub changed_unit: TimeUnit,
    /// The order of `GET /docflows`.
    pub list_order: ListOrder,
    /// The shape of texts.
    pub texts: Texts,
    /// Whether a created document repeats all that was asked for.
    pub documents_echo: bool,
    /// How long a session lives, in seconds; until the simulator ends when absent.
    pub session_seconds: Option<u64>,
}

impl Default for Knobs {
    fn default() -> Self {
        Self {
            step_ms: 2_000,
            auto_file_after_ms: None,
            changed_unit: TimeUnit::default(),
            list_order: ListOrder::default(),
            texts: Texts::default(),
            documents_echo: false,
            session_seconds: None,
        }
    }
}

/// How a simulator is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The only key that is let in, `X-Kontur-ApiKey`.
    pub api_key: String,
    /// The only user.
    pub login: String,
    /// Their password.
    pub password: String,
    /// What can be turned later.
    pub knobs: Knobs,
    /// Where hints about changed docflows are pushed to.
    pub webhook: Option<Webhook>,
    /// Where docflows, forms and organisations are kept from one run to the next, a line for every
    /// change; nowhere when absent. What cannot be read is renamed to `*.corrupt`.
    pub state_file: Option<PathBuf>,
}

/// The simulated service; clones share one world.
#[derive(Clone)]
pub struct Simulator(Arc<Inner>);

struct Inner {
    api_key: String,
    login: String,
    password: String,
    world: Mutex<World>,
    /// When each session began. They end with the process.
    sessions: Mutex<HashMap<String, DateTime<Utc>>>,
    records: Mutex<Records>,
    faults: FaultBox,
    pusher: Pusher,
}

impl Simulator {
    /// A service with what its state file holds, or with its tables alone.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let faults = FaultBox::default();
        Self(Arc::new(Inner {
            api_key: settings.api_key,
            login: settings.login,
            password: settings.password,
            world: Mutex::new(World::new(settings.knobs, settings.state_file)),
            sessions: Mutex::default(),
            records: Mutex::default(),
            pusher: Pusher::new(settings.webhook, faults.clone()),
            faults,
        }))
    }

    /// The API, the side door and the page for people. Customs acts by itself only while
    /// [`Simulator::serve`] or [`Simulator::walk`] runs.
    pub fn router(&self) -> Router {
        api::routes(self.clone()).merge(control::routes(self.clone())).merge(fault::routes(self.0.faults.clone(), FAULTS))
    }

    /// Serves the router and lets customs act.
    ///
    /// # Errors
    /// What the listener fails with.
    pub async fn serve(self, listener: TcpListener) -> std::io::Result<()> {
        self.0.pusher.start();
        tokio::select! {
            served = axum::serve(listener, self.router()) => served,
            () = self.walk() => Ok(()),
        }
    }

    /// Files what is due to be filed and takes the steps of customs; never returns.
    pub async fn walk(&self) {
        loop {
            let knobs = self.knobs();
            let pace = [Some(knobs.step_ms).filter(|ms| *ms > 0), knobs.auto_file_after_ms].into_iter().flatten().min();
            tokio::time::sleep(Duration::from_millis((pace.unwrap_or(LOOK_MS.1) / 4).clamp(LOOK_MS.0, LOOK_MS.1))).await;
            self.act(|world| Ok::<_, Refused>(world.tick(utc_now()))).ok();
        }
    }

    /// Acts on the world, keeps what has changed and hints at it.
    fn act<T, E>(&self, act: impl FnOnce(&mut World) -> Result<T, E>) -> Result<T, E> {
        let mut world = lock(&self.0.world);
        let acted = act(&mut world);
        let changed = world.keep();
        drop(world);
        for (id, at) in changed {
            self.0.pusher.push(&json!({ "event": "docflow", "docflowId": id, "changed": docflow::moment(at) }));
        }
        acted
    }

    /// The faults still to come.
    #[must_use]
    pub fn faults(&self) -> &FaultBox {
        &self.0.faults
    }

    /// Turns pushing to another address, or off.
    pub fn set_webhook(&self, webhook: Option<Webhook>) {
        self.0.pusher.set_webhook(webhook);
    }

    /// What can be turned, as it is.
    #[must_use]
    pub fn knobs(&self) -> Knobs {
        lock(&self.0.world).knobs.clone()
    }

    /// Turns it.
    pub fn set_knobs(&self, knobs: Knobs) {
        lock(&self.0.world).knobs = knobs;
    }

    /// Somebody files a docflow in the web pages; `false` when there is none, or it is filed.
    pub fn file(&self, docflow: Uuid) -> bool {
        self.act(|world| world.file(docflow, utc_now())).is_ok()
    }

    /// Gives a docflow another plan; `false` when there is none, or a status is not 0 to 204.
    pub fn plan(&self, docflow: Uuid, plan: Plan) -> bool {
        self.act(|world| world.plan(docflow, plan, utc_now())).is_ok()
    }

    /// Takes the next step of a docflow's plan; `false` at its end, and when there is no docflow.
    pub fn advance(&self, docflow: Uuid) -> bool {
        self.act(|world| world.advance(docflow, utc_now())).unwrap_or(false)
    }

    /// Does to a docflow what a step does, whatever its plan; `false` when there is none, or the
    /// status is not 0 to 204.
    pub fn set_status(&self, docflow: Uuid, step: &Step) -> bool {
        let is_known = (customs::DRAFT..=customs::STATUS_MAX).contains(&step.status);
        is_known && self.act(|world| world.happen(docflow, step, utc_now())).is_ok()
    }

    /// Makes docflows with this status that nothing has happened to for so many days, and answers
    /// their ids.
    #[must_use]
    pub fn seed(&self, count: usize, status: i32, days_ago: u16) -> Vec<Uuid> {
        let at = utc_now() - chrono::Duration::days(days_ago.into());
        self.act(|world| Ok::<_, Refused>(control::seed(world, count, status, at))).unwrap_or_default()
    }

    /// Every docflow as `DocflowDto`, in the order of creation.
    #[must_use]
    pub fn docflows(&self) -> Vec<Value> {
        lock(&self.0.world).docflows().map(docflow::Docflow::shown).collect()
    }

    /// Everything about one docflow: documents with their goods and files, messages, marks, plan.
    #[must_use]
    pub fn docflow(&self, id: Uuid) -> Option<Value> {
        control::whole(&lock(&self.0.world), id).ok()
    }

    /// Calls by the name of the operation, in this run.
    #[must_use]
    pub fn calls(&self) -> Value {
        let calls = lock(&self.0.records).calls.clone();
        json!({ "total": calls.values().sum::<u64>(), "calls": calls })
    }

    /// The last requests.
    #[must_use]
    pub fn requests(&self) -> Vec<Asked> {
        lock(&self.0.records).asked.iter().cloned().collect()
    }

    /// What broke the vendor's description, on either side.
    #[must_use]
    pub fn violations(&self) -> Vec<contract::Violation> {
        lock(&self.0.records).violations.iter().cloned().collect()
    }

    /// Forgets everything but the tables and the settings.
    pub fn reset(&self) {
        lock(&self.0.world).reset();
        lock(&self.0.sessions).clear();
        *lock(&self.0.records) = Records::default();
        self.0.faults.clear();
    }

    /// What `GET /_simulator/state` shows.
    #[must_use]
    pub fn state(&self) -> Value {
        let mut state = control::dump(&lock(&self.0.world));
        state["calls"] = self.calls();
        state["violations"] = json!(lock(&self.0.records).violations_total);
        state["pushes"] = json!(self.0.pusher.pushes());
        state["faults"] = json!(self.0.faults.list());
        state["settings"] = json!(self.knobs());
        state
    }
}
