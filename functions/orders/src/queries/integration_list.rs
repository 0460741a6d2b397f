//! Lists messages of outside systems.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::integration::{IntegrationRefusal, IntegrationState};
use crate::views::integration_list::{self, IntegrationListItem};

/// Lists messages of outside systems, newest first: all, or by how far the work on them is.
/// The state `dead` is the dead-letter screen.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListIntegrationEvents {
    /// Only in this state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<IntegrationState>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListIntegrationEvents {
    fn rows(&self) -> RowQuery {
        let list = self.state.map_or_else(integration_list::all, integration_list::in_state);
        list.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListIntegrationEvents {
    type Answer = ListPage<IntegrationListItem>;
    type Refusal = IntegrationRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "orders.list-integration-events",
        route: Route::get("/integration-events"),
        roles: &[Role::Administrator, Role::TeamLead, Role::Accountant],
        summary: "Lists messages of outside systems, newest first; by how far the work on them is.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, IntegrationRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::integration::IntegrationFact;
    use crate::queries::tests::ask;
    use crate::samples::payments;
    use crate::views::integration_list::IntegrationListFromIntegrationEvent;
    use crate::views::tests::rows;

    #[test]
    fn r35_dead_letters_are_listed() {
        let dead = vec![payments::message_of(payments::unreadable()), IntegrationFact::Dead { attempts: 0 }];
        let view = rows::<IntegrationListFromIntegrationEvent>(payments::message_id(), &[dead]);
        let in_state = |state| ask(&ListIntegrationEvents { state, ..ListIntegrationEvents::default() }, &view, &[]).unwrap().body.items;
        assert_eq!(in_state(Some(IntegrationState::Dead))[0].kind, "unreadable");
        assert_eq!(in_state(None).len(), 1);
        assert!(in_state(Some(IntegrationState::Waiting)).is_empty());
    }
}
