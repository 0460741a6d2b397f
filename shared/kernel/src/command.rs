//! Commands: what somebody asks for, decided by a pure function.

use std::marker::PhantomData;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::actor::{Actor, Role};
use crate::aggregate::{Aggregate, History, Impossible, KeyStamp, Loaded, Meta, StreamKey, Version, fold_events};
use crate::event::Event;
use crate::facts::{Facts, Want};
use crate::id::{Id, Kind, derive_uuid};
use crate::refusal::{Malformed, Refusal, Refused};
use crate::settings::Settings;
use crate::tenant::TenantId;
use crate::time::Moment;

/// Most events that one decision may write; more would be a design error, not a business case.
pub const EVENTS_PER_COMMIT_MAX: usize = 500;

/// Longest body of most commands, in bytes: an estimate of 1,000 lines is a third of it.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;

/// One thing that can be asked of an aggregate.
///
/// The struct is the request body; the path's parameters are among its fields.
pub trait Command: DeserializeOwned + Serialize + schemars::JsonSchema + Clone + Send + Sync + 'static {
    /// What it changes.
    type Aggregate: Aggregate;
    /// Why it may be refused.
    type Refusal: Refusal;
    /// Name, route, roles.
    const SPEC: CommandSpec;
    /// Longest body, in bytes; larger ones are refused unread.
    const BODY_BYTES_MAX: usize = BODY_BYTES_MAX;
    /// Whether it opens and seals personal data: it may read and make the keys of subjects.
    const SUBJECT_KEYS: bool = false;
    /// Whether a caller must say with `If-Match` which version was seen: for commands that
    /// overwrite what somebody else may have written meanwhile.
    const WANTS_VERSION: bool = false;

    /// Which aggregate. Creations take the caller's id or [`Context::fresh_id`].
    fn target(&self, context: &Context) -> Id<<Self::Aggregate as Aggregate>::Kind>;

    /// What else must be known; asked again with what was learnt until nothing new is wanted.
    fn wants(&self, _state: Option<&Self::Aggregate>, _facts: &Facts, _context: &Context) -> Vec<Want> {
        Vec::new()
    }

    /// The decision. Pure and synchronous: no clock, no random ids, no IO; all that is in
    /// `facts` and `context`, so that a retry after a conflict decides afresh without side effects.
    fn decide(&self, state: Option<&Self::Aggregate>, facts: &Facts, context: &Context)
    -> Result<Decision<Self::Aggregate>, Self::Refusal>;

    /// A complete, valid body, for the API description and for trying it out.
    fn example() -> Self;
}

/// HTTP method of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the methods of HTTP")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// As on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Where a command or query is reached from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// HTTP method.
    pub method: Method,
    /// Path with parameters in braces, `/orders/{order_id}/cancel`.
    pub path: &'static str,
}

impl Route {
    /// `POST`.
    pub const fn post(path: &'static str) -> Self {
        Self { method: Method::Post, path }
    }
    /// `PUT`.
    pub const fn put(path: &'static str) -> Self {
        Self { method: Method::Put, path }
    }
    /// `GET`.
    pub const fn get(path: &'static str) -> Self {
        Self { method: Method::Get, path }
    }
    /// `PATCH`.
    pub const fn patch(path: &'static str) -> Self {
        Self { method: Method::Patch, path }
    }
    /// `DELETE`.
    pub const fn delete(path: &'static str) -> Self {
        Self { method: Method::Delete, path }
    }

    /// The names in braces, in order.
    pub fn parameters(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    }
}

/// What is known of a command without running it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommandSpec {
    /// `context.verb-noun`: the Lambda handler, the log name, the idempotency scope.
    pub name: &'static str,
    /// Absent for commands that only Entrepot itself sends.
    pub route: Option<Route>,
    /// Who may send it; deny by default.
    pub roles: &'static [Role],
    /// Aggregates besides its own that it may also write, and therefore read; one of another
    /// context only where that is shared, as journal entries are.
    pub also_writes: &'static [&'static str],
    /// Views that it reads, and aggregates of other contexts (`ledger.book`): the function's
    /// role may read these, all streams of its own context, and nothing else.
    pub reads: &'static [&'static str],
    /// One sentence for the API description.
    pub summary: &'static str,
}

/// Everything around a decision that is not its aggregate.
#[derive(Debug, Clone)]
pub struct Context {
    /// Whose data.
    pub tenant: TenantId,
    /// Who asks.
    pub actor: Actor,
    /// The time, read once.
    pub now: Moment,
    /// The tenant's settings.
    pub settings: Arc<Settings>,
    /// One id from the first request to the last projection.
    pub correlation: Uuid,
    /// The event that this answers, if any.
    pub causation: Option<String>,
    /// Random, or derived from the idempotency key: new ids come from it.
    pub seed: Uuid,
}

