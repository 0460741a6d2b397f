//! Documents in S3.

use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::ServerSideEncryption;
use kernel::TenantId;
use runtime::Fault;
use runtime::ports::Documents;

use crate::Clients;
use crate::failure::fault;

/// Longest key of a document, in bytes. S3 takes more; an S3 on a folder makes a file name
/// of the key, and both shall accept the same.
pub const KEY_BYTES_MAX: usize = 100;

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
}
