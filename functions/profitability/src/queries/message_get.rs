//! Shows one message of the accounting system.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::MessageId;
use crate::message::{InboundMessage, MessageRefusal};
use crate::views::message_list::{MessageItem, item};

/// Shows one message of the accounting system as it came.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetMessage {
    /// Which message.
    pub message: MessageId,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MessagePage {
    /// As a list shows it.
    pub summary: MessageItem,
    /// What it says, as it came.
    pub data: Value,
}

impl Query for GetMessage {
    type Answer = MessagePage;
    type Refusal = MessageRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "profitability.get-message",
        route: Route::get("/profitability/messages/{message}"),
        roles: &[Role::TeamLead, Role::Administrator],
        summary: "Shows one message of the accounting system as it came.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<InboundMessage>(self.message)]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<MessagePage>, MessageRefusal> {
        let loaded = facts.aggregate::<InboundMessage>(self.message).ok_or(MessageRefusal::NotFound)?;
        let page = MessagePage { summary: item(&loaded.state, loaded.version), data: loaded.state.data.clone() };
        Ok(Answer::at(loaded.version, page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{World, ask};
    use crate::samples::messages::{message_id, receive, received};

    #[test]
    fn a_message_is_shown_as_it_came() {
        let world = World::default().with::<InboundMessage>(message_id(), &[received()]);
        assert_eq!(ask(&GetMessage { message: message_id() }, &world).unwrap().body.data, receive().data);
        assert!(ask(&GetMessage { message: message_id() }, &World::default()).is_err());
    }
}
