//! Batches of a queue: each message stands for itself, and only those that failed are
//! delivered again.

use kernel::Effect;
use kernel::listener::AnyListener;
use kernel::reaction::AnyReaction;
use kernel::view::AnyView;
use runtime::cloud_event::CloudEvent;
use runtime::push::Hint;
use runtime::push::tell::Pusher;
use runtime::{Engine, Fault, deliver};
use serde_json::{Value, json};

use super::shapes::{BatchAnswer, QueueBatch, QueueMessage};

/// Ends the name of a consumer's dead-letter queue.
pub const DEAD_LETTERS_SUFFIX: &str = "-dead-letters";

pub(super) async fn project(engine: &Engine, view: &'static dyn AnyView, payload: Value) -> Result<Value, Fault> {
    each(view.spec().name, payload, async |message| {
        let event = event(&message.body)?;
        deliver::project(engine, view, &event.tenant, &event.stream()).await
    })
    .await
}

pub(super) async fn react(engine: &Engine, reaction: &'static dyn AnyReaction, payload: Value) -> Result<Value, Fault> {
    each(reaction.spec().name, payload, async |message| deliver::react(engine, reaction, &event(&message.body)?).await).await
}

pub(super) async fn listen(engine: &Engine, listener: &'static dyn AnyListener, payload: Value) -> Result<Value, Fault> {
    each(listener.spec().name, payload, async |message| runtime::listen::listen(engine, listener, &event(&message.body)?).await).await
}

/// Tells open pages of a whole batch at once: one frame a connection, and none waits for another.
pub(super) async fn push(pusher: Option<&Pusher>, payload: Value) -> Result<Value, Fault> {
    let pusher = pusher.ok_or_else(|| Fault::lasting("find the sockets"))?;
    let batch = read(payload)?;
    let mut answer = BatchAnswer::default();
    let (mut messages, mut changes) = (Vec::new(), Vec::new());
    for message in &batch.records {
        match event(&message.body) {
            Ok(event) if pusher.is_news(&event) => {
                messages.push(message.message_id.as_str());
                changes.push((event.tenant.clone(), Hint::of(&event)));
            }
            Ok(_) => {}
            Err(fault) => {
                tracing::error!(function = super::PUSH, message = message.message_id, cause = fault.chain(), "delivery failed");
                answer.fail(&message.message_id);
            }
        }
    }
    let failed = pusher.tell(&changes).await;
    for (tenant, fault) in &failed {
        tracing::error!(function = super::PUSH, tenant = %tenant, cause = fault.chain(), "delivery failed");
    }
    for (message, _) in messages.into_iter().zip(&changes).filter(|(_, (tenant, _))| failed.contains_key(tenant)) {
        answer.fail(message);
    }
    write(answer)
}

/// Parks what a consumer's queue gave up on where a person sees it.
pub(super) async fn park(engine: &Engine, payload: Value) -> Result<Value, Fault> {
    each(super::PARK, payload, async |message| {
        let event = event(&message.body)?;
        let consumer = consumer(engine, message).ok_or_else(|| Fault::lasting("find the consumer of a dead letter"))?;
        let tries: u32 = message.attributes.get("ApproximateReceiveCount").and_then(|count| count.parse().ok()).unwrap_or(0);
        let id = event.id.clone();
        let body = json!({
            "dead_letter_id": kernel::Id::<kernel::id::kinds::DeadLetter>::derive(&[&consumer, &id]).to_string(),
            "consumer": consumer,
            "event": serde_json::to_value(&event).unwrap_or_default(),
            "error": "the queue gave up; the causes are in the consumer's log",
            "tries": tries,
        });
        let context = engine.system_context(&event.tenant, super::PARK, uuid(&event.correlationid), Some(id.clone())).await?;
        let key = format!("{consumer}/{id}");
        let effect = Effect::Send { command: "platform.park-dead-letter", body, key };
        runtime::perform::perform(engine, super::PARK, &context, vec![effect], |_| Vec::new()).await
    })
    .await
}

fn uuid(text: &str) -> uuid::Uuid {
    text.parse().unwrap_or(uuid::Uuid::nil())
}

/// The consumer whose queue gave the message up: its queue's name is the function's, with
/// hyphens for points.
fn consumer(engine: &Engine, message: &QueueMessage) -> Option<String> {
    let source = message.attributes.get("DeadLetterQueueSourceArn").unwrap_or(&message.event_source_arn);
    let queue = source.rsplit(':').next()?;
    let queue = queue.strip_suffix(DEAD_LETTERS_SUFFIX).unwrap_or(queue);
    let views = engine.catalogues.iter().flat_map(|catalogue| catalogue.views.iter().map(|view| view.spec().name));
    let reactions = engine.catalogues.iter().flat_map(|catalogue| catalogue.reactions.iter().map(|one| one.spec().name));
    let listeners = engine.catalogues.iter().flat_map(|catalogue| catalogue.listeners.iter().map(|one| one.spec().name));
    let fits = |name: &&str| queue.ends_with(&name.replace('.', "-"));
    // The longest name that fits: one may be the end of another.
    views.chain(reactions).chain(listeners).chain([super::PUSH]).filter(fits).max_by_key(|name| name.len()).map(str::to_owned)
}

/// EventBridge wraps the event as `detail`; a redelivery wraps it the same way.
fn event(body: &str) -> Result<CloudEvent, Fault> {
    let broken = |error: serde_json::Error| Fault::lasting("read a message of the queue").because(error);
    let envelope: Value = serde_json::from_str(body).map_err(broken)?;
    let detail = envelope.get("detail").cloned().unwrap_or(envelope);
    serde_json::from_value(detail).map_err(broken)
}

async fn each(function: &str, payload: Value, mut work: impl AsyncFnMut(&QueueMessage) -> Result<(), Fault>) -> Result<Value, Fault> {
    let batch = read(payload)?;
    let mut answer = BatchAnswer::default();
    for message in &batch.records {
        if let Err(fault) = work(message).await {
            tracing::error!(function, message = message.message_id, cause = fault.chain(), "delivery failed");
            answer.fail(&message.message_id);
        }
    }
    write(answer)
}

fn read(payload: Value) -> Result<QueueBatch, Fault> {
    serde_json::from_value(payload).map_err(|error| Fault::lasting("read the queue's batch").because(error))
}

fn write(answer: BatchAnswer) -> Result<Value, Fault> {
    serde_json::to_value(answer).map_err(|error| Fault::lasting("write the batch's answer").because(error))
}
