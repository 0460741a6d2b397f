//! What is too large for a request or an answer: read from the tenant's documents, and kept there.

use customs::outside::kontur::code;
use customs::outside::kontur::content::{Content, KEYS, RECEIVED};
use kernel::TenantId;
use kernel::reaction::{FailureClass, OutsideError};
use runtime::Fault;
use runtime::ports::Documents;
use serde::de::IgnoredAny;
use sha2::{Digest, Sha256};

use crate::failure::{failure, refused};

/// Of UTF-8; some writers of XML and JSON begin with it.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// What a document is, and how its key ends.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Json,
    Xml,
    Html,
    Pdf,
    Text,
}

impl Kind {
    const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Xml => "application/xml",
            Self::Html => "text/html",
            Self::Pdf => "application/pdf",
            Self::Text => "text/plain; charset=utf-8",
        }
    }

    const fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xml => "xml",
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Text => "txt",
        }
    }

    /// Whether bytes begin as such a document does, or are one: what a proxy puts in the place of
    /// an answer is a page.
    pub(crate) fn is(self, bytes: &[u8]) -> bool {
        let start = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes).trim_ascii_start();
        let page = start.get(..5).is_some_and(|start| start.eq_ignore_ascii_case(b"<html") || start.eq_ignore_ascii_case(b"<!doc"));
        match self {
            Self::Json => matches!(start.first(), Some(b'{' | b'[')) && serde_json::from_slice::<IgnoredAny>(start).is_ok(),
            Self::Xml => start.starts_with(b"<") && !page,
            Self::Html => start.starts_with(b"<"),
            Self::Pdf => start.starts_with(b"%PDF-"),
            Self::Text => true,
        }
    }
}

/// The documents of one tenant.
pub(crate) struct Shelf<'a> {
    pub(crate) documents: &'a dyn Documents,
    pub(crate) tenant: &'a TenantId,
}

impl Shelf<'_> {
    /// The bytes of a document that was named together with its hash: what is sent is what was checked.
    pub(crate) async fn fetch(&self, content: &Content) -> Result<Vec<u8>, OutsideError> {
        if !content.key.starts_with(KEYS) {
            return Err(refused("foreign-document", "the document is not one of customs"));
        }
        let found = self.documents.get(self.tenant, &content.key).await.map_err(|fault| broken(&fault, &content.key, "read"))?;
        let bytes = found.ok_or_else(|| refused("no-document", "the document is not there any more"))?;
        if hash(&bytes) != content.sha256 {
            return Err(refused("changed-document", "the document is not the one that was checked"));
        }
        Ok(bytes)
    }

    /// Keeps bytes under their hash.
    pub(crate) async fn keep(&self, kind: Kind, bytes: Vec<u8>) -> Result<Content, OutsideError> {
        let (sha256, media_type) = (hash(&bytes), kind.media_type());
        let size_bytes = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let key = format!("{RECEIVED}{sha256}.{}", kind.extension());
        self.documents.put(self.tenant, &key, media_type, bytes).await.map_err(|fault| broken(&fault, &key, "kept"))?;
        Ok(Content { key, size_bytes, sha256, media_type: media_type.to_owned() })
    }
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn broken(fault: &Fault, key: &str, what: &str) -> OutsideError {
    tracing::warn!(%key, cause = %fault.chain(), "document not {what}");
    let class = if fault.is_retryable() { FailureClass::Retry } else { FailureClass::Permanent };
    failure(code::STORAGE, class, "documents", &format!("the document could not be {what}"))
}
