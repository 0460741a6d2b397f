//! Removing the rows of a generation that is not read any more.

use aws_sdk_dynamodb::types::{AttributeValue, DeleteRequest, WriteRequest};
use kernel::TenantId;
use kernel::aggregate::StreamKey;
use runtime::Fault;
use runtime::ports::ProjectionKey;

use super::DynamoViews;
use crate::failure::fault;
use crate::keys;
use crate::table::{Item, PK, SK};

/// Rows in one batch: DynamoDB takes 25.
const BATCH_ROWS_MAX: usize = 25;
/// Rows looked up at a time: a few batches.
const PAGE_ROWS: i32 = 100;

impl DynamoViews {
    /// Deletes rows from the start of the partition until none is left.
    pub(super) async fn delete_partition(&self, tenant: &TenantId, projection: &ProjectionKey<'_>, partition: &str) -> Result<(), Fault> {
        let whole = format!("{}{partition}", keys::view_prefix(tenant, projection.view, projection.generation));
        loop {
            let query = self.table.client().query().table_name(self.table.name()).consistent_read(true).limit(PAGE_ROWS);
            let query = query.key_condition_expression(format!("{PK} = :p")).projection_expression(format!("{PK}, {SK}"));
            let query = query.expression_attribute_values(":p", AttributeValue::S(whole.clone()));
            let page = query.set_return_consumed_capacity(self.table.capacity()).send().await;
            let page = page.map_err(|error| fault(format!("list rows of {}", projection.view), error))?;
            self.table.count_read(page.consumed_capacity());
            if page.items().is_empty() {
                return Ok(());
            }
            for rows in page.items().chunks(BATCH_ROWS_MAX) {
                self.delete_batch(rows, projection.view).await?;
            }
        }
    }

    /// What DynamoDB leaves undone is found again by the next look.
    async fn delete_batch(&self, rows: &[Item], view: &str) -> Result<(), Fault> {
        let delete = |key: &Item| {
            let delete = DeleteRequest::builder().set_key(Some(key.clone())).build();
            let delete = delete.map_err(|error| Fault::lasting("build a batch").because(error))?;
            Ok(WriteRequest::builder().delete_request(delete).build())
        };
        let deletes = rows.iter().map(delete).collect::<Result<Vec<_>, Fault>>()?;
        let batch = self.table.client().batch_write_item().request_items(self.table.name(), deletes);
        let written = batch.set_return_consumed_capacity(self.table.capacity()).send().await;
        let written = written.map_err(|error| fault(format!("delete rows of {view}"), error))?;
        self.table.count_write(written.consumed_capacity());
        Ok(())
    }

    pub(super) async fn delete_position(&self, tenant: &TenantId, projection: &ProjectionKey<'_>, stream: &StreamKey) -> Result<(), Fault> {
        let partition = keys::position(tenant, projection.name, projection.generation, stream);
        let delete = self.table.client().delete_item().table_name(self.table.name());
        let delete = delete.key(PK, AttributeValue::S(partition)).key(SK, AttributeValue::S(keys::POSITION_SORT.to_owned()));
        let written = delete.set_return_consumed_capacity(self.table.capacity()).send().await;
        let written = written.map_err(|error| fault("delete a position", error))?;
        self.table.count_write(written.consumed_capacity.as_slice());
        Ok(())
    }
}
