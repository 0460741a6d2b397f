//! Writing what commits change in a view, together with the position they lead to.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::{AttributeValue, Delete, Put, TransactWriteItem};
use kernel::TenantId;
use kernel::aggregate::{StreamKey, Version};
use kernel::view::{Change, Projected, RowKey};
use runtime::Fault;
use runtime::ports::{ProjectError, ProjectionKey};

use super::{DynamoViews, POSITION, row};
use crate::failure::{fault, reasons, transaction_fault};
use crate::keys;
use crate::table::{Item, PK, SK};

/// Rows in one transaction: DynamoDB takes 100 items, one is the position.
const TRANSACTION_ROWS_MAX: usize = 99;
/// Bytes of rows in one transaction: DynamoDB takes 4 MB with everything.
const TRANSACTION_BYTES_MAX: usize = 3 * 1024 * 1024;

/// What is written in one transaction: the last change of each row, and where it leads.
#[derive(Default)]
struct Step {
    version: Version,
    /// The new item, or nothing where the row goes.
    rows: BTreeMap<RowKey, Option<Item>>,
    bytes: usize,
}

/// A projection's position in one stream, moved on if nobody else did.
struct Move {
    partition: String,
    from: Version,
    to: Version,
}

impl DynamoViews {
    /// Applies commits in as few transactions as they fit into, each complete commits.
    pub(super) async fn write_rows(
        &self,
        tenant: &TenantId,
        projection: &ProjectionKey<'_>,
        stream: &StreamKey,
        from: Version,
        projected: &[Projected],
    ) -> Result<(), ProjectError> {
        let mut reached = from;
        let prefix = keys::view_prefix(tenant, projection.view, projection.generation);
        for step in steps(&prefix, from, projected)? {
            let partition = keys::position(tenant, projection.name, projection.generation, stream);
            let position = Move { partition, from: reached, to: step.version };
            reached = step.version;
            if step.rows.is_empty() {
                self.move_position(&position).await?;
            } else {
                self.write_step(&prefix, &position, step).await?;
            }
        }
        Ok(())
    }

    /// A plain put costs half of a transaction.
    async fn move_position(&self, position: &Move) -> Result<(), ProjectError> {
        let put = self.table.client().put_item().table_name(self.table.name()).set_item(Some(position.item()));
        let put = put.condition_expression(position.condition()).set_expression_attribute_values(position.values());
        let error = match put.set_return_consumed_capacity(self.table.capacity()).send().await {
            Ok(written) => {
                self.table.count_write(written.consumed_capacity.as_slice());
                return Ok(());
            }
            Err(error) => error,
        };
        match error.as_service_error() {
            Some(PutItemError::ConditionalCheckFailedException(_) | PutItemError::TransactionConflictException(_)) => {
                Err(ProjectError::Moved)
            }
            _ => Err(fault("move a position", error).into()),
        }
    }

    async fn write_step(&self, prefix: &str, position: &Move, step: Step) -> Result<(), ProjectError> {
        let building = |error| Fault::lasting("build a transaction").because(error);
        let put = Put::builder().table_name(self.table.name()).set_item(Some(position.item()));
        let put = put.condition_expression(position.condition()).set_expression_attribute_values(position.values());
        let mut writes = vec![TransactWriteItem::builder().put(put.build().map_err(building)?).build()];
        for (key, item) in step.rows {
            let write = TransactWriteItem::builder();
            let write = match item {
                Some(item) => {
                    let put = Put::builder().table_name(self.table.name()).set_item(Some(item));
                    write.put(put.build().map_err(building)?)
                }
                None => {
                    let key = row::key(prefix, &key, PK, SK)?;
                    let delete = Delete::builder().table_name(self.table.name()).set_key(Some(key));
                    write.delete(delete.build().map_err(building)?)
                }
            };
            writes.push(write.build());
        }
        let transact = self.table.client().transact_write_items().set_transact_items(Some(writes));
        let error = match transact.set_return_consumed_capacity(self.table.capacity()).send().await {
            Ok(written) => {
                self.table.count_write(written.consumed_capacity());
                return Ok(());
            }
            Err(error) => error,
        };
        let moved = reasons(&error).iter().filter_map(|reason| reason.code()).any(|code| MOVED_REASONS.contains(&code));
        Err(if moved { ProjectError::Moved } else { transaction_fault(format!("write rows of {prefix}"), error).into() })
    }
}

