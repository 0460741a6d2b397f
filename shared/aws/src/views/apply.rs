//! Writing what commits change in a view, together with the position they lead to.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::builders::UpdateBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, Delete, Put, TransactWriteItem, Update};
use kernel::TenantId;
use kernel::aggregate::{StreamKey, Version};
use kernel::view::{Addition, Change, Projected, RowKey};
use runtime::Fault;
use runtime::ports::{ProjectError, ProjectionKey};

use super::row::COUNTER_PREFIX;
use super::{DynamoViews, POSITION, row};
use crate::failure::{fault, reasons, transaction_fault};
use crate::keys;
use crate::table::{Item, PK, SK};

/// Rows in one transaction: DynamoDB takes 100 items, one is the position.
const TRANSACTION_ROWS_MAX: usize = 99;
/// Bytes of rows in one transaction: DynamoDB takes 4 MB with everything.
const TRANSACTION_BYTES_MAX: usize = 3 * 1024 * 1024;

/// What is written in one transaction: what becomes of each row, and where it leads.
#[derive(Default)]
struct Step {
    version: Version,
    rows: BTreeMap<RowKey, Write>,
    bytes: usize,
}

/// What becomes of a row.
enum Write {
    /// It is this item.
    Put(Item),
    /// It goes.
    Delete,
    /// Its sums grow. The item is what the row is made of where there is none.
    Add { made: Item, counters: BTreeMap<String, i64> },
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
        for (key, row) in step.rows {
            let write = TransactWriteItem::builder();
            let write = match row {
                Write::Put(item) => {
                    let put = Put::builder().table_name(self.table.name()).set_item(Some(item));
                    write.put(put.build().map_err(building)?)
                }
                Write::Delete => {
                    let key = row::key(prefix, &key, PK, SK)?;
                    let delete = Delete::builder().table_name(self.table.name()).set_key(Some(key));
                    write.delete(delete.build().map_err(building)?)
                }
                Write::Add { made, counters } => {
                    let update = Update::builder().table_name(self.table.name()).set_key(Some(row::key(prefix, &key, PK, SK)?));
                    write.update(adding(update, made, counters).build().map_err(building)?)
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

/// Adds to sums, and writes what the row shows where it is made. No condition: the position in
/// the same transaction sees to it that a commit is added once.
fn adding(update: UpdateBuilder, made: Item, counters: BTreeMap<String, i64>) -> UpdateBuilder {
    let (mut update, mut set, mut add) = (update, Vec::new(), Vec::new());
    for (n, (name, value)) in made.into_iter().enumerate() {
        set.push(format!("#s{n} = if_not_exists(#s{n}, :s{n})"));
        update = update.expression_attribute_names(format!("#s{n}"), name).expression_attribute_values(format!(":s{n}"), value);
    }
    for (n, (name, difference)) in counters.into_iter().enumerate() {
        add.push(format!("#a{n} :a{n}"));
        update = update.expression_attribute_names(format!("#a{n}"), format!("{COUNTER_PREFIX}{name}"));
        update = update.expression_attribute_values(format!(":a{n}"), AttributeValue::N(difference.to_string()));
    }
    let added = if add.is_empty() { String::new() } else { format!(" ADD {}", add.join(", ")) };
    update.update_expression(format!("SET {}{added}", set.join(", ")))
}

/// Cuts commits into steps. Within a step only the last change of each row is kept, and what
/// is added to one is added up: nobody can see what is between.
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
            Some(step) => step.add(prefix, changed)?,
            None => steps.push(changed),
        }
    }
    Ok(steps)
}

/// The step of one commit.
fn changed(prefix: &str, commit: &Projected) -> Result<Step, Fault> {
    let mut step = Step { version: commit.version, ..Step::default() };
    for change in &commit.changes {
        let write = match change {
            Change::Put(row) => Write::Put(row::write(prefix, row)?),
            Change::Delete(_) => Write::Delete,
            Change::Add(Addition { data, counters, .. }) => Write::Add { made: row::body(data)?, counters: counters.clone() },
        };
        step.put(prefix, change.key().clone(), write)?;
    }
    step.bytes = step.rows.values().map(Write::bytes).sum();
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

    fn add(&mut self, prefix: &str, next: Self) -> Result<(), Fault> {
        self.version = next.version;
        self.bytes = self.bytes.saturating_add(next.bytes);
        next.rows.into_iter().try_for_each(|(key, write)| self.put(prefix, key, write))
    }

    fn put(&mut self, prefix: &str, key: RowKey, write: Write) -> Result<(), Fault> {
        let write = match (self.rows.remove(&key), write) {
            (None | Some(Write::Put(_) | Write::Delete), write @ (Write::Put(_) | Write::Delete)) => write,
            (None, write @ Write::Add { .. }) => write,
            (Some(Write::Add { made, counters: before }), Write::Add { counters, .. }) => {
                Write::Add { made, counters: sum(before, counters).ok_or_else(|| Fault::lasting(format!("{prefix}: a sum overflows")))? }
            }
            (Some(Write::Add { .. }), Write::Put(_) | Write::Delete) | (Some(Write::Put(_) | Write::Delete), Write::Add { .. }) => {
                return Err(Fault::lasting(format!("{prefix}: the row {} is added to, and put or deleted", key.sort)));
            }
        };
        self.rows.insert(key, write);
        Ok(())
    }
}

fn sum(mut sums: BTreeMap<String, i64>, more: BTreeMap<String, i64>) -> Option<BTreeMap<String, i64>> {
    for (name, difference) in more {
        let sum = sums.entry(name).or_insert(0);
        *sum = sum.checked_add(difference)?;
    }
    Some(sums)
}

impl Write {
    fn bytes(&self) -> usize {
        match self {
            Self::Put(item) | Self::Add { made: item, .. } => size(item),
            Self::Delete => 0,
        }
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
