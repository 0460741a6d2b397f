//! Reads a paused source again.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FeedEvent, FeedRefusal, StatementFeed};
use crate::StatementFeedId;

/// Reads a source again that paused because its credentials were refused; from where it stopped.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResumeFeed {
    /// Which feed.
    pub statement_feed_id: StatementFeedId,
}

impl Command for ResumeFeed {
    type Aggregate = StatementFeed;
    type Refusal = FeedRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.resume-feed",
        route: Some(Route::post("/statement-feeds/{statement_feed_id}/resume")),
        roles: &[Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Reads a source again that paused because its credentials were refused.",
    };

    fn target(&self, _: &Context) -> StatementFeedId {
        self.statement_feed_id
    }

    fn decide(&self, feed: Option<&StatementFeed>, _: &Facts, _: &Context) -> Result<Decision<StatementFeed>, FeedRefusal> {
        let feed = feed.ok_or(FeedRefusal::NotFound)?;
        Ok(if feed.paused { Decision::of([FeedEvent::Resumed]) } else { Decision::nothing() })
    }

    fn example() -> Self {
        Self { statement_feed_id: StatementFeedId::derive(&["example"]) }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::{self, payments};

    #[test]
    fn r34_an_administrator_resumes_a_paused_feed() {
        let resume = || ResumeFeed { statement_feed_id: payments::feed_source().id() };
        let failed = FeedEvent::Failed { source: payments::feed_source(), error: samples::outside_error() };
        given::<StatementFeed>([failed.clone(), FeedEvent::Paused]).when(resume()).then([FeedEvent::Resumed]);
        given::<StatementFeed>([failed]).when(resume()).then([]);
        nothing::<StatementFeed>().when(resume()).refused(FeedRefusal::NotFound);
    }
}
