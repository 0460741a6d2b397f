//! Reactions, schedules and webhooks: pure functions from what happened to what to do next.
//!
//! They return [`Effect`]s as data; the runtime performs them. An outside call's answer
//! comes back through `answered`, which turns it into a command: so no outside system is
//! ever called from a decision, and every effect can be compared by value in a test.

use std::marker::PhantomData;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::aggregate::{Aggregate, Commit, History, Impossible, Loaded, Meta, Version};
use crate::command::{Command, Context};
use crate::event::bus_name;
use crate::facts::{Facts, Want};
use crate::id::{Id, derive_uuid};
use crate::refusal::{Malformed, Refused};

/// Most effects of one trigger: a page of a bank statement with a command a row, and some.
pub const EFFECTS_MAX: usize = 600;

/// What to do next.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Sends a command of the same context, as the system.
    Send {
        /// Wire name.
        command: &'static str,
        /// Its body.
        body: Value,
        /// Makes a repeated delivery harmless; unique per trigger and purpose.
        key: String,
    },
    /// Calls an outside system.
    Call {
        /// The connector's name, `nova-poshta`.
        connector: &'static str,
        /// The connector's request type, as JSON.
        request: Value,
    },
    /// Hands an event to one consumer again.
    Redeliver {
        /// The consumer function.
        consumer: String,
        /// The event, as it was on the bus.
        event: Value,
    },
    /// Keeps raw bytes as they came, encrypted, for [`RAW_KEEP_DAYS`] days.
    Keep {
        /// Hash of the bytes, hexadecimal SHA-256: the document's name.
        sha256: String,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// Destroys the key of a subject: what was sealed under it is erased, wherever it is stored.
    /// Only reactions that declare it; doing it again changes nothing.
    ForgetSubject {
        /// Whose.
        subject: String,
    },
}

/// How long raw messages of outside systems are kept; they hold personal data.
pub const RAW_KEEP_DAYS: u32 = 180;

impl Effect {
    /// Sends a command. `purpose` tells apart several sends of one trigger.
    pub fn send<C: Command>(command: &C, key: impl Into<String>) -> Self {
        Self::Send { command: C::SPEC.name, body: serde_json::to_value(command).unwrap_or_default(), key: key.into() }
    }

    /// Calls an outside system.
    pub fn call(connector: &'static str, request: &impl Serialize) -> Self {
        Self::Call { connector, request: serde_json::to_value(request).unwrap_or_default() }
    }
}

/// What became of an effect.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// A command was accepted, or refused by the business.
    Sent {
        /// Wire name.
        command: &'static str,
        /// The key that it was sent with: tells apart several sends of one command.
        key: String,
        /// The refusal, if any.
        result: Result<(), Refused>,
    },
    /// An outside system answered, or did not.
    Called {
        /// The connector.
        connector: &'static str,
        /// The request that was made.
        request: Value,
        /// The answer, as the connector's answer type.
        result: Result<Value, OutsideError>,
    },
}

/// How an outside failure is to be handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FailureClass {
    /// It may work later: rate limit, time-out before sending, 5xx, circuit open.
    Retry,
    /// It will never work as it is: the request is wrong.
    Permanent,
    /// The credentials are refused: pause the integration, tell an administrator.
    Auth,
    /// Nobody knows whether it was done: look it up before trying again.
    Unknown,
}

/// A failure of an outside system, in the error vocabulary of the specification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, thiserror::Error)]
#[error("{code} ({raw_code}): {text}")]
pub struct OutsideError {
    /// `NP_RATE_LIMIT`, `P24_AUTH_ERROR`.
    pub code: String,
    /// What to do about it.
    pub class: FailureClass,
    /// The outside system's own code, as it came; empty when it gave none.
    pub raw_code: String,
    /// The outside system's own words, shortened; never a secret.
    pub text: String,
}

