//! What every context needs to be kept running: deliveries that failed for good.
//!
//! Pure, like the other contexts. Relay, snapshots and push are functions of the runtime.

pub mod dead_letter;

use kernel::Catalogue;
use kernel::catalogue::aggregate;
use kernel::command::command;
use kernel::query::query;
use kernel::reaction::reaction;
use kernel::view::view;

/// Everything this context does.
pub const CATALOGUE: Catalogue = Catalogue {
    context: "platform",
    aggregates: &[aggregate::<dead_letter::DeadLetter>()],
    commands: &[
        command::<dead_letter::ParkDeadLetter>(),
        command::<dead_letter::RedriveDeadLetter>(),
        command::<dead_letter::DiscardDeadLetter>(),
    ],
    queries: &[query::<dead_letter::ListDeadLetters>()],
    lookups: &[],
    views: &[view::<dead_letter::DeadLetterList>()],
    reactions: &[reaction::<dead_letter::RedeliverOnRedrive>()],
    listeners: &[],
    schedules: &[],
    webhooks: &[],
};
