//! Appending: one conditional put, or one transaction.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::{AttributeValue, CancellationReason, ConditionCheck, Delete, Put, TransactWriteItem};
use kernel::TenantId;
use kernel::aggregate::{Commit, StreamKey};
use kernel::command::{Append, Claim, Unchanged};
use runtime::ports::Batch;
use runtime::{AppendError, Fault};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{DynamoStore, FOUND, OWNER, item, keyed};
use crate::body::INLINE_BYTES_MAX;
use crate::failure::{fault, reasons, transaction_fault};
use crate::keys::{self, VERSION_MAX};
use crate::table::{Item, PK, text};

/// Most items that DynamoDB takes in one transaction.
const TRANSACTION_ITEMS_MAX: usize = 100;
/// Bytes of bodies in one transaction: DynamoDB takes 4 MB with keys, meta and guards.
const TRANSACTION_BODY_BYTES_MAX: usize = 3 * 1024 * 1024;
/// Longest client request token.
const TOKEN_CHARS: usize = 36;

/// One item of a transaction, and what its failed condition means.
enum Part<'a> {
    Commit { append: &'a Append, item: Item },
    Unchanged(&'a Unchanged),
    Guard(Guard<'a>),
}

/// A unique value that changes hands.
struct Guard<'a> {
    claim: &'a Claim,
    /// Who owns it afterwards; nobody when it is given back.
    taker: Option<&'a StreamKey>,
    /// Who gives it back in this batch.
    giver: Option<&'a StreamKey>,
}

impl DynamoStore {
    /// Writes one commit if its version is not there yet.
    ///
    /// That the version before is there need not be checked: versions come from a
    /// consistent load, which refuses gaps, and commits are never deleted.
    pub(super) async fn put_commit(&self, tenant: &TenantId, append: &Append, commit: &Commit) -> Result<(), AppendError> {
        let item = self.prepare(tenant, append, commit, INLINE_BYTES_MAX).await?;
        let put = self.table.client().put_item().table_name(self.table.name()).set_item(Some(item.clone()));
        let put = put.condition_expression(absent()).return_values_on_condition_check_failure(FOUND);
        let error = match put.set_return_consumed_capacity(self.table.capacity()).send().await {
            Ok(written) => {
                self.table.count_write(written.consumed_capacity.as_slice());
                return Ok(());
            }
            Err(error) => error,
        };
        match error.as_service_error() {
            // The answer to our own write was lost and the SDK asked again: it is there.
            Some(PutItemError::ConditionalCheckFailedException(failed)) if failed.item() == Some(&item) => Ok(()),
            Some(PutItemError::ConditionalCheckFailedException(_) | PutItemError::TransactionConflictException(_)) => {
                Err(AppendError::Conflict(append.stream.clone()))
            }
            _ => Err(fault(format!("append to {} {}", append.stream.kind, append.stream.id), error).into()),
        }
    }

    /// Writes several commits and guards in one transaction, if all that must be unchanged is.
    pub(super) async fn transact(&self, tenant: &TenantId, batch: &Batch) -> Result<(), AppendError> {
        let parts = self.parts(tenant, batch).await?;
        if parts.is_empty() {
            return Ok(());
        }
        if parts.len() > TRANSACTION_ITEMS_MAX {
            return Err(Fault::lasting(format!("{} items in one batch; the most is {TRANSACTION_ITEMS_MAX}", parts.len())).into());
        }
        let writes = parts.iter().map(|part| self.write_item(tenant, part)).collect::<Result<Vec<_>, _>>()?;
        let transact = self.table.client().transact_write_items().set_transact_items(Some(writes));
        let transact = transact.client_request_token(self.token(tenant, batch)?);
        let error = match transact.set_return_consumed_capacity(self.table.capacity()).send().await {
            Ok(written) => {
                self.table.count_write(written.consumed_capacity());
                return Ok(());
            }
            Err(error) => error,
        };
        verdict(&parts, reasons(&error)).unwrap_or_else(|| Err(transaction_fault("append a batch", error).into()))
    }

    /// The item of a commit, its large body already in S3.
    async fn prepare(&self, tenant: &TenantId, append: &Append, commit: &Commit, inline_max: usize) -> Result<Item, Fault> {
        if Some(commit.version) != append.expected.checked_add(1) || commit.version > VERSION_MAX {
            let stream = &append.stream;
            return Err(Fault::lasting(format!("{} {}: commit {} after {}", stream.kind, stream.id, commit.version, append.expected)));
        }
        let (item, outside) = item::write_commit(tenant, &append.stream, commit, inline_max)?;
        if let Some(outside) = outside {
            outside.put(tenant, self.documents.as_ref()).await?;
        }
        Ok(item)
    }

    async fn parts<'a>(&self, tenant: &TenantId, batch: &'a Batch) -> Result<Vec<Part<'a>>, AppendError> {
        let inline_max = INLINE_BYTES_MAX.min(TRANSACTION_BODY_BYTES_MAX.checked_div(batch.appends.len()).unwrap_or(INLINE_BYTES_MAX));
        let mut parts = Vec::new();
        for (append, commit) in &batch.appends {
            if batch.appends.iter().filter(|(other, _)| other.stream == append.stream).count() > 1 {
                return Err(Fault::lasting(format!("two commits of {} {} in one batch", append.stream.kind, append.stream.id)).into());
            }
            parts.push(Part::Commit { append, item: self.prepare(tenant, append, commit, inline_max).await? });
        }
        parts.extend(unchanged(batch)?.into_iter().map(Part::Unchanged));
        parts.extend(guards(tenant, batch)?.into_iter().map(Part::Guard));
        Ok(parts)
    }

    fn write_item(&self, tenant: &TenantId, part: &Part<'_>) -> Result<TransactWriteItem, Fault> {
        let building = |error| Fault::lasting("build a transaction").because(error);
        let put = Put::builder().table_name(self.table.name()).return_values_on_condition_check_failure(FOUND);
        let built = TransactWriteItem::builder();
        let guard = match part {
            Part::Commit { item, .. } => {
                let put = put.set_item(Some(item.clone())).condition_expression(absent());
                return Ok(built.put(put.build().map_err(building)?).build());
            }
            // Versions have no gap and commits are never deleted: when the next one is not there,
            // nothing after the seen one is.
            Part::Unchanged(seen) => {
                let key = keyed(keys::stream(tenant, &seen.stream), keys::commit(seen.version.saturating_add(1)));
                let check = ConditionCheck::builder().table_name(self.table.name()).set_key(Some(key)).condition_expression(absent());
                return Ok(built.condition_check(check.build().map_err(building)?).build());
            }
            Part::Guard(guard) => guard,
        };
        let mut key = keyed(keys::guard(tenant, guard.claim), keys::GUARD_SORT.to_owned());
        // Who may own the value before: nobody, the taker, the giver.
        let known: Vec<(String, AttributeValue)> = [(":t", guard.taker), (":g", guard.giver)]
            .into_iter()
            .filter_map(|(name, stream)| Some((name.to_owned(), AttributeValue::S(keys::owner(stream?)))))
            .collect();
        let allowed: Vec<String> = known.iter().map(|(name, _)| format!(" OR {OWNER} = {name}")).collect();
        let condition = format!("{}{}", absent(), allowed.concat());
        let values = Some(known.into_iter().collect());
        Ok(match guard.taker {
            Some(taker) => {
                key.insert(OWNER.to_owned(), AttributeValue::S(keys::owner(taker)));
                let put = put.set_item(Some(key)).condition_expression(condition).set_expression_attribute_values(values);
                built.put(put.build().map_err(building)?).build()
            }
            None => {
                let delete = Delete::builder().table_name(self.table.name()).return_values_on_condition_check_failure(FOUND);
                let delete = delete.set_key(Some(key)).condition_expression(condition).set_expression_attribute_values(values);
                built.delete(delete.build().map_err(building)?).build()
            }
        })
    }

    /// Makes a repetition of the same attempt harmless. Derived from what is written, so that
    /// it also covers a caller that asks again; a batch of guards alone may rightly occur
    /// twice, so its token is fresh.
    fn token(&self, tenant: &TenantId, batch: &Batch) -> Result<String, Fault> {
        if batch.appends.is_empty() {
            return Ok(Uuid::now_v7().simple().to_string());
        }
        let writing = |error| Fault::lasting("write JSON").because(error);
        let mut hash = Sha256::new();
        let mut add = |part: &str| {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        };
        // A token is known in the whole account, so the table is part of it.
        add(self.table.name());
        add(tenant.as_str());
        for (append, commit) in &batch.appends {
            add(&keys::owner(&append.stream));
            add(&serde_json::to_string(commit).map_err(writing)?);
        }
        for seen in &batch.unchanged {
            add("unchanged");
            add(&keys::owner(&seen.stream));
            add(&seen.version.to_string());
        }
        for (tag, guards) in [("claims", &batch.claims), ("releases", &batch.releases)] {
            add(tag);
            for (claim, stream) in guards {
                add(&claim.scope);
                add(&claim.value);
                add(&keys::owner(stream));
            }
        }
        let hash = hash.finalize();
        Ok(hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>().chars().take(TOKEN_CHARS).collect())
    }
}