/// Names a reaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReactionSpec {
    /// `context.do-this-on-that`: the consumer function.
    pub name: &'static str,
    /// Events that trigger it, `fact.vN` of its aggregate.
    pub on: &'static [&'static str],
    /// Commands that it may send.
    pub sends: &'static [&'static str],
    /// Connectors that it may call.
    pub calls: &'static [&'static str],
    /// What it is for.
    pub summary: &'static str,
}

/// An event and everything around it that a reaction may look at.
pub struct Trigger<'a, A: Aggregate> {
    /// Which aggregate.
    pub id: Id<A::Kind>,
    /// The commit's version.
    pub version: Version,
    /// What happened.
    pub event: &'a A::Event,
    /// When and by whom.
    pub meta: &'a Meta,
    /// The newest state, perhaps later than the event.
    pub state: &'a A,
    /// Tenant, settings, time.
    pub context: &'a Context,
}

impl<A: Aggregate> Trigger<'_, A> {
    /// An idempotency key for an effect of this trigger.
    pub fn key(&self, purpose: &str) -> String {
        format!("{}/{}/{purpose}", self.id, self.version)
    }

    /// Sends what came back of a call, once for one event and one result. An event may be
    /// delivered twice and bring two results; both are heard, and the command decides: one key may
    /// not be used for both.
    pub fn send_result<C: Command>(&self, purpose: &str, command: &C) -> Effect {
        // What was read from JSON has a JSON form; a command without one is refused when it is sent.
        let body = serde_json::to_string(command).unwrap_or_default();
        let result = derive_uuid(purpose, &[&body]).simple();
        Effect::send(command, self.key(&format!("{purpose}/{result}")))
    }
}

/// Does something because something happened.
pub trait Reaction: Send + Sync + 'static {
    /// Whose events.
    type Aggregate: Aggregate;
    /// Name and permissions.
    const SPEC: ReactionSpec;
    /// Whether it destroys the keys of subjects.
    const FORGETS_SUBJECTS: bool = false;
    /// Whether it opens personal data, to speak to an outside system: it may read the keys of subjects.
    const SUBJECT_KEYS: bool = false;
    /// Whose keys it needs. Those that have none, or have it no more, are passed over.
    fn subjects(_trigger: &Trigger<'_, Self::Aggregate>) -> Vec<String> {
        Vec::new()
    }
    /// What to do.
    fn react(trigger: &Trigger<'_, Self::Aggregate>) -> Vec<Effect>;
    /// What to do with an outcome of one of those effects. Outcomes of the effects returned
    /// here come back too, as long as there are any.
    fn answered(_trigger: &Trigger<'_, Self::Aggregate>, _outcome: &Outcome) -> Vec<Effect> {
        Vec::new()
    }
    /// What to do with an outcome, where the keys of [`Reaction::subjects`] are among the facts.
    fn answered_with(trigger: &Trigger<'_, Self::Aggregate>, _facts: &Facts, outcome: &Outcome) -> Vec<Effect> {
        Self::answered(trigger, outcome)
    }
}

/// Names a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScheduleSpec {
    /// `context.check-something`: the scheduled function.
    pub name: &'static str,
    /// How often, in seconds; AWS fires no more often than once a minute.
    pub every_seconds: u32,
    /// Commands that it may send.
    pub sends: &'static [&'static str],
    /// Connectors that it may call.
    pub calls: &'static [&'static str],
    /// What it is for.
    pub summary: &'static str,
}

/// Looks at what is due, for one tenant at a time.
pub trait Schedule: Send + Sync + 'static {
    /// Name and permissions.
    const SPEC: ScheduleSpec;
    /// What must be fetched: rows that are due, never everything.
    fn wants(facts: &Facts, context: &Context) -> Vec<Want>;
    /// What to do.
    fn tick(facts: &Facts, context: &Context) -> Vec<Effect>;
    /// What to do with an outcome.
    fn answered(_facts: &Facts, _context: &Context, _outcome: &Outcome) -> Vec<Effect> {
        Vec::new()
    }
}

