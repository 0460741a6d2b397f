//! What API Gateway tells of its sockets: that one is to be opened, or has ended.

use std::collections::HashMap;

use runtime::push::ConnectionId;
use runtime::push::socket::{Closed, Handshake, close, open};
use runtime::{Engine, Fault};
use serde::Deserialize;
use serde_json::{Value, json};

/// The parameter of the socket's address that holds the ticket.
pub const TICKET: &str = "ticket";

/// A message of a WebSocket API.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    request_context: About,
    #[serde(default)]
    headers: HashMap<String, String>,
    /// Null when there are none.
    #[serde(default)]
    query_string_parameters: Option<HashMap<String, String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct About {
    event_type: EventType,
    connection_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum EventType {
    Connect,
    Disconnect,
}

/// Answers with the status that the handshake gets.
pub(super) async fn answer(engine: &Engine, payload: Value) -> Result<Value, Fault> {
    let told: Told = serde_json::from_value(payload).map_err(|error| Fault::lasting("read the gateway's message").because(error))?;
    let id = ConnectionId::new(told.request_context.connection_id).ok_or_else(|| Fault::lasting("read the connection's name"))?;
    let connections = engine.ports.connections.as_ref();
    let status = match told.request_context.event_type {
        EventType::Connect => {
            let ticket = told.query_string_parameters.as_ref().and_then(|all| all.get(TICKET)).map(String::as_str).unwrap_or_default();
            let origin = told.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("origin")).map(|(_, origin)| origin.as_str());
            match open(connections, engine.ports.clock.as_ref(), Handshake { connection: id, ticket, origin }).await {
                Ok(()) => 200,
                Err(Closed::Fault(fault)) => return Err(fault),
                Err(refused @ (Closed::Ticket | Closed::Origin | Closed::TooMany)) => {
                    tracing::info!(function = super::SOCKET, reason = %refused, "socket refused");
                    refused.status()
                }
            }
        }
        EventType::Disconnect => {
            close(connections, &id).await?;
            200
        }
    };
    Ok(json!({ "statusCode": status }))
}
