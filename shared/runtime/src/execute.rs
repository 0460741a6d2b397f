//! One command, from its body to its commit.

use kernel::aggregate::{Commit, KeyStamp, StreamKey, Version};
use kernel::command::{AnyCommand, Decided, Keep, Undecided};
use kernel::id::derive_uuid;
use kernel::{Actor, Context, Declared, Refused, TenantId};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::engine::Engine;
use crate::failure::Failure;
use crate::gather::gather;
use crate::pause::pause;
use crate::ports::{AppendError, Batch};

/// How often a command is decided afresh after somebody else wrote first. Fifty who take
/// numbers of one series at once need up to fifteen; these tries take four seconds and at most
/// eight, half of what a function may take. More contention than that is not waited for.
const TRIES_MAX: u32 = 20;
/// First pause after a conflict, in milliseconds; doubles, with jitter.
const PAUSE_MS: u64 = 8;
/// How often the pause doubles: to half a second.
const DOUBLINGS_MAX: u32 = 6;
/// Longest idempotency key, in bytes: room for a UUID and for our own keys.
pub const KEY_BYTES_MAX: usize = 200;

/// How much of a body's hash is stored with an idempotency key, in bytes: half of it tells two
/// bodies apart; the other half would only be billed.
const HASH_BYTES: usize = 16;
/// The same for a body with personal data. It outlives the subject's key, and must not confirm
/// afterwards who the subject was: it notices nearly every other body, and fits one guess in 65,536.
const SEALED_HASH_BYTES: usize = 2;

/// A command and who sends it.
pub struct Request {
    /// Which command.
    pub command: &'static dyn AnyCommand,
    /// Its body, path parameters included.
    pub body: Value,
    /// Whose data.
    pub tenant: TenantId,
    /// Who. The runtime checks the roles.
    pub actor: Actor,
    /// The `Idempotency-Key`.
    pub key: Option<String>,
    /// The version from `If-Match`.
    pub if_match: Option<Version>,
    /// One id from the first request to the last projection.
    pub correlation: Uuid,
    /// The event that is answered.
    pub causation: Option<String>,
}

/// A command that was carried out, or had been before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The aggregate.
    pub stream: StreamKey,
    /// Its version now: what a view must reach to show the effect.
    pub version: Version,
    /// The key had been used before; nothing was written now.
    pub replayed: bool,
}

/// Authorises, deduplicates, loads, folds, decides, appends; again after a conflict.
///
/// # Errors
/// Whatever stands between the request and its commit; nothing was written then.
pub async fn execute(engine: &Engine, request: Request) -> Result<Accepted, Failure> {
    let spec = request.command.spec();
    if !request.actor.has_any(spec.roles) {
        return Err(Failure::Forbidden);
    }
    let told = if request.command.subject_keys() { SEALED_HASH_BYTES } else { HASH_BYTES };
    let stamp = request.key.as_deref().map(|key| stamp(spec.name, key, &request.body, told)).transpose()?;
    let seed = match &request.key {
        Some(key) => derive_uuid("idempotency", &[request.tenant.as_str(), spec.name, key]),
        None => engine.ports.ids.fresh(),
    };
    let context = engine.context(&request.tenant, request.actor, request.correlation, request.causation, seed).await?;
    let (mut taken, mut refused) = (None, false);
    for attempt in 0..TRIES_MAX {
        match try_once(engine, request.command, &request.body, &context, stamp.as_ref(), request.if_match).await? {
            Tried::Done(accepted) => return Ok(accepted),
            Tried::Conflict => taken = None,
            // Decided again, the command sees the new owner and refuses in its own words.
            Tried::Taken(scope) if taken.is_none() => taken = Some(scope),
            Tried::Taken(scope) => return Err(Failure::Taken { scope }),
            // The same key may have been carried out between loading and looking up: what was
            // refused then is its own doing. Loaded again, it is answered from the key.
            Tried::Refused(_) if stamp.is_some() && !refused => {
                refused = true;
                continue;
            }
            Tried::Refused(refusal) => return Err(Failure::Refused(refusal)),
        }
        pause(engine, attempt, PAUSE_MS, DOUBLINGS_MAX).await;
    }
    Err(taken.map_or(Failure::Busy, |scope| Failure::Taken { scope }))
}

enum Tried {
    Done(Accepted),
    Conflict,
    Taken(String),
    Refused(Refused),
}

