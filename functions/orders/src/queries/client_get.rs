//! Shows one client.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ClientId;
use crate::client::{Client, ClientRefusal};
use crate::views::client_list::{self, ClientListItem};

/// Shows one client.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetClient {
    /// Which client.
    pub client_id: ClientId,
}

impl Query for GetClient {
    type Answer = ClientListItem;
    type Refusal = ClientRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "orders.get-client",
        route: Route::get("/clients/{client_id}"),
        roles: Role::FOR_PEOPLE,
        summary: "Shows one client.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Client>(self.client_id)]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<ClientListItem>, ClientRefusal> {
        let client = facts.aggregate::<Client>(self.client_id).ok_or(ClientRefusal::NotFound)?;
        Ok(Answer::at(client.version, client_list::item(&client.state)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{ask, stored};
    use crate::samples;
    use crate::views::tests::Rows;

    #[test]
    fn shows_what_is_known_and_refuses_what_is_not() {
        let query = GetClient { client_id: samples::client_id() };
        let known = stored::<Client>(samples::client_id(), &[samples::client_registered()]);
        let answer = ask(&query, &Rows::default(), &[known]).unwrap();
        assert_eq!((answer.version, answer.body.client_id), (Some(1), samples::client_id()));
        assert_eq!(ask(&query, &Rows::default(), &[]).unwrap_err(), ClientRefusal::NotFound);
    }
}
