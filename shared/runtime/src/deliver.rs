//! What happens when an event arrives: projections, reactions, snapshots.
//!
//! Deliveries may be repeated, late and out of order. An event is a hint that its stream has
//! commits; what is applied is read from the store.

use kernel::TenantId;
use kernel::aggregate::{History, StreamKey, Version};
use kernel::reaction::{AnyReaction, Occurrence};
use kernel::view::AnyView;
use uuid::Uuid;

use crate::cloud_event::CloudEvent;
use crate::engine::Engine;
use crate::fault::Fault;
use crate::pause::pause;
use crate::perform::perform;
use crate::ports::{Generation, ProjectError, ProjectionKey};

/// How often a projection starts over when another was quicker: another delivery of the same
/// stream, which has done the work, or one of another stream that was adding to the same row.
/// DynamoDB cancels whichever of two transactions on a row comes second, even though additions
/// do not depend on each other, so rows that many streams feed are contended. With full jitter
/// up to 320 ms, ten workers (as many as a view has) that all add to one row, 10 ms each, find
/// a gap long before the last try; after it the queue delivers again.
const TRIES_MAX: u32 = 12;
/// First pause before starting over, in milliseconds; doubles, with jitter.
const PAUSE_MS: u64 = 10;
/// How often the pause doubles.
const DOUBLINGS_MAX: u32 = 5;
/// A snapshot is written each time a stream has grown by this many commits. `cargo xtask bench
/// store` compares: fewer make loads dearer, more make snapshots dearer.
pub const SNAPSHOT_EVERY: Version = 16;
/// A commit of more bytes than this is followed by a snapshot at once.
pub const SNAPSHOT_HEAVY_BYTES: usize = 64 * 1024;

/// Applies every commit of a stream that a projection has not applied yet: to the rows that
/// serve, and to those that a rebuild is making.
///
/// # Errors
/// Faults of the store, corrupt data, or deliveries that keep overtaking each other.
pub async fn project(engine: &Engine, view: &'static dyn AnyView, tenant: &TenantId, stream: &StreamKey) -> Result<(), Fault> {
    // Asked after the commit was made: a rebuild that is announced later finds the commit
    // in the store by itself.
    let generations = engine.ports.views.generations(tenant, view.spec().view).await?;
    for generation in std::iter::once(generations.serving).chain(generations.building()) {
        project_into(engine, view, tenant, stream, generation).await?;
    }
    Ok(())
}

/// As [`project`], into one generation.
pub(crate) async fn project_into(
    engine: &Engine,
    view: &'static dyn AnyView,
    tenant: &TenantId,
    stream: &StreamKey,
    generation: Generation,
) -> Result<(), Fault> {
    let spec = view.spec();
    let key = ProjectionKey { name: spec.name, view: spec.view, generation };
    for attempt in 0..TRIES_MAX {
        let from = engine.ports.views.position(tenant, &key, stream).await?;
        let history = engine.ports.store.load_from(tenant, stream, view.snapshot_schema(), from).await?;
        if history.version() <= from {
            return Ok(());
        }
        let projected = view.project(tenant, &stream.id, from, &history)?;
        match engine.ports.views.apply(tenant, &key, stream, from, &projected).await {
            Ok(()) => return Ok(()),
            Err(ProjectError::Moved) => pause(engine, attempt, PAUSE_MS, DOUBLINGS_MAX).await,
            Err(ProjectError::Fault(fault)) => return Err(fault),
        }
    }
    Err(Fault::passing(format!("project {}", spec.name), "overtaken on every try"))
}

/// Lets a reaction answer one event.
///
/// # Errors
/// Faults of the store, of the commands that it sends, or corrupt data.
pub async fn react(engine: &Engine, reaction: &'static dyn AnyReaction, event: &CloudEvent) -> Result<(), Fault> {
    let spec = reaction.spec();
    let stream = event.stream();
    let schema = engine.aggregate(&stream)?.snapshot_schema();
    let before = event.streamversion.saturating_sub(1);
    let history = engine.ports.store.load_from(&event.tenant, &stream, schema, before).await?;
    let commit = history.commits.iter().find(|commit| commit.version == event.streamversion);
    // The bus can be quicker than a replica; the queue delivers again.
    let commit = commit.ok_or_else(|| Fault::passing(format!("find commit {}", event.id), "not in the store"))?;
    let correlation = event.correlationid.parse().unwrap_or(Uuid::nil());
    let context = engine.system_context(&event.tenant, spec.name, correlation, Some(event.id.clone())).await?;
    let occurrence = Occurrence { id: &stream.id, commit, index: event.streamindex, history: &history };
    let mut pending = reaction.open(&occurrence, &context)?;
    let mut facts = kernel::Facts::default();
    for subject in pending.subjects() {
        let key = engine.ports.subject_keys.get(&event.tenant, &subject).await?;
        facts.put_subject_key(&kernel::Want::SubjectKey { subject, create: false }, key);
    }
    pending.know(facts);
    perform(engine, spec.name, &context, pending.react(), |outcome| pending.answered(outcome)).await
}

/// Writes a snapshot when a stream's tail has grown long or heavy; off the command's path.
///
/// # Errors
/// Faults of the store, or corrupt data.
pub async fn snapshot(
    engine: &Engine,
    tenant: &TenantId,
    stream: &StreamKey,
    version: Version,
    commit_bytes: usize,
) -> Result<bool, Fault> {
    let due = version.is_multiple_of(SNAPSHOT_EVERY) || commit_bytes > SNAPSHOT_HEAVY_BYTES;
    if !due {
        return Ok(false);
    }
    let aggregate = engine.aggregate(stream)?;
    let history: History = engine.ports.store.load(tenant, stream, aggregate.snapshot_schema()).await?;
    let Some(snapshot) = aggregate.snapshot(&history)? else { return Ok(false) };
    engine.ports.store.put_snapshot(tenant, stream, &snapshot).await?;
    Ok(true)
}
