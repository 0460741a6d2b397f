//! ELMA365: where approvers see their tasks beside everything else that waits for them.
//!
//! Its public API starts a process from a template and tells the state of an instance; it has no
//! idempotency key of its own. So each task carries our key in its context, and is looked for
//! by that key before it is started: a lost answer never makes a second task.
//!
//! It signs no webhooks of its own: a script step of the process pushes the decision, and may
//! fail. So the process also keeps what was decided in its variables, and is asked about it.
//!
//! Variables that the tenant's process template must have, by their codes: those of the card that
//! a task is started with; and, set by the step on which the approver decides, `decision`
//! (`approved`, `rejected`, `returned`; a text or a choice), `decided_by` (a person),
//! `decision_comment` (a text) and, where the script pushes it too, `decided_at` (a moment).

use kernel::{Line, Moment, Paragraph};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::channel::{Task, TaskKey};

/// The connector's name.
pub const CONNECTOR: &str = "elma";
/// The tenant's secret that holds the API key.
pub const TOKEN_SECRET: &str = "elma-token";
/// The tenant's secret that signs what ELMA pushes.
pub const WEBHOOK_SECRET: &str = "elma-webhook";

/// Most tasks that are asked about at once: the largest page of a list there.
pub const SENT_PAGE_MAX: usize = 100;

/// Codes of failures.
pub mod code {
    /// The key is refused, or there are no settings.
    pub const AUTH_ERROR: &str = "ELMA_AUTH_ERROR";
    /// It answers with an error of its own, or not at all.
    pub const SERVER_ERROR: &str = "ELMA_SERVER_ERROR";
    /// The request is wrong, or the template does not exist.
    pub const VALIDATION_ERROR: &str = "ELMA_VALIDATION_ERROR";
    /// The answer cannot be read: a maintenance page, for instance.
    pub const PARSE_ERROR: &str = "ELMA_PARSE_ERROR";
    /// Nobody knows whether the process was started.
    pub const UNKNOWN: &str = "ELMA_UNKNOWN";
}

/// What ELMA is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "request", rename_all = "kebab-case")]
pub enum Request {
    /// Start a process for a task, unless there is one with its key.
    CreateTask {
        /// The task.
        task: Box<Task>,
    },
    /// What was decided about tasks that it has.
    Decisions {
        /// Which; [`SENT_PAGE_MAX`] at most.
        tasks: Vec<Sent>,
    },
    /// Whether it answers at all.
    Ping,
}

/// A task that it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Which.
    pub task: TaskKey,
    /// Its process instance there.
    pub instance: Line,
}

/// What ELMA answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub enum Answer {
    /// The process of the task.
    Task {
        /// Its id.
        instance: Line,
        /// It was there already.
        existed: bool,
    },
    /// What was decided, of the tasks that were asked about.
    Decisions {
        /// As its script would have pushed each: a [`Push`], or what cannot be read as one.
        pushes: Vec<Value>,
    },
    /// It answers.
    Alive,
}

/// What ELMA pushes when an approver has decided: a script step of its process sends this to our
/// webhook. The schema is ours, since ELMA has none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Push {
    /// The task's key, as it was given.
    pub task: Line,
    /// Who, by their account there.
    pub user: Line,
    /// What.
    pub decision: PushedDecision,
    /// In their words; an empty text is none, as a form sends it whose field nobody filled in.
    #[serde(default, deserialize_with = "said")]
    pub comment: Option<Paragraph>,
    /// When, by ELMA's clock.
    #[serde(default)]
    pub decided_at: Option<Moment>,
}

fn said<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Paragraph>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?.filter(|text| !text.trim().is_empty());
    text.map(|text| Paragraph::new(&text).map_err(serde::de::Error::custom)).transpose()
}

/// What an approver decided there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PushedDecision {
    /// Yes.
    Approved,
    /// No.
    Rejected,
    /// At other prices. A form there names none, so that a person must make the offer in the console.
    Returned,
}
