//! Rows as items.

use aws_sdk_dynamodb::types::AttributeValue;
use kernel::view::{Row, RowKey};
use runtime::Fault;

use crate::body::{INLINE_BYTES_MAX, Names, pack, unpack_inline};
use crate::keys;
use crate::table::{G1P, G1S, G2P, G2S, Item, PK, ROW, ROW_PACKED, SK, required, text};

const BODY: Names = Names { plain: ROW, packed: ROW_PACKED, outside: None };

/// The two keys of a row, in the table or in an index.
pub(super) fn key(prefix: &str, key: &RowKey, partition: &str, sort: &str) -> Result<Item, Fault> {
    let stored = keys::sort(&key.sort)?;
    Ok(Item::from([
        (partition.to_owned(), AttributeValue::S(format!("{prefix}{}", key.partition))),
        (sort.to_owned(), AttributeValue::S(stored)),
    ]))
}

/// The item of a row.
pub(super) fn write(prefix: &str, row: &Row) -> Result<Item, Fault> {
    let mut item = key(prefix, &row.key, PK, SK)?;
    for (index, partition, sort) in [(&row.index1, G1P, G1S), (&row.index2, G2P, G2S)] {
        if let Some(index) = index {
            item.extend(key(prefix, index, partition, sort)?);
        }
    }
    let json = serde_json::to_string(&row.data).map_err(|error| Fault::lasting("write JSON").because(error))?;
    let body = pack(BODY, json, INLINE_BYTES_MAX)?;
    item.insert(body.name.to_owned(), body.value);
    Ok(item)
}

/// The row in an item.
pub(super) fn read(prefix: &str, item: &Item) -> Result<Row, Fault> {
    let data = serde_json::from_str(&unpack_inline(BODY, item)?);
    Ok(Row {
        key: read_key(prefix, item, PK, SK)?,
        index1: text(item, G1P).map(|_| read_key(prefix, item, G1P, G1S)).transpose()?,
        index2: text(item, G2P).map(|_| read_key(prefix, item, G2P, G2S)).transpose()?,
        data: data.map_err(|error| Fault::lasting("a stored row cannot be read").because(error))?,
    })
}

fn read_key(prefix: &str, item: &Item, partition: &str, sort: &str) -> Result<RowKey, Fault> {
    let stored = required(item, partition)?.strip_prefix(prefix);
    let stored = stored.ok_or_else(|| Fault::lasting("a stored row belongs to another view"))?;
    Ok(RowKey { partition: stored.to_owned(), sort: keys::parse_sort(required(item, sort)?) })
}
