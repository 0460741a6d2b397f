//! Items in DynamoDB's own JSON, as streams deliver them.

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use runtime::Fault;
use serde_json::Value;

use crate::table::Item;

/// Reads `{"pk": {"S": "…"}, …}`: texts, numbers and bytes, which is all that the table holds.
///
/// # Errors
/// Lasting, when it is something else.
pub fn item_from_json(image: &Value) -> Result<Item, Fault> {
    let attributes = image.as_object().ok_or_else(|| Fault::lasting("an image is no object"))?;
    attributes.iter().map(|(name, stored)| Ok((name.clone(), attribute(name, stored)?))).collect()
}

fn attribute(name: &str, stored: &Value) -> Result<AttributeValue, Fault> {
    let unknown = || Fault::lasting(format!("attribute {name} of an image is of an unknown type"));
    let (kind, value) = stored.as_object().and_then(|stored| stored.iter().next()).ok_or_else(unknown)?;
    let value = value.as_str().ok_or_else(unknown)?;
    match kind.as_str() {
        "S" => Ok(AttributeValue::S(value.to_owned())),
        "N" => Ok(AttributeValue::N(value.to_owned())),
        "B" => Ok(AttributeValue::B(Blob::new(STANDARD.decode(value).map_err(|error| unknown().because(error))?))),
        _ => Err(unknown()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_what_the_table_holds_and_nothing_else() {
        let item = item_from_json(&json!({ "pk": { "S": "T#a" }, "v": { "N": "7" }, "z": { "B": "AQI=" } })).unwrap();
        let expected = [
            ("pk", AttributeValue::S("T#a".to_owned())),
            ("v", AttributeValue::N("7".to_owned())),
            ("z", AttributeValue::B(Blob::new([1, 2]))),
        ];
        assert_eq!(item, expected.map(|(name, value)| (name.to_owned(), value)).into());
        for image in [json!([]), json!({ "a": "b" }), json!({ "a": {} }), json!({ "a": { "BOOL": true } }), json!({ "a": { "B": "?" } })] {
            assert!(item_from_json(&image).is_err(), "{image}");
        }
    }
}
