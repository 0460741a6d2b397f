//! Shows the channel to the outside system: whether it works, and what waits.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use kernel::Moment;

use crate::channel::{Channel, ChannelRefusal, Circuit, InFlight, Waiting};

/// Shows the channel to the outside system: whether it works, and what waits.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetChannel {}

/// Tasks that a page shows; the count tells of the rest.
const SHOWN_MAX: usize = 100;

/// The channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChannelPage {
    /// Whether the outside system is asked.
    pub circuit: Circuit,
    /// Failures in a row.
    pub failures: u32,
    /// Since when it has been down.
    pub down_since: Option<Moment>,
    /// Since when the fallback mode holds.
    pub fallback_since: Option<Moment>,
    /// When something last worked.
    pub last_success: Option<Moment>,
    /// How much waits.
    pub waiting_count: u32,
    /// What waits, in the order in which it goes out; the first hundred.
    pub waiting: Vec<Waiting>,
    /// What is on its way.
    pub in_flight: Vec<InFlight>,
}

impl Query for GetChannel {
    type Answer = ChannelPage;
    type Refusal = ChannelRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "approvals.get-channel",
        route: Route::get("/approvals/channel"),
        roles: &[Role::TeamLead, Role::Approver, Role::Administrator],
        summary: "Shows whether the channel to ELMA works, and what waits.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Channel>(Channel::id())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, ChannelRefusal> {
        let loaded = facts.aggregate::<Channel>(Channel::id()).ok_or(ChannelRefusal::NoChannel)?;
        let channel = loaded.state.clone();
        let page = ChannelPage {
            circuit: channel.circuit,
            failures: channel.failures,
            down_since: channel.down_since,
            fallback_since: channel.fallback_since,
            last_success: channel.last_success,
            waiting_count: u32::try_from(channel.waiting.len()).unwrap_or(u32::MAX),
            waiting: channel.waiting.into_iter().take(SHOWN_MAX).collect(),
            in_flight: channel.in_flight,
        };
        Ok(Answer::at(loaded.version, page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{World, ask};
    use crate::samples::channels;

    #[test]
    fn p120_the_channel_shows_its_circuit_and_what_waits() {
        let mut events = channels::fallback();
        events.push(channels::queued());
        let page = ask(&GetChannel::default(), &World::default().with::<Channel>(Channel::id(), &events)).unwrap().body;
        assert!(matches!(page.circuit, Circuit::Open { .. }) && page.fallback_since.is_some());
        assert_eq!((page.waiting_count, page.waiting.len()), (1, 1));
        assert!(ask(&GetChannel::default(), &World::default()).is_err());
    }
}
