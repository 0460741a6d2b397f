//! The two readers of the table's stream.

use kernel::Moment;
use runtime::cloud_event::CloudEvent;
use runtime::{Engine, Fault, deliver};
use serde_json::Value;

use super::shapes::{BatchAnswer, Record, StreamBatch};
use crate::keys::CommitKey;
use crate::table::{PK, SK, text};
use crate::{BusEvent, DynamoStore, EventBridgeBus};

/// Publishes the commits of a batch, in order. A batch stops at the first that fails: the
/// stream delivers from there again, so that no commit of a stream overtakes another.
pub(super) async fn relay(store: &DynamoStore, bus: Option<&EventBridgeBus>, payload: Value) -> Result<Value, Fault> {
    let bus = bus.ok_or_else(|| Fault::lasting("find the bus"))?;
    until_failure(payload, async |record| {
        let Some((key, commit)) = commit(store, record).await? else { return Ok(()) };
        let events = CloudEvent::of_commit(&key.tenant, &key.stream, &commit)?;
        let entry = |event: &CloudEvent| {
            let detail = serde_json::to_value(event).map_err(|error| Fault::lasting("write an event").because(error))?;
            let time: Moment = commit.meta.at;
            Ok(BusEvent { name: event.kind.clone(), detail, tenant: key.tenant.clone(), time })
        };
        let entries = events.iter().map(entry).collect::<Result<Vec<_>, Fault>>()?;
        bus.publish(&entries).await
    })
    .await
}

/// Writes the snapshots that the commits of a batch make due.
pub(super) async fn snapshots(engine: &Engine, store: &DynamoStore, payload: Value) -> Result<Value, Fault> {
    until_failure(payload, async |record| {
        let Some((key, commit)) = commit(store, record).await? else { return Ok(()) };
        let bytes = commit.events.iter().map(|event| event.to_string().len()).sum();
        deliver::snapshot(engine, &key.tenant, &key.stream, key.version, bytes).await.map(|_| ())
    })
    .await
}

async fn commit(store: &DynamoStore, record: &Record) -> Result<Option<(CommitKey, kernel::Commit)>, Fault> {
    let Some(image) = &record.dynamodb.new_image else { return Ok(None) };
    let image = crate::image::item_from_json(image)?;
    let key = text(&image, PK).zip(text(&image, SK)).and_then(|(partition, sort)| CommitKey::parse(partition, sort));
    let Some(key) = key else { return Ok(None) };
    let commit = store.commit_of(&key, &image).await?;
    Ok(Some((key, commit)))
}

async fn until_failure(payload: Value, mut work: impl AsyncFnMut(&Record) -> Result<(), Fault>) -> Result<Value, Fault> {
    let batch: StreamBatch = serde_json::from_value(payload).map_err(|error| Fault::lasting("read the stream's batch").because(error))?;
    let mut answer = BatchAnswer::default();
    for record in &batch.records {
        if let Err(fault) = work(record).await {
            let sequence = &record.dynamodb.sequence_number;
            tracing::error!(record = sequence, cause = fault.chain(), "the stream's batch stopped");
            answer.fail(sequence);
            break;
        }
    }
    serde_json::to_value(answer).map_err(|error| Fault::lasting("write the batch's answer").because(error))
}
