//! Large values: JSON as it is while small, compressed when larger, in S3 when even that
//! is too much for an item.

use std::io::Read;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::TenantId;
use runtime::Fault;
use runtime::ports::Documents;
use sha2::{Digest, Sha256};

use crate::table::{Item, text};

/// From here on a body is compressed; smaller ones gain less than a write unit.
const COMPRESS_FROM_BYTES: usize = 4 * 1024;
/// Largest compressed body inside an item: DynamoDB takes 400 KB with keys and names, and
/// a guard against surprises in how it counts.
pub(crate) const INLINE_BYTES_MAX: usize = 300 * 1024;
/// Largest body before compression, anywhere. Form data of several MB must fit; more than
/// this would not fit into a function's time and memory either.
pub(crate) const BODY_BYTES_MAX: usize = 16 * 1024 * 1024;
/// zstd's own default: higher levels cost time for a few percent.
const ZSTD_LEVEL: i32 = 3;
/// Folder, among a tenant's documents, of bodies outside their item.
const OUTSIDE_FOLDER: &str = "bodies/";
/// What S3 is told such a body is.
const OUTSIDE_MEDIA_TYPE: &str = "application/zstd";

/// The attributes among which a body chooses.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names {
    /// Plain JSON text.
    pub(crate) plain: &'static str,
    /// Compressed.
    pub(crate) packed: &'static str,
    /// Content hash of what is in S3. Absent where nothing may be outside.
    pub(crate) outside: Option<&'static str>,
}

/// A body ready to be stored.
pub(crate) struct Packed {
    /// The attribute's name.
    pub(crate) name: &'static str,
    /// The attribute.
    pub(crate) value: AttributeValue,
    /// What goes to S3 before the item is written.
    pub(crate) outside: Option<Outside>,
}

/// A body that goes to S3.
pub(crate) struct Outside {
    key: String,
    bytes: Vec<u8>,
}

impl Outside {
    /// Writes it. What no item refers to in the end, because the item was refused, stays
    /// behind: it is named by its content, so it is found again or harmless.
    pub(crate) async fn put(self, tenant: &TenantId, documents: &dyn Documents) -> Result<(), Fault> {
        documents.put(tenant, &self.key, OUTSIDE_MEDIA_TYPE, self.bytes).await
    }
}

/// Packs a JSON text; at most `inline_max` bytes of it stay in the item.
pub(crate) fn pack(names: Names, json: String, inline_max: usize) -> Result<Packed, Fault> {
    if json.len() > BODY_BYTES_MAX {
        return Err(Fault::lasting(format!("a body of {} bytes; the most is {BODY_BYTES_MAX}", json.len())));
    }
    if json.len() < COMPRESS_FROM_BYTES {
        return Ok(Packed { name: names.plain, value: AttributeValue::S(json), outside: None });
    }
    let bytes = zstd::bulk::compress(json.as_bytes(), ZSTD_LEVEL).map_err(|error| Fault::lasting("compress a body").because(error))?;
    if bytes.len() <= inline_max {
        return Ok(Packed { name: names.packed, value: AttributeValue::B(Blob::new(bytes)), outside: None });
    }
    let Some(name) = names.outside else {
        return Err(Fault::lasting(format!("{} compressed bytes in one item; the most is {inline_max}", bytes.len())));
    };
    let hash = content_hash(&bytes);
    let key = format!("{OUTSIDE_FOLDER}{hash}");
    Ok(Packed { name, value: AttributeValue::S(hash), outside: Some(Outside { key, bytes }) })
}

/// The JSON text that was packed into an item; whatever is outside is checked against its hash.
pub(crate) async fn unpack(names: Names, item: &Item, tenant: &TenantId, documents: &dyn Documents) -> Result<String, Fault> {
    let Some(hash) = names.outside.and_then(|name| text(item, name)) else {
        return unpack_inline(names, item);
    };
    let key = format!("{OUTSIDE_FOLDER}{hash}");
    let missing = || Fault::lasting(format!("document {key} is missing"));
    let bytes = documents.get(tenant, &key).await?.ok_or_else(missing)?;
    if content_hash(&bytes) != hash {
        return Err(Fault::lasting(format!("document {key} does not have the content of its name")));
    }
    decompress(&bytes)
}

/// As [`unpack`], where nothing may be outside.
pub(crate) fn unpack_inline(names: Names, item: &Item) -> Result<String, Fault> {
    if let Some(plain) = text(item, names.plain) {
        return Ok(plain.to_owned());
    }
    let packed = item.get(names.packed).and_then(|value| value.as_b().ok());
    let packed = packed.ok_or_else(|| Fault::lasting(format!("stored item lacks {} and {}", names.plain, names.packed)))?;
    decompress(packed.as_ref())
}

fn content_hash(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(bytes))
}

fn decompress(bytes: &[u8]) -> Result<String, Fault> {
    let broken = |error| Fault::lasting("decompress a body").because(error);
    let decoder = zstd::stream::read::Decoder::new(bytes).map_err(broken)?;
    let mut json = String::new();
    let limit = u64::try_from(BODY_BYTES_MAX).unwrap_or(u64::MAX);
    decoder.take(limit.saturating_add(1)).read_to_string(&mut json).map_err(broken)?;
    if json.len() > BODY_BYTES_MAX {
        return Err(Fault::lasting(format!("a stored body decompresses to more than {BODY_BYTES_MAX} bytes")));
    }
    Ok(json)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: Names = Names { plain: "d", packed: "y", outside: None };

    fn round_trip(json: &str) -> (&'static str, String) {
        let packed = pack(NAMES, json.to_owned(), INLINE_BYTES_MAX).unwrap();
        let item = Item::from([(packed.name.to_owned(), packed.value)]);
        (packed.name, unpack_inline(NAMES, &item).unwrap())
    }

    #[test]
    fn small_bodies_stay_readable_and_larger_ones_are_compressed() {
        let small = "\"x\"".to_owned();
        let large = format!("\"{}\"", "x".repeat(COMPRESS_FROM_BYTES));
        assert_eq!(round_trip(&small), ("d", small));
        assert_eq!(round_trip(&large), ("y", large));
    }

    #[test]
    fn a_bomb_does_not_explode() {
        let bomb = zstd::bulk::compress(&vec![b' '; BODY_BYTES_MAX + 1], ZSTD_LEVEL).unwrap();
        assert!(bomb.len() < INLINE_BYTES_MAX);
        let item = Item::from([("y".to_owned(), AttributeValue::B(Blob::new(bomb)))]);
        assert!(unpack_inline(NAMES, &item).is_err());
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let text = "x".repeat(BODY_BYTES_MAX + 1);
        assert!(pack(NAMES, text, INLINE_BYTES_MAX).is_err());
    }
}
