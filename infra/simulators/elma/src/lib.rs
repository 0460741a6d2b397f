//! A simulator of ELMA365: as much of its public API as approvals uses, over processes that
//! people decide upon by a side door.
//!
//! What the protocol does not have is under `/_simulator/`:
//!
//! | request | effect |
//! |---|---|
//! | `POST /_simulator/decide` | a [`Deed`]: an approver decides; the process's script pushes it |
//! | `GET /_simulator/state` | processes, calls, pushes, faults |
//! | `POST`, `GET`, `DELETE /_simulator/faults` | faults ordered, listed, called off |
//! | `GET /` | a page for people |
//!
//! It is slow, fails, loses an answer after the work was done, and pushes twice or late, as ordered.

mod api;
mod page;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use simulator_support::fault::{self, FaultBox, FaultKind};
use simulator_support::lock;
use simulator_support::push::Pusher;
pub use simulator_support::webhook::Webhook;
use tokio::net::TcpListener;
use uuid::Uuid;

/// The faults this simulator makes.
pub const FAULTS: &[FaultKind] = &[
    FaultKind::Slow,
    FaultKind::Http429,
    FaultKind::Http500,
    FaultKind::Cut,
    FaultKind::Auth,
    FaultKind::Garbage,
    FaultKind::AnswerLost,
    FaultKind::DuplicatePush,
    FaultKind::ReorderPush,
];

/// How a simulator is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The only key that is let in.
    pub token: String,
    /// The id of the one process template.
    pub template_id: String,
    /// Where decisions are pushed to.
    pub webhook: Option<Webhook>,
}

/// Somebody decides upon a task.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Deed {
    /// The task, by the key that it was started with.
    pub task: String,
    /// Who; whoever it was given to when absent.
    #[serde(default)]
    pub user: Option<String>,
    /// `approved`, `rejected` or `returned`.
    pub decision: String,
    /// In their words.
    #[serde(default)]
    pub comment: Option<String>,
}

/// One process instance.
#[derive(Clone, Debug)]
pub(crate) struct Instance {
    pub(crate) id: String,
    pub(crate) context: serde_json::Map<String, Value>,
    pub(crate) state: &'static str,
    pub(crate) number: u64,
}

impl Instance {
    /// As the API shows it.
    fn shown(&self) -> Value {
        let mut shown = self.context.clone();
        let performers = self.context.get("approver").cloned().unwrap_or_else(|| json!([]));
        shown.insert("__id".to_owned(), json!(self.id));
        shown.insert("__name".to_owned(), json!(format!("Согласование {}", self.number)));
        shown.insert("__createdAt".to_owned(), json!(format!("2026-01-01T00:00:00.{:06}Z", self.number)));
        shown.insert("__state".to_owned(), json!(self.state));
        let task = json!({ "__id": format!("{}-1", self.id), "__name": "Решение", "performers": performers, "state": self.state });
        shown.insert("__tasks".to_owned(), json!({ format!("{}-1", self.id): task }));
        Value::Object(shown)
    }
}

#[derive(Default)]
struct World {
    instances: Vec<Instance>,
    calls: BTreeMap<String, u64>,
}

/// The simulated system; clones share one world.
#[derive(Clone)]
pub struct Simulator(Arc<Inner>);

struct Inner {
    token: String,
    template_id: String,
    world: Mutex<World>,
    faults: FaultBox,
    pusher: Pusher,
}

impl Simulator {
    /// A system without processes.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let faults = FaultBox::default();
        let pusher = Pusher::new(settings.webhook, faults.clone());
        let (token, template_id) = (settings.token, settings.template_id);
        Self(Arc::new(Inner { token, template_id, world: Mutex::default(), faults, pusher }))
    }

    /// The public API, the side door and the page for people.
    pub fn router(&self) -> Router {
        api::routes(self.clone()).merge(page::routes(self.clone())).merge(fault::routes(self.0.faults.clone(), FAULTS))
    }

    /// Serves the router.
    ///
    /// # Errors
    /// What the listener fails with.
    pub async fn serve(self, listener: TcpListener) -> std::io::Result<()> {
        self.0.pusher.start();
        axum::serve(listener, self.router()).await
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

    /// All processes, the oldest first.
    #[must_use]
    pub fn tasks(&self) -> Vec<Value> {
        self.world().instances.iter().map(Instance::shown).collect()
    }

    /// Somebody decides; `false` when there is no such task. The process keeps it in its variables,
    /// and a script pushes it. A task that is closed can be decided again, and is pushed again: so
    /// do scripts that are run twice.
    pub fn decide(&self, deed: &Deed) -> bool {
        let mut world = self.world();
        let named = |instance: &&mut Instance| instance.context.get("approval_key").and_then(Value::as_str) == Some(deed.task.as_str());
        let Some(instance) = world.instances.iter_mut().find(named) else { return false };
        instance.state = "closed";
        let given_to = instance.context.get("approver").and_then(|users| users.get(0)).and_then(Value::as_str);
        let user = deed.user.clone().or_else(|| given_to.map(str::to_owned)).unwrap_or_default();
        // A choice and a reference to a person are lists there.
        instance.context.insert("decision".to_owned(), json!([{ "code": deed.decision, "name": deed.decision }]));
        instance.context.insert("decided_by".to_owned(), json!([user]));
        instance.context.insert("decision_comment".to_owned(), json!(deed.comment));
        let push = json!({ "task": deed.task, "user": user, "decision": deed.decision, "comment": deed.comment });
        drop(world);
        self.0.pusher.push(&push);
        true
    }

    /// Processes, calls by method, pushes and faults.
    #[must_use]
    pub fn state(&self) -> Value {
        let calls = self.world().calls.clone();
        json!({ "tasks": self.tasks(), "calls": calls, "pushes": self.0.pusher.pushes(), "faults": self.0.faults.list() })
    }

    fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.0.world)
    }

    fn count(&self, method: &str) {
        *self.world().calls.entry(method.to_owned()).or_default() += 1;
    }

    /// Starts a process. A repeated call starts a second one, as there.
    fn run(&self, context: serde_json::Map<String, Value>) -> Value {
        let mut world = self.world();
        let number = u64::try_from(world.instances.len()).unwrap_or(u64::MAX).saturating_add(1);
        let instance = Instance { id: Uuid::now_v7().to_string(), context, state: "in_progress", number };
        let shown = instance.shown();
        world.instances.push(instance);
        shown
    }
}
