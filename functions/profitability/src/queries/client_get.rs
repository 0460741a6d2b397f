//! Shows what is known of a client.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::READERS;
use crate::ClientId;
use crate::client::{Client, ClientFacts, ClientRefusal};

/// Shows what is known of a client; nothing when nobody noted it yet.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetClient {
    /// Which client.
    pub client_id: ClientId,
}

/// A client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClientPage {
    /// What is known.
    pub client: Option<ClientFacts>,
}

impl Query for GetClient {
    type Answer = ClientPage;
    type Refusal = ClientRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "profitability.get-client",
        route: Route::get("/profitability/clients/{client_id}"),
        roles: READERS,
        summary: "Shows what is known of a client.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Client>(self.client_id)]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<ClientPage>, ClientRefusal> {
        let loaded = facts.aggregate::<Client>(self.client_id);
        Ok(Answer::of(ClientPage { client: loaded.map(|loaded| loaded.state.facts()) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{World, ask};
    use crate::samples::clients::{client_id, facts, noted};

    #[test]
    fn a_client_is_shown_when_somebody_noted_it() {
        let world = World::default().with::<Client>(client_id(), &[noted()]);
        let shown = |world: &World| ask(&GetClient { client_id: client_id() }, world).unwrap().body.client;
        assert_eq!((shown(&world), shown(&World::default())), (Some(facts()), None));
    }
}
