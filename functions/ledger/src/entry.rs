//! Entries by hand: posted with a proof, taken back by another entry.

pub mod post;
pub mod refusal;
pub mod reverse;

use serde::{Deserialize, Serialize};

pub use refusal::EntryRefusal;

/// What the documents of entries by hand are called.
pub const MANUAL: &str = "ledger.manual";

/// The hash of a paper that is kept somewhere: SHA-256, 64 hexadecimal digits in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fingerprint(String);

impl TryFrom<String> for Fingerprint {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let hexadecimal = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if hexadecimal && text.len() == 64 { Ok(Self(text)) } else { Err("expected 64 hexadecimal digits in lower case") }
    }
}

impl From<Fingerprint> for String {
    fn from(fingerprint: Fingerprint) -> Self {
        fingerprint.0
    }
}

impl schemars::JsonSchema for Fingerprint {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Fingerprint".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9a-f]{64}$" })
    }
}