impl Context {
    /// A new id. The same command with the same idempotency key gets the same ids, so that
    /// a retried creation finds what the first try created.
    pub fn fresh_id<K: Kind>(&self, n: u32) -> Id<K> {
        if n == 0 { Id::new(self.seed) } else { Id::new(derive_uuid(K::PREFIX, &[&self.seed.to_string(), &n.to_string()])) }
    }

    /// Time, actor and correlation of the commit that `command` writes.
    pub fn meta(&self, command: &str) -> Meta {
        Meta {
            at: self.now,
            actor: self.actor.clone(),
            command: command.to_owned(),
            correlation: self.correlation,
            causation: self.causation.clone(),
        }
    }
}

/// What a command decided: written in one atomic step, or not at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision<A: Aggregate> {
    /// What happens to the command's own aggregate; empty when there is nothing to do.
    pub events: Vec<A::Event>,
    /// What happens to others in the same step.
    pub others: Vec<Append>,
    /// Unique values to take.
    pub claims: Vec<Claim>,
    /// Unique values to give back.
    pub releases: Vec<Claim>,
    /// Aggregates that were only looked at and must still be as they were when this is written.
    pub unchanged: Vec<Unchanged>,
    /// What is too large for an event, and is named there by its hash.
    pub keeps: Vec<Keep>,
}

impl<A: Aggregate> Decision<A> {
    /// These events.
    pub fn of(events: impl IntoIterator<Item = A::Event>) -> Self {
        Self {
            events: events.into_iter().collect(),
            others: Vec::new(),
            claims: Vec::new(),
            releases: Vec::new(),
            unchanged: Vec::new(),
            keeps: Vec::new(),
        }
    }

    /// Nothing: what was asked for is already so.
    pub fn nothing() -> Self {
        Self::of([])
    }

    /// Takes a unique value for the command's own aggregate; another owner refuses the commit.
    pub fn claim(mut self, scope: &str, value: impl Into<String>) -> Self {
        self.claims.push(Claim { scope: scope.to_owned(), value: value.into() });
        self
    }

    /// Gives a unique value back.
    pub fn release(mut self, scope: &str, value: impl Into<String>) -> Self {
        self.releases.push(Claim { scope: scope.to_owned(), value: value.into() });
        self
    }

    /// Keeps bytes as a document of the command's own context, before the events that name it are
    /// written. The key must hold the hash of the bytes, so that keeping them for a decision that
    /// is then not written, or keeping them twice, changes nothing that anybody can see.
    pub fn keep(mut self, keep: Keep) -> Self {
        self.keeps.push(keep);
        self
    }

    /// Holds only while another aggregate stays at the version that was looked at: a period that
    /// must be open, a contract that must be in force. If somebody wrote to it since,
    /// everything is decided again. Concurrent decisions that rest on the same aggregate get in
    /// each other's way, so rest on something that is not shared by all.
    pub fn unchanged<B: Aggregate>(mut self, id: Id<B::Kind>, version: Version) -> Self {
        let seen = Unchanged { stream: B::stream(id), version };
        if !self.unchanged.contains(&seen) {
            self.unchanged.push(seen);
        }
        self
    }

    /// Events of another aggregate, in the same step: one of the same context, or a journal
    /// entry. `version` is the one that was looked at: if somebody wrote since, everything is
    /// decided again.
    pub fn and<B: Aggregate>(mut self, id: Id<B::Kind>, version: Version, events: impl IntoIterator<Item = B::Event>) -> Self {
        let events: Vec<Value> = events.into_iter().filter_map(|event| event.write().ok()).collect();
        if !events.is_empty() {
            self.others.push(Append { stream: B::stream(id), expected: version, events });
        }
        self
    }
}

/// Bytes that are kept under a key which names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keep {
    /// The key within the tenant: `<context>/<folder>/<hash>`.
    pub key: String,
    /// What the bytes are.
    pub media_type: &'static str,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// A stream that a decision rests on without writing to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unchanged {
    /// Which stream.
    pub stream: StreamKey,
    /// The version that it must still have; zero when it must not exist.
    pub version: Version,
}

/// Events for one stream, at the version that the decision saw.
#[derive(Debug, Clone, PartialEq)]
pub struct Append {
    /// Which stream.
    pub stream: StreamKey,
    /// The version that the stream must still have.
    pub expected: Version,
    /// Stored form.
    pub events: Vec<Value>,
}

/// A value that only one aggregate of a tenant may own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What kind of value: `order-number`.
    pub scope: String,
    /// The value.
    pub value: String,
}

/// A decision with its types erased, ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Decided {
    /// The command's own stream first, then the others.
    pub appends: Vec<Append>,
    /// Unique values to take, owned by the command's own aggregate.
    pub claims: Vec<Claim>,
    /// Unique values to give back.
    pub releases: Vec<Claim>,
    /// Streams that must still have the version that was seen.
    pub unchanged: Vec<Unchanged>,
    /// What is kept before anything is written.
    pub keeps: Vec<Keep>,
}

