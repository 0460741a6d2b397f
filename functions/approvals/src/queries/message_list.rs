//! Lists messages of the outside system by what became of them; parked ones by default.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use kernel::view::{PageLimit, RowQuery};

use super::ListPage;
use crate::message::{MessageRefusal, MessageState};
use crate::views::message_list::{self, MessageItem};

/// Lists messages of the outside system by what became of them; parked ones by default.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListMessages {
    /// Which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<MessageState>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListMessages {
    fn rows(&self) -> RowQuery {
        let rows = message_list::in_state(self.state.unwrap_or(MessageState::Parked));
        rows.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListMessages {
    type Answer = ListPage<MessageItem>;
    type Refusal = MessageRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "approvals.list-messages",
        route: Route::get("/approvals/messages"),
        roles: &[Role::TeamLead, Role::Administrator],
        summary: "Lists what ELMA said, by what became of it.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, MessageRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::MessageEvent;
    use crate::queries::tests::{World, ask};
    use crate::samples::{line, messages};
    use crate::views::message_list::MessageListFromMessage;
    use crate::views::tests::rows;

    #[test]
    fn p138_what_could_not_be_done_is_seen() {
        let parked = MessageEvent::Parked { problem: line("approvals.process.not-found") };
        let world = World::of(rows::<MessageListFromMessage>(messages::id(), &[vec![messages::received()], vec![parked]]));
        let items = ask(&ListMessages::default(), &world).unwrap().body.items;
        assert_eq!((items.len(), items[0].problem.as_ref().map(ToString::to_string)), (1, Some("approvals.process.not-found".to_owned())));
        let received = ListMessages { state: Some(MessageState::Received), ..ListMessages::default() };
        assert!(ask(&received, &world).unwrap().body.items.is_empty());
    }
}