async fn try_once(
    engine: &Engine,
    command: &'static dyn AnyCommand,
    body: &Value,
    context: &Context,
    stamp: Option<&KeyStamp>,
    if_match: Option<Version>,
) -> Result<Tried, Failure> {
    let mut pending = command.open(body.clone())?;
    let stream = pending.stream(context);
    let schema = engine.aggregate(&stream)?.snapshot_schema();
    let history = engine.ports.store.load(&context.tenant, &stream, schema).await?;
    let (version, keys) = pending.load(&history).map_err(crate::Fault::from)?;
    if let Some(stamp) = stamp
        && let Some(used) = keys.iter().find(|used| used.key == stamp.key)
    {
        return if used.hash == stamp.hash {
            Ok(Tried::Done(Accepted { stream, version: used.version, replayed: true }))
        } else {
            Err(Failure::KeyReused)
        };
    }
    if let Some(expected) = if_match.filter(|expected| *expected != version) {
        tracing::debug!(expected, version, "version mismatch");
        return Err(Failure::VersionMismatch { actual: version });
    }
    let declared = Declared::command(&command.spec()).with_subject_keys(command.subject_keys());
    let facts = gather(engine, &context.tenant, &declared, |facts| pending.wants(facts, context)).await?;
    let decided = match pending.decide(&facts, context) {
        Ok(decided) => decided,
        Err(Undecided::Refused(refused)) => return Ok(Tried::Refused(refused)),
        Err(Undecided::Impossible(impossible)) => return Err(Failure::Fault(impossible.into())),
    };
    let undeclared =
        decided.appends.iter().map(|append| &append.stream.kind).find(|kind| **kind != stream.kind && !declared.may_write(kind));
    if let Some(kind) = undeclared {
        return Err(crate::Fault::lasting(format!("write {kind} in {}, which does not declare it", declared.name)).into());
    }
    if decided.appends.is_empty() {
        return Ok(Tried::Done(Accepted { stream, version, replayed: false }));
    }
    let written = decided.appends.first().filter(|append| append.stream == stream).map_or(version, |_| version.saturating_add(1));
    keep(engine, &context.tenant, declared.context, &decided.keeps).await?;
    let batch = batch(decided, &stream, command.spec().name, context, stamp);
    match engine.ports.store.append(&context.tenant, &batch).await {
        Ok(()) => Ok(Tried::Done(Accepted { stream, version: written, replayed: false })),
        Err(AppendError::Conflict(_)) => Ok(Tried::Conflict),
        Err(AppendError::Taken(claim)) => Ok(Tried::Taken(claim.scope)),
        Err(AppendError::Fault(fault)) => Err(fault.into()),
    }
}

/// Before the commit that names them: a commit never names what is not there.
async fn keep(engine: &Engine, tenant: &TenantId, folder: &str, keeps: &[Keep]) -> Result<(), Failure> {
    for Keep { key, media_type, bytes } in keeps {
        let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        if !key.starts_with(&format!("{folder}/")) || !key.contains(&hash) {
            return Err(crate::Fault::lasting(format!("keep {key}, which is not named by its content in {folder}/")).into());
        }
        engine.ports.documents.put(tenant, key, media_type, bytes.clone()).await?;
    }
    Ok(())
}

fn batch(decided: Decided, own: &StreamKey, command: &str, context: &Context, stamp: Option<&KeyStamp>) -> Batch {
    let commit = |append: &kernel::command::Append| {
        let version = append.expected.saturating_add(1);
        let key = stamp.filter(|_| append.stream == *own).map(|stamp| KeyStamp { version, ..stamp.clone() });
        Commit { version, meta: context.meta(command), key, events: append.events.clone() }
    };
    Batch {
        appends: decided.appends.into_iter().map(|append| (append.clone(), commit(&append))).collect(),
        claims: decided.claims.into_iter().map(|claim| (claim, own.clone())).collect(),
        releases: decided.releases.into_iter().map(|claim| (claim, own.clone())).collect(),
        unchanged: decided.unchanged,
    }
}

fn stamp(command: &str, key: &str, body: &Value, hash_bytes: usize) -> Result<KeyStamp, Failure> {
    let printable = key.bytes().all(|byte| (0x21..=0x7e).contains(&byte));
    if key.is_empty() || key.len() > KEY_BYTES_MAX || !printable {
        let reason = format!("expected 1 to {KEY_BYTES_MAX} printable ASCII characters");
        return Err(Failure::Malformed(kernel::Malformed::new("Idempotency-Key", reason)));
    }
    let mut hash = Sha256::new();
    hash.update(command.as_bytes());
    hash.update([0]);
    hash.update(canonical(body).to_string().as_bytes());
    let hash = hash.finalize().iter().take(hash_bytes).map(|byte| format!("{byte:02x}")).collect();
    Ok(KeyStamp { key: key.to_owned(), hash, version: 0 })
}

/// The same JSON with the fields of every object in one order.
fn canonical(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut names: Vec<_> = fields.iter().collect();
            names.sort_by_key(|(name, _)| name.as_str());
            Value::Object(names.into_iter().map(|(name, value)| (name.clone(), canonical(value))).collect::<Map<_, _>>())
        }
        Value::Array(values) => Value::Array(values.iter().map(canonical).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}
