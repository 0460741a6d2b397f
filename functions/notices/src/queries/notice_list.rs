//! Lists notices.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::notice::NoticeRefusal;
use crate::views::notice_list::{self, NoticeListItem, NoticeStatus};

/// Lists notices, newest first: all of them, or those of one status.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListNotices {
    /// Only those.
    #[serde(default)]
    pub status: Option<NoticeStatus>,
    /// At most so many.
    #[serde(default)]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default)]
    pub cursor: Option<String>,
}

impl ListNotices {
    fn rows(&self) -> RowQuery {
        let rows = self.status.map_or_else(notice_list::all, notice_list::of_status);
        rows.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListNotices {
    type Answer = ListPage<NoticeListItem>;
    type Refusal = NoticeRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "notices.list-notices",
        route: Route::get("/notices"),
        roles: &[Role::TeamLead, Role::Administrator],
        summary: "Lists notices, newest first.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, NoticeRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}

#[cfg(test)]
mod tests {
    use testkit::context;

    use super::*;
    use crate::address::Way;
    use crate::samples;
    use crate::views::notice_list::NoticeListFromNotice;
    use crate::views::tests::rows;

    #[test]
    fn notices_are_listed_by_status_without_addresses() {
        let begun = vec![samples::queued(), samples::dispatched()];
        let view = rows::<NoticeListFromNotice>(samples::notice_id(), &[begun, vec![samples::sent()]]);
        let ask = |status| {
            let query = ListNotices { status, limit: None, cursor: None };
            let mut facts = Facts::default();
            facts.put_rows(&Want::Rows(query.rows()), view.page(&query.rows()));
            query.answer(&facts, &context()).unwrap().body.items
        };
        assert_eq!((ask(None).len(), ask(Some(NoticeStatus::Failed)).len()), (1, 0));
        let [item] = ask(Some(NoticeStatus::Sent)).try_into().unwrap();
        assert_eq!((item.way, item.attempts, item.due_at), (Some(Way::Telegram), 1, None));
        let shown = serde_json::to_string(&item).unwrap();
        assert!(!shown.contains(samples::EMAIL) && !shown.contains(&samples::CHAT.to_string()), "{shown}");
    }
}
