//! Asks the vendor for changes again.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DocflowFeed, FeedEvent, FeedRefusal};
use crate::FeedId;

/// Asks the vendor for changes again after its credentials were refused; from where it stopped.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResumeDocflowFeed {}

impl Command for ResumeDocflowFeed {
    type Aggregate = DocflowFeed;
    type Refusal = FeedRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.resume-docflow-feed",
        route: Some(Route::post("/customs/docflow-feed/resume")),
        roles: &[Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Asks the vendor for changes again after its credentials were refused.",
    };

    fn target(&self, _: &Context) -> FeedId {
        super::id()
    }

    fn decide(&self, feed: Option<&DocflowFeed>, _: &Facts, _: &Context) -> Result<Decision<DocflowFeed>, FeedRefusal> {
        let feed = feed.ok_or(FeedRefusal::NotFound)?;
        Ok(if feed.paused { Decision::of([FeedEvent::Resumed {}]) } else { Decision::nothing() })
    }

    fn example() -> Self {
        Self {}
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;

    #[test]
    fn a_paused_feed_goes_on_when_an_administrator_says_so() {
        given::<DocflowFeed>([FeedEvent::Paused {}]).when(ResumeDocflowFeed {}).then([FeedEvent::Resumed {}]);
        given::<DocflowFeed>([FeedEvent::Hinted {}]).when(ResumeDocflowFeed {}).then([]);
        nothing::<DocflowFeed>().when(ResumeDocflowFeed {}).refused(FeedRefusal::NotFound);
    }
}
