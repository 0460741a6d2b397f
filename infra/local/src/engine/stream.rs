//! The table's stream, read directly from the embedded engine.

use dynoxide::actions::get_records::{GetRecordsRequest, Record};
use dynoxide::actions::get_shard_iterator::GetShardIteratorRequest;
use dynoxide::{AttributeValue, Database, Item};
use entrepot_aws::table::{PK, SK};

use super::EngineError;

/// Most records of one read, as at AWS.
pub const RECORDS_MAX: usize = 1_000;
/// What the engine adds to a stored sequence number, so that it has 21 digits.
const SEQUENCE_OFFSET: u128 = 100_000_000_000_000_000_000;

/// What happened to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// It is new.
    Inserted,
    /// It was replaced.
    Modified,
    /// It is gone.
    Removed,
}

/// One change of one item.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamRecord {
    /// Its place in the stream; of fixed width, so that later ones are greater texts.
    pub sequence: String,
    /// What happened.
    pub happened: Happened,
    /// The item's partition key.
    pub pk: String,
    /// The item's sort key.
    pub sk: String,
    /// The item as it is now; `None` when it is gone.
    pub new_image: Option<entrepot_aws::table::Item>,
}

/// Reads the stream of one table. Cheap to clone.
#[derive(Clone)]
pub struct StreamReader {
    database: Database,
    table: &'static str,
}

impl StreamReader {
    pub(super) fn new(database: Database, table: &'static str) -> Self {
        Self { database, table }
    }

    /// The records after a sequence number, oldest first; from the oldest there is when none
    /// is given. Empty when there are no more yet. At most [`RECORDS_MAX`].
    ///
    /// # Errors
    /// When `after_sequence` is no sequence number, or the engine fails.
    pub async fn next_records(&self, after_sequence: Option<&str>, limit: usize) -> Result<Vec<StreamRecord>, EngineError> {
        let (database, table) = (self.database.clone(), self.table);
        let after = after_sequence.map(str::to_owned);
        tokio::task::spawn_blocking(move || read(&database, table, after, limit)).await?
    }
}

fn read(database: &Database, table: &str, after: Option<String>, limit: usize) -> Result<Vec<StreamRecord>, EngineError> {
    let kind = if after.is_some() { "AFTER_SEQUENCE_NUMBER" } else { "TRIM_HORIZON" };
    let iterator = database.get_shard_iterator(GetShardIteratorRequest {
        // The label is not looked at.
        stream_arn: dynoxide::streams::stream_arn(table, "latest"),
        shard_id: dynoxide::streams::shard_id(table),
        shard_iterator_type: kind.to_owned(),
        sequence_number: after,
    })?;
    let shard_iterator = iterator.shard_iterator.unwrap_or_default();
    let found = database.get_records(GetRecordsRequest { shard_iterator, limit: Some(limit.clamp(1, RECORDS_MAX)) })?;
    found.records.into_iter().map(record).collect()
}

fn record(record: Record) -> Result<StreamRecord, EngineError> {
    let happened = match record.event_name.as_str() {
        "INSERT" => Happened::Inserted,
        "REMOVE" => Happened::Removed,
        _ => Happened::Modified,
    };
    let image = record.dynamodb.new_image.map(serde_json::to_value).transpose();
    let image = image.map_err(|error| runtime::Fault::lasting("read a stream record").because(error))?;
    Ok(StreamRecord {
        sequence: record.dynamodb.sequence_number,
        happened,
        pk: key(&record.dynamodb.keys, PK),
        sk: key(&record.dynamodb.keys, SK),
        new_image: image.as_ref().map(entrepot_aws::image::item_from_json).transpose()?,
    })
}

fn key(keys: &Item, name: &str) -> String {
    match keys.get(name) {
        Some(AttributeValue::S(text)) => text.clone(),
        _ => String::new(),
    }
}

/// A sequence number as the engine stores it.
pub(super) fn stored_sequence(public: &str) -> Result<i64, EngineError> {
    let number = public.parse::<u128>().ok().and_then(|number| number.checked_sub(SEQUENCE_OFFSET));
    number.and_then(|number| i64::try_from(number).ok()).ok_or_else(|| EngineError::Sequence(public.to_owned()))
}
