//! JSON values as YAML that people can read: block style, CloudFormation's short tags.

use serde_json::{Map, Value};

/// Words that YAML 1.1 reads as something else than a text.
const RESERVED: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null", "~"];
/// Characters, besides letters and digits, that a text without quotes may contain.
const PLAIN: &str = "_./$:{}*#- ()=";

/// A document.
pub fn document(value: &Value) -> String {
    let mut text = String::new();
    block(value, 0, &mut text);
    text
}

fn block(value: &Value, indent: usize, text: &mut String) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| entry(&scalar(key), value, indent, text)),
        Value::Array(items) => items.iter().for_each(|item| element(item, indent, text)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => text.push_str(&inline(value)),
    }
}

fn entry(key: &str, value: &Value, indent: usize, text: &mut String) {
    pad(indent, text);
    text.push_str(key);
    text.push(':');
    if is_inline(value) {
        text.push(' ');
        text.push_str(&inline(value));
        text.push('\n');
    } else {
        text.push('\n');
        block(value, indent + 2, text);
    }
}

fn element(item: &Value, indent: usize, text: &mut String) {
    pad(indent, text);
    text.push_str("- ");
    if is_inline(item) {
        text.push_str(&inline(item));
        text.push('\n');
        return;
    }
    // The first line of the nested block stands on the dash's own line.
    let mut nested = String::new();
    block(item, indent + 2, &mut nested);
    text.push_str(nested.trim_start_matches(' '));
}

fn pad(indent: usize, text: &mut String) {
    text.extend(std::iter::repeat_n(' ', indent));
}

fn is_inline(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.is_empty() || tag(map).is_some(),
        Value::Array(items) => items.is_empty() || items.iter().all(|item| item.is_number()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

fn inline(value: &Value) -> String {
    match value {
        Value::Object(map) => tag(map).unwrap_or_else(|| "{}".to_owned()),
        Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) => scalar(text),
    }
}

/// The short form of an intrinsic function.
fn tag(map: &Map<String, Value>) -> Option<String> {
    let (name, argument) = map.iter().next().filter(|_| map.len() == 1)?;
    match (name.as_str(), argument) {
        ("Ref", Value::String(id)) => Some(format!("!Ref {}", scalar(id))),
        ("Condition", Value::String(id)) => Some(format!("!Condition {}", scalar(id))),
        ("Fn::Sub", Value::String(text)) => Some(format!("!Sub {}", scalar(text))),
        ("Fn::GetAtt", Value::Array(path)) => {
            let path: Vec<&str> = path.iter().filter_map(Value::as_str).collect();
            Some(format!("!GetAtt {}", path.join(".")))
        }
        _ => None,
    }
}

fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { Value::String(text.to_owned()).to_string() }
}

fn is_plain(text: &str) -> bool {
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '$'));
    let holds = text.chars().all(|c| c.is_ascii_alphanumeric() || PLAIN.contains(c));
    let separates = text.contains(": ") || text.contains(" #") || text.ends_with([':', ' ']);
    starts && holds && !separates && !RESERVED.contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn writes_what_cloudformation_reads() {
        let value = json!({
            "Version": "2012-10-17",
            "Mode": "OFF",
            "Empty": {},
            "Name": { "Ref": "Table" },
            "Arn": { "Fn::GetAtt": ["Table", "Arn"] },
            "Sub": { "Fn::Sub": "arn:${AWS::Partition}:s3:::${Bucket}/t/*" },
            "List": ["*", { "a": 1, "b": ["GET /orders/{order_id}"] }],
            "Text": "with: colon",
        });
        let expected = "\
Version: \"2012-10-17\"
Mode: \"OFF\"
Empty: {}
Name: !Ref Table
Arn: !GetAtt Table.Arn
Sub: !Sub arn:${AWS::Partition}:s3:::${Bucket}/t/*
List:
  - \"*\"
  - a: 1
    b:
      - GET /orders/{order_id}
Text: \"with: colon\"
";
        assert_eq!(document(&value), expected);
    }
}
