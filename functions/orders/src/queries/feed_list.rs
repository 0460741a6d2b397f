//! Lists the sources that are read again and again.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::feed::FeedRefusal;
use crate::views::feed_list::{self, FeedListItem};

/// Lists the sources that are read again and again, statements and tracking, with how far
/// each has come and whether it is paused.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListStatementFeeds {}

impl Query for ListStatementFeeds {
    type Answer = ListPage<FeedListItem>;
    type Refusal = FeedRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "orders.list-statement-feeds",
        route: Route::get("/statement-feeds"),
        roles: &[Role::Administrator, Role::TeamLead, Role::Accountant],
        summary: "Lists the sources that are read again and again, with how far each has come.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(feed_list::all())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, FeedRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&feed_list::all()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::ask;
    use crate::samples::payments;
    use crate::views::feed_list::FeedListFromStatementFeed;
    use crate::views::tests::rows;

    #[test]
    fn feeds_are_listed() {
        let view = rows::<FeedListFromStatementFeed>(payments::feed_source().id(), &[payments::feed_events()]);
        let items = ask(&ListStatementFeeds {}, &view, &[]).unwrap().body.items;
        assert_eq!((items[0].statement_feed_id, items[0].paused), (payments::feed_source().id(), false));
    }
}
