//! Documents in S3.

use std::fmt::Write as _;
use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::operation::get_object::GetObjectError;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::ServerSideEncryption;
use kernel::TenantId;
use kernel::facts::Kept;
use runtime::Fault;
use runtime::ports::{DOCUMENT_BYTES_MAX, DOCUMENT_URL_TIME, Documents, InspectError};
use sha2::{Digest, Sha256};

use crate::Clients;
use crate::failure::fault;

/// Longest key of a document, in bytes. S3 takes more; an S3 on a folder makes a file name
/// of the key, and both shall accept the same.
pub const KEY_BYTES_MAX: usize = 100;

/// Headers that whoever uploads sends: the signature covers them.
pub const UPLOAD_HEADERS: [&str; 2] = ["content-type", "if-none-match"];
/// What an upload says as `If-None-Match`: nothing may be there yet.
const NOTHING_THERE: &str = "*";

/// Whether documents ask for encryption at rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// By keys of S3.
    Aes256,
    /// Not asked for: the embedded S3 does not know it.
    None,
}

/// Documents in one bucket, under `t/<tenant>/<key>`.
///
/// The client is built with the first document: most functions never touch one, and each
/// client takes time of a cold start.
#[derive(Debug, Clone)]
pub struct S3Documents {
    clients: Arc<Clients>,
    bucket: String,
    encryption: Encryption,
}

impl S3Documents {
    /// Documents in `bucket`.
    pub fn new(clients: Arc<Clients>, bucket: impl Into<String>, encryption: Encryption) -> Self {
        Self { clients, bucket: bucket.into(), encryption }
    }
}

/// The object's key. What a file system would understand as a way to somewhere else is
/// refused: the embedded S3 is one.
fn object(tenant: &TenantId, key: &str) -> Result<String, Fault> {
    let segment = |segment: &str| !segment.is_empty() && segment != "." && segment != "..";
    let plain = key.chars().all(|c| !c.is_control() && c != '\\');
    if key.len() > KEY_BYTES_MAX || !plain || !key.split('/').all(segment) {
        return Err(Fault::lasting(format!("{key:?} is no key of a document")));
    }
    Ok(format!("t/{tenant}/{key}"))
}

#[async_trait]
impl Documents for S3Documents {
    async fn put(&self, tenant: &TenantId, key: &str, media_type: &str, bytes: Vec<u8>) -> Result<(), Fault> {
        let object = object(tenant, key)?;
        // Lifecycle rules choose by tag: a rule's prefix could not skip the tenant.
        let kind = key.split('/').next().unwrap_or_default();
        let put = self.clients.s3().put_object().bucket(&self.bucket).key(&object).content_type(media_type).tagging(format!("kind={kind}"));
        let put = match self.encryption {
            Encryption::Aes256 => put.server_side_encryption(ServerSideEncryption::Aes256),
            Encryption::None => put,
        };
        put.body(ByteStream::from(bytes)).send().await.map_err(|error| fault(format!("put document {object}"), error))?;
        Ok(())
    }

    async fn get(&self, tenant: &TenantId, key: &str) -> Result<Option<Vec<u8>>, Fault> {
        let object = object(tenant, key)?;
        let found = match self.clients.s3().get_object().bucket(&self.bucket).key(&object).send().await {
            Ok(found) => found,
            Err(error) if error.as_service_error().is_some_and(|error| error.is_no_such_key()) => return Ok(None),
            Err(error) => return Err(fault(format!("get document {object}"), error)),
        };
        let body = found.body.collect().await.map_err(|error| Fault::passing(format!("read document {object}"), error))?;
        Ok(Some(body.to_vec()))
    }

    async fn inspect(&self, tenant: &TenantId, key: &str) -> Result<Option<Kept>, InspectError> {
        let object = object(tenant, key)?;
        let found = match self.clients.s3().get_object().bucket(&self.bucket).key(&object).send().await {
            Ok(found) => found,
            // To those who may not list a bucket S3 says 403 where there is nothing, and nobody may.
            Err(error) if is_absent(&error) => return Ok(None),
            Err(error) => return Err(fault(format!("get document {object}"), error).into()),
        };
        // Said before the first byte, so that nothing of a large object is transferred.
        let announced = found.content_length().and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or(0);
        if announced > DOCUMENT_BYTES_MAX {
            return Err(InspectError::TooLarge { size_bytes: announced });
        }
        let (mut body, mut hash, mut size_bytes) = (found.body, Sha256::new(), 0_u64);
        while let Some(chunk) = body.next().await {
            let chunk = chunk.map_err(|error| Fault::passing(format!("read document {object}"), error))?;
            size_bytes = size_bytes.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
            hash.update(&chunk);
        }
        let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Some(Kept { size_bytes, sha256 }))
    }

    /// Signs the media type and that nothing is replaced, so that an address which is still good
    /// cannot change what was looked at. Encryption is the bucket's default.
    async fn upload_url(&self, tenant: &TenantId, key: &str, media_type: &str) -> Result<String, Fault> {
        let object = object(tenant, key)?;
        let put = self.clients.s3().put_object().bucket(&self.bucket).key(&object).content_type(media_type).if_none_match(NOTHING_THERE);
        let signed = put.presigned(lifetime()?).await.map_err(|error| fault(format!("sign an upload of {object}"), error))?;
        Ok(signed.uri().to_owned())
    }

    async fn download_url(&self, tenant: &TenantId, key: &str, file_name: &str) -> Result<String, Fault> {
        let object = object(tenant, key)?;
        let get = self.clients.s3().get_object().bucket(&self.bucket).key(&object).response_content_disposition(attachment(file_name));
        let signed = get.presigned(lifetime()?).await.map_err(|error| fault(format!("sign a download of {object}"), error))?;
        Ok(signed.uri().to_owned())
    }
}

fn is_absent(error: &SdkError<GetObjectError>) -> bool {
    error.as_service_error().is_some_and(|error| error.is_no_such_key() || error.code() == Some("AccessDenied"))
}

fn lifetime() -> Result<PresigningConfig, Fault> {
    PresigningConfig::expires_in(DOCUMENT_URL_TIME).map_err(|error| Fault::lasting("sign an address").because(error))
}

/// `Content-Disposition` of a file to save (RFC 6266): the name for those who read only ASCII,
/// and the whole name.
fn attachment(file_name: &str) -> String {
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '/' | '%') || c == ' ';
    let ascii: String = file_name.chars().map(|c| if plain(c) { c } else { '_' }).collect();
    let mut whole = String::new();
    for byte in file_name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            whole.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(whole, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{whole}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stay_with_their_tenant() {
        let tenant: TenantId = "acme".parse().unwrap();
        assert_eq!(object(&tenant, "waybills/1.pdf").unwrap(), "t/acme/waybills/1.pdf");
        for key in ["", "/a", "a/", "a//b", "..", "../other/x", "a/./b", "a\\b", "a\nb", &"a".repeat(KEY_BYTES_MAX + 1)] {
            assert!(object(&tenant, key).is_err(), "{key:?}");
        }
    }

    #[test]
    fn a_saved_file_has_its_name_for_old_and_new_readers() {
        assert_eq!(attachment("act-7.pdf"), "attachment; filename=\"act-7.pdf\"; filename*=UTF-8''act-7.pdf");
        assert_eq!(
            attachment("Акт \"7\"\r\n.pdf"),
            "attachment; filename=\"___ _7___.pdf\"; filename*=UTF-8''%D0%90%D0%BA%D1%82%20%227%22%0D%0A.pdf"
        );
    }
}
