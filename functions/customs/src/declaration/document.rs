//! Documents that go with a declaration.

use std::collections::BTreeSet;

use kernel::{Day, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::DocumentId;
use crate::code::{Box44Code, DocumentMode, FormId, GoodsNumber, VendorDocumentId};
pub use crate::outside::kontur::file::SCAN_BYTES_MAX;
use crate::outside::kontur::file::SCAN_MODE;

/// Most documents of one declaration: box 44 of a long one names two hundred.
pub const DOCUMENTS_MAX: usize = 200;

/// A document that goes with a declaration: an invoice, a contract, a waybill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// Ours; the vendor's comes later, with the submission (decision C14).
    pub id: DocumentId,
    /// What we call this kind of document: `INVOICE`.
    pub kind: Line,
    /// The form of the album that the vendor makes for it.
    pub mode: DocumentMode,
    /// Its kind in box 44.
    pub box_44: Box44Code,
    /// What it is called.
    pub name: Line,
    /// Its own number.
    pub number: Line,
    /// Its own date.
    pub date: Day,
    /// The scan; absent where only number and date are declared.
    pub file: Option<Scan>,
    /// Which goods it concerns; none named means all of them.
    pub goods: BTreeSet<GoodsNumber>,
}

impl Document {
    /// The form that the vendor makes for it: a scan fits into one form only, whatever the
    /// document is; what it is stands in box 44.
    pub fn vendor_mode(&self) -> DocumentMode {
        let scan = self.file.as_ref().and_then(|_| SCAN_MODE.parse().ok());
        scan.unwrap_or_else(|| self.mode.clone())
    }
}

/// A scanned document, as it was uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Scan {
    /// The name of the file, for people.
    pub name: Line,
    /// What it is: `application/pdf`.
    pub media_type: MediaType,
    /// How long it is.
    pub size_bytes: u64,
    /// Hexadecimal SHA-256 of its bytes: the key is made of it.
    pub sha256: String,
}

impl Scan {
    /// Where the bytes are kept.
    pub fn key(&self) -> String {
        scan_key(&self.sha256)
    }
}

/// Where a scan with that hash is kept.
pub fn scan_key(sha256: &str) -> String {
    format!("customs/scans/{sha256}")
}

/// What the vendor takes as a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum MediaType {
    /// A PDF.
    #[serde(rename = "application/pdf")]
    Pdf,
    /// A photograph.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// A scan.
    #[serde(rename = "image/tiff")]
    Tiff,
}

impl MediaType {
    /// Whether bytes begin as a file of this type does: `%PDF-` within the first kilobyte (PDF
    /// 1.7, appendix H.3.4.1), the markers of JPEG and of TIFF in both byte orders.
    pub fn begins(self, bytes: &[u8]) -> bool {
        match self {
            Self::Pdf => bytes.get(..bytes.len().min(1_024)).is_some_and(|head| head.windows(5).any(|window| window == b"%PDF-")),
            Self::Jpeg => bytes.starts_with(&[0xFF, 0xD8, 0xFF]),
            Self::Tiff => bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*"),
        }
    }

    /// As in HTTP.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Tiff => "image/tiff",
        }
    }
}

/// What the vendor calls a document, once it has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AtVendor {
    /// The document there.
    pub document: VendorDocumentId,
    /// Its filled form there.
    pub form: FormId,
}
