//! Secrets from Secrets Manager.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use kernel::TenantId;
use runtime::Fault;
use runtime::ports::{Secret, Secrets};

use crate::Clients;
use crate::failure::fault;

/// How long a secret is kept: a changed one is in use everywhere after that.
const KEPT: Duration = Duration::from_secs(5 * 60);
/// How long it is kept that there is none: anybody can call a webhook that needs one, and
/// each call of Secrets Manager is billed.
const ABSENCE_KEPT: Duration = Duration::from_secs(60);
/// Secrets in memory before outdated ones are dropped.
const KEPT_MAX: usize = 1_000;

/// Secrets named `<prefix>/<tenant>/<name>`.
#[derive(Debug)]
pub struct AwsSecrets {
    clients: Arc<Clients>,
    prefix: String,
    kept: Mutex<HashMap<String, (Instant, Option<Secret>)>>,
}

impl AwsSecrets {
    /// Secrets under `prefix`, which separates deployments in one account.
    pub fn new(clients: Arc<Clients>, prefix: impl Into<String>) -> Self {
        Self { clients, prefix: prefix.into(), kept: Mutex::default() }
    }

    fn kept(&self, name: &str) -> Option<Option<Secret>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, secret) = kept.get(name)?;
        let fresh = since.elapsed() < if secret.is_some() { KEPT } else { ABSENCE_KEPT };
        fresh.then(|| secret.clone())
    }

    fn keep(&self, name: String, secret: Option<Secret>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX {
            kept.retain(|_, (since, _)| since.elapsed() < ABSENCE_KEPT);
        }
        if kept.len() < KEPT_MAX {
            kept.insert(name, (Instant::now(), secret));
        }
    }
}

#[async_trait]
impl Secrets for AwsSecrets {
    async fn get(&self, tenant: &TenantId, name: &str) -> Result<Option<Secret>, Fault> {
        let name = format!("{}/{tenant}/{name}", self.prefix);
        if let Some(secret) = self.kept(&name) {
            return Ok(secret);
        }
        let secret = match self.clients.secretsmanager().get_secret_value().secret_id(&name).send().await {
            Ok(found) => {
                let text = found.secret_string().ok_or_else(|| Fault::lasting(format!("secret {name} is not a text")))?;
                Some(Secret::new(text))
            }
            Err(error) if error.as_service_error().is_some_and(|error| error.is_resource_not_found_exception()) => None,
            Err(error) => return Err(fault(format!("read secret {name}"), error)),
        };
        self.keep(name, secret.clone());
        Ok(secret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake::Fake;

    #[tokio::test]
    async fn a_secret_is_asked_for_once() {
        let found = r#"{"Name":"entrepot/acme/key","SecretString":"s3cret"}"#;
        let fake = Fake::start(vec![(200, found.to_owned())]);
        let secrets = AwsSecrets::new(fake.clients().into(), "entrepot");
        let tenant = "acme".parse().unwrap();
        for _ in 0..2 {
            let secret = secrets.get(&tenant, "key").await.unwrap().unwrap();
            assert_eq!(secret.expose(), "s3cret");
        }
        assert_eq!(fake.requests(), [r#"{"SecretId":"entrepot/acme/key"}"#]);
        assert!(!format!("{secrets:?}").contains("s3cret"));
    }

    #[tokio::test]
    async fn that_there_is_none_is_known_for_a_while() {
        let missing = r#"{"__type":"ResourceNotFoundException","Message":"no such secret"}"#;
        let denied = r#"{"__type":"AccessDeniedException","Message":"no"}"#;
        let fake = Fake::start(vec![(400, missing.to_owned()), (400, denied.to_owned())]);
        let secrets = AwsSecrets::new(fake.clients().into(), "entrepot");
        let tenant = "acme".parse().unwrap();
        for _ in 0..2 {
            assert_eq!(secrets.get(&tenant, "key").await.unwrap(), None);
        }
        let fault = secrets.get(&tenant, "other").await.unwrap_err();
        assert!(!fault.is_retryable() && fault.chain().contains("entrepot/acme/other"), "{fault:?}");
        assert_eq!(fake.requests().len(), 2);
    }
}
