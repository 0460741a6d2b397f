//! Bringing declarations to the vendor: what follows from a submission that somebody asked for.
//!
//! An event says what is intended; a reaction makes the calls; what they brought is written down
//! before the next step begins. Whatever fails, crashes or comes twice in between, each step looks
//! first whether it was done (decisions C01 to C03, C38 to C40).
//!
//! A declaration that is submitted again after somebody gave up uses the docflow that it has.
//! What would make something is then only looked for; what sets something is done again, because
//! doing it again leaves it as it is, and somebody may have changed it at the vendor meanwhile.

pub mod due;
pub mod get;
pub mod go_on;
pub mod make_step;
pub mod tend;
pub mod work;
pub mod work_list;

use kernel::id::derive_uuid;
use kernel::{Aggregate, Command, Effect, Trigger};

/// Sends what came of a call, once for one event and one result. The same event may be delivered
/// twice and bring two results, each of which must be heard: a key may not be used for both.
pub(crate) fn send_result<A: Aggregate, C: Command>(trigger: &Trigger<'_, A>, purpose: &str, command: &C) -> Effect {
    let body = serde_json::to_string(command).unwrap_or_default();
    let result = derive_uuid(purpose, &[&body]).simple().to_string();
    Effect::send(command, trigger.key(&format!("{purpose}/{result}")))
}

#[cfg(test)]
mod proof;