/// The condition that an item is not there.
fn absent() -> String {
    format!("attribute_not_exists({PK})")
}

/// What must be unchanged, each stream once. A stream that the batch also writes needs no
/// check of its own: its commit has the condition, and one item cannot be in a transaction twice.
fn unchanged(batch: &Batch) -> Result<Vec<&Unchanged>, AppendError> {
    let mut checked: BTreeMap<&StreamKey, &Unchanged> = BTreeMap::new();
    for seen in &batch.unchanged {
        let written = batch.appends.iter().find(|(append, _)| append.stream == seen.stream).map(|(append, _)| append.expected);
        let known = written.or_else(|| checked.get(&seen.stream).map(|known| known.version));
        match known {
            Some(version) if version != seen.version => return Err(AppendError::Conflict(seen.stream.clone())),
            Some(_) => {}
            None => {
                checked.insert(&seen.stream, seen);
            }
        }
    }
    Ok(checked.into_values().collect())
}

/// The guards of a batch, each once: a value that one stream gives back and another takes
/// is one item.
fn guards<'a>(tenant: &TenantId, batch: &'a Batch) -> Result<Vec<Guard<'a>>, AppendError> {
    let mut guards: BTreeMap<String, Guard<'a>> = BTreeMap::new();
    for (claim, taker) in &batch.claims {
        match guards.entry(keys::guard(tenant, claim)) {
            Entry::Vacant(entry) => {
                entry.insert(Guard { claim, taker: Some(taker), giver: None });
            }
            Entry::Occupied(entry) if entry.get().taker == Some(taker) => {}
            Entry::Occupied(_) => return Err(AppendError::Taken(claim.clone())),
        }
    }
    for (claim, giver) in &batch.releases {
        let guard = guards.entry(keys::guard(tenant, claim)).or_insert(Guard { claim, taker: None, giver: None });
        guard.giver = Some(giver);
    }
    Ok(guards.into_values().collect())
}

