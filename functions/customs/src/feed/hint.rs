//! Notes that the vendor gave a hint.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DocflowFeed, FeedEvent, FeedRefusal};
use crate::FeedId;

/// Hints within this time of another are one, in milliseconds: a poll takes about as long.
const HINT_PAUSE_MS: i64 = 5_000;

/// Notes that the vendor says that something changed, and nothing of what it says: it is asked at
/// once, the same way as by the clock (decision C36).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HintDocflows {}

impl Command for HintDocflows {
    type Aggregate = DocflowFeed;
    type Refusal = FeedRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.hint-docflows",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Notes that the vendor says that something changed.",
    };

    fn target(&self, _: &Context) -> FeedId {
        super::id()
    }

    fn decide(&self, feed: Option<&DocflowFeed>, _: &Facts, context: &Context) -> Result<Decision<DocflowFeed>, FeedRefusal> {
        let just_now = |at| context.now.ms_since(at) < HINT_PAUSE_MS;
        let idle = feed.is_some_and(|feed| feed.paused || feed.hinted_at.is_some_and(just_now));
        Ok(if idle { Decision::nothing() } else { Decision::of([FeedEvent::Hinted {}]) })
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
    fn c36_many_hints_at_once_are_one() {
        nothing::<DocflowFeed>().when(HintDocflows {}).then([FeedEvent::Hinted {}]);
        given::<DocflowFeed>([FeedEvent::Hinted {}]).when(HintDocflows {}).then([]);
        assert_eq!(crate::world::later([FeedEvent::Hinted {}], "2026-11-21T08:30:05Z", &HintDocflows {}), [FeedEvent::Hinted {}]);
        given::<DocflowFeed>([FeedEvent::Paused {}]).when(HintDocflows {}).then([]);
    }
}
