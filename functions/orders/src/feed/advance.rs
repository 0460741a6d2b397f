//! Records how far a source was read.

use kernel::id::derive_uuid;
use kernel::reaction::Effect;
use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FeedEvent, FeedRefusal, FeedSource, HEARTBEAT_MS, Reading, StatementFeed};
use crate::StatementFeedId;

/// Records how far a source was read.
///
/// A reading that found nothing to go on with writes only now and then that it was made.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvanceFeed {
    /// What was read.
    pub source: FeedSource,
    /// The last day that was read to its end, if a day was.
    #[serde(default)]
    pub through: Option<Day>,
    /// What is still to be read of this reading.
    #[serde(default)]
    pub reading: Option<Reading>,
}

impl AdvanceFeed {
    /// Sends it. A tick says the same about a source only once, a later one may say it again.
    pub fn effect(&self, context: &Context) -> Effect {
        let body = serde_json::to_string(self).unwrap_or_default();
        Effect::send(self, format!("advance/{}", derive_uuid("advance", &[&body, &context.now.to_string()]).simple()))
    }
}

impl Command for AdvanceFeed {
    type Aggregate = StatementFeed;
    type Refusal = FeedRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.advance-feed",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records how far a source was read.",
    };

    fn target(&self, _: &Context) -> StatementFeedId {
        self.source.id()
    }

    fn decide(&self, feed: Option<&StatementFeed>, _: &Facts, context: &Context) -> Result<Decision<StatementFeed>, FeedRefusal> {
        // Days only go on: an answer that comes late does not take back what a newer one read.
        let through = feed.and_then(|feed| feed.through).max(self.through);
        let unchanged = feed.is_some_and(|feed| {
            let fresh = feed.last_success.is_some_and(|at| context.now.ms_since(at) < HEARTBEAT_MS);
            fresh && feed.error.is_none() && feed.through == through && feed.reading == self.reading
        });
        if unchanged {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([FeedEvent::Advanced { source: self.source.clone(), through, reading: self.reading.clone() }]))
    }

    fn example() -> Self {
        Self { source: crate::samples::payments::feed_source(), through: "2026-11-20".parse().ok(), reading: None }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::{self, literal, payments};

    fn advanced(through: &str, reading: Option<Reading>) -> FeedEvent {
        FeedEvent::Advanced { source: payments::feed_source(), through: Some(literal(through)), reading }
    }

    #[test]
    fn r33_the_cursor_goes_on_and_never_back() {
        nothing::<StatementFeed>().when(AdvanceFeed::example()).then([advanced("2026-11-20", None)]);
        let earlier = AdvanceFeed { through: Some(literal("2026-11-10")), reading: payments::reading(), ..AdvanceFeed::example() };
        given::<StatementFeed>([advanced("2026-11-20", None)]).when(earlier).then([advanced("2026-11-20", payments::reading())]);
    }

    #[test]
    fn a_reading_that_found_nothing_new_is_written_now_and_then() {
        let read = || given::<StatementFeed>([advanced("2026-11-20", None)]);
        read().when(AdvanceFeed::example()).then([]);
        let failed = FeedEvent::Failed { source: payments::feed_source(), error: samples::outside_error() };
        given::<StatementFeed>([advanced("2026-11-20", None), failed]).when(AdvanceFeed::example()).then([advanced("2026-11-20", None)]);
    }
}