/// What a cancelled transaction means; `None` when it is a fault.
fn verdict(parts: &[Part<'_>], reasons: &[CancellationReason]) -> Option<Result<(), AppendError>> {
    let failed = |code: &'static str| {
        let reasons = parts.iter().zip(reasons).filter(move |(_, reason)| reason.code() == Some(code));
        reasons.map(|(part, reason)| (part, reason.item()))
    };
    // One of our commits is there just as we wrote it: all of the batch is, and only the
    // answer was lost.
    let ours = |(part, found): (&Part<'_>, Option<&Item>)| matches!(part, Part::Commit { item, .. } if found == Some(item));
    if failed(CONDITION).any(ours) {
        return Some(Ok(()));
    }
    let mut taken = None;
    for (part, found) in failed(CONDITION) {
        match part {
            // A conflict comes first: after loading again the guards may not be wanted at all.
            Part::Commit { append, .. } => return Some(Err(AppendError::Conflict(append.stream.clone()))),
            Part::Unchanged(seen) => return Some(Err(AppendError::Conflict(seen.stream.clone()))),
            Part::Guard(guard) => {
                tracing::debug!(scope = %guard.claim.scope, owner = found.and_then(|item| text(item, OWNER)), "guard refused");
                taken = taken.or_else(|| Some(guard.claim.clone()));
            }
        }
    }
    if let Some(claim) = taken {
        return Some(Err(AppendError::Taken(claim)));
    }
    let contended = failed(CONTENTION).next()?.0;
    let stream = match contended {
        Part::Commit { append, .. } => Some(&append.stream),
        Part::Unchanged(seen) => Some(&seen.stream),
        Part::Guard(guard) => guard.taker.or(guard.giver),
    };
    stream.map(|stream| Err(AppendError::Conflict(stream.clone())))
}

/// Reason of an item whose condition did not hold.
const CONDITION: &str = "ConditionalCheckFailed";
/// Reason of an item that another transaction holds.
const CONTENTION: &str = "TransactionConflict";