/// Why a transaction is cancelled when somebody else was quicker, or is just now writing.
/// Only the position has a condition.
const MOVED_REASONS: &[&str] = &["ConditionalCheckFailed", "TransactionConflict"];

impl Move {
    fn item(&self) -> Item {
        Item::from([
            (PK.to_owned(), AttributeValue::S(self.partition.clone())),
            (SK.to_owned(), AttributeValue::S(keys::POSITION_SORT.to_owned())),
            (POSITION.to_owned(), AttributeValue::N(self.to.to_string())),
        ])
    }

    fn condition(&self) -> String {
        if self.from == 0 { format!("attribute_not_exists({PK})") } else { format!("{POSITION} = :from") }
    }

    fn values(&self) -> Option<Item> {
        (self.from > 0).then(|| Item::from([(":from".to_owned(), AttributeValue::N(self.from.to_string()))]))
    }
}

/// Cuts commits into steps. Within a step only the last change of each row is kept: nobody
/// can see the ones before.
fn steps(prefix: &str, from: Version, projected: &[Projected]) -> Result<Vec<Step>, Fault> {
    let mut steps: Vec<Step> = Vec::new();
    let mut expected = from;
    for commit in projected {
        expected = expected.saturating_add(1);
        if commit.version != expected {
            return Err(Fault::lasting(format!("{prefix}: changes of commit {} where {expected} is due", commit.version)));
        }
        let changed = changed(prefix, commit)?;
        match steps.last_mut().filter(|step| step.takes(&changed)) {
            Some(step) => step.add(changed),
            None => steps.push(changed),
        }
    }
    Ok(steps)
}

/// The step of one commit.
fn changed(prefix: &str, commit: &Projected) -> Result<Step, Fault> {
    let mut step = Step { version: commit.version, ..Step::default() };
    for change in &commit.changes {
        let item = match change {
            Change::Put(row) => Some(row::write(prefix, row)?),
            Change::Delete(_) => None,
        };
        step.rows.insert(change.key().clone(), item);
    }
    step.bytes = step.rows.values().flatten().map(size).sum();
    if step.rows.len() > TRANSACTION_ROWS_MAX {
        return Err(Fault::lasting(format!("{prefix}: {} rows in one commit; the most is {TRANSACTION_ROWS_MAX}", step.rows.len())));
    }
    Ok(step)
}

impl Step {
    fn takes(&self, next: &Self) -> bool {
        let new = next.rows.keys().filter(|key| !self.rows.contains_key(key)).count();
        // Counts a replaced row twice, which only makes a step smaller than it could be.
        let bytes = self.bytes.saturating_add(next.bytes);
        self.rows.len().saturating_add(new) <= TRANSACTION_ROWS_MAX && bytes <= TRANSACTION_BYTES_MAX
    }

    fn add(&mut self, next: Self) {
        self.version = next.version;
        self.rows.extend(next.rows);
        self.bytes = self.bytes.saturating_add(next.bytes);
    }
}

/// Bytes of names and values, as billed.
fn size(item: &Item) -> usize {
    let value = |value: &AttributeValue| {
        let text = value.as_s().map_or(0, String::len);
        text.saturating_add(value.as_b().map_or(0, |bytes| bytes.as_ref().len()))
    };
    item.iter().map(|(name, stored)| name.len().saturating_add(value(stored))).sum()
}
