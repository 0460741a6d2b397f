//! Webhooks: the signature is checked over the raw body, the message recorded, 200 answered;
//! the work is done afterwards by a reaction.

use kernel::TenantId;
use kernel::reaction::AnyWebhook;
use uuid::Uuid;

use crate::engine::Engine;
use crate::failure::Failure;
use crate::perform::perform;
use crate::signature::{Signed, verify};

/// Largest message: Standard Webhooks asks senders to stay below 20 kB.
pub const BODY_BYTES_MAX: usize = 64 * 1024;

/// Takes one message.
///
/// # Errors
/// `Unauthenticated` for a wrong signature, an old time stamp, an unknown tenant or a tenant
/// without that secret alike, so that an outsider learns nothing; faults of the store.
pub async fn receive(
    engine: &Engine,
    webhook: &'static dyn AnyWebhook,
    tenant: &TenantId,
    signed: Signed<'_>,
    body: &[u8],
    correlation: Uuid,
) -> Result<(), Failure> {
    let spec = webhook.spec();
    if body.len() > BODY_BYTES_MAX {
        return Err(Failure::TooLarge { bytes_max: BODY_BYTES_MAX });
    }
    let secret = engine.ports.secrets.get(tenant, spec.secret).await?.ok_or(Failure::Unauthenticated)?;
    verify(secret.expose(), signed, body, engine.ports.clock.now()).map_err(|reason| {
        tracing::warn!(function = spec.name, tenant = %tenant, %reason, "webhook refused");
        Failure::Unauthenticated
    })?;
    let context = engine.system_context(tenant, spec.name, correlation, None).await?;
    perform(engine, spec.name, &context, webhook.receive(body, &context), |_| Vec::new()).await?;
    Ok(())
}
