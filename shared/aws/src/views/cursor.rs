//! Cursors: where a page ended. Opaque to callers, and bound to their query.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::TenantId;
use kernel::view::{Order, Range, Row, RowKey, RowQuery};
use runtime::Fault;
use runtime::ports::PageError;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::row;
use crate::table::{G1P, G1S, G2P, G2S, Item, PK, SK};

/// Characters of the query's fingerprint: enough that a cursor of another query is noticed.
/// It is no protection and needs none, since a cursor never names a tenant or a view.
const FINGERPRINT_CHARS: usize = 8;
/// Longest cursor: three keys of at most 2 KB, with room for their escapes.
const CURSOR_CHARS_MAX: usize = 16 * 1024;
/// Longest partition key that DynamoDB takes, in bytes.
const PARTITION_BYTES_MAX: usize = 2_048;
/// Longest sort key that DynamoDB takes, in bytes.
const SORT_BYTES_MAX: usize = 1_024;

/// Fingerprint of the query, and the row that the page ended with. In the main order its
/// partition is the query's.
#[derive(Serialize, Deserialize)]
struct Cursor {
    q: String,
    s: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    p: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    i: Option<String>,
}

fn fingerprint(tenant: &TenantId, query: &RowQuery) -> String {
    let bound = format!("{tenant} {:?}", (query.view, query.order, &query.partition, &query.range, query.descending));
    URL_SAFE_NO_PAD.encode(Sha256::digest(bound)).chars().take(FINGERPRINT_CHARS).collect()
}

/// A row's place in the order of a query.
fn place(query: &RowQuery, row: &Row) -> Option<RowKey> {
    match query.order {
        Order::Main => Some(row.key.clone()),
        Order::Index1 => row.index1.clone(),
        Order::Index2 => row.index2.clone(),
    }
}

/// The cursor of a page that ends with this row.
pub(super) fn write(tenant: &TenantId, query: &RowQuery, last: &Row) -> Result<String, Fault> {
    let place = place(query, last).ok_or_else(|| Fault::lasting("a row of an index lacks its place there"))?;
    let indexed = query.order != Order::Main;
    let cursor = Cursor {
        q: fingerprint(tenant, query),
        s: last.key.sort.clone(),
        p: indexed.then(|| last.key.partition.clone()),
        i: indexed.then_some(place.sort),
    };
    let json = serde_json::to_vec(&cursor).map_err(|error| Fault::lasting("write JSON").because(error))?;
    Ok(URL_SAFE_NO_PAD.encode(json))
}

/// The start key of the page after a cursor; `prefix` is that of the generation that is read,
/// which need not be the one that the page before was read from.
pub(super) fn read(tenant: &TenantId, query: &RowQuery, prefix: &str, cursor: &str) -> Result<Item, PageError> {
    if cursor.len() > CURSOR_CHARS_MAX {
        return Err(PageError::BadCursor);
    }
    let json = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| PageError::BadCursor)?;
    let cursor: Cursor = serde_json::from_slice(&json).map_err(|_| PageError::BadCursor)?;
    if cursor.q != fingerprint(tenant, query) {
        return Err(PageError::BadCursor);
    }
    let partition = cursor.p.unwrap_or_else(|| query.partition.clone());
    let row = RowKey { partition, sort: cursor.s };
    let (index_partition, index_sort) = match query.order {
        Order::Main if within(&query.range, &row.sort) => return start(prefix, &row, PK, SK),
        Order::Main => return Err(PageError::BadCursor),
        Order::Index1 => (G1P, G1S),
        Order::Index2 => (G2P, G2S),
    };
    let place = RowKey { partition: query.partition.clone(), sort: cursor.i.ok_or(PageError::BadCursor)? };
    if !within(&query.range, &place.sort) {
        return Err(PageError::BadCursor);
    }
    let mut key = start(prefix, &row, PK, SK)?;
    key.extend(start(prefix, &place, index_partition, index_sort)?);
    Ok(key)
}

/// The keys of a place that DynamoDB does not refuse.
fn start(prefix: &str, place: &RowKey, partition: &str, sort: &str) -> Result<Item, PageError> {
    if prefix.len().saturating_add(place.partition.len()) > PARTITION_BYTES_MAX || place.sort.len() > SORT_BYTES_MAX {
        return Err(PageError::BadCursor);
    }
    row::key(prefix, place, partition, sort).map_err(|_| PageError::BadCursor)
}

/// DynamoDB refuses to start outside of what is asked for.
fn within(range: &Range, sort: &str) -> bool {
    match range {
        Range::All => true,
        Range::Prefix(prefix) => sort.starts_with(prefix.as_str()),
        Range::UpTo(last) => sort <= last.as_str(),
        Range::Between(first, last) => (first.as_str()..=last.as_str()).contains(&sort),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// Damaged on purpose, by somebody who knows how cursors are made.
    #[test]
    fn a_forged_cursor_is_never_sent_to_dynamodb() {
        let tenant: TenantId = "ab".parse().unwrap();
        let query = RowQuery::new("a.list", "p").by(Order::Index1).within(Range::Between("b".to_owned(), "d".to_owned()));
        let last = Row::new("q", "1", json!(1)).with_index1("p", "c");
        let cursor = write(&tenant, &query, &last).unwrap();
        let start = |cursor: &str| read(&tenant, &query, "T#ab#VIEW#a.list#", cursor);
        assert!(start(&cursor).is_ok());
        let fields: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(&cursor).unwrap()).unwrap();
        let long = "x".repeat(3_000);
        let forgeries = [("i", "a"), ("i", "e"), ("i", ""), ("s", "\u{2}"), ("s", &long), ("p", &long)];
        for (name, value) in forgeries {
            let mut forged = fields.clone();
            forged[name] = json!(value);
            let forged = start(&URL_SAFE_NO_PAD.encode(forged.to_string()));
            assert!(matches!(forged, Err(PageError::BadCursor)), "{name}: {forged:?}");
        }
    }
}
