//! The tenants and their settings, on the same table.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use aws_sdk_dynamodb::types::AttributeValue;
use kernel::{Settings, TenantId};
use runtime::Fault;
use runtime::ports::Tenants;

use crate::failure::fault;
use crate::keys::TENANTS_PARTITION;
use crate::table::{Item, PK, SK, Table, required};

/// How long settings are kept: a changed one is in use everywhere after that.
const KEPT: Duration = Duration::from_secs(60);
/// Settings as JSON.
const SETTINGS: &str = "s";

/// Tenants listed in one partition. A tenant that does not exist is asked for each time, so
/// a new one can work at once; only tokens that we trust name tenants.
#[derive(Debug)]
pub struct DynamoTenants {
    table: Table,
    kept: Mutex<HashMap<TenantId, (Instant, Arc<Settings>)>>,
}

impl DynamoTenants {
    /// Tenants in `table`.
    pub fn new(table: Table) -> Self {
        Self { table, kept: Mutex::default() }
    }

    /// Adds a tenant or replaces its settings; for operators and seeds.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn put(&self, tenant: &TenantId, settings: &Settings) -> Result<(), Fault> {
        let json = serde_json::to_string(settings).map_err(|error| Fault::lasting("write JSON").because(error))?;
        let item = Item::from([
            (PK.to_owned(), AttributeValue::S(TENANTS_PARTITION.to_owned())),
            (SK.to_owned(), AttributeValue::S(tenant.to_string())),
            (SETTINGS.to_owned(), AttributeValue::S(json)),
        ]);
        let put = self.table.client().put_item().table_name(self.table.name()).set_item(Some(item));
        let written = put.set_return_consumed_capacity(self.table.capacity()).send().await;
        let written = written.map_err(|error| fault(format!("put tenant {tenant}"), error))?;
        self.table.count_write(written.consumed_capacity.as_slice());
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).remove(tenant);
        Ok(())
    }

    fn kept(&self, tenant: &TenantId) -> Option<Arc<Settings>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(tenant).filter(|(since, _)| since.elapsed() < KEPT).map(|(_, settings)| Arc::clone(settings))
    }
}

#[async_trait]
impl Tenants for DynamoTenants {
    async fn all(&self) -> Result<Vec<TenantId>, Fault> {
        let mut tenants = Vec::new();
        let mut start = None;
        loop {
            let query = self.table.client().query().table_name(self.table.name()).consistent_read(true);
            let query = query.key_condition_expression(format!("{PK} = :p")).projection_expression(SK).set_exclusive_start_key(start);
            let query = query.expression_attribute_values(":p", AttributeValue::S(TENANTS_PARTITION.to_owned()));
            let page = query.set_return_consumed_capacity(self.table.capacity()).send().await;
            let page = page.map_err(|error| fault("list the tenants", error))?;
            self.table.count_read(page.consumed_capacity());
            for item in page.items() {
                let name = required(item, SK)?;
                tenants.push(name.parse().map_err(|error| Fault::lasting(format!("stored tenant {name:?}")).because(error))?);
            }
            start = page.last_evaluated_key;
            if start.is_none() {
                return Ok(tenants);
            }
        }
    }

    async fn settings(&self, tenant: &TenantId) -> Result<Option<Arc<Settings>>, Fault> {
        if let Some(settings) = self.kept(tenant) {
            return Ok(Some(settings));
        }
        let Some(item) = self.table.get(TENANTS_PARTITION.to_owned(), tenant.as_str(), "read settings").await? else {
            return Ok(None);
        };
        let settings = serde_json::from_str(required(&item, SETTINGS)?);
        let settings: Settings = settings.map_err(|error| Fault::lasting(format!("settings of {tenant}")).because(error))?;
        let settings = Arc::new(settings);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(tenant.clone(), (Instant::now(), Arc::clone(&settings)));
        Ok(Some(settings))
    }
}
