//! What happens when an event of another context arrives.

use kernel::listener::{AnyListener, Sound};
use serde_json::Value;
use uuid::Uuid;

use crate::cloud_event::CloudEvent;
use crate::engine::Engine;
use crate::fault::Fault;
use crate::perform::perform;

/// Lets a listener answer one event. Nothing is read of the other context but the event in its
/// published form, from the store where it is too large to be carried.
///
/// # Errors
/// Faults of the store or of the commands that it sends; lasting, when the event is not what
/// the listener expects: a person sees it among the dead letters.
pub async fn listen(engine: &Engine, listener: &'static dyn AnyListener, event: &CloudEvent) -> Result<(), Fault> {
    let spec = listener.spec();
    let unreadable = || Fault::lasting(format!("hear {} {} in {}", event.kind, event.id, spec.name));
    let data = match &event.data {
        Some(data) => data.clone(),
        None if event.dataref.is_some() => stored(engine, event).await?,
        None => Value::Null,
    };
    let sound = Sound {
        id: event.id.clone(),
        kind: event.kind.clone(),
        subject: event.subject.clone(),
        version: event.streamversion,
        at: event.time.parse().map_err(|error| unreadable().because(error))?,
        data,
    };
    let correlation = event.correlationid.parse().unwrap_or(Uuid::nil());
    let context = engine.system_context(&event.tenant, spec.name, correlation, Some(event.id.clone())).await?;
    let pending = listener.open(sound, &context).map_err(|malformed| unreadable().because(malformed))?;
    perform(engine, spec.name, &context, pending.hear(), |outcome| pending.answered(outcome)).await
}

/// The data of an event as its commit has it, which is as it would have been published.
async fn stored(engine: &Engine, event: &CloudEvent) -> Result<Value, Fault> {
    let found = engine.ports.store.commit(&event.tenant, &event.stream(), event.streamversion).await?;
    // The bus can be quicker than a replica; the queue delivers again.
    let commit = found.ok_or_else(|| Fault::passing(format!("find commit {}", event.id), "not in the store"))?;
    let stored = commit.events.get(event.streamindex);
    let stored = stored.ok_or_else(|| Fault::lasting(format!("find event {} in its commit", event.id)))?;
    Ok(stored.get("data").cloned().unwrap_or(Value::Null))
}
