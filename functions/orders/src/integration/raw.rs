//! Messages as they came: kept under their hash, encrypted, for a person and for proof.

use kernel::reaction::Effect;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// SHA-256 in hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Keeps a message; its hash names the document. Keeping it twice is harmless.
pub fn keep(bytes: Vec<u8>) -> (String, Effect) {
    let sha256 = sha256_hex(&bytes);
    (sha256.clone(), Effect::Keep { sha256, bytes })
}

/// Keeps the rows of an answer as one document.
pub fn keep_rows<'a>(rows: impl Iterator<Item = &'a Value>) -> (String, Effect) {
    let rows: Vec<&Value> = rows.collect();
    keep(serde_json::to_vec(&rows).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r46_a_document_is_named_by_its_hash() {
        let (sha256, effect) = keep(Vec::new());
        assert_eq!(sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(effect, Effect::Keep { sha256, bytes: Vec::new() });
    }
}
