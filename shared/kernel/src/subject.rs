//! Personal data that can be erased although nothing stored is ever changed: it is encrypted
//! under a key of its subject, and erasing it is destroying that key.
//!
//! Encryption is deterministic and authenticated (AES-SIV, RFC 5297: `AEAD_AES_SIV_CMAC_256`), so
//! that a decision stays a pure function: the same key, text and context give the same sealed
//! text, and a decision that is made again after a conflict comes out the same. What that tells
//! somebody without the key is that two sealed texts of one subject and context are equal, and
//! how long they are.

use std::fmt;
use std::str::FromStr;

use aes_siv::KeyInit;
use aes_siv::siv::Aes128Siv;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Length of a key, in bytes: two halves of 128 bits, one authenticates and one encrypts.
pub const KEY_BYTES: usize = 32;
/// Longest subject, in bytes: an id and some.
pub const SUBJECT_BYTES_MAX: usize = 200;
/// The form of [`Sealed`] that is written now.
const VERSION: &str = "v1";
/// A sealed text is at least the synthetic initialization vector.
const SEALED_BYTES_MIN: usize = 16;
/// Longest sealed text, in characters of base64: personal data is names and papers, no files.
const SEALED_CHARACTERS_MAX: usize = 64 * 1024;

/// The key of one subject. Forgets itself when dropped, and cannot be printed or copied.
pub struct SubjectKey(Zeroizing<[u8; KEY_BYTES]>);

/// Why a text could not be sealed or opened. Says no more, because whoever tries texts must
/// not learn anything from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not sealed under this key for this context")]
pub struct NotOpened;

impl SubjectKey {
    /// Wraps the bytes of a key.
    pub fn new(bytes: [u8; KEY_BYTES]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    fn cipher(&self) -> Aes128Siv {
        Aes128Siv::new(&(*self.0).into())
    }

    /// Seals a text for a context: `customs.organization/<id>`. It opens for that context only.
    ///
    /// # Errors
    /// Never for texts that memory holds; the cipher's type allows for it.
    pub fn seal(&self, plaintext: &[u8], context: &str) -> Result<Sealed, NotOpened> {
        let sealed = self.cipher().encrypt([VERSION.as_bytes(), context.as_bytes()], plaintext).map_err(|_| NotOpened)?;
        Ok(Sealed(format!("{VERSION}.{}", URL_SAFE_NO_PAD.encode(sealed))))
    }

    /// Opens what was sealed for a context.
    ///
    /// # Errors
    /// When it was sealed under another key, for another context, or was changed.
    pub fn open(&self, sealed: &Sealed, context: &str) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
        let bytes = sealed.bytes().ok_or(NotOpened)?;
        let opened = self.cipher().decrypt([VERSION.as_bytes(), context.as_bytes()], &bytes);
        opened.map(Zeroizing::new).map_err(|_| NotOpened)
    }

    /// Seals a value as JSON.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn seal_value(&self, value: &impl Serialize, context: &str) -> Result<Sealed, NotOpened> {
        let json = Zeroizing::new(serde_json::to_vec(value).map_err(|_| NotOpened)?);
        self.seal(&json, context)
    }

    /// Opens what [`SubjectKey::seal_value`] sealed.
    ///
    /// # Errors
    /// When it does not open, or is no such value.
    pub fn open_value<T: DeserializeOwned>(&self, sealed: &Sealed, context: &str) -> Result<T, NotOpened> {
        serde_json::from_slice(&self.open(sealed, context)?).map_err(|_| NotOpened)
    }
}

/// Personal data as it is stored: a version and base64, which mean nothing without the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sealed(String);

/// Why a text is no sealed text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a sealed text")]
pub struct NotSealed;

impl Sealed {
    /// As it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn bytes(&self) -> Option<Vec<u8>> {
        let rest = self.0.strip_prefix(VERSION)?.strip_prefix('.')?;
        URL_SAFE_NO_PAD.decode(rest).ok().filter(|bytes| bytes.len() >= SEALED_BYTES_MIN)
    }
}

impl FromStr for Sealed {
    type Err = NotSealed;

    fn from_str(text: &str) -> Result<Self, NotSealed> {
        let sealed = Self(text.to_owned());
        let valid = text.len() <= SEALED_CHARACTERS_MAX && sealed.bytes().is_some();
        if valid { Ok(sealed) } else { Err(NotSealed) }
    }
}

impl TryFrom<String> for Sealed {
    type Error = NotSealed;
    fn try_from(text: String) -> Result<Self, NotSealed> {
        text.parse()
    }
}

impl From<Sealed> for String {
    fn from(sealed: Sealed) -> Self {
        sealed.0
    }
}

impl fmt::Display for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl schemars::JsonSchema for Sealed {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Sealed".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^v1\\.[0-9A-Za-z_-]+$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> SubjectKey {
        SubjectKey::new([byte; KEY_BYTES])
    }

    #[test]
    fn what_is_sealed_opens_with_its_key_and_context_only() {
        let sealed = key(1).seal(b"4509 123456", "a").unwrap();
        assert_eq!(key(1).open(&sealed, "a").as_deref().map(Vec::as_slice), Ok(b"4509 123456".as_slice()));
        assert!(key(2).open(&sealed, "a").is_err() && key(1).open(&sealed, "b").is_err());
        assert!(!sealed.as_str().contains("4509"));
    }

    #[test]
    fn sealing_again_comes_out_the_same() {
        assert_eq!(key(1).seal(b"text", "a"), key(1).seal(b"text", "a"));
        assert_ne!(key(1).seal(b"text", "a"), key(1).seal(b"text", "b"));
        assert_ne!(key(1).seal(b"text", "a"), key(2).seal(b"text", "a"));
    }

    #[test]
    fn what_was_changed_does_not_open() {
        let sealed = key(1).seal(b"text", "a").unwrap();
        for at in 3..sealed.0.len() - 1 {
            let mut bytes = sealed.0.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = Sealed(String::from_utf8(bytes).unwrap());
            assert!(key(1).open(&changed, "a").is_err(), "{changed}");
        }
    }

    #[test]
    fn only_a_sealed_text_is_one() {
        let sealed = key(1).seal(b"", "a").unwrap();
        assert_eq!(sealed.as_str().parse(), Ok(sealed.clone()));
        for text in ["", "v1.", "v2.AAAAAAAAAAAAAAAAAAAAAA", "v1.AAAA", "v1.AAAAAAAAAAAAAAAAAAAAA ", "passport"] {
            assert_eq!(text.parse::<Sealed>(), Err(NotSealed), "{text}");
        }
        assert!(key(1).open(&sealed, "a").is_ok());
    }

    #[test]
    fn values_are_sealed_as_json() {
        let sealed = key(1).seal_value(&("a", 7), "c").unwrap();
        assert_eq!(key(1).open_value::<(String, u8)>(&sealed, "c"), Ok(("a".to_owned(), 7)));
        assert_eq!(key(1).open_value::<u8>(&sealed, "c"), Err(NotOpened));
    }

    /// The vector of RFC 5297, A.1, whose only header is the context: another library opens it.
    #[test]
    fn it_is_the_cipher_of_the_standard() {
        let hex = |text: &str| (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect::<Vec<_>>();
        let key = SubjectKey::new(hex("fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff").try_into().unwrap());
        let header = hex("101112131415161718191a1b1c1d1e1f2021222324252627");
        let sealed = key.cipher().encrypt([header], &hex("112233445566778899aabbccddee")).unwrap();
        assert_eq!(sealed, hex("85632d07c6e8f37f950acd320a2ecc9340c02b9690c4dc04daef7f6afe5c"));
    }
}
