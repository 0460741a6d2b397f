//! What DynamoDB charges for a call, from what was sent and what came back, by the rules of
//! its documentation. One code for both sides of a comparison.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

/// A write unit is for so many bytes of an item.
const WRITE_UNIT_BYTES: u64 = 1_024;
/// A read unit is for so many bytes of items.
const READ_UNIT_BYTES: u64 = 4_096;

/// What a call consumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    /// Half read units: an eventually consistent read of 4 KB is one, a consistent one two.
    pub read_half_units: u64,
    /// Write units.
    pub write_units: u64,
}

impl Cost {
    const fn read(bytes: u64, is_consistent: bool) -> Self {
        let pages = if bytes == 0 { 1 } else { bytes.div_ceil(READ_UNIT_BYTES) };
        Self { read_half_units: if is_consistent { pages.saturating_mul(2) } else { pages }, write_units: 0 }
    }

    const fn write(bytes: u64, is_transaction: bool) -> Self {
        let units = if bytes == 0 { 1 } else { bytes.div_ceil(WRITE_UNIT_BYTES) };
        Self { read_half_units: 0, write_units: if is_transaction { units.saturating_mul(2) } else { units } }
    }
}

/// What a call of these kinds consumed in the table itself; `None` for other kinds. Indexes
/// and what a replaced item measured before are not known here.
pub fn cost(operation: &str, request: &Value, response: &Value) -> Option<Cost> {
    let is_consistent = request.get("ConsistentRead").and_then(Value::as_bool).unwrap_or(false);
    match operation {
        "GetItem" => Some(Cost::read(response.get("Item").map_or(0, item), is_consistent)),
        "Query" => {
            let items = response.get("Items").and_then(Value::as_array);
            // The sum of the page is rounded up, not each item.
            Some(Cost::read(items.into_iter().flatten().map(item).sum(), is_consistent))
        }
        "PutItem" => Some(Cost::write(request.get("Item").map_or(0, item), false)),
        "TransactWriteItems" => {
            let actions = request.get("TransactItems").and_then(Value::as_array)?;
            let puts = actions.iter().map(|action| action.get("Put").and_then(|put| put.get("Item")));
            let units = puts.map(|put| Cost::write(put.map_or(0, item), true).write_units).sum();
            Some(Cost { read_half_units: 0, write_units: units })
        }
        _ => None,
    }
}

/// Bytes of an item: names and values.
fn item(item: &Value) -> u64 {
    item.as_object().map_or(0, attributes)
}

fn attributes(attributes: &Map<String, Value>) -> u64 {
    attributes.iter().map(|(name, stored)| length(name.len()).saturating_add(value(stored))).sum()
}

fn value(stored: &Value) -> u64 {
    let Some((kind, value)) = stored.as_object().and_then(|stored| stored.iter().next()) else { return 0 };
    let text = value.as_str().unwrap_or_default();
    match kind.as_str() {
        "S" => length(text.len()),
        "B" => STANDARD.decode(text).map_or(0, |bytes| length(bytes.len())),
        "N" => number(text),
        "L" => nested(value.as_array().into_iter().flatten().map(self::value)),
        "M" => {
            let entries = value.as_object().into_iter().flatten();
            nested(entries.map(|(name, stored)| length(name.len()).saturating_add(self::value(stored))))
        }
        // Null and Boolean. Sets are not used on either side.
        _ => 1,
    }
}

/// Three bytes for the container and one for each element.
fn nested(elements: impl Iterator<Item = u64>) -> u64 {
    elements.map(|bytes| bytes.saturating_add(1)).fold(3, u64::saturating_add)
}

/// One byte for each two significant digits and one more.
fn number(text: &str) -> u64 {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let significant = digits.trim_matches('0').len();
    length(significant.div_ceil(2)).saturating_add(1).saturating_add(u64::from(text.starts_with('-')))
}

fn length(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn items_are_measured_by_names_and_values() {
        let stored = json!({ "pk": { "S": "abc" }, "n": { "N": "-1200" }, "b": { "B": "AQI=" }, "l": { "L": [{ "BOOL": true }] } });
        assert_eq!(item(&stored), 2 + 3 + (1 + 3) + (1 + 2) + (1 + 3 + 1 + 1));
    }

    #[test]
    fn units_are_rounded_up() {
        let kilobyte = json!({ "pk": { "S": "x".repeat(1_022) } });
        let more = json!({ "pk": { "S": "x".repeat(1_023) } });
        let put = |item: &Value| cost("PutItem", &json!({ "Item": item }), &json!({})).map(|cost| cost.write_units);
        assert_eq!((put(&kilobyte), put(&more)), (Some(1), Some(2)));
        let both = json!({ "TransactItems": [{ "Put": { "Item": kilobyte } }, { "Put": { "Item": more } }] });
        assert_eq!(cost("TransactWriteItems", &both, &json!({})).map(|cost| cost.write_units), Some(6));
        let five = json!({ "Items": vec![&kilobyte; 5] });
        let query = |consistent: bool| cost("Query", &json!({ "ConsistentRead": consistent }), &five).map(|cost| cost.read_half_units);
        assert_eq!((query(true), query(false)), (Some(4), Some(2)));
        assert_eq!(cost("GetItem", &json!({ "ConsistentRead": true }), &json!({})), Some(Cost { read_half_units: 2, write_units: 0 }));
        assert_eq!(cost("Scan", &json!({}), &json!({})), None);
    }
}
