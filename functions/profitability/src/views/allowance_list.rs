//! Clients to whom something else is allowed since a moment ago.

use kernel::view::RowQuery;
use kernel::{Change, Percentage, Row, Step, Version, View, ViewSpec};
use serde::{Deserialize, Serialize};

use crate::ClientId;
use crate::client::Client;

/// The view's name.
pub const VIEW: &str = "allowance-list";
const SPREADING: &str = "spreading";

/// Clients whose orders are still to be judged with what is allowed to them now.
pub struct AllowanceListFromClient;

/// One client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AllowanceItem {
    /// Which.
    pub client_id: ClientId,
    /// What is allowed to it.
    pub allowed_deviation: Percentage,
    /// The version that this shows.
    pub version: Version,
}

/// Clients whose orders are still to be judged.
pub fn spreading() -> RowQuery {
    RowQuery::new(VIEW, SPREADING)
}

impl View for AllowanceListFromClient {
    type Aggregate = Client;
    const SPEC: ViewSpec = ViewSpec {
        name: "profitability.allowance-list-from-client",
        view: VIEW,
        summary: "Clients to whom something else is allowed since a moment ago.",
    };

    fn project(step: &Step<'_, Client>) -> Vec<Change> {
        let row = |client: &Client| {
            let (client_id, allowed_deviation) = (client.id, client.facts().allowed_deviation);
            let item = AllowanceItem { client_id, allowed_deviation, version: step.version };
            Row::new(SPREADING, client_id.to_string(), serde_json::to_value(item).unwrap_or_default())
        };
        step.replace(|client| client.spreading.then(|| row(client)).into_iter().collect())
    }
}
