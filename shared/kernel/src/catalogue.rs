//! The list of everything a context does. Routes, API description, template resources,
//! permissions and reference pages derive from it.

use std::marker::PhantomData;

use serde_json::Value;

use crate::aggregate::{Aggregate, History, Impossible, Snapshot, Version};
use crate::command::AnyCommand;
use crate::event::{Event, bus_name};
use crate::listener::AnyListener;
use crate::lookup::AnyLookup;
use crate::query::AnyQuery;
use crate::reaction::{AnyReaction, AnySchedule, AnyWebhook};
use crate::view::AnyView;

/// Everything one context does.
pub struct Catalogue {
    /// The context's name: `orders`.
    pub context: &'static str,
    /// What it keeps.
    pub aggregates: &'static [&'static dyn AnyAggregate],
    /// What can be asked of it.
    pub commands: &'static [&'static dyn AnyCommand],
    /// What can be seen of it.
    pub queries: &'static [&'static dyn AnyQuery],
    /// What it asks of outside systems on behalf of somebody who fills a form.
    pub lookups: &'static [&'static dyn AnyLookup],
    /// What it derives for reading.
    pub views: &'static [&'static dyn AnyView],
    /// What it does when something happened.
    pub reactions: &'static [&'static dyn AnyReaction],
    /// What it does when something happened in another context.
    pub listeners: &'static [&'static dyn AnyListener],
    /// What it looks after by the clock.
    pub schedules: &'static [&'static dyn AnySchedule],
    /// What outside systems tell it.
    pub webhooks: &'static [&'static dyn AnyWebhook],
}

impl Catalogue {
    /// A command by wire name.
    pub fn command(&self, name: &str) -> Option<&'static dyn AnyCommand> {
        self.commands.iter().copied().find(|command| command.spec().name == name)
    }

    /// An aggregate by name.
    pub fn aggregate(&self, name: &str) -> Option<&'static dyn AnyAggregate> {
        self.aggregates.iter().copied().find(|aggregate| aggregate.name() == name)
    }
}

/// An aggregate with its types erased.
pub trait AnyAggregate: Send + Sync {
    /// Its name.
    fn name(&self) -> &'static str;
    /// The schema of its snapshots.
    fn snapshot_schema(&self) -> u32;
    /// JSON Schema of its events, as stored.
    fn event_schema(&self) -> schemars::Schema;
    /// A stored sample of each event.
    fn samples(&self) -> Vec<Value>;
    /// Its events, as named on the bus.
    fn bus_names(&self) -> Vec<String> {
        let names = self.samples();
        let names = names.iter().filter_map(|sample| sample.get("type").and_then(Value::as_str));
        names.map(|event| bus_name(self.name(), event)).collect()
    }
    /// Reads a stored event and writes it again, upcast.
    fn round_trip(&self, stored: &Value) -> Result<Value, Impossible>;
    /// The newest state of a history as a snapshot; `None` when nothing happened.
    fn snapshot(&self, history: &History) -> Result<Option<Snapshot>, Impossible>;
    /// The newest state and version, as JSON.
    fn state(&self, history: &History) -> Result<Option<(Version, Value)>, Impossible>;
}

/// Erases an aggregate's types.
pub struct AggregateHandler<A>(PhantomData<fn() -> A>);

/// The list entry of an aggregate.
pub const fn aggregate<A: Aggregate>() -> &'static dyn AnyAggregate {
    &AggregateHandler::<A>(PhantomData)
}

impl<A: Aggregate> AnyAggregate for AggregateHandler<A> {
    fn name(&self) -> &'static str {
        A::NAME
    }

    fn snapshot_schema(&self) -> u32 {
        A::SNAPSHOT_SCHEMA
    }

    fn event_schema(&self) -> schemars::Schema {
        schemars::schema_for!(A::Event)
    }

    fn samples(&self) -> Vec<Value> {
        A::Event::samples().iter().filter_map(|event| event.write().ok()).collect()
    }

    fn round_trip(&self, stored: &Value) -> Result<Value, Impossible> {
        A::Event::read(stored)?.write()
    }

    fn snapshot(&self, history: &History) -> Result<Option<Snapshot>, Impossible> {
        history.fold::<A>()?.map(|loaded| loaded.snapshot()).transpose()
    }

    fn state(&self, history: &History) -> Result<Option<(Version, Value)>, Impossible> {
        let loaded = history.fold::<A>()?;
        let json = |loaded: crate::Loaded<A>| {
            let state = serde_json::to_value(&loaded.state).map_err(|error| Impossible::new(error.to_string()))?;
            Ok((loaded.version, state))
        };
        loaded.map(json).transpose()
    }
}
