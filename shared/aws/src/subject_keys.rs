//! The keys of personal data, wrapped, on the one table.
//!
//! A subject's key is random. Its item holds it encrypted (AES-256-GCM) under the tenant's master
//! key, which is a secret of the name [`MASTER_SECRET`] and never in the table: a copy of the
//! table alone opens nothing. Destroying a key replaces the item by one that says so.

use std::sync::Arc;

use async_trait::async_trait;
use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kernel::subject::{KEY_BYTES, SUBJECT_BYTES_MAX};
use kernel::{SubjectKey, TenantId};
use runtime::Fault;
use runtime::ports::{Secrets, SubjectKeys};
use zeroize::Zeroizing;

use crate::failure::fault;
use crate::keys;
use crate::table::{Item, PK, SK, Table};

/// The secret with the tenant's master keys: base64 of 32 bytes each, separated by white space.
/// The first wraps; all of them unwrap, so that one can replace another.
pub const MASTER_SECRET: &str = "subject-keys";
/// The wrapped key: nonce, ciphertext, tag. Absent once the key was destroyed.
const WRAPPED: &str = "w";

/// What stands beside a key's place in the table.
enum Found {
    Nothing,
    Key(SubjectKey),
    Destroyed,
}

/// Keys in one DynamoDB table, wrapped under a secret.
#[derive(Clone)]
pub struct DynamoSubjectKeys {
    table: Table,
    secrets: Arc<dyn Secrets>,
}

impl DynamoSubjectKeys {
    /// Keys in `table`, wrapped under the master keys in `secrets`. Nothing is kept in memory: a
    /// key that was destroyed is gone at once, everywhere.
    pub fn new(table: Table, secrets: Arc<dyn Secrets>) -> Self {
        Self { table, secrets }
    }

    async fn masters(&self, tenant: &TenantId) -> Result<Vec<RandomizedNonceKey>, Fault> {
        let secret = self.secrets.get(tenant, MASTER_SECRET).await?;
        let secret = secret.ok_or_else(|| Fault::lasting(format!("find the secret {MASTER_SECRET} of {tenant}")))?;
        let masters = secret.expose().split_ascii_whitespace().map(master).collect::<Option<Vec<_>>>().filter(|keys| !keys.is_empty());
        masters.ok_or_else(|| Fault::lasting(format!("read the secret {MASTER_SECRET} of {tenant}: base64 of {KEY_BYTES} bytes each")))
    }

    async fn find(&self, tenant: &TenantId, subject: &str) -> Result<Found, Fault> {
        let place = place(tenant, subject)?;
        let Some(item) = self.table.get(place.clone(), keys::SUBJECT_KEY_SORT, "read the key of a subject").await? else {
            return Ok(Found::Nothing);
        };
        let Some(wrapped) = item.get(WRAPPED) else { return Ok(Found::Destroyed) };
        let wrapped = wrapped.as_b().map_err(|_| Fault::lasting("a stored key is no bytes"))?;
        let masters = self.masters(tenant).await?;
        let key = masters.iter().find_map(|master| unwrap(master, wrapped.as_ref(), &place));
        key.map(Found::Key).ok_or_else(|| Fault::lasting(format!("unwrap the key of {subject} with the master keys of {tenant}")))
    }

    /// Puts an item; `false` when there was one and `only_first` was asked for.
    async fn put(&self, tenant: &TenantId, subject: &str, wrapped: Option<Vec<u8>>, only_first: bool) -> Result<bool, Fault> {
        let mut item = Item::from([
            (PK.to_owned(), AttributeValue::S(place(tenant, subject)?)),
            (SK.to_owned(), AttributeValue::S(keys::SUBJECT_KEY_SORT.to_owned())),
        ]);
        item.extend(wrapped.map(|wrapped| (WRAPPED.to_owned(), AttributeValue::B(Blob::new(wrapped)))));
        let put = self.table.client().put_item().table_name(self.table.name()).set_item(Some(item));
        let put = if only_first { put.condition_expression(format!("attribute_not_exists({PK})")) } else { put };
        match put.set_return_consumed_capacity(self.table.capacity()).send().await {
            Ok(written) => self.table.count_write(written.consumed_capacity.as_slice()),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_conditional_check_failed_exception()) => return Ok(false),
            Err(error) => return Err(fault("write the key of a subject", error)),
        }
        Ok(true)
    }
}

