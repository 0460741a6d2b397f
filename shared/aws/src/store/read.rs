//! Loading a stream: backwards from its end to the newest snapshot that can be used.

use aws_sdk_dynamodb::operation::query::QueryOutput;
use aws_sdk_dynamodb::types::AttributeValue;
use kernel::TenantId;
use kernel::aggregate::{Commit, History, Snapshot, StreamKey, Version};
use runtime::Fault;

use super::{DynamoStore, item};
use crate::failure::fault;
use crate::keys::{self, StreamItem};
use crate::table::{Item, PK, SK, required};

/// Items in the first page: a snapshot, the sixteen commits until the next one, and a few for
/// a snapshot that is still being written. One call is then enough, and little is read, and
/// paid for, beyond the snapshot.
const FIRST_PAGE_ITEMS: i32 = 20;

/// What was read of a stream, newest first.
#[derive(Default)]
struct Tail {
    commits: Vec<(Version, Item)>,
    snapshot: Option<(Version, Item)>,
}

impl DynamoStore {
    /// The newest snapshot of `schema` that includes nothing after `reach`, and every commit
    /// after it.
    pub(super) async fn history(&self, tenant: &TenantId, stream: &StreamKey, schema: u32, reach: Version) -> Result<History, Fault> {
        let tail = self.read_tail(tenant, stream, schema, reach).await?;
        let documents = self.documents.as_ref();
        let snapshot: Option<Snapshot> = match &tail.snapshot {
            Some((version, found)) => Some(item::read_snapshot(tenant, *version, schema, found, documents).await?),
            None => None,
        };
        let mut before = snapshot.as_ref().map_or(0, |snapshot| snapshot.version);
        let mut commits: Vec<Commit> = Vec::with_capacity(tail.commits.len());
        for (version, found) in tail.commits.iter().rev() {
            let expected = before.saturating_add(1);
            if *version != expected {
                return Err(Fault::lasting(format!("{} {}: commit {expected} is missing, {version} is there", stream.kind, stream.id)));
            }
            commits.push(item::read_commit(tenant, *version, found, documents).await?);
            before = *version;
        }
        Ok(History { snapshot, commits })
    }

    async fn read_tail(&self, tenant: &TenantId, stream: &StreamKey, schema: u32, reach: Version) -> Result<Tail, Fault> {
        let mut tail = Tail::default();
        let mut start = None;
        let mut limit = Some(FIRST_PAGE_ITEMS);
        loop {
            let page = self.read_page(tenant, stream, start, limit).await?;
            for found in page.items.unwrap_or_default() {
                match StreamItem::parse(required(&found, SK)?) {
                    Some(StreamItem::Commit(version)) => tail.commits.push((version, found)),
                    Some(StreamItem::Snapshot(version)) if version <= reach && item::schema(&found) == Some(schema) => {
                        tail.snapshot = Some((version, found));
                        return Ok(tail);
                    }
                    Some(StreamItem::Snapshot(_)) => {}
                    None => return Err(Fault::lasting(format!("{} {} holds an unknown item", stream.kind, stream.id))),
                }
            }
            start = page.last_evaluated_key;
            if start.is_none() {
                return Ok(tail);
            }
            // No snapshot near the end: the rest comes in pages as large as they get.
            limit = None;
        }
    }

    async fn read_page(
        &self,
        tenant: &TenantId,
        stream: &StreamKey,
        start: Option<Item>,
        limit: Option<i32>,
    ) -> Result<QueryOutput, Fault> {
        let query = self.table.client().query().table_name(self.table.name());
        let query = query.consistent_read(true).scan_index_forward(false).set_limit(limit).set_exclusive_start_key(start);
        let query = query.key_condition_expression(format!("{PK} = :p"));
        let query = query.expression_attribute_values(":p", AttributeValue::S(keys::stream(tenant, stream)));
        let page = query.set_return_consumed_capacity(self.table.capacity()).send().await;
        let page = page.map_err(|error| fault(format!("load {} {}", stream.kind, stream.id), error))?;
        self.table.count_read(page.consumed_capacity());
        Ok(page)
    }
}
