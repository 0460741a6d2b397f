//! Aggregates: what a stream of events folds to.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::actor::Actor;
use crate::event::Event;
use crate::id::{Id, Kind};
use crate::time::Moment;

/// How many commits a stream has; the version of its state. Zero before the first.
pub type Version = u64;

/// How many idempotency keys a snapshot remembers. A client that retries does so within
/// minutes; this many commands on one aggregate take far longer.
pub const REMEMBERED_KEYS_MAX: usize = 32;

/// A thing with a history: its state is the fold of its events.
///
/// The state is stored only as a snapshot, behind [`Aggregate::SNAPSHOT_SCHEMA`]; the
/// events are the contract.
pub trait Aggregate: Sized + Clone + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// What its id names.
    type Kind: Kind;
    /// Everything that can happen to it.
    type Event: Event;
    /// `context.entity`, lower case with hyphens: `orders.order`. Part of every key and event name.
    const NAME: &'static str;
    /// Raise it when the state's shape changes: snapshots of another schema are ignored and
    /// the stream is folded from its start.
    const SNAPSHOT_SCHEMA: u32;

    /// The state after one more event. `None` is the state before the first.
    ///
    /// Never refuses for a business reason: what was decided has happened. An event that
    /// cannot follow is corruption.
    fn apply(state: Option<Self>, event: &Self::Event, meta: &Meta) -> Result<Self, Impossible>;

    /// The stream of one of them.
    fn stream(id: Id<Self::Kind>) -> StreamKey {
        StreamKey { kind: Self::NAME.to_owned(), id: id.to_string() }
    }
}

/// Names one stream of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StreamKey {
    /// The aggregate's [`Aggregate::NAME`].
    pub kind: String,
    /// Its id, printed.
    pub id: String,
}

/// What is known of a commit besides its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// When it was decided, by the clock of the function that decided.
    pub at: Moment,
    /// Who caused it.
    pub actor: Actor,
    /// The command that was decided, by wire name.
    pub command: String,
    /// One id from the first request to the last projection.
    pub correlation: Uuid,
    /// The event (`stream/version/index`) that this command answers, if it was not a request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub causation: Option<String>,
}

/// One atomic write to one stream: the events of one decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Commit {
    /// Its place in the stream, from 1 without a gap.
    pub version: Version,
    /// Time, actor, correlation.
    pub meta: Meta,
    /// The idempotency key that it answered, if one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<KeyStamp>,
    /// `{"type": "cancelled.v1", "data": {…}}` each.
    pub events: Vec<Value>,
}

/// Remembers that a key was used, with what, and which version answered it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyStamp {
    /// The `Idempotency-Key` as given.
    pub key: String,
    /// Hash over command name and canonical body.
    pub hash: String,
    /// The version that the command wrote.
    pub version: Version,
}

/// A folded state, stored so that a load need not start at the first event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The last commit it includes.
    pub version: Version,
    /// [`Aggregate::SNAPSHOT_SCHEMA`] of the writer.
    pub schema: u32,
    /// The state.
    pub state: Value,
    /// The newest idempotency keys, oldest first; the key of the first commit always stays.
    pub keys: Vec<KeyStamp>,
}

/// What a load returns: the newest snapshot, if any, and every commit after it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// The newest usable snapshot.
    pub snapshot: Option<Snapshot>,
    /// The commits after it, in order.
    pub commits: Vec<Commit>,
}

impl History {
    /// The version that this history reaches.
    pub fn version(&self) -> Version {
        let snapshot = self.snapshot.as_ref().map_or(0, |snapshot| snapshot.version);
        self.commits.last().map_or(snapshot, |commit| commit.version)
    }

    /// Folds to the newest state; `None` when nothing ever happened.
    ///
    /// # Errors
    /// When a version is missing, an event is unknown, or an event cannot follow its predecessor.
    pub fn fold<A: Aggregate>(&self) -> Result<Option<Loaded<A>>, Impossible> {
        let mut loaded = self.snapshot.as_ref().map(Loaded::<A>::from_snapshot).transpose()?;
        for commit in &self.commits {
            loaded = Some(Loaded::advance(loaded, commit)?.0);
        }
        Ok(loaded)
    }
}

/// A state with its version and the idempotency keys that led to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded<A> {
    /// The state.
    pub state: A,
    /// The version of the state.
    pub version: Version,
    /// Keys used so far, oldest first, as far as they are remembered.
    pub keys: Vec<KeyStamp>,
}

impl<A: Aggregate> Loaded<A> {
    fn from_snapshot(snapshot: &Snapshot) -> Result<Self, Impossible> {
        if snapshot.schema != A::SNAPSHOT_SCHEMA {
            return Err(Impossible::new(format!("snapshot schema {} of {}", snapshot.schema, A::NAME)));
        }
        let state = serde_json::from_value(snapshot.state.clone()).map_err(|error| Impossible::new(error.to_string()))?;
        Ok(Self { state, version: snapshot.version, keys: snapshot.keys.clone() })
    }

    /// The state after one more commit, and that commit's events, typed.
    pub fn advance(before: Option<Self>, commit: &Commit) -> Result<(Self, Vec<A::Event>), Impossible> {
        let (state, version, mut keys) = match before {
            Some(loaded) => (Some(loaded.state), loaded.version, loaded.keys),
            None => (None, 0, Vec::new()),
        };
        if commit.version != version.saturating_add(1) {
            return Err(Impossible::new(format!("{} commit {} follows {version}", A::NAME, commit.version)));
        }
        let events = commit.events.iter().map(A::Event::read).collect::<Result<Vec<_>, _>>()?;
        let state = fold_events(state, &events, &commit.meta)?;
        keys.extend(commit.key.clone());
        if keys.len() > REMEMBERED_KEYS_MAX {
            // The first key is a creation's: its replay must be recognised for ever.
            keys.remove(1);
        }
        let state = state.ok_or_else(|| Impossible::new(format!("{} commit {} is empty", A::NAME, commit.version)))?;
        Ok((Self { state, version: commit.version, keys }, events))
    }

    /// This state as a snapshot.
    pub fn snapshot(&self) -> Result<Snapshot, Impossible> {
        let state = serde_json::to_value(&self.state).map_err(|error| Impossible::new(error.to_string()))?;
        Ok(Snapshot { version: self.version, schema: A::SNAPSHOT_SCHEMA, state, keys: self.keys.clone() })
    }
}

/// Applies events in order.
pub fn fold_events<A: Aggregate>(state: Option<A>, events: &[A::Event], meta: &Meta) -> Result<Option<A>, Impossible> {
    events.iter().try_fold(state, |state, event| A::apply(state, event, meta).map(Some))
}

/// Stored data that cannot be: a fault of the machinery, never of the person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("impossible history: {0}")]
pub struct Impossible(String);

impl Impossible {
    /// Says what cannot be.
    pub fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }

    /// An event met a state that it cannot follow.
    pub fn after<S: std::fmt::Debug, E: Event>(state: &Option<S>, event: &E) -> Self {
        let what = if state.is_some() { "cannot follow the state" } else { "cannot come first" };
        Self(format!("{} {what}", event.name()))
    }
}