/// Names a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WebhookSpec {
    /// `context.receive-something`: the function.
    pub name: &'static str,
    /// Path with `{tenant}`: `/webhooks/{tenant}/nova-poshta`.
    pub path: &'static str,
    /// The secret that signs, by name, one a tenant.
    pub secret: &'static str,
    /// Commands that it may send.
    pub sends: &'static [&'static str],
    /// What it is for.
    pub summary: &'static str,
}

/// Records a message that an outside system pushes. The signature has been checked.
pub trait Webhook: Send + Sync + 'static {
    /// Name, path, secret.
    const SPEC: WebhookSpec;
    /// Commands that record the message; no work is done here. A body that cannot be read
    /// is recorded too.
    fn receive(body: &[u8], context: &Context) -> Vec<Effect>;
}

/// A reaction with its types erased.
pub trait AnyReaction: Send + Sync {
    /// Name and permissions.
    fn spec(&self) -> ReactionSpec;
    /// Whose events.
    fn aggregate(&self) -> &'static str;
    /// Whether it destroys the keys of subjects.
    fn forgets_subjects(&self) -> bool;
    /// Whether it reads the keys of subjects.
    fn subject_keys(&self) -> bool;
    /// The events that trigger it, as named on the bus.
    fn bus_names(&self) -> Vec<String> {
        self.spec().on.iter().map(|event| bus_name(self.aggregate(), event)).collect()
    }
    /// Reads an occurrence; `None` when none of the commit's events at `index` concerns it.
    fn open(&self, occurrence: &Occurrence<'_>, context: &Context) -> Result<Box<dyn PendingReaction>, Impossible>;
}

/// One event of one commit, and the newest state of its stream.
pub struct Occurrence<'a> {
    /// The aggregate's id.
    pub id: &'a str,
    /// The commit that holds the event.
    pub commit: &'a Commit,
    /// Which of the commit's events.
    pub index: usize,
    /// The stream up to now.
    pub history: &'a History,
}

/// A reaction with its trigger.
pub trait PendingReaction: Send + Sync {
    /// Whose keys must be fetched before it reacts.
    fn subjects(&self) -> Vec<String>;
    /// Hands over what was fetched.
    fn know(&mut self, facts: Facts);
    /// What to do.
    fn react(&self) -> Vec<Effect>;
    /// What to do with an outcome.
    fn answered(&self, outcome: &Outcome) -> Vec<Effect>;
}

/// Erases a reaction's types.
pub struct ReactionHandler<R>(PhantomData<fn() -> R>);

/// The list entry of a reaction.
pub const fn reaction<R: Reaction>() -> &'static dyn AnyReaction {
    &ReactionHandler::<R>(PhantomData)
}

struct OpenedReaction<R: Reaction> {
    id: Id<<R::Aggregate as Aggregate>::Kind>,
    version: Version,
    event: <R::Aggregate as Aggregate>::Event,
    meta: Meta,
    state: R::Aggregate,
    context: Context,
    facts: Facts,
}

impl<R: Reaction> OpenedReaction<R> {
    fn trigger(&self) -> Trigger<'_, R::Aggregate> {
        Trigger { id: self.id, version: self.version, event: &self.event, meta: &self.meta, state: &self.state, context: &self.context }
    }
}

impl<R: Reaction> AnyReaction for ReactionHandler<R> {
    fn spec(&self) -> ReactionSpec {
        R::SPEC
    }

