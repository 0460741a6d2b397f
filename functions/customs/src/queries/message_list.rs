//! Lists what customs wrote.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use kernel::view::{PageLimit, RowQuery};

use super::{LOOKERS, ListPage};
use crate::DeclarationId;
use crate::declaration::DeclarationRefusal;
use crate::views::message_list::{self, MessageItem};

/// Lists what customs wrote about a declaration, the newest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListMessages {
    /// Which declaration.
    pub declaration_id: DeclarationId,
    /// At most so many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListMessages {
    fn rows(&self) -> RowQuery {
        message_list::of(self.declaration_id).limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListMessages {
    type Answer = ListPage<MessageItem>;
    type Refusal = DeclarationRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.list-messages",
        route: Route::get("/customs/declarations/{declaration_id}/messages"),
        roles: LOOKERS,
        summary: "Lists what customs wrote.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, DeclarationRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}
