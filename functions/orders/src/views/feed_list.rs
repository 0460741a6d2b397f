//! Feeds as a list shows them.

use kernel::reaction::OutsideError;
use kernel::view::{PAGE_ROWS_MAX, RowQuery};
use kernel::{Change, Day, Moment, Row, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::search::replace_changed;
use crate::StatementFeedId;
use crate::feed::{FeedSource, Reading, StatementFeed};

/// The view's name.
pub const VIEW: &str = "feed-list";
const ALL: &str = "all";

/// Feeds as a list shows them.
pub struct FeedListFromStatementFeed;

/// One feed in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FeedListItem {
    /// The feed.
    pub statement_feed_id: StatementFeedId,
    /// What is read.
    pub source: FeedSource,
    /// The last day that was read to its end.
    pub through: Option<Day>,
    /// The reading that is not finished.
    pub reading: Option<Reading>,
    /// When it was last read without a failure; up to a quarter of an hour old.
    pub last_success: Option<Moment>,
    /// Failures that were written down since.
    pub failures: u32,
    /// The last of them.
    pub error: Option<OutsideError>,
    /// Not read until an administrator resumes it.
    pub paused: bool,
}

/// All feeds; a tenant has a handful.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL).limit(PAGE_ROWS_MAX)
}

/// The feeds among rows.
pub fn items(rows: &[Row]) -> impl Iterator<Item = FeedListItem> {
    rows.iter().filter_map(|row| serde_json::from_value(row.data.clone()).ok())
}

impl View for FeedListFromStatementFeed {
    type Aggregate = StatementFeed;
    const SPEC: ViewSpec = ViewSpec { name: "orders.feed-list-from-statement-feed", view: VIEW, summary: "Feeds as a list shows them." };

    fn project(step: &Step<'_, StatementFeed>) -> Vec<Change> {
        replace_changed(step, |feed| vec![row(feed)])
    }
}

/// The row of one feed.
pub fn row(feed: &StatementFeed) -> Row {
    let item = FeedListItem {
        statement_feed_id: feed.id,
        source: feed.source.clone(),
        through: feed.through,
        reading: feed.reading.clone(),
        last_success: feed.last_success,
        failures: feed.failures,
        error: feed.error.clone(),
        paused: feed.paused,
    };
    Row::new(ALL, feed.id.to_string(), serde_json::to_value(item).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::FeedEvent;
    use crate::samples::{self, payments};
    use crate::views::tests::project;

    #[test]
    fn r34_a_paused_feed_says_so_and_why() {
        let failed = FeedEvent::Failed { source: payments::feed_source(), error: samples::outside_error() };
        let history = [vec![failed, FeedEvent::Paused], vec![FeedEvent::Resumed]];
        let steps = project::<FeedListFromStatementFeed>(payments::feed_source().id(), &history);
        let shown: Vec<FeedListItem> = steps
            .iter()
            .map(|changes| match changes.as_slice() {
                [Change::Put(row)] => serde_json::from_value(row.data.clone()).unwrap(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!((shown[0].paused, &shown[0].error), (true, &Some(samples::outside_error())));
        assert_eq!((shown[1].paused, &shown[1].error), (false, &None));
    }
}
