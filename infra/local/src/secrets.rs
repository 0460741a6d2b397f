//! Secrets of the demonstration: made up at start, known to the simulators and nobody else. Only
//! the master keys of personal data are kept: without them nothing stored would open again.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use entrepot_aws::subject_keys::MASTER_SECRET;
use kernel::TenantId;
use runtime::Fault;
use runtime::ports::{Secret, Secrets};

/// Secrets in memory, by name; the same for each tenant of the demonstration, but for the master
/// keys of personal data, of which each tenant has its own.
#[derive(Default)]
pub struct LocalSecrets {
    by_name: BTreeMap<&'static str, Secret>,
    folder: Option<PathBuf>,
    masters: Mutex<BTreeMap<TenantId, Secret>>,
}

impl LocalSecrets {
    /// Secrets whose master keys are kept in a folder; `None` forgets them with the process.
    pub fn kept_in(folder: Option<PathBuf>) -> Self {
        Self { folder, ..Self::default() }
    }

    /// Adds a secret.
    pub fn with(mut self, name: &'static str, secret: &str) -> Self {
        self.by_name.insert(name, Secret::new(secret));
        self
    }

    /// The tenant's master key, made when it is asked for first.
    fn master(&self, tenant: &TenantId) -> Result<Secret, Fault> {
        let mut masters = self.masters.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = masters.get(tenant) {
            return Ok(known.clone());
        }
        let file = self.folder.as_ref().map(|folder| folder.join(tenant.as_str()));
        let kept = file.as_deref().filter(|file| file.exists()).map(std::fs::read_to_string).transpose();
        let text = match kept.map_err(broken("read a master key"))? {
            Some(text) => text,
            None => {
                let fresh = fresh()?;
                file.as_deref().map_or(Ok(()), |file| keep(file, &fresh))?;
                fresh
            }
        };
        let master = Secret::new(text);
        masters.insert(tenant.clone(), master.clone());
        Ok(master)
    }
}

#[async_trait]
impl Secrets for LocalSecrets {
    async fn get(&self, tenant: &TenantId, name: &str) -> Result<Option<Secret>, Fault> {
        if name == MASTER_SECRET {
            return self.master(tenant).map(Some);
        }
        Ok(self.by_name.get(name).cloned())
    }
}

fn broken<E: std::error::Error + Send + Sync + 'static>(what: &'static str) -> impl Fn(E) -> Fault {
    move |error| Fault::lasting(what).because(error)
}

fn fresh() -> Result<String, Fault> {
    let mut bytes = [0_u8; kernel::subject::KEY_BYTES];
    aws_lc_rs::rand::fill(&mut bytes).map_err(broken("make a master key"))?;
    Ok(STANDARD.encode(bytes))
}

/// Readable by the owner only.
fn keep(file: &Path, text: &str) -> Result<(), Fault> {
    file.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(broken("keep a master key"))?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut opened = options.open(file).map_err(broken("keep a master key"))?;
    opened.write_all(text.as_bytes()).map_err(broken("keep a master key"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_master_key_survives_the_process_and_is_the_tenants_own() {
        let folder = std::env::temp_dir().join(format!("entrepot-masters-{}", uuid::Uuid::now_v7()));
        let master = async |folder: Option<&Path>, tenant: &str| {
            let secrets = LocalSecrets::kept_in(folder.map(Path::to_owned));
            secrets.get(&tenant.parse().unwrap(), MASTER_SECRET).await.unwrap().unwrap()
        };
        let first = master(Some(&folder), "acme").await;
        assert_eq!(master(Some(&folder), "acme").await, first);
        assert_ne!(master(Some(&folder), "other").await, first);
        assert_ne!(master(None, "acme").await, master(None, "acme").await);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
