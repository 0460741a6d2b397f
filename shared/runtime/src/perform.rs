//! Performs effects and feeds their outcomes back, until nothing is left to do.

use std::collections::VecDeque;

use kernel::reaction::{EFFECTS_MAX, Effect, Outcome};
use kernel::{Actor, Context};

use crate::engine::Engine;
use crate::execute::{Request, execute};
use crate::failure::Failure;
use crate::fault::Fault;
use crate::ports::Call;

/// Where raw messages are kept, by hash.
pub const RAW_PREFIX: &str = "raw/";

/// Performs effects in order; `answered` turns each outcome into more effects.
///
/// # Errors
/// The first fault. What was done stays done: every effect is idempotent by its key, so the
/// delivery is simply repeated.
pub async fn perform(
    engine: &Engine,
    function: &str,
    context: &Context,
    effects: Vec<Effect>,
    answered: impl Fn(&Outcome) -> Vec<Effect>,
) -> Result<(), Fault> {
    let mut queue: VecDeque<Effect> = effects.into();
    let mut done = 0usize;
    while let Some(effect) = queue.pop_front() {
        done = done.saturating_add(1);
        if done > EFFECTS_MAX {
            return Err(Fault::lasting(format!("perform more than {EFFECTS_MAX} effects of {function}")));
        }
        if let Some(outcome) = perform_one(engine, function, context, effect).await? {
            // Answers first: a page's rows are recorded before the next page is asked for.
            for effect in answered(&outcome).into_iter().rev() {
                queue.push_front(effect);
            }
        }
    }
    Ok(())
}

async fn perform_one(engine: &Engine, function: &str, context: &Context, effect: Effect) -> Result<Option<Outcome>, Fault> {
    match effect {
        Effect::Send { command, body, key } => {
            let request = Request {
                command: engine.command(command).ok_or_else(|| Fault::lasting(format!("find command {command}")))?,
                body,
                tenant: context.tenant.clone(),
                actor: Actor::system(function),
                key: Some(key.clone()),
                if_match: None,
                correlation: context.correlation,
                causation: context.causation.clone(),
            };
            let result = match execute(engine, request).await {
                Ok(_) => Ok(()),
                Err(Failure::Refused(refused)) => Err(refused),
                Err(failure) => return Err(failure.into_fault()),
            };
            Ok(Some(Outcome::Sent { command, key, result }))
        }
        Effect::Call { connector, request } => {
            let port = engine.ports.connectors.iter().find(|port| port.name() == connector);
            let port = port.ok_or_else(|| Fault::lasting(format!("find connector {connector}")))?;
            let call = Call {
                tenant: context.tenant.clone(),
                settings: context.settings.clone(),
                correlation: context.correlation,
                now: engine.ports.clock.now(),
            };
            let result = port.call(&call, request.clone()).await;
            Ok(Some(Outcome::Called { connector, request, result }))
        }
        Effect::Redeliver { consumer, event } => {
            let event = serde_json::from_value(event).map_err(|error| Fault::lasting("read a dead letter's event").because(error))?;
            engine.ports.redelivery.redeliver(&consumer, event).await?;
            Ok(None)
        }
        Effect::Keep { sha256, bytes } => {
            let key = format!("{RAW_PREFIX}{sha256}");
            engine.ports.documents.put(&context.tenant, &key, "application/octet-stream", bytes).await?;
            Ok(None)
        }
        Effect::ForgetSubject { subject } => {
            if !engine.may_forget(function) {
                return Err(Fault::lasting(format!("forget a subject in {function}, which does not declare it")));
            }
            engine.ports.subject_keys.destroy(&context.tenant, &subject).await?;
            Ok(None)
        }
    }
}