    fn aggregate(&self) -> &'static str {
        R::Aggregate::NAME
    }

    fn forgets_subjects(&self) -> bool {
        R::FORGETS_SUBJECTS
    }

    fn subject_keys(&self) -> bool {
        R::SUBJECT_KEYS
    }

    fn open(&self, occurrence: &Occurrence<'_>, context: &Context) -> Result<Box<dyn PendingReaction>, Impossible> {
        use crate::event::Event;
        let stored = occurrence.commit.events.get(occurrence.index);
        let stored =
            stored.ok_or_else(|| Impossible::new(format!("no event {} in commit {}", occurrence.index, occurrence.commit.version)))?;
        let loaded: Loaded<R::Aggregate> =
            occurrence.history.fold()?.ok_or_else(|| Impossible::new(format!("{} has no history", occurrence.id)))?;
        Ok(Box::new(OpenedReaction::<R> {
            id: occurrence.id.parse().map_err(|error| Impossible::new(format!("{error}")))?,
            version: occurrence.commit.version,
            event: <R::Aggregate as Aggregate>::Event::read(stored)?,
            meta: occurrence.commit.meta.clone(),
            state: loaded.state,
            context: context.clone(),
            facts: Facts::default(),
        }))
    }
}

impl<R: Reaction> PendingReaction for OpenedReaction<R> {
    fn subjects(&self) -> Vec<String> {
        if R::SUBJECT_KEYS { R::subjects(&self.trigger()) } else { Vec::new() }
    }

    fn know(&mut self, facts: Facts) {
        self.facts = facts;
    }

    fn react(&self) -> Vec<Effect> {
        R::react(&self.trigger())
    }

    fn answered(&self, outcome: &Outcome) -> Vec<Effect> {
        R::answered_with(&self.trigger(), &self.facts, outcome)
    }
}

/// A schedule with its types erased.
pub trait AnySchedule: Send + Sync {
    /// Name and permissions.
    fn spec(&self) -> ScheduleSpec;
    /// What must be fetched.
    fn wants(&self, facts: &Facts, context: &Context) -> Vec<Want>;
    /// What to do.
    fn tick(&self, facts: &Facts, context: &Context) -> Vec<Effect>;
    /// What to do with an outcome.
    fn answered(&self, facts: &Facts, context: &Context, outcome: &Outcome) -> Vec<Effect>;
}

/// Erases a schedule's types.
pub struct ScheduleHandler<S>(PhantomData<fn() -> S>);

/// The list entry of a schedule.
pub const fn schedule<S: Schedule>() -> &'static dyn AnySchedule {
    &ScheduleHandler::<S>(PhantomData)
}

impl<S: Schedule> AnySchedule for ScheduleHandler<S> {
    fn spec(&self) -> ScheduleSpec {
        S::SPEC
    }
    fn wants(&self, facts: &Facts, context: &Context) -> Vec<Want> {
        S::wants(facts, context)
    }
    fn tick(&self, facts: &Facts, context: &Context) -> Vec<Effect> {
        S::tick(facts, context)
    }
    fn answered(&self, facts: &Facts, context: &Context, outcome: &Outcome) -> Vec<Effect> {
        S::answered(facts, context, outcome)
    }
}

/// A webhook with its types erased.
pub trait AnyWebhook: Send + Sync {
    /// Name, path, secret.
    fn spec(&self) -> WebhookSpec;
    /// Commands that record the message.
    fn receive(&self, body: &[u8], context: &Context) -> Vec<Effect>;
}

/// Erases a webhook's types.
pub struct WebhookHandler<W>(PhantomData<fn() -> W>);

/// The list entry of a webhook.
pub const fn webhook<W: Webhook>() -> &'static dyn AnyWebhook {
    &WebhookHandler::<W>(PhantomData)
}

impl<W: Webhook> AnyWebhook for WebhookHandler<W> {
    fn spec(&self) -> WebhookSpec {
        W::SPEC
    }
    fn receive(&self, body: &[u8], context: &Context) -> Vec<Effect> {
        W::receive(body, context)
    }
}

/// Reads the JSON that a connector answered as its type.
pub fn read_answer<T: serde::de::DeserializeOwned>(answer: &Value) -> Result<T, Malformed> {
    Malformed::read(answer.clone())
}