#[async_trait]
impl SubjectKeys for DynamoSubjectKeys {
    async fn get(&self, tenant: &TenantId, subject: &str) -> Result<Option<SubjectKey>, Fault> {
        match self.find(tenant, subject).await? {
            Found::Key(key) => Ok(Some(key)),
            Found::Nothing | Found::Destroyed => Ok(None),
        }
    }

    async fn get_or_create(&self, tenant: &TenantId, subject: &str) -> Result<Option<SubjectKey>, Fault> {
        match self.find(tenant, subject).await? {
            Found::Key(key) => return Ok(Some(key)),
            Found::Destroyed => return Ok(None),
            Found::Nothing => {}
        }
        let mut fresh = Zeroizing::new([0_u8; KEY_BYTES]);
        aws_lc_rs::rand::fill(&mut *fresh).map_err(|error| Fault::lasting("make a key").because(error))?;
        let masters = self.masters(tenant).await?;
        let wrapped = masters.first().and_then(|master| wrap(master, &fresh, &place(tenant, subject).ok()?));
        let wrapped = wrapped.ok_or_else(|| Fault::lasting("wrap a key"))?;
        if self.put(tenant, subject, Some(wrapped), true).await? {
            return Ok(Some(SubjectKey::new(*fresh)));
        }
        // Somebody else made one first, and perhaps destroyed it since: theirs is the one.
        self.get(tenant, subject).await
    }

    async fn destroy(&self, tenant: &TenantId, subject: &str) -> Result<(), Fault> {
        self.put(tenant, subject, None, false).await.map(|_| ())
    }
}

fn place(tenant: &TenantId, subject: &str) -> Result<String, Fault> {
    if subject.is_empty() || subject.len() > SUBJECT_BYTES_MAX {
        return Err(Fault::lasting(format!("name a subject with {} bytes", subject.len())));
    }
    Ok(keys::subject_key(tenant, subject))
}

fn master(text: &str) -> Option<RandomizedNonceKey> {
    let bytes = Zeroizing::new(STANDARD.decode(text).ok()?);
    RandomizedNonceKey::new(&AES_256_GCM, &bytes).ok()
}

/// The place is authenticated with the key: an item that was moved to another does not open.
fn wrap(master: &RandomizedNonceKey, key: &[u8; KEY_BYTES], place: &str) -> Option<Vec<u8>> {
    let mut text = key.to_vec();
    let nonce = master.seal_in_place_append_tag(Aad::from(place.as_bytes()), &mut text).ok()?;
    Some([nonce.as_ref().as_slice(), &text].concat())
}

fn unwrap(master: &RandomizedNonceKey, wrapped: &[u8], place: &str) -> Option<SubjectKey> {
    let (nonce, text) = wrapped.split_at_checked(NONCE_LEN)?;
    let mut text = Zeroizing::new(text.to_vec());
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let key = master.open_in_place(nonce, Aad::from(place.as_bytes()), &mut text).ok()?;
    Some(SubjectKey::new(<[u8; KEY_BYTES]>::try_from(&*key).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> RandomizedNonceKey {
        master(&STANDARD.encode([byte; 32])).unwrap()
    }

    fn opens(key: Option<SubjectKey>) -> bool {
        let sealed = SubjectKey::new([7; KEY_BYTES]).seal(b"text", "a").unwrap();
        key.is_some_and(|key| key.open(&sealed, "a").is_ok())
    }

    #[test]
    fn a_key_is_unwrapped_by_its_master_in_its_place_only() {
        let wrapped = wrap(&key(1), &[7; KEY_BYTES], "here").unwrap();
        assert!(opens(unwrap(&key(1), &wrapped, "here")));
        assert!(unwrap(&key(2), &wrapped, "here").is_none() && unwrap(&key(1), &wrapped, "there").is_none());
        assert!(unwrap(&key(1), &wrapped[..11], "here").is_none());
        assert_ne!(wrapped, wrap(&key(1), &[7; KEY_BYTES], "here").unwrap());
        assert!(master("").is_none() && master("AAAA").is_none());
    }
}