/// Why nothing was decided.
#[derive(Debug, Clone, PartialEq)]
pub enum Undecided {
    /// The business says no.
    Refused(Refused),
    /// The decision contradicts the aggregate's own fold: a defect in the command.
    Impossible(Impossible),
}

/// A command with its types erased.
pub trait AnyCommand: Send + Sync {
    /// Name, route, roles.
    fn spec(&self) -> CommandSpec;
    /// The aggregate that it changes.
    fn aggregate(&self) -> &'static str;
    /// Longest body, in bytes.
    fn body_bytes_max(&self) -> usize;
    /// Whether it reads and makes the keys of subjects.
    fn subject_keys(&self) -> bool;
    /// Whether a caller must say which version was seen.
    fn wants_version(&self) -> bool;
    /// JSON Schema of the body, path parameters included.
    fn schema(&self, generator: &mut schemars::SchemaGenerator) -> schemars::Schema;
    /// A complete, valid body.
    fn example(&self) -> Value;
    /// Every refusal, for the reference.
    fn refusals(&self) -> Vec<Refused>;
    /// Reads a body once.
    fn open(&self, body: Value) -> Result<Box<dyn Pending>, Malformed>;
}

/// A command that was read and waits for its aggregate.
pub trait Pending: Send + Sync {
    /// Which stream to load.
    fn stream(&self, context: &Context) -> StreamKey;
    /// Folds what was loaded; the version and remembered keys it reached.
    fn load(&mut self, history: &History) -> Result<(Version, Vec<KeyStamp>), Impossible>;
    /// What else must be looked up.
    fn wants(&self, facts: &Facts, context: &Context) -> Vec<Want>;
    /// Decides.
    fn decide(&self, facts: &Facts, context: &Context) -> Result<Decided, Undecided>;
}

/// Erases a command's types.
pub struct CommandHandler<C>(PhantomData<fn() -> C>);

/// The list entry of a command.
pub const fn command<C: Command>() -> &'static dyn AnyCommand {
    &CommandHandler::<C>(PhantomData)
}

struct Opened<C: Command> {
    command: C,
    loaded: Option<Loaded<C::Aggregate>>,
}

impl<C: Command> AnyCommand for CommandHandler<C> {
    fn spec(&self) -> CommandSpec {
        C::SPEC
    }

    fn aggregate(&self) -> &'static str {
        C::Aggregate::NAME
    }

    fn body_bytes_max(&self) -> usize {
        C::BODY_BYTES_MAX
    }

    fn subject_keys(&self) -> bool {
        C::SUBJECT_KEYS
    }

    fn wants_version(&self) -> bool {
        C::WANTS_VERSION
    }

    fn schema(&self, generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        C::json_schema(generator)
    }

    fn example(&self) -> Value {
        serde_json::to_value(C::example()).unwrap_or_default()
    }

    fn refusals(&self) -> Vec<Refused> {
        C::Refusal::samples().iter().map(Refused::from).collect()
    }

    fn open(&self, body: Value) -> Result<Box<dyn Pending>, Malformed> {
        let command: C = Malformed::read(body)?;
        Ok(Box::new(Opened { command, loaded: None }))
    }
}

impl<C: Command> Opened<C> {
    fn state(&self) -> Option<&C::Aggregate> {
        self.loaded.as_ref().map(|loaded| &loaded.state)
    }
}

impl<C: Command> Pending for Opened<C> {
    fn stream(&self, context: &Context) -> StreamKey {
        C::Aggregate::stream(self.command.target(context))
    }

    fn load(&mut self, history: &History) -> Result<(Version, Vec<KeyStamp>), Impossible> {
        self.loaded = history.fold()?;
        Ok(self.loaded.as_ref().map_or((0, Vec::new()), |loaded| (loaded.version, loaded.keys.clone())))
    }

    fn wants(&self, facts: &Facts, context: &Context) -> Vec<Want> {
        self.command.wants(self.state(), facts, context)
    }

    fn decide(&self, facts: &Facts, context: &Context) -> Result<Decided, Undecided> {
        let decision = self.command.decide(self.state(), facts, context).map_err(|refusal| Undecided::Refused(Refused::from(&refusal)))?;
        let impossible = Undecided::Impossible;
        if decision.events.len() > EVENTS_PER_COMMIT_MAX {
            return Err(impossible(Impossible::new(format!("{} events in one commit", decision.events.len()))));
        }
        // What cannot be applied must never be written: the stream would not load again.
        fold_events(self.state().cloned(), &decision.events, &context.meta(C::SPEC.name)).map_err(impossible)?;
        let events = decision.events.iter().map(Event::write).collect::<Result<Vec<_>, _>>().map_err(impossible)?;
        let own = Append { stream: self.stream(context), expected: self.loaded.as_ref().map_or(0, |loaded| loaded.version), events };
        let appends = std::iter::once(own).filter(|own| !own.events.is_empty()).chain(decision.others).collect();
        Ok(Decided { appends, claims: decision.claims, releases: decision.releases, unchanged: decision.unchanged, keeps: decision.keeps })
    }
}
