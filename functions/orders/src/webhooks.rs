//! What outside systems tell by themselves: one webhook a file.
//!
//! A message is recorded and nothing else; the work is done afterwards. One that cannot be
//! read is recorded, too.

pub mod nova_poshta;
pub mod privatbank;

use kernel::Effect;
use serde_json::Value;

use crate::integration::receive::ReceiveIntegrationEvent;
use crate::integration::{Channel, Content, Integration, raw};
use crate::outside::{ParseError, RejectedRow};

/// Keeps a message as it came and records what it says; `read` finds it in the body.
fn record(body: &[u8], integration: Integration, code: &str, read: impl FnOnce(&Value) -> Result<Content, ParseError>) -> Vec<Effect> {
    let parsed: Result<Value, ParseError> = serde_json::from_slice(body).map_err(|error| ParseError::new("body", error.to_string()));
    let content = parsed.and_then(|body| read(&body));
    let (raw_sha256, keep) = raw::keep(body.to_vec());
    let content = content.unwrap_or_else(|error| {
        let row = RejectedRow { code: code.to_owned(), problem: error.to_string(), raw: Value::String(raw_sha256.clone()) };
        Content::rejected(integration, &row)
    });
    let receive = ReceiveIntegrationEvent { channel: Channel::Webhook, content, raw_sha256: Some(raw_sha256) };
    vec![keep, receive.effect()]
}

/// The part of a body that must be there, and that must say what the whole is.
fn part<'a>(body: &'a Value, event: &str, field: &'static str) -> Result<&'a Value, ParseError> {
    if body.get("event").and_then(Value::as_str) != Some(event) {
        return Err(ParseError::new("event", format!("expected {event:?}")));
    }
    body.get(field).ok_or_else(|| ParseError::new(field, "missing"))
}
