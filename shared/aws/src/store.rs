//! The event store on the one table.
//!
//! A commit is one item; its image in the table's stream is also the outbox record. Loading
//! is one backwards query, writing is one conditional put; a transaction, at twice the
//! price per item, only where a unique value or a second stream is written with it.

mod item;
mod read;
mod write;

use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure};
use kernel::TenantId;
use kernel::aggregate::{Commit, History, Snapshot, StreamKey, Version};
use kernel::command::Claim;
use runtime::ports::{Batch, Documents, Store};
use runtime::{AppendError, Fault};

use crate::failure::fault;
use crate::keys::{self, CommitKey};
use crate::table::{G1P, G1S, INDEX_1, Item, PK, SK, Table, required};

/// Streams in one page of [`Store::streams`].
const STREAMS_PAGE_ITEMS: i32 = 100;
/// The stream that owns a guard.
const OWNER: &str = "o";

/// Events in one DynamoDB table; what is too large for an item, in S3.
#[derive(Clone)]
pub struct DynamoStore {
    table: Table,
    documents: Arc<dyn Documents>,
}

impl DynamoStore {
    /// Events in `table`; bodies too large for an item go to `documents`.
    pub fn new(table: Table, documents: Arc<dyn Documents>) -> Self {
        Self { table, documents }
    }

    /// The commit in an item, such as the new image of a stream record.
    ///
    /// # Errors
    /// When the item is damaged, or a body in S3 cannot be read.
    pub async fn commit_of(&self, key: &CommitKey, image: &Item) -> Result<Commit, Fault> {
        item::read_commit(&key.tenant, key.version, image, self.documents.as_ref()).await
    }
}

#[async_trait]
impl Store for DynamoStore {
    async fn load(&self, tenant: &TenantId, stream: &StreamKey, schema: u32) -> Result<History, Fault> {
        self.history(tenant, stream, schema, Version::MAX).await
    }

    async fn load_from(&self, tenant: &TenantId, stream: &StreamKey, schema: u32, from: Version) -> Result<History, Fault> {
        self.history(tenant, stream, schema, from).await
    }

    async fn commit(&self, tenant: &TenantId, stream: &StreamKey, version: Version) -> Result<Option<Commit>, Fault> {
        match self.table.get(keys::stream(tenant, stream), &keys::commit(version), "read a commit").await? {
            Some(found) => Ok(Some(item::read_commit(tenant, version, &found, self.documents.as_ref()).await?)),
            None => Ok(None),
        }
    }

    async fn append(&self, tenant: &TenantId, batch: &Batch) -> Result<(), AppendError> {
        match batch.appends.as_slice() {
            [(append, commit)] if batch.claims.is_empty() && batch.releases.is_empty() && batch.unchanged.is_empty() => {
                self.put_commit(tenant, append, commit).await
            }
            _ => self.transact(tenant, batch).await,
        }
    }

    async fn owner(&self, tenant: &TenantId, claim: &Claim) -> Result<Option<StreamKey>, Fault> {
        let Some(guard) = self.table.get(keys::guard(tenant, claim), keys::GUARD_SORT, "read a guard").await? else {
            return Ok(None);
        };
        let owner = keys::parse_owner(required(&guard, OWNER)?);
        owner.map(Some).ok_or_else(|| Fault::lasting(format!("guard of {} names no stream", claim.scope)))
    }

    async fn put_snapshot(&self, tenant: &TenantId, stream: &StreamKey, snapshot: &Snapshot) -> Result<(), Fault> {
        let (item, outside) = item::write_snapshot(tenant, stream, snapshot)?;
        if let Some(outside) = outside {
            outside.put(tenant, self.documents.as_ref()).await?;
        }
        // One of an older schema is useless to everybody who writes this one, and would keep
        // a stream that rests from ever having a snapshot again.
        let put = self.table.client().put_item().table_name(self.table.name()).set_item(Some(item));
        let put = put.condition_expression(format!("attribute_not_exists({PK}) OR {} < :schema", item::SCHEMA));
        let put = put.expression_attribute_values(":schema", AttributeValue::N(snapshot.schema.to_string()));
        match put.set_return_consumed_capacity(self.table.capacity()).send().await {
            Ok(written) => self.table.count_write(written.consumed_capacity.as_slice()),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_conditional_check_failed_exception()) => {}
            Err(error) => return Err(fault(format!("put a snapshot of {} {}", stream.kind, stream.id), error)),
        }
        Ok(())
    }

    async fn streams(&self, tenant: &TenantId, kind: &str, after: Option<&str>) -> Result<Vec<String>, Fault> {
        let mut query = self.table.client().query().table_name(self.table.name()).index_name(INDEX_1).limit(STREAMS_PAGE_ITEMS);
        query = query.expression_attribute_values(":p", AttributeValue::S(keys::streams_of(tenant, kind)));
        query = match after {
            None => query.key_condition_expression(format!("{G1P} = :p")),
            Some(after) => query
                .key_condition_expression(format!("{G1P} = :p AND {G1S} > :after"))
                .expression_attribute_values(":after", AttributeValue::S(after.to_owned())),
        };
        // Of each item only the key is wanted, so a page never ends early for its size.
        let query = query.projection_expression(G1S).set_return_consumed_capacity(self.table.capacity());
        let page = query.send().await.map_err(|error| fault(format!("list the streams of {kind}"), error))?;
        self.table.count_read(page.consumed_capacity());
        page.items().iter().map(|item| required(item, G1S).map(str::to_owned)).collect()
    }
}

/// What is put into the answer of a failed condition: the item that was in the way.
const FOUND: ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure::AllOld;

/// The keys of an item.
fn keyed(partition: String, sort: String) -> Item {
    Item::from([(PK.to_owned(), AttributeValue::S(partition)), (SK.to_owned(), AttributeValue::S(sort))])
}
