//! Shows how the changes of docflows are read.

use kernel::reaction::OutsideError;
use kernel::{Answer, Context, Facts, Moment, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DocflowFeed, FeedRefusal, Rejected};
use crate::settings::CustomsSettings;
use crate::submission::due;

/// Shows how far the changes at the vendor were read, and what is not taken into account yet.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetDocflowFeed {}

/// The feed as people see it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FeedPage {
    /// Whether the tenant has set the vendor up.
    pub connected: bool,
    /// The vendor's time of the newest change that was seen.
    pub watermark: Option<Moment>,
    /// When it was last read without a failure; up to a quarter of an hour old.
    pub last_success: Option<Moment>,
    /// When a failure was last written down.
    pub last_failure: Option<Moment>,
    /// Failures that were written down since the last success.
    pub failures: u32,
    /// The last of them.
    pub error: Option<OutsideError>,
    /// Not read until an administrator resumes it.
    pub paused: bool,
    /// When the vendor last gave a hint.
    pub hinted_at: Option<Moment>,
    /// Rows of the vendor that could not be read.
    pub rejected: Option<Rejected>,
    /// Declarations of which a change was noticed and is not taken into account yet.
    pub unsettled: u32,
}

impl Query for GetDocflowFeed {
    type Answer = FeedPage;
    type Refusal = FeedRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.get-docflow-feed",
        route: Route::get("/customs/docflow-feed"),
        roles: &[Role::Declarant, Role::Administrator, Role::Manager, Role::TeamLead],
        summary: "Shows how far the changes at the vendor were read.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<DocflowFeed>(super::id()), Want::Rows(due::unsettled())]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<FeedPage>, FeedRefusal> {
        let feed = facts.aggregate::<DocflowFeed>(super::id()).map(|loaded| loaded.state.clone()).unwrap_or_default();
        Ok(Answer::of(FeedPage {
            connected: CustomsSettings::of(&context.settings).kontur.is_some(),
            watermark: feed.watermark,
            last_success: feed.last_success,
            last_failure: feed.last_failure,
            failures: feed.failures,
            error: feed.error,
            paused: feed.paused,
            hinted_at: feed.hinted_at,
            rejected: feed.rejected,
            unsettled: u32::try_from(facts.rows(&due::unsettled()).len()).unwrap_or(u32::MAX),
        }))
    }
}
