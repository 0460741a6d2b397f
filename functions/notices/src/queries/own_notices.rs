//! Lists what one was told oneself.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::notice::NoticeRefusal;
use crate::views::notice_list::{self, NoticeListItem};

/// Lists what the caller was told, newest first, whatever became of the messages.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListOwnNotices {
    /// At most so many.
    #[serde(default)]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default)]
    pub cursor: Option<String>,
}

impl ListOwnNotices {
    fn rows(&self, context: &Context) -> RowQuery {
        notice_list::of_person(&context.actor.id).limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListOwnNotices {
    type Answer = ListPage<NoticeListItem>;
    type Refusal = NoticeRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "notices.list-own-notices",
        route: Route::get("/own-notices"),
        roles: Role::FOR_PEOPLE,
        summary: "Lists what the caller was told, newest first.",
    };

    fn wants(&self, _: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows(context))]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, NoticeRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.rows(context)))))
    }
}

#[cfg(test)]
mod tests {
    use testkit::context;
    use testkit::decision::person;

    use super::*;
    use crate::samples;
    use crate::views::notice_list::NoticeListFromNotice;
    use crate::views::tests::rows;

    #[test]
    fn everybody_sees_their_own_only() {
        let view = rows::<NoticeListFromNotice>(samples::notice_id(), &[vec![samples::queued(), samples::dispatched()]]);
        let ask = |id: &str| {
            let context = Context { actor: person(id, Role::Manager), ..context() };
            let query = ListOwnNotices { limit: None, cursor: None };
            let mut facts = Facts::default();
            let wants = query.wants(&facts, &context);
            facts.put_rows(&wants[0], view.page(&query.rows(&context)));
            query.answer(&facts, &context).unwrap().body.items.len()
        };
        assert_eq!((ask("ivanova"), ask("petrov")), (1, 0));
    }
}
