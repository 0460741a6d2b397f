//! Commits and snapshots as items. Names are short because their bytes are billed.

use aws_sdk_dynamodb::types::AttributeValue;
use kernel::TenantId;
use kernel::aggregate::{Commit, KeyStamp, Meta, Snapshot, StreamKey, Version};
use runtime::Fault;
use runtime::ports::Documents;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::keyed;
use crate::body::{INLINE_BYTES_MAX, Names, Outside, pack, unpack};
use crate::keys;
use crate::table::{G1P, G1S, Item, required, text};

/// A commit's events, or a snapshot's state.
const BODY: Names = Names { plain: "e", packed: "z", outside: Some("o") };
/// A commit's time, actor and correlation.
const META: &str = "m";
/// The idempotency key of a commit; the remembered keys of a snapshot.
const KEY: &str = "k";
/// A snapshot's schema.
pub(super) const SCHEMA: &str = "x";

/// The item of a commit, and what of it goes to S3 first.
pub(super) fn write_commit(
    tenant: &TenantId,
    stream: &StreamKey,
    commit: &Commit,
    inline_max: usize,
) -> Result<(Item, Option<Outside>), Fault> {
    let mut item = keyed(keys::stream(tenant, stream), keys::commit(commit.version));
    let body = pack(BODY, json(&commit.events)?, inline_max)?;
    item.insert(body.name.to_owned(), body.value);
    item.insert(META.to_owned(), AttributeValue::S(json(&commit.meta)?));
    if let Some(key) = &commit.key {
        item.insert(KEY.to_owned(), AttributeValue::S(json(key)?));
    }
    if commit.version == 1 {
        // Only the first commit is in the index: it lists each stream once.
        item.insert(G1P.to_owned(), AttributeValue::S(keys::streams_of(tenant, &stream.kind)));
        item.insert(G1S.to_owned(), AttributeValue::S(stream.id.clone()));
    }
    Ok((item, body.outside))
}

/// The commit in an item.
pub(super) async fn read_commit(tenant: &TenantId, version: Version, item: &Item, documents: &dyn Documents) -> Result<Commit, Fault> {
    let events = parse(&unpack(BODY, item, tenant, documents).await?, "events")?;
    let meta: Meta = parse(required(item, META)?, "meta")?;
    let key: Option<KeyStamp> = text(item, KEY).map(|key| parse(key, "key")).transpose()?;
    Ok(Commit { version, meta, key, events })
}

/// The item of a snapshot, and what of it goes to S3 first.
pub(super) fn write_snapshot(tenant: &TenantId, stream: &StreamKey, snapshot: &Snapshot) -> Result<(Item, Option<Outside>), Fault> {
    let mut item = keyed(keys::stream(tenant, stream), keys::snapshot(snapshot.version));
    let body = pack(BODY, json(&snapshot.state)?, INLINE_BYTES_MAX)?;
    item.insert(body.name.to_owned(), body.value);
    item.insert(SCHEMA.to_owned(), AttributeValue::N(snapshot.schema.to_string()));
    if !snapshot.keys.is_empty() {
        item.insert(KEY.to_owned(), AttributeValue::S(json(&snapshot.keys)?));
    }
    Ok((item, body.outside))
}

/// The schema of a snapshot's item.
pub(super) fn schema(item: &Item) -> Option<u32> {
    item.get(SCHEMA)?.as_n().ok()?.parse().ok()
}

/// The snapshot in an item.
pub(super) async fn read_snapshot(
    tenant: &TenantId,
    version: Version,
    schema: u32,
    item: &Item,
    documents: &dyn Documents,
) -> Result<Snapshot, Fault> {
    let state = parse(&unpack(BODY, item, tenant, documents).await?, "state")?;
    let keys = text(item, KEY).map(|keys| parse(keys, "keys")).transpose()?.unwrap_or_default();
    Ok(Snapshot { version, schema, state, keys })
}

fn json<T: Serialize>(value: &T) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|error| Fault::lasting("write JSON").because(error))
}

fn parse<T: DeserializeOwned>(json: &str, what: &str) -> Result<T, Fault> {
    serde_json::from_str(json).map_err(|error| Fault::lasting(format!("stored {what} cannot be read")).because(error))
}
