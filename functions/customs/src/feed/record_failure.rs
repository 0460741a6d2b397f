//! Records that the vendor could not be asked.

use kernel::id::derive_uuid;
use kernel::reaction::{Effect, FailureClass, OutsideError};
use kernel::{Command, CommandSpec, Context, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DocflowFeed, FeedEvent, FeedRefusal, HEARTBEAT_MS};
use crate::FeedId;

/// Records that the vendor could not be asked for changes.
///
/// It is asked again at the next turn, except when the credentials were refused: asking on would
/// lock them, so the feed pauses until an administrator resumes it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordDocflowFailure {
    /// Why not.
    pub error: OutsideError,
}

impl RecordDocflowFailure {
    /// Sends it, once a turn.
    pub fn effect(&self, context: &Context) -> Effect {
        let parts = [self.error.to_string(), context.now.to_string()];
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        Effect::send(self, format!("docflow-failure/{}", derive_uuid("docflow-failure", &parts).simple()))
    }
}

impl Command for RecordDocflowFailure {
    type Aggregate = DocflowFeed;
    type Refusal = FeedRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.record-docflow-failure",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records that the vendor could not be asked; refused credentials pause the feed.",
    };

    fn target(&self, _: &Context) -> FeedId {
        super::id()
    }

    fn decide(&self, feed: Option<&DocflowFeed>, _: &Facts, context: &Context) -> Result<Decision<DocflowFeed>, FeedRefusal> {
        let known = feed.is_some_and(|feed| {
            let fresh = feed.last_failure.is_some_and(|at| context.now.ms_since(at) < HEARTBEAT_MS);
            fresh && feed.error.as_ref().is_some_and(|error| (&error.code, error.class) == (&self.error.code, self.error.class))
        });
        let pauses = self.error.class == FailureClass::Auth && !feed.is_some_and(|feed| feed.paused);
        let failed = (!known || pauses).then(|| FeedEvent::Failed { error: self.error.clone() });
        Ok(Decision::of(failed.into_iter().chain(pauses.then_some(FeedEvent::Paused {}))))
    }

    fn example() -> Self {
        Self { error: crate::samples::declarations::error() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::declarations::error;

    fn record(class: FailureClass) -> RecordDocflowFailure {
        RecordDocflowFailure { error: OutsideError { class, ..error() } }
    }

    fn failed(class: FailureClass) -> FeedEvent {
        FeedEvent::Failed { error: record(class).error }
    }

    #[test]
    fn c35_refused_credentials_pause_and_other_failures_are_written_now_and_then() {
        let decision = nothing::<DocflowFeed>().when(record(FailureClass::Auth)).then([failed(FailureClass::Auth), FeedEvent::Paused {}]);
        given::<DocflowFeed>(decision.events).when(record(FailureClass::Auth)).then([]);
        let once = [failed(FailureClass::Retry)];
        given::<DocflowFeed>(once.clone()).when(record(FailureClass::Retry)).then([]);
        given::<DocflowFeed>(once.clone()).when(record(FailureClass::Permanent)).then([failed(FailureClass::Permanent)]);
        assert_eq!(crate::world::later(once, "2026-11-21T08:45:00Z", &record(FailureClass::Retry)), [failed(FailureClass::Retry)]);
    }
}
