//! Schedules: what is done by the clock, for one tenant after the other.

use kernel::reaction::AnySchedule;
use kernel::{Declared, TenantId};

use crate::engine::Engine;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::gather::gather;
use crate::perform::perform;

/// Runs a schedule for every tenant. One tenant's failure does not keep the others waiting.
///
/// # Errors
/// The first fault, after all tenants were served.
pub async fn tick(engine: &Engine, schedule: &'static dyn AnySchedule) -> Result<(), Fault> {
    let mut first = None;
    for tenant in engine.ports.tenants.all().await? {
        if let Err(fault) = tick_tenant(engine, schedule, &tenant).await {
            tracing::error!(function = schedule.spec().name, tenant = %tenant, cause = fault.chain(), "schedule failed");
            first.get_or_insert(fault);
        }
    }
    first.map_or(Ok(()), Err)
}

/// Runs a schedule for one tenant.
///
/// # Errors
/// The first fault of the store or of the commands that it sends, after everything was tried.
pub async fn tick_tenant(engine: &Engine, schedule: &'static dyn AnySchedule, tenant: &TenantId) -> Result<(), Fault> {
    let name = schedule.spec().name;
    let correlation = engine.ports.ids.fresh();
    let context = engine.system_context(tenant, name, correlation, None).await?;
    let facts = gather(engine, tenant, &Declared::schedule(&schedule.spec()), |facts| schedule.wants(facts, &context))
        .await
        .map_err(Failure::into_fault)?;
    let mut first = None;
    // Each for itself: one row that always fails must not keep those behind it waiting.
    for effect in schedule.tick(&facts, &context) {
        let performed = perform(engine, name, &context, vec![effect], |outcome| schedule.answered(&facts, &context, outcome)).await;
        if let Err(fault) = performed {
            first.get_or_insert(fault);
        }
    }
    first.map_or(Ok(()), Err)
}
