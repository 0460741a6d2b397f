//! Rows as items.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use kernel::view::{Row, RowKey};
use runtime::Fault;
use serde_json::Value;

use crate::body::{INLINE_BYTES_MAX, Names, pack, unpack_inline};
use crate::keys;
use crate::table::{G1P, G1S, G2P, G2S, Item, PK, ROW, ROW_PACKED, SK, required, text};

/// Begins the name of each attribute that is a sum, so that a sum can have any name.
pub(super) const COUNTER_PREFIX: &str = "n_";

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
    item.extend(body(&row.data)?);
    Ok(item)
}

/// What a row shows, as the one attribute of it.
pub(super) fn body(data: &Value) -> Result<Item, Fault> {
    let json = serde_json::to_string(data).map_err(|error| Fault::lasting("write JSON").because(error))?;
    let body = pack(BODY, json, INLINE_BYTES_MAX)?;
    Ok(Item::from([(body.name.to_owned(), body.value)]))
}

/// The row in an item.
pub(super) fn read(prefix: &str, item: &Item) -> Result<Row, Fault> {
    let data = serde_json::from_str(&unpack_inline(BODY, item)?);
    Ok(Row {
        key: read_key(prefix, item, PK, SK)?,
        index1: text(item, G1P).map(|_| read_key(prefix, item, G1P, G1S)).transpose()?,
        index2: text(item, G2P).map(|_| read_key(prefix, item, G2P, G2S)).transpose()?,
        data: data.map_err(|error| Fault::lasting("a stored row cannot be read").because(error))?,
        counters: counters(item)?,
    })
}

fn counters(item: &Item) -> Result<BTreeMap<String, i64>, Fault> {
    let named = item.iter().filter_map(|(name, value)| Some((name.strip_prefix(COUNTER_PREFIX)?, value)));
    let read = |(name, value): (&str, &AttributeValue)| {
        let sum = value.as_n().ok().and_then(|digits| digits.parse().ok());
        sum.map(|sum| (name.to_owned(), sum)).ok_or_else(|| Fault::lasting(format!("the stored sum {name} cannot be read")))
    };
    named.map(read).collect()
}

fn read_key(prefix: &str, item: &Item, partition: &str, sort: &str) -> Result<RowKey, Fault> {
    let stored = required(item, partition)?.strip_prefix(prefix);
    let stored = stored.ok_or_else(|| Fault::lasting("a stored row belongs to another view"))?;
    Ok(RowKey { partition: stored.to_owned(), sort: keys::parse_sort(required(item, sort)?) })
}
