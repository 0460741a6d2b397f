//! Records that a source could not be read.

use kernel::id::derive_uuid;
use kernel::reaction::{Effect, FailureClass, OutsideError};
use kernel::{Command, CommandSpec, Context, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FeedEvent, FeedRefusal, FeedSource, HEARTBEAT_MS, StatementFeed};
use crate::StatementFeedId;

/// Records that a source could not be read.
///
/// It is read again at its next turn, except when the credentials were refused: asking on
/// would lock them, so the feed pauses until an administrator resumes it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordFeedFailure {
    /// What was to be read.
    pub source: FeedSource,
    /// Why it was not.
    pub error: OutsideError,
}

impl RecordFeedFailure {
    /// Sends it, once a tick and source.
    pub fn effect(&self, context: &Context) -> Effect {
        let parts = [&self.source.id().to_string(), &self.error.to_string(), &context.now.to_string()];
        Effect::send(self, format!("feed-failure/{}", derive_uuid("feed-failure", &parts.map(String::as_str)).simple()))
    }
}

impl Command for RecordFeedFailure {
    type Aggregate = StatementFeed;
    type Refusal = FeedRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.record-feed-failure",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records that a source could not be read; refused credentials pause it.",
    };

    fn target(&self, _: &Context) -> StatementFeedId {
        self.source.id()
    }

    fn decide(&self, feed: Option<&StatementFeed>, _: &Facts, context: &Context) -> Result<Decision<StatementFeed>, FeedRefusal> {
        let paused = feed.is_some_and(|feed| feed.paused);
        let known = feed.is_some_and(|feed| {
            let fresh = feed.last_failure.is_some_and(|at| context.now.ms_since(at) < HEARTBEAT_MS);
            fresh && feed.error.as_ref().is_some_and(|error| (&error.code, error.class) == (&self.error.code, self.error.class))
        });
        let pauses = match self.error.class {
            FailureClass::Auth => !paused,
            FailureClass::Retry | FailureClass::Permanent | FailureClass::Unknown => false,
        };
        let failed = (!known || pauses).then(|| FeedEvent::Failed { source: self.source.clone(), error: self.error.clone() });
        Ok(Decision::of(failed.into_iter().chain(pauses.then_some(FeedEvent::Paused))))
    }

    fn example() -> Self {
        Self { source: crate::samples::payments::feed_source(), error: crate::samples::outside_error() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::{self, payments};

    fn record(class: FailureClass) -> RecordFeedFailure {
        RecordFeedFailure { error: OutsideError { class, ..samples::outside_error() }, ..RecordFeedFailure::example() }
    }

    fn failed(class: FailureClass) -> FeedEvent {
        FeedEvent::Failed { source: payments::feed_source(), error: record(class).error }
    }

    #[test]
    fn r34_refused_credentials_pause_the_feed() {
        let decision = nothing::<StatementFeed>().when(record(FailureClass::Auth)).then([failed(FailureClass::Auth), FeedEvent::Paused]);
        given::<StatementFeed>(decision.events).when(record(FailureClass::Auth)).then([]);
    }

    #[test]
    fn r34_what_may_pass_does_not_pause_and_is_written_now_and_then() {
        nothing::<StatementFeed>().when(record(FailureClass::Retry)).then([failed(FailureClass::Retry)]);
        given::<StatementFeed>([failed(FailureClass::Retry)]).when(record(FailureClass::Retry)).then([]);
        let later = given::<StatementFeed>([failed(FailureClass::Retry)]);
        later.when(record(FailureClass::Permanent)).then([failed(FailureClass::Permanent)]);
    }
}
