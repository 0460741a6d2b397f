//! What runs: the catalogues of the contexts on the ports of a world.

use std::sync::Arc;

use kernel::aggregate::StreamKey;
use kernel::catalogue::AnyAggregate;
use kernel::command::AnyCommand;
use kernel::{Actor, Catalogue, Context, TenantId};
use uuid::Uuid;

use crate::failure::Failure;
use crate::fault::Fault;
use crate::ports::Ports;

/// The catalogues and the ports. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    /// What can be done.
    pub catalogues: &'static [&'static Catalogue],
    /// With what.
    pub ports: Ports,
}

impl Engine {
    /// A command by wire name.
    pub fn command(&self, name: &str) -> Option<&'static dyn AnyCommand> {
        self.catalogues.iter().find_map(|catalogue| catalogue.command(name))
    }

    /// Whether a view is of a context.
    pub(crate) fn owns_view(&self, context: &str, view: &str) -> bool {
        let mut own = self.catalogues.iter().filter(|catalogue| catalogue.context == context);
        own.any(|catalogue| catalogue.views.iter().any(|found| found.spec().view == view))
    }

    /// Whether a function may destroy the keys of subjects.
    pub(crate) fn may_forget(&self, function: &str) -> bool {
        let mut reactions = self.catalogues.iter().flat_map(|catalogue| catalogue.reactions);
        reactions.any(|reaction| reaction.spec().name == function && reaction.forgets_subjects())
    }

    /// The aggregate of a stream.
    ///
    /// # Errors
    /// When no catalogue has it: a stream of a context that this process does not serve.
    pub fn aggregate(&self, stream: &StreamKey) -> Result<&'static dyn AnyAggregate, Fault> {
        let found = self.catalogues.iter().find_map(|catalogue| catalogue.aggregate(&stream.kind));
        found.ok_or_else(|| Fault::lasting(format!("find aggregate {}", stream.kind)))
    }

    /// The context of a decision: time and settings are read here, once.
    ///
    /// # Errors
    /// `UnknownTenant` when the tenant does not exist.
    pub async fn context(
        &self,
        tenant: &TenantId,
        actor: Actor,
        correlation: Uuid,
        causation: Option<String>,
        seed: Uuid,
    ) -> Result<Context, Failure> {
        let settings = self.ports.tenants.settings(tenant).await?.ok_or(Failure::UnknownTenant)?;
        Ok(Context {
            tenant: tenant.clone(),
            actor,
            now: self.ports.clock.now(),
            settings: Arc::clone(&settings),
            correlation,
            causation,
            seed,
        })
    }

    /// The context of something that Entrepot does by itself.
    ///
    /// # Errors
    /// When the tenant is unknown or its settings cannot be read.
    pub async fn system_context(
        &self,
        tenant: &TenantId,
        function: &str,
        correlation: Uuid,
        causation: Option<String>,
    ) -> Result<Context, Fault> {
        let seed = self.ports.ids.fresh();
        self.context(tenant, Actor::system(function), correlation, causation, seed).await.map_err(Failure::into_fault)
    }
}
