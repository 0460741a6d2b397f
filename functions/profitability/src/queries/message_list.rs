//! Lists messages of the accounting system.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::message::{MessageRefusal, MessageState};
use crate::views::message_list::{self, MessageItem};

/// Lists messages of the accounting system, newest first; by state.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListMessages {
    /// Only in this state.
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
        let rows = self.state.map_or_else(message_list::all, message_list::in_state);
        rows.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListMessages {
    type Answer = ListPage<MessageItem>;
    type Refusal = MessageRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "profitability.list-messages",
        route: Route::get("/profitability/messages"),
        roles: &[Role::TeamLead, Role::Administrator],
        summary: "Lists messages of the accounting system, by state.",
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
    use crate::samples::line;
    use crate::samples::messages::{message_id, received};
    use crate::views::message_list::MessageListFromInboundMessage;
    use crate::views::tests::rows;

    #[test]
    fn p138_a_person_sees_what_is_parked() {
        let parked = MessageEvent::Parked { code: line("x"), tries: 1, retry_at: "2026-11-21T08:31:00Z".parse().unwrap() };
        let world = World::of(rows::<MessageListFromInboundMessage>(message_id(), &[vec![received()], vec![parked]]));
        let count = |state| ask(&ListMessages { state, ..ListMessages::default() }, &world).unwrap().body.items.len();
        assert_eq!((count(None), count(Some(MessageState::Parked)), count(Some(MessageState::Waiting))), (1, 1, 0));
    }
}
