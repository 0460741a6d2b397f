//! Ports for what needs no more of the world than a store and views.

use std::sync::Arc;

use async_trait::async_trait;
use entrepot_aws::{DynamoStore, DynamoSubjectKeys, DynamoViews, FreshIds, SystemClock, Table};
use entrepot_local::engine::Engine as Embedded;
use entrepot_local::secrets::LocalSecrets;
use kernel::settings::Jurisdiction;
use kernel::{Actor, Catalogue, Currency, Language, Role, Settings, StreamKey, TenantId};
use runtime::cloud_event::CloudEvent;
use runtime::ports::{Redelivery, Tenants};
use runtime::{Engine, Fault, Ports, Request, deliver};
use serde_json::Value;
use uuid::Uuid;

use crate::Failed;

/// Whose data.
pub const TENANT: &str = "dnipro-trade";

/// One tenant with settings that are always at hand, as a warm function has them.
struct OneTenant(Arc<Settings>);

#[async_trait]
impl Tenants for OneTenant {
    async fn all(&self) -> Result<Vec<TenantId>, Fault> {
        Ok(Vec::new())
    }

    async fn settings(&self, _: &TenantId) -> Result<Option<Arc<Settings>>, Fault> {
        Ok(Some(Arc::clone(&self.0)))
    }
}

struct NoQueues;

#[async_trait]
impl Redelivery for NoQueues {
    async fn redeliver(&self, consumer: &str, _: CloudEvent) -> Result<(), Fault> {
        Err(Fault::lasting(format!("redeliver to {consumer}")))
    }
}

/// Settings of a Ukrainian tenant.
pub fn settings() -> Settings {
    Settings {
        name: "Дніпро Трейд".to_owned(),
        jurisdiction: Jurisdiction::UA,
        time_zone: chrono_tz::Europe::Kyiv,
        currency: Currency::UAH,
        language: Language::Uk,
        contexts: std::collections::BTreeMap::new(),
    }
}

/// The tenant with other settings.
pub fn tenants(settings: Settings) -> Arc<dyn Tenants> {
    Arc::new(OneTenant(Arc::new(settings)))
}

/// The pipeline on a table of the embedded engines.
pub fn engine(catalogues: &'static [&'static Catalogue], embedded: &Embedded, table: Table) -> Engine {
    let documents = Arc::new(embedded.documents());
    let secrets = Arc::new(LocalSecrets::default());
    let ports = Ports {
        store: Arc::new(DynamoStore::new(table.clone(), documents.clone())),
        views: Arc::new(DynamoViews::new(table.clone())),
        documents,
        secrets: secrets.clone(),
        subject_keys: Arc::new(DynamoSubjectKeys::new(table, secrets)),
        tenants: tenants(settings()),
        connections: Arc::new(embedded.connections()),
        redelivery: Arc::new(NoQueues),
        connectors: Vec::new(),
        clock: Arc::new(SystemClock),
        ids: Arc::new(FreshIds),
    };
    Engine { catalogues, ports }
}

/// The tenant.
///
/// # Errors
/// Never: it is a literal.
pub fn tenant() -> Result<TenantId, Failed> {
    Ok(TENANT.parse()?)
}

/// A manager of the tenant.
pub fn manager() -> Actor {
    Actor { id: "manager@dnipro-trade.example".to_owned(), name: "Manager".to_owned(), roles: vec![Role::Manager] }
}

/// A request as somebody sends it: with a fresh idempotency key.
///
/// # Errors
/// When there is no such command.
pub fn request(engine: &Engine, command: &str, body: Value, actor: Actor) -> Result<Request, Failed> {
    Ok(Request {
        command: engine.command(command).ok_or_else(|| format!("no command {command}"))?,
        body,
        tenant: tenant()?,
        actor,
        key: Some(Uuid::now_v7().to_string()),
        if_match: None,
        correlation: Uuid::now_v7(),
        causation: None,
    })
}

/// Delivers a stream's commits to the views of its kind.
///
/// # Errors
/// Faults of the store.
pub async fn project(engine: &Engine, stream: &StreamKey) -> Result<(), Failed> {
    let views = engine.catalogues.iter().flat_map(|catalogue| catalogue.views.iter().copied());
    for view in views.filter(|view| view.aggregate() == stream.kind) {
        deliver::project(engine, view, &tenant()?, stream).await?;
    }
    Ok(())
}
