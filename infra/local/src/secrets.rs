//! Secrets of the demonstration: made up at start, known to the simulators and nobody else.

use std::collections::BTreeMap;

use async_trait::async_trait;
use kernel::TenantId;
use runtime::Fault;
use runtime::ports::{Secret, Secrets};

/// Secrets in memory, by name; the same for each tenant of the demonstration.
#[derive(Default)]
pub struct LocalSecrets {
    by_name: BTreeMap<&'static str, Secret>,
}

impl LocalSecrets {
    /// Adds a secret.
    pub fn with(mut self, name: &'static str, secret: &str) -> Self {
        self.by_name.insert(name, Secret::new(secret));
        self
    }
}

#[async_trait]
impl Secrets for LocalSecrets {
    async fn get(&self, _: &TenantId, name: &str) -> Result<Option<Secret>, Fault> {
        Ok(self.by_name.get(name).cloned())
    }
}
