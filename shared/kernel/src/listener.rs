//! Listeners: what a context does when something happened in another context.
//!
//! Contexts share no types. A listener reads the event's published form with a type of its
//! own, tolerantly, and answers with commands of its own context.

use std::collections::BTreeSet;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::aggregate::Version;
use crate::command::Context;
use crate::event::aggregate_of;
use crate::reaction::{Effect, Outcome};
use crate::refusal::Malformed;
use crate::time::Moment;

/// Names a listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListenerSpec {
    /// `context.do-this-on-that`: the consumer function.
    pub name: &'static str,
    /// The events that it listens to, as named on the bus: `evt.orders.order.created.v1`.
    pub on: &'static [&'static str],
    /// Commands of its own context that it may send.
    pub sends: &'static [&'static str],
    /// What it is for.
    pub summary: &'static str,
}

impl ListenerSpec {
    /// The aggregates whose events it listens to.
    pub fn aggregates(&self) -> BTreeSet<&'static str> {
        self.on.iter().filter_map(|event| aggregate_of(event)).collect()
    }
}

/// An event of another context.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard<E> {
    /// `<stream id>/<version>/<index>`: the same on every delivery.
    pub id: String,
    /// The stream that it happened in, an id of the other context.
    pub subject: String,
    /// The version of that stream that it belongs to.
    pub version: Version,
    /// When it was decided.
    pub at: Moment,
    /// What happened.
    pub event: E,
}

impl<E> Heard<E> {
    /// An idempotency key for an effect of this event.
    pub fn key(&self, purpose: &str) -> String {
        format!("{}/{purpose}", self.id)
    }
}

/// Does something because something happened in another context. Events may come twice and
/// in any order, also those of one stream.
pub trait Listener: Send + Sync + 'static {
    /// The events as this context reads them: an enum with `tag = "type", content = "data"`
    /// whose variants are renamed to the names of [`ListenerSpec::on`]. It takes no more
    /// fields than it needs, and ignores others.
    type Event: DeserializeOwned + Send + Sync;
    /// Name and permissions.
    const SPEC: ListenerSpec;
    /// What to do.
    fn hear(heard: &Heard<Self::Event>, context: &Context) -> Vec<Effect>;
    /// What to do with an outcome of one of those effects.
    fn answered(_heard: &Heard<Self::Event>, _context: &Context, _outcome: &Outcome) -> Vec<Effect> {
        Vec::new()
    }
}

/// An event before it is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Sound {
    /// `<stream id>/<version>/<index>`.
    pub id: String,
    /// The name on the bus.
    pub kind: String,
    /// The stream's id.
    pub subject: String,
    /// The stream's version.
    pub version: Version,
    /// When it was decided.
    pub at: Moment,
    /// The event's data; `Null` when it has none.
    pub data: Value,
}

/// A listener with its types erased.
pub trait AnyListener: Send + Sync {
    /// Name and permissions.
    fn spec(&self) -> ListenerSpec;
    /// Reads an event.
    ///
    /// # Errors
    /// When the published form is not what this context expects.
    fn open(&self, sound: Sound, context: &Context) -> Result<Box<dyn PendingListener>, Malformed>;
}

/// A listener with the event it heard.
pub trait PendingListener: Send + Sync {
    /// What to do.
    fn hear(&self) -> Vec<Effect>;
    /// What to do with an outcome.
    fn answered(&self, outcome: &Outcome) -> Vec<Effect>;
}

/// Erases a listener's types.
pub struct ListenerHandler<L>(PhantomData<fn() -> L>);

/// The list entry of a listener.
pub const fn listener<L: Listener>() -> &'static dyn AnyListener {
    &ListenerHandler::<L>(PhantomData)
}

struct Opened<L: Listener> {
    heard: Heard<L::Event>,
    context: Context,
}

impl<L: Listener> AnyListener for ListenerHandler<L> {
    fn spec(&self) -> ListenerSpec {
        L::SPEC
    }

    fn open(&self, sound: Sound, context: &Context) -> Result<Box<dyn PendingListener>, Malformed> {
        let mut tagged = serde_json::Map::new();
        tagged.insert("type".to_owned(), Value::String(sound.kind));
        if !sound.data.is_null() {
            tagged.insert("data".to_owned(), sound.data);
        }
        let event = Malformed::read(Value::Object(tagged))?;
        let heard = Heard { id: sound.id, subject: sound.subject, version: sound.version, at: sound.at, event };
        Ok(Box::new(Opened::<L> { heard, context: context.clone() }))
    }
}

impl<L: Listener> PendingListener for Opened<L> {
    fn hear(&self) -> Vec<Effect> {
        L::hear(&self.heard, &self.context)
    }

    fn answered(&self, outcome: &Outcome) -> Vec<Effect> {
        L::answered(&self.heard, &self.context, outcome)
    }
}
