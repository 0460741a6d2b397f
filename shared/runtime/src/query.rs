//! Queries and lookups.

use kernel::lookup::AnyLookup;
use kernel::query::AnyQuery;
use kernel::{Answer, Context, Declared};
use serde_json::Value;
use uuid::Uuid;

use crate::engine::Engine;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::gather::gather;
use crate::ports::Call;
use crate::principal::Principal;

async fn context(engine: &Engine, principal: &Principal, correlation: Uuid) -> Result<Context, Failure> {
    let seed = Uuid::nil();
    engine.context(&principal.tenant, principal.actor.clone(), correlation, None, seed).await
}

/// Answers a query.
///
/// # Errors
/// When the roles do not allow it, the parameters are wrong, or the business refuses.
pub async fn ask(
    engine: &Engine,
    query: &'static dyn AnyQuery,
    parameters: Value,
    principal: &Principal,
    correlation: Uuid,
) -> Result<Answer<Value>, Failure> {
    principal.authorise(query.spec().roles)?;
    let pending = query.open(parameters)?;
    let context = context(engine, principal, correlation).await?;
    let facts = gather(engine, &principal.tenant, &Declared::query(query), |facts| pending.wants(facts, &context)).await?;
    pending.answer(&facts, &context).map_err(Failure::Refused)
}

/// Asks an outside system a question whose answer nobody records.
///
/// # Errors
/// When the roles do not allow it, the parameters are wrong, or the system does not answer.
pub async fn look_up(
    engine: &Engine,
    lookup: &'static dyn AnyLookup,
    parameters: Value,
    principal: &Principal,
    correlation: Uuid,
) -> Result<Answer<Value>, Failure> {
    let spec = lookup.spec();
    principal.authorise(spec.roles)?;
    let pending = lookup.open(parameters)?;
    let context = context(engine, principal, correlation).await?;
    let request = pending.request(&context)?;
    let connector = engine.ports.connectors.iter().find(|connector| connector.name() == spec.connector);
    let connector = connector.ok_or_else(|| Fault::lasting(format!("find connector {}", spec.connector)))?;
    let call = Call { tenant: principal.tenant.clone(), settings: context.settings.clone(), correlation, now: context.now };
    let answer = connector.call(&call, request).await.map_err(Failure::Outside)?;
    let answer = pending.answer(answer).map_err(|malformed| Fault::lasting("read a connector's answer").because(malformed))?;
    Ok(Answer::of(answer))
}
